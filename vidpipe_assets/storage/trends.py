"""Trends that were seen, upserted by platform and external id, and every observation of them as a time series."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.storage import tables
from vidpipe_assets.storage.database import Database

_BATCH = 400
"""Ids asked for at once; below every limit of SQLite on variables."""

_Id = tuple[str, str]


class TrendTable:
    """The tables `trends` and `observations`."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime] = now_utc) -> None:
        self._database = database
        self._now = now

    def record(self, trends: Sequence[Trend]) -> None:
        """Keep what was seen: a known trend gets the new words, and each observation is kept once and for ever."""
        latest = {_id(trend): trend for trend in trends}
        rows = [self._row(trend) for trend in latest.values()]
        seen = {(*_id(trend), moment.observed_at): _counters(trend, moment) for trend, moment in _observed(trends)}
        with self._database.writing(turn="trends") as connection:
            if rows:
                connection.execute(self._upsert(), rows)
            if seen:
                connection.execute(
                    self._database.insert(tables.observations).on_conflict_do_nothing(), list(seen.values())
                )

    def with_history(self, trends: Sequence[Trend]) -> tuple[Trend, ...]:
        """The same trends in the same order, each with all that was ever observed of it, oldest first."""
        stored = self._stored({_id(trend) for trend in trends})
        return tuple(_merged(trend, stored.get(_id(trend), ())) for trend in trends)

    def _upsert(self) -> Any:
        insert = self._database.insert(tables.trends)
        keys = ("platform", "external_id")
        kept = (*keys, "first_seen_at")
        changed = {column.name: column for column in insert.excluded if column.name not in kept}
        return insert.on_conflict_do_update(index_elements=keys, set_=changed)

    def _row(self, trend: Trend) -> dict[str, Any]:
        row = trend.model_dump(exclude={"observations", "hashtags", "facts", "published_at"})
        lists = trend.model_dump(mode="json", include={"hashtags", "facts"})
        now = self._now()
        times = {"published_at": _utc(trend.published_at), "first_seen_at": now, "last_seen_at": now}
        # PostgreSQL keeps no NUL; no title needs one.
        return {key: _without_nul(value) for key, value in row.items()} | lists | times

    def _stored(self, ids: set[_Id]) -> dict[_Id, list[Observation]]:
        table = tables.observations
        found: defaultdict[_Id, list[Observation]] = defaultdict(list)
        with self._database.reading() as connection:
            for some in _batches(sorted(ids)):
                wanted = sa.tuple_(table.c.platform, table.c.external_id).in_(some)
                for row in connection.execute(sa.select(table).where(wanted)).mappings():
                    observation = Observation(**{name: row[name] for name in Observation.model_fields})
                    found[row["platform"], row["external_id"]].append(observation)
        return found


def _merged(trend: Trend, stored: Sequence[Observation]) -> Trend:
    # What is stored came first, and stays: a moment that was observed once has one answer.
    moments = {moment.observed_at: moment for moment in (*map(_in_utc, trend.observations), *stored)}
    return trend.model_copy(update={"observations": tuple(moments[at] for at in sorted(moments))})


def _in_utc(observation: Observation) -> Observation:
    return observation.model_copy(update={"observed_at": _utc(observation.observed_at)})


def _observed(trends: Sequence[Trend]) -> Iterator[tuple[Trend, Observation]]:
    """Every observation of every trend, its moment in UTC."""
    return ((trend, _in_utc(moment)) for trend in trends for moment in trend.observations)


def _counters(trend: Trend, moment: Observation) -> dict[str, Any]:
    return {"platform": trend.platform, "external_id": _without_nul(trend.external_id), **moment.model_dump()}


def _id(trend: Trend) -> _Id:
    return (trend.platform, _without_nul(trend.external_id))


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    """The same moment in UTC; one without a zone is taken for UTC already."""
    if moment is None:
        return None
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def _batches(ids: Sequence[_Id]) -> Iterator[Sequence[_Id]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
