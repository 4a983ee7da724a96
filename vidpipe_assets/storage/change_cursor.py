"""The cursor of changes: it moves whenever anything is written of a video, and costs little to read."""

import datetime as dt
import re
from typing import NamedTuple

import sqlalchemy as sa

from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.tables import decisions, facts, launched_runs, leases, orders, progress

_TEXT = re.compile(r"(\d{1,18})-(\d{1,18})-(\d{1,18})")
_MOST_KEYS = 200


class ChangeCursor(NamedTuple):
    """How far things have come: the latest event, the latest decision, the latest change of a row (microseconds)."""

    event: int = 0
    decision: int = 0
    changed_us: int = 0

    def __str__(self) -> str:
        return f"{self.event}-{self.decision}-{self.changed_us}"

    @classmethod
    def parse(cls, text: str) -> "ChangeCursor | None":
        """What `str` has made; None for anything else."""
        match = _TEXT.fullmatch(text)
        return cls(*(int(number) for number in match.groups())) if match else None


def latest_cursor(database: Database, video: str = "") -> ChangeCursor:
    """Of one video, or of all."""
    with database.reading() as connection:

        def highest(column: sa.Column[int] | sa.Column[dt.datetime], key: sa.Column[str]) -> int | dt.datetime | None:
            query = sa.select(sa.func.max(column))
            return connection.execute(query.where(key == video) if video else query).scalar()

        moments = [
            highest(orders.c.updated_at, orders.c.key),
            highest(leases.c.announced_at, leases.c.video_key),
            highest(leases.c.taken_at, leases.c.video_key),
            highest(leases.c.released_at, leases.c.video_key),
            highest(progress.c.updated_at, progress.c.video_key),
            highest(launched_runs.c.noted_at, launched_runs.c.video_key),
        ]
        event = highest(facts.c.storage_id, facts.c.video_key)
        decision = highest(decisions.c.id, decisions.c.video_key)
    latest = max((_us(moment) for moment in moments if isinstance(moment, dt.datetime)), default=0)
    return ChangeCursor(event if isinstance(event, int) else 0, decision if isinstance(decision, int) else 0, latest)


def changed_since(database: Database, before: ChangeCursor) -> list[str]:
    """The videos of which anything was written after `before`; the latest few hundred."""
    moment = dt.datetime.fromtimestamp(before.changed_us / 1e6, dt.UTC)
    queries = [
        sa.select(facts.c.video_key).where(facts.c.storage_id > before.event),
        sa.select(decisions.c.video_key).where(decisions.c.id > before.decision),
        sa.select(orders.c.key).where(orders.c.updated_at > moment),
        sa.select(progress.c.video_key).where(progress.c.updated_at > moment),
        sa.select(launched_runs.c.video_key).where(launched_runs.c.noted_at > moment),
        sa.select(leases.c.video_key).where(
            (leases.c.announced_at > moment) | (leases.c.taken_at > moment) | (leases.c.released_at > moment)
        ),
    ]
    found: set[str] = set()
    with database.reading() as connection:
        for query in queries:
            found |= set(connection.execute(query.limit(_MOST_KEYS)).scalars())
    return sorted(found - {""})


def _us(moment: dt.datetime) -> int:
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
