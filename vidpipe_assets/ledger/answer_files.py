"""Which files each answer consists of, as the database remembers it: nobody fetches an answer to know what it names."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import sqlalchemy as sa

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.store.tables import answer_files
from vidpipe_assets.store.transactions import Database

Hashes = Sequence[str]


class AnswerFiles:
    """The table `answer_files`. An answer never changes, so what is noted of one stays true."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Hashes]:
        """Hash of an answer -> hashes of its files, as far as they were noted."""
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(sa.select(answer_files))}

    def note(self, found: Mapping[str, Hashes]) -> None:
        """Note what answers consist of, if the database takes it: else whoever wants to know reads them again."""
        if not found:
            return
        insert = self._database.insert(answer_files).on_conflict_do_nothing()
        rows = [{"answer": answer, "files": list(files)} for answer, files in found.items()]
        with suppress(VidpipeError), self._database.writing() as connection:
            connection.execute(insert, rows)
