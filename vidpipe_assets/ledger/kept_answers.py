"""Which artifacts the ledger answers with. As long as they are there, nobody pays for them again."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from vidpipe_assets.ledger.answer_files import AnswerFiles, Hashes
from vidpipe_assets.model.errors import Lost
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.store.store import Store
from vidpipe_assets.store.tables import provider_calls

_HASH = re.compile(rb"[0-9a-f]{64}")


def kept_answers(store: Store, is_over: Callable[[str, dt.datetime], bool]) -> Iterator[str]:
    """The hashes of the artifacts that answers consist of, but for those that are over.

    `is_over` is asked of a call's video and of when the call was last changed. Answers of which nobody noted what they
    consist of are read, once. Raises `BlockedError` where one that is there cannot be read.
    """
    noted, learnt = AnswerFiles(store.database), dict[str, Hashes]()
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
