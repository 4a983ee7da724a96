"""`vidpipe restore`: an empty home becomes what a backup holds, and pays nothing until a person says so."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.io.files import file_sha256, remove, replacing, write_atomically
from vidpipe_assets.io.private import make_private
from vidpipe_assets.io.scratch import scratch
from vidpipe_assets.model.errors import BlockedError, Lost
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.operations.backup import BACKUP, OWN_DATABASE, UNFINISHED
from vidpipe_assets.storage.backup_folder import BackupFile, BackupFolder, Manifest, TableContent
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

Tell = Callable[[str], None]
_ASIDE = ".before-restore"


def _unfinished(places: Places) -> Path:
    """The file that is there as long as a restore is half done."""
    return places.state / UNFINISHED


def refuse_unfinished_restore(places: Places) -> None:
    """Raise `BlockedError` while a restore is half done: what is missing would be bought again."""
    file = _unfinished(places)
    if file.exists():
        folder = file.read_text("utf-8", "replace").partition(" ")[2]
        raise BlockedError(
            "only a part of a backup was put back here, and nothing of it pays",
            remedy=f"go on with it: vidpipe restore {folder}",
        )


@dataclass
class Restore:
    """One restore. `servers`: name -> URL of a PostgreSQL database whose tables exist and are empty."""

    places: Places
    folder: BackupFolder
    manifest: Manifest
    servers: Mapping[str, str]
    tell: Tell = lambda _: None
    kept: list[str] = field(default_factory=list[str], init=False)
    """Files of `output/` that were there already, and stay: they may be newer than the backup."""

    def require_possible(self) -> None:
        """Raise `BlockedError` for a home that holds something, or for another kind of database than the backup's."""
        from vidpipe_assets.storage.database import own_sqlite_file

        own = own_sqlite_file(self.places)
        in_file = any(one.path == OWN_DATABASE for one in self.manifest.files)
        if in_file != (own is not None) or {one.database for one in self.manifest.tables} != set(self.servers):
            kind = "SQLite" if in_file else "PostgreSQL"
            raise BlockedError(
                f"the backup's database is {kind}'s, and this home is set up for another",
                remedy="set (or unset) VIDPIPE_DATABASE_URL and copy the dagster.yaml that belongs to it; one "
                "PostgreSQL database for vidpipe and Dagster stays one, two stay two",
            )
        if _unfinished(self.places).exists():  # ours, and half done: it is gone on with
            return
        documents = self.places.documents
        if documents.is_dir() and any(documents.iterdir()):
            raise self._holds("documents of videos")
        if own is None or own.exists():
            store = open_store(self.places)
            try:
                if store.orders.states():
                    raise self._holds("orders")
            finally:
                store.close()

    def require_whole(self) -> None:
        """Raise `Lost` unless every content of the backup is there: nothing is begun that cannot be ended."""
        missing = [
            one for one in (*self.manifest.files, *self.manifest.tables) if not self.folder.has(one.sha256, one.size)
        ]
        if missing:
            raise Lost(
                f"{len(missing)} contents of the backup are missing, first {self.folder.path(missing[0].sha256)}",
                remedy="restore an older backup: --at with the beginning of its name",
            )

    def put_back(self) -> Store:
        """Put everything into its place and return the open store. Nothing of it pays before it is confirmed."""
        make_private(self.places.state, self.places.state_mode)
        write_atomically(_unfinished(self.places), f"{self.manifest.made_at.isoformat()} {self.folder.folder}".encode())
        self._own_database()
        self._fill_servers()
        store = open_store(self.places)
        store.facts.forget_all()
        store.life_signs.give(BACKUP, self.manifest.made_at)
        for one in self.manifest.files:
            self.tell(one.path)
            if not one.artifact and one.path != OWN_DATABASE:
                self._file(one)
        for one in self.manifest.files:
            if one.artifact:
                self.tell(one.path)
                self._artifact(store, one)
        return store

    def finish(self) -> None:
        """Note that everything is in its place, and that no run of the backup is thought alive."""
        remove(_unfinished(self.places))

    def _own_database(self) -> None:
        """Put the SQLite file in its place with the note in it: whoever stops us, what is there never pays unasked."""
        from vidpipe_assets.storage.database import open_database, own_sqlite_file, sqlite_address
        from vidpipe_assets.storage.database_copy import copy_sqlite
        from vidpipe_assets.storage.restores import note_restore

        target = own_sqlite_file(self.places)
        for one in self.manifest.files:
            if target is None or one.path != OWN_DATABASE:
                continue
            make_private(self.places.state, self.places.state_mode)
            with scratch(self.places.scratch, "restore") as folder:
                self.folder.fetch(one.sha256, folder / "fetched.db")
                database = open_database(sqlite_address(folder / "fetched.db").render_as_string())
                with database.writing() as connection:
                    note_restore(connection, self.manifest.made_at, now_utc())
                database.engine.dispose()
                copy_sqlite(folder / "fetched.db", folder / "noted.db")
                target.parent.mkdir(parents=True, exist_ok=True)
                for beside in ("", "-wal", "-shm"):
                    remove(target.with_name(target.name + beside))
                with replacing(target) as file, (folder / "noted.db").open("rb") as content:
                    shutil.copyfileobj(content, file)

    def _holds(self, what: str) -> BlockedError:
        return BlockedError(
            f"{self.places.home} holds {what} already",
            remedy="restore into an empty folder, or move .vidpipe away first (output/ may stay)",
        )

    def _file(self, one: BackupFile) -> None:
        target = self.places.home / one.path
        if target.is_file() and file_sha256(target) == one.sha256:
            return
        if target.exists() or target.is_symlink():
            if one.path.startswith("output/"):
                self.kept.append(one.path)
                return
            if one.path.startswith(".vidpipe/"):
                for beside in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm"))):
                    remove(beside)
            else:
                target.replace(target.with_name(target.name + _ASIDE))
        self.folder.fetch(one.sha256, target)

    def _artifact(self, store: Store, one: BackupFile) -> None:
        name = Path(one.path).name
        artifact = Artifact(sha256=one.sha256, suffix=Path(name).suffix, size=one.size)
        if store.artifacts.has(artifact):
            return
        self.folder.fetch(one.sha256, store.artifacts.folder / one.path)
        if store.artifacts.bucket:
            store.artifacts.intact(artifact)  # sends it

    def _fill_servers(self) -> None:
        import sqlalchemy as sa

        from vidpipe_assets.storage.database import address_of
        from vidpipe_assets.storage.database_copy import empty_tables
        from vidpipe_assets.storage.restores import note_restore

        for name, url in self.servers.items():
            tables = [one for one in self.manifest.tables if one.database == name]
            engine = sa.create_engine(address_of(url), poolclass=sa.pool.NullPool)
            with engine.begin() as connection:
                empty_tables(connection, [one.table for one in tables], self.tell)
                for one in tables:
                    self.tell(f"{name}: {one.table}")
                    self._fill(connection, one)
                if name == "vidpipe":  # in the same step: what is there never pays unasked
                    note_restore(connection, self.manifest.made_at, now_utc())

    def _fill(self, connection: object, one: TableContent) -> None:
        from vidpipe_assets.storage.database_copy import fill_table

        self.places.scratch.mkdir(parents=True, exist_ok=True)
        file = self.places.scratch / f"restore-{one.table}.rows"
        self.folder.fetch(one.sha256, file)
        try:
            fill_table(connection, one.table, one.columns, one.sequences, file)  # type: ignore[arg-type]
        finally:
            file.unlink(missing_ok=True)
