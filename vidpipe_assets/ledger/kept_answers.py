"""Which artifacts the ledger answers with. As long as they are there, nobody pays for them again."""

import datetime as dt
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from vidpipe_assets.model.errors import Lost
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.store.store import Store
from vidpipe_assets.store.tables import provider_calls


def kept_answers(store: Store, is_over: Callable[[str, dt.datetime], bool]) -> Iterator[bytes]:
    """Texts with the hashes of the artifacts that answers consist of, but for those that are over.

    `is_over` is asked of a call's video and of when the call was last changed. Raises `BlockedError` where an answer
    that is there cannot be read.
    """
    table = provider_calls.c
    query = sa.select(table.video_key, table.updated_at, table.answer).where(table.answer.is_not(None))
    with store.database.reading() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        if not is_over(row.video_key, row.updated_at):
            answer = Artifact.model_validate(row.answer)
            yield answer.sha256.encode()
            yield _content(store, answer)


def _content(store: Store, answer: Artifact) -> bytes:
    """The answer itself, which names its files."""
    try:
        return store.artifacts.path(answer).read_bytes()
    except Lost:
        return b""
