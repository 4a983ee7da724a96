"""Media files by the hash of their bytes: the same content is kept once, and a name never changes its meaning."""

import hashlib
from pathlib import Path

from vidpipe_assets.model.errors import BadInput, Lost
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.store.files import contained, plainly, refuse_missing, replacing, sweep_parts

_CHUNK = 1024 * 1024


class Artifacts:
    """The folder of artifacts: `ab/<sha256>.<suffix>`, where `ab` are the first digits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, path: Path) -> Artifact:
        """Keep a copy of the file at `path` and return what refers to it. Adding the same content again costs a read.

        Always a copy, never a link: whoever still writes to `path` cannot change what is stored.
        """
        with plainly(path):
            artifact = Artifact(sha256=_digest(path), suffix=path.suffix.lower() or ".bin", size=path.stat().st_size)
        if not self.intact(artifact):
            self._copy(path, artifact)
        return artifact

    def path(self, artifact: Artifact, *, stage: str = "") -> Path:
        """The file of an artifact, to be read only. Raises `Lost` when it is missing or has lost bytes."""
        path = self._place(artifact)
        if not path.is_file():
            refuse_missing(self.folder)
            raise self._lost(path, "is missing", stage)
        if path.stat().st_size != artifact.size:
            raise self._lost(path, f"has {path.stat().st_size} bytes instead of {artifact.size}", stage)
        return path

    def has(self, artifact: Artifact) -> bool:
        """Whether the file is there with the right size; `intact` reads it, too."""
        path = self._place(artifact)
        return path.is_file() and path.stat().st_size == artifact.size

    def intact(self, artifact: Artifact) -> bool:
        """Whether the file is there and its bytes are the ones that were stored."""
        return self.has(artifact) and _digest(self._place(artifact)) == artifact.sha256

    def verify(self, artifact: Artifact, *, stage: str = "") -> Path:
        """As `path`, after reading the whole file. Raises `Lost` when its bytes have changed."""
        path = self.path(artifact, stage=stage)
        with plainly(path):
            digest = _digest(path)
        if digest != artifact.sha256:
            raise self._lost(path, "is damaged: its bytes are not the ones that were stored", stage)
        return path

    def sweep(self) -> None:
        """Remove what processes that were killed have left unfinished in any of the folders."""
        if self.folder.is_dir():
            for folder in self.folder.iterdir():
                sweep_parts(folder)

    def _place(self, artifact: Artifact) -> Path:
        return contained(self.folder, artifact.sha256[:2], artifact.name)

    def _copy(self, source: Path, artifact: Artifact) -> None:
        with plainly(source), source.open("rb") as original, replacing(self._place(artifact)) as copy:
            digest = hashlib.sha256()
            while chunk := original.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            if digest.hexdigest() != artifact.sha256:
                raise BadInput(f"{source} changed while it was being stored", remedy="wait until it is finished")

    @staticmethod
    def _lost(path: Path, what: str, stage: str) -> Lost:
        made_by = stage or "the stage that made it (clips, voiceover, composed_video or review)"
        return Lost(f"the artifact {path} {what}", remedy=f"materialize {made_by} again for that video")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
