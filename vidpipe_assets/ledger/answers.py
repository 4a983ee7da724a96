"""Answers of providers as the ledger keeps them: the data as a JSON artifact, the files as artifacts of their own.

The database notes which files each answer consists of, so that nobody fetches an answer to know what it names; garbage
collection spares them all, since as long as they are there, nobody pays for them again.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.model.errors import Lost, VidpipeError
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.providers.request import ProviderResponse
from vidpipe_assets.storage.artifacts import Artifacts
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.tables import answer_files, provider_calls
from vidpipe_assets.storage.transactions import Database

Hashes = Sequence[str]


class AnswerFileTable:
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


@dataclass(frozen=True)
class LedgerAnswer:
    """What a provider answered, now or long ago. `files`: name -> artifact."""

    content: Any
    files: Mapping[str, Artifact]
    artifacts: Artifacts

    def path(self, name: str) -> Path:
        """The file called `name`, to be read only."""
        return self.artifacts.path(self.files[name])


class AnswerStore:
    """Saves the answers of providers as artifacts, and loads them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, received: ProviderResponse) -> Artifact:
        """Keep an answer with its files. Raises `BlockedError` when the disk is full."""
        artifacts = self._store.artifacts
        files = {name: artifacts.add(path) for name, path in sorted(received.files.items())}
        named = {name: file.model_dump(mode="json") for name, file in files.items()}
        text = json.dumps({"content": received.content, "files": named}, sort_keys=True, allow_nan=False)
        with self._store.scratch("answer") as folder:
            write_atomically(folder / "answer.json", text.encode())
            saved = artifacts.add(folder / "answer.json")
        AnswerFileTable(self._store.database).note({saved.sha256: [file.sha256 for file in files.values()]})
        return saved

    def load(self, saved: Artifact) -> LedgerAnswer | None:
        """The answer, or None when it or one of its files is no longer there or has changed.

        Raises `BlockedError` when nobody can tell, since the storage is gone: what was paid is not paid again for that.
        """
        artifacts = self._store.artifacts
        try:
            artifacts.require(saved)
        except Lost:
            return None
        if not artifacts.intact(saved):
            return None
        kept = json.loads(artifacts.path(saved).read_bytes())
        files = files_of(kept)
        if not all(artifacts.intact(file) for file in files.values()):
            return None
        return LedgerAnswer(kept["content"], files, artifacts)


def files_of(kept: Mapping[str, Any]) -> dict[str, Artifact]:
    """The files that an answer names, which is given as it is kept."""
    return {name: Artifact.model_validate(file) for name, file in kept["files"].items()}


_HASH = re.compile(rb"[0-9a-f]{64}")


def answer_hashes(store: Store, is_over: Callable[[str, dt.datetime], bool]) -> Iterator[str]:
    """The hashes of the artifacts that answers consist of, but for those that are over.

    `is_over` is asked of a call's video and of when the call was last changed. Answers of which nobody noted what they
    consist of are read, once. Raises `BlockedError` where one that is there cannot be read.
    """
    noted, learnt = AnswerFileTable(store.database), dict[str, Hashes]()
    known = noted.all()
    try:
        for answer in _answers(store, is_over):
            yield answer.sha256
            if answer.sha256 in known:
                yield from known[answer.sha256]
                continue
            content = _content(store, answer)
            files = [found.decode() for found in _HASH.findall(content)]
            if hashlib.sha256(content).hexdigest() == answer.sha256:  # else it is damaged, or gone for now
                learnt[answer.sha256] = files
            yield from files
    finally:
        noted.note(learnt)


def _answers(store: Store, is_over: Callable[[str, dt.datetime], bool]) -> Iterator[Artifact]:
    table = provider_calls.c
    query = sa.select(table.video_key, table.updated_at, table.answer).where(table.answer.is_not(None))
    with store.database.reading() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        if not is_over(row.video_key, row.updated_at):
            yield Artifact.model_validate(row.answer)


def _content(store: Store, answer: Artifact) -> bytes:
    """The answer itself, damaged or not, which names its files."""
    try:
        return store.artifacts.path(answer).read_bytes()
    except Lost:
        return b""
