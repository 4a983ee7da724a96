"""Media files by the hash of their bytes: the same content is kept once, and a name never changes its meaning.

With a bucket, that is where they are kept; the folder then holds those that this machine has made or used lately. Of
them, what was used least lately goes when there are too many, and nothing that may be in use.
"""

import datetime as dt
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.io.files import file_sha256, replacing, sweep_parts
from vidpipe_assets.io.paths import contained_path, explaining_os_errors, require_folder
from vidpipe_assets.io.shared_files import remove_old, renew
from vidpipe_assets.model.errors import BadInput, Lost
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.storage.bucket import Bucket, ObjectMissing, StoredObject

SPARED_S = 6 * 3600
"""A file that was used so lately may be open, or be about to be opened: no run takes longer."""

_EVERY_S = 600.0
_LEFT = 0.9


@dataclass
class ArtifactCache:
    """The folder of artifacts, where a bucket holds them all. `most_bytes`: 0 for no bound."""

    folder: Path
    most_bytes: int = 0
    _looked: float = field(default=float("-inf"), init=False)

    def trim(self) -> None:
        """Make room if there is more than `most_bytes`, at most every ten minutes."""
        if not self.most_bytes or time.monotonic() - self._looked < _EVERY_S:
            return
        self._looked = time.monotonic()
        files = self._files()
        total, spared = sum(size for _, size, _ in files), now_utc() - dt.timedelta(seconds=SPARED_S)
        if total <= self.most_bytes:
            return
        for used, size, path in sorted(files):
            if total <= self.most_bytes * _LEFT or used > spared.timestamp():
                return
            with suppress(OSError):
                # By its age as it is now: it may have been used since it was listed.
                total -= size if remove_old(path, spared) else 0

    def _files(self) -> list[tuple[float, int, Path]]:
        """When each was used last, its bytes, and where it is."""
        found: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("[0-9a-f][0-9a-f]/[!.]*"):
            with suppress(OSError):
                stat: os.stat_result = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        return found


_CHUNK = 1024 * 1024
_FRESH_S = 3600
"""The time of a file's last use is written down no more often."""
_RENEWED_AFTER = dt.timedelta(hours=12)
"""What is older in a bucket is sent again when it is taken anew: `remove` goes by age, and asks for a day."""


