"""The folder of backups: contents by their hash, kept once, and a manifest for each backup.

`objects/ab/<sha256>` are contents, `backups/<moment>.json` says which content lay where. The manifest is written last,
under its own name in one step: a backup that was interrupted is none, and what it has copied spares the next one work.
"""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from vidpipe_assets.io.files import file_sha256, replacing, sweep_parts, write_atomically
from vidpipe_assets.io.paths import explaining_os_errors
from vidpipe_assets.io.scratch import hold_lock, mark
from vidpipe_assets.model.errors import BadInput, Lost
from vidpipe_assets.model.values import Value

FORM = "vidpipe/backup/1"
_CHUNK = 1024 * 1024
_MOMENT = "%Y%m%dT%H%M%S%fZ"


class BackupFile(Value):
    """One file of the home. `path` is relative to the home, or to the folder of artifacts for `artifact` files."""

    path: str
    sha256: str
    size: int
    changed: float = Field(description="time of its last change, seconds since 1970")
    artifact: bool = False


class TableContent(Value):
    """The rows of one table of a server's database, as COPY writes them."""

    database: str = Field(description="'vidpipe' or 'dagster'")
    table: str
    columns: tuple[str, ...]
    sequences: dict[str, int] = Field(default={}, description="column -> the last number that its sequence gave")
    sha256: str
    size: int


class Manifest(Value):
    """One backup."""

    form: str = FORM
    made_at: dt.datetime
    vidpipe: str = Field(description="version of vidpipe")
    schema_version: str = Field(description="version of vidpipe's tables")
    files: tuple[BackupFile, ...]
    tables: tuple[TableContent, ...] = ()
    left_out: tuple[str, ...] = Field(default=(), description="what could not be kept, and why")

    @property
    def size(self) -> int:
        """Bytes of all contents, what is kept once counted as often as it is named."""
        return sum(one.size for one in (*self.files, *self.tables))


class BackupFolder:
    """Backups below one folder, on any disk, perhaps a mounted one of another machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copied = 0
        """Bytes that were not there before."""

    def make(self) -> None:
        """Create the folder, for its owner only. Raises `BlockedError` where that cannot be."""
        with explaining_os_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name in ("objects", "backups"):
                (self.folder / name).mkdir(exist_ok=True)

    def backups(self) -> list[Path]:
        """The manifests, oldest first."""
        return sorted((self.folder / "backups").glob("[0-9]*.json"))

    def manifest(self, at: str = "") -> Manifest:
        """The newest backup, or the one whose name begins with `at`. Raises `BadInput` where there is none such."""
        found = [path for path in self.backups() if path.stem.startswith(at)]
        if not found:
            known = ", ".join(path.stem for path in self.backups()[-5:]) or "none"
            what = f"no backup {at}…" if at else "no backup"
            raise BadInput(
                f"there is {what} in {self.folder}", remedy=f"name a folder that vidpipe backup has made; here: {known}"
            )
        return self._read(found[-1])

    def _read(self, path: Path) -> Manifest:
        """The manifest in that file. Raises `Lost` if it is damaged, `BadInput` if it has another form."""
        try:
            read = Manifest.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise Lost(
                f"the backup {path} cannot be read: {str(error).splitlines()[0]}",
                remedy="restore an older one: --at with the beginning of its name",
            ) from error
        if read.form != FORM:
            raise BadInput(f"{path} has the form {read.form!r}", remedy="restore it with the vidpipe that made it")
        return read

    def finish(self, manifest: Manifest) -> Path:
        """Write the manifest: from now on this backup exists."""
        path = self.folder / "backups" / f"{manifest.made_at.astimezone(dt.UTC).strftime(_MOMENT)}.json"
        write_atomically(path, manifest.model_dump_json(indent=1).encode())
        return path

    def has(self, sha256: str, size: int) -> bool:
        """Whether this content is kept already."""
        path = self.path(sha256)
        return path.is_file() and path.stat().st_size == size

    def add(self, pieces: Iterator[bytes] | Path, *, expected: str = "") -> tuple[str, int]:
        """Keep a content; returns its hash and size. Raises `Lost` if it is not the `expected` one.

        A file that changes while it is read is kept as it was read.
        """
        objects = self.folder / "objects"
        sweep_parts(objects)
        waiting = objects / f".incoming.{mark()}.part"
        digest, size = hashlib.sha256(), 0
        with explaining_os_errors(waiting), waiting.open("xb") as file:
            hold_lock(file.fileno())
            for piece in _pieces(pieces) if isinstance(pieces, Path) else pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        found = digest.hexdigest()
        try:
            if expected and found != expected:
                raise Lost(
                    f"{expected} is damaged: its bytes have the hash {found}", remedy="vidpipe verify says whose"
                )
            if not self.has(found, size):
                self.copied += size
                self.path(found).parent.mkdir(parents=True, exist_ok=True)
                waiting.replace(self.path(found))
        finally:
            waiting.unlink(missing_ok=True)
        return found, size

    def path(self, sha256: str) -> Path:
        """Where a content is kept, if it is."""
        return self.folder / "objects" / sha256[:2] / sha256

    def fetch(self, sha256: str, target: Path) -> None:
        """Write a content to `target`, whole. Raises `Lost` where it is missing or damaged."""
        source = self.path(sha256)
        if not source.is_file() or file_sha256(source) != sha256:
            raise Lost(f"the backup's content {source} is missing or damaged", remedy="restore another backup: --at")
        with replacing(target) as file, source.open("rb") as content:
            shutil.copyfileobj(content, file, _CHUNK)

    def keep_only(self, number: int, tell: Callable[[str], None]) -> int:
        """Remove all but the `number` newest backups, and what only they named; returns how many went.

        Raises `Lost` where one that stays cannot be read, `BlockedError` where something may not be removed; what is
        left then goes the next time.
        """
        old: Sequence[Path] = self.backups()[:-number]
        if not old:
            return 0
        # Read first: where one that stays cannot be, nobody knows what it names, and nothing is removed.
        stay = [self._read(path) for path in self.backups()[-number:]]
        named = {one.sha256 for manifest in stay for one in (*manifest.files, *manifest.tables)}
        with explaining_os_errors(self.folder):
            for path in old:
                path.unlink(missing_ok=True)
            for path in (self.folder / "objects").glob("??/*"):
                if path.name not in named:
                    tell(f"removing {path.name[:12]}…")
                    path.unlink(missing_ok=True)
        return len(old)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece
