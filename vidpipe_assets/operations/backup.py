"""`vidpipe backup`: one consistent copy of a home that goes on working meanwhile.

The order makes it consistent. First vidpipe's own tables, which say what was ordered, decided and paid; then Dagster's,
which may know more by then, and are read again anyway; then documents, packages and settings; last the artifacts that
all of these point at, which never change and are not removed while they are young. Secrets (`.env`) are not copied.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import BlockedError, VidpipeError
from vidpipe_assets.storage.backup_folder import BackupFile, BackupFolder, Manifest, TableContent
from vidpipe_assets.storage.bucket import StoredObject
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store

SETTINGS = ("dagster.yaml", "workspace.yaml", "endpoints.yaml")
OWN_DATABASE = ".vidpipe/vidpipe.db"
"""Its name in a backup, wherever VIDPIPE_DATABASE_URL has it."""
BACKUP = "backup"
"""The name of the sign that the latest backup has left in the database (`storage.life_signs`)."""
_WAIT_S = 5.0
UNFINISHED = "restore-unfinished"
"""The name of the file in `.vidpipe` that is there as long as a restore is half done (`operations.restore`)."""
_NOT_STATE = {"scratch", "locks", "bench", "artifacts", UNFINISHED}
_BESIDE_DATABASES = ("-wal", "-shm", "-journal")
Tell = Callable[[str], None]


@dataclass
class Backup:
    """One backup as it is being made. `servers`: name ('vidpipe', 'dagster') -> URL of a PostgreSQL database."""

    store: Store
    folder: BackupFolder
    servers: Mapping[str, str]
    tell: Tell = lambda _: None
    not_noted: str = field(default="", init=False)
    """Why the home does not know of this backup, which is whole all the same; empty: it does."""
    _files: list[BackupFile] = field(default_factory=list[BackupFile], init=False)
    _tables: list[TableContent] = field(default_factory=list[TableContent], init=False)
    _left_out: list[str] = field(default_factory=list[str], init=False)
    _known: dict[str, BackupFile] = field(default_factory=dict[str, BackupFile], init=False)

    def make(self) -> Manifest:
        """Make it. Raises `BlockedError` where something cannot be read or written; then there is no new backup."""
        with self.store.keeping(_WAIT_S) as mine:
            if not mine:
                raise BlockedError(
                    "another backup is being taken, or vidpipe gc removes what this one would copy",
                    remedy="try again when that is done",
                )
            return self._make()

    def _make(self) -> Manifest:
        from vidpipe_assets.storage.database import newest_version

        self.folder.make()
        self._known = _known_files(self.folder)
        made_at, places = now_utc(), self.store.places
        self._databases(places)
        for path in _plain_files(places):
            self.tell(str(path.relative_to(places.home)))
            self._file(path, str(path.relative_to(places.home)))
        self._artifacts()
        manifest = Manifest(
            made_at=made_at,
            vidpipe=version("vidpipe"),
            schema_version=newest_version(),
            files=tuple(self._files),
            tables=tuple(self._tables),
            left_out=tuple(self._left_out),
        )
        self.folder.finish(manifest)
        try:
            self.store.life_signs.give(BACKUP, made_at)
        except VidpipeError as error:
            self.not_noted = f"its moment could not be noted ({error}); the next backup notes its own"
        return manifest

    def _databases(self, places: Places) -> None:
        for name, url in self.servers.items():
            self._server(name, url)
        from vidpipe_assets.storage.database import own_sqlite_file

        own = own_sqlite_file(places)
        dagster = sorted((places.state / "dagster").rglob("*.db"))
        with self.store.scratch("backup") as scratch:
            if own:
                self._sqlite(own, OWN_DATABASE, scratch / "copy.db")
            for path in dagster:
                self.tell(path.name)
                self._sqlite(path, str(path.relative_to(places.home)), scratch / "copy.db")

    def _server(self, name: str, url: str) -> None:
        import sqlalchemy as sa

        from vidpipe_assets.storage.database import address_of
        from vidpipe_assets.storage.database_copy import copy_tables

        address = address_of(url)
        engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
        for copy in copy_tables(engine, address.render_as_string()):
            self.tell(f"{name}: {copy.table}")
            sha256, size = self.folder.add(copy.pieces)
            self._tables.append(
                TableContent(
                    database=name, table=copy.table, columns=copy.columns, sequences=dict(copy.sequences),
                    sha256=sha256, size=size,
                )
            )  # fmt: skip

    def _sqlite(self, path: Path, name: str, scratch: Path) -> None:
        from vidpipe_assets.storage.database_copy import copy_sqlite

        parts = [path, *(path.with_name(path.name + end) for end in _BESIDE_DATABASES)]
        changed = max((part.stat().st_mtime for part in parts if part.exists()), default=0.0)
        before = self._known.get(name)
        # A file's size says nothing here: its content may lie beside it.
        if before and before.changed == changed and self.folder.has(before.sha256, before.size):
            self._files.append(before)
            return
        if not path.exists():
            return
        copy_sqlite(path, scratch)
        sha256, size = self.folder.add(scratch)
        self._files.append(BackupFile(path=name, sha256=sha256, size=size, changed=changed))

    def _file(self, path: Path, name: str) -> None:
        try:
            found = path.stat()
            before = self._known.get(name)
            unchanged = before and (before.changed, before.size) == (found.st_mtime, found.st_size)
            if before and unchanged and self.folder.has(before.sha256, before.size):
                self._files.append(before)
                return
            sha256, size = self.folder.add(path)
        except FileNotFoundError:  # made again, or removed, at this moment: the database says which
            return
        self._files.append(BackupFile(path=name, sha256=sha256, size=size, changed=found.st_mtime))

    def _artifacts(self) -> None:
        kept = list(self.store.artifacts.all())
        for number, one in enumerate(kept, 1):
            self.tell(f"artifacts: {number} of {len(kept)}")
            sha256 = one.name.partition(".")[0]
            try:
                if not self.folder.has(sha256, one.size):
                    self.folder.add(self._content(one), expected=sha256)
            except FileNotFoundError:
                continue
            except VidpipeError as error:
                self._left_out.append(f"artifact {one.name}: {error}")
                continue
            self._files.append(
                BackupFile(
                    path=f"{one.name[:2]}/{one.name}", sha256=sha256, size=one.size,
                    changed=one.changed.timestamp(), artifact=True,
                )
            )  # fmt: skip

    def _content(self, one: StoredObject) -> Iterator[bytes] | Path:
        artifacts = self.store.artifacts
        return artifacts.bucket.pieces(one.name) if artifacts.bucket else artifacts.folder / one.name[:2] / one.name


def _known_files(folder: BackupFolder) -> dict[str, BackupFile]:
    """What the latest backup has, by path: it need not be read again where nothing has changed."""
    if not folder.backups():
        return {}
    try:
        return {one.path: one for one in folder.manifest().files if not one.artifact}
    except VidpipeError:  # the latest is damaged: then everything is read
        return {}


def _plain_files(places: Places) -> Iterator[Path]:
    """All files of the home that are its own and no databases, locks or work in progress."""
    state = [path for path in _entries(places.state) if path.name not in _NOT_STATE]
    settings = [places.home / name for name in SETTINGS]
    for top in (*state, places.output, places.themes, *settings):
        for path in _below(top):
            is_database = path.suffix == ".db" or path.name.endswith(
                (*(f".db{end}" for end in _BESIDE_DATABASES), ".lock")
            )
            if not (is_database and path.is_relative_to(places.state)):
                yield path


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _below(top: Path) -> Iterator[Path]:
    """Regular files, hidden ones and links apart: those are unfinished, or somebody else's."""
    if top.is_symlink() or top.name.startswith("."):
        return
    if top.is_file():
        yield top
    for folder, names, files in os.walk(top):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if not name.startswith(".") and not path.is_symlink():
                yield path