class Artifacts:
    """The folder of artifacts: `ab/<sha256>.<suffix>`, where `ab` are the first digits; and the bucket, if any."""

    def __init__(self, folder: Path, bucket: Bucket | None = None, cache: ArtifactCache | None = None) -> None:
        self.folder = folder
        self.bucket = bucket
        self._cache = cache or ArtifactCache(folder)

    def add(self, path: Path) -> Artifact:
        """Keep a copy of the file at `path` and return what refers to it. Adding the same content again costs a read.

        Always a copy, never a link: whoever still writes to `path` cannot change what is stored.
        """
        with explaining_os_errors(path):
            artifact = Artifact(
                sha256=file_sha256(path), suffix=path.suffix.lower() or ".bin", size=path.stat().st_size
            )
        if not self._is_intact_here(artifact):
            self._copy(path, artifact)
        self._send(artifact)
        return artifact

    def path(self, artifact: Artifact, *, stage: str = "") -> Path:
        """The file of an artifact, to be read only, fetched if need be. Raises `Lost` when it is missing or damaged."""
        path = self._place(artifact)
        if self.bucket is None:
            self.require(artifact, stage=stage)
        elif not (self._is_fresh(path) and self._is_here(artifact)):
            self._fetch(self.bucket, artifact, stage)
        return path

    def require(self, artifact: Artifact, *, stage: str = "") -> None:
        """Raise `Lost` unless the artifact is there with the right size; nothing is fetched."""
        path = self._place(artifact)
        if self._is_here(artifact):
            return
        if self.bucket:
            where, size = f"{self.bucket.url}/{artifact.name}", self.bucket.listed_size(artifact.name)
            if size is None:
                self.bucket.refuse_empty()
        else:
            where, size = str(path), path.stat().st_size if path.is_file() else None
            if size is None:
                require_folder(self.folder)
        if size is None:
            raise self._lost(where, "is missing", stage)
        if size != artifact.size:
            raise self._lost(where, f"has {size} bytes instead of {artifact.size}", stage)

    def has(self, artifact: Artifact) -> bool:
        """Whether it is there with the right size; `intact` reads it, too."""
        return self._is_here(artifact) or (
            self.bucket is not None and self.bucket.listed_size(artifact.name) == artifact.size
        )

    def intact(self, artifact: Artifact) -> bool:
        """Whether it is there and its bytes are the ones that were stored.

        Ask this before you refer to an artifact that is there already: then it is as young as a new one, and `remove`
        spares it until the reference is written down.
        """
        if self.bucket and not self._is_here(artifact):
            try:
                self.path(artifact)
            except Lost:
                return False
        if not self._is_intact_here(artifact):
            return False
        self._send(artifact)
        return True

    def verify(self, artifact: Artifact, *, stage: str = "") -> Path:
        """As `path`, after reading the whole file. Raises `Lost` when its bytes have changed."""
        path = self.path(artifact, stage=stage)
        with explaining_os_errors(path):
            digest = file_sha256(path)
        if digest != artifact.sha256:
            raise self._lost(str(path), "is damaged: its bytes are not the ones that were stored", stage)
        return path

    def all(self) -> Iterator[StoredObject]:
        """Everything that is kept."""
        if self.bucket:
            yield from self.bucket.all()
            return
        for path in self.folder.glob("[0-9a-f][0-9a-f]/[!.]*"):
            with suppress(FileNotFoundError):  # removed meanwhile
                stat = path.stat()
                yield StoredObject(path.name, stat.st_size, dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC))

    def remove(self, name: str, before: dt.datetime) -> bool:
        """Remove what is kept under that name, here and in the bucket, if it is older than `before`; whether it went.

        The caller knows that nobody referred to it at `before`. Raises `BlockedError` where that is forbidden. Nobody
        can lock an object: one that is taken anew in the same instant may go, and is made again.
        """
        path = contained_path(self.folder, name[:2], name)
        with explaining_os_errors(path):
            if self.bucket is None:
                return remove_old(path, before)
            there = self.bucket.found(name)
            if there is None or there.changed >= before:
                return False
            self.bucket.remove(name)
            path.unlink(missing_ok=True)
            return True

    def sweep(self) -> None:
        """Remove what processes that were killed have left unfinished in any of the folders."""
        if self.folder.is_dir():
            for folder in self.folder.iterdir():
                sweep_parts(folder)

    def _place(self, artifact: Artifact) -> Path:
        return contained_path(self.folder, artifact.sha256[:2], artifact.name)

    def _is_here(self, artifact: Artifact) -> bool:
        try:
            found = self._place(artifact).stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return S_ISREG(found.st_mode) and found.st_size == artifact.size

    @staticmethod
    def _is_fresh(path: Path) -> bool:
        """Whether it is at hand and counts as used lately, so that another process that makes room spares it."""
        try:
            return time.time() - path.stat().st_mtime <= _FRESH_S or renew(path)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _is_intact_here(self, artifact: Artifact) -> bool:
        path = self._place(artifact)
        return renew(path) and self._is_here(artifact) and file_sha256(path) == artifact.sha256

    def _send(self, artifact: Artifact) -> None:
        """Put it into the bucket, if there is one, unless it was put there lately."""
        there = self.bucket.found(artifact.name) if self.bucket else None
        lately = dt.datetime.now(dt.UTC) - _RENEWED_AFTER
        if self.bucket and (there is None or there.size != artifact.size or there.changed < lately):
            self.bucket.put(self._place(artifact), artifact)
            self._cache.trim()

    def _copy(self, source: Path, artifact: Artifact) -> None:
        with explaining_os_errors(source), source.open("rb") as original, replacing(self._place(artifact)) as copy:
            digest = hashlib.sha256()
            while chunk := original.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            if digest.hexdigest() != artifact.sha256:
                raise BadInput(f"{source} changed while it was being stored", remedy="wait until it is finished")

    def _fetch(self, bucket: Bucket, artifact: Artifact, stage: str) -> None:
        """Bring an artifact here, whole or not at all. Several processes may do so at once."""
        where = f"{bucket.url}/{artifact.name}"
        with replacing(self._place(artifact)) as copy:
            digest = hashlib.sha256()
            try:
                for piece in bucket.pieces(artifact.name):
                    digest.update(piece)
                    copy.write(piece)
            except ObjectMissing:
                bucket.refuse_empty()
                raise self._lost(where, "is missing", stage) from None
            if digest.hexdigest() != artifact.sha256:
                raise self._lost(where, "is damaged: its bytes are not the ones that were stored", stage)
        self._cache.trim()

    @staticmethod
    def _lost(where: str, what: str, stage: str) -> Lost:
        made_by = stage or "the stage that made it (clips, voiceover, composed_video or review)"
        return Lost(f"the artifact {where} {what}", remedy=f"materialize {made_by} again for that video")
