"""Trends and their time series on SQLite and PostgreSQL."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from vidpipe_assets.model.trends import Fact, Observation, Source, Trend
from vidpipe_assets.storage import tables
from vidpipe_assets.storage.transactions import Database
from vidpipe_assets.storage.trends import TrendTable

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def observed(hours: float, views: int | None = None) -> Observation:
    return Observation(observed_at=NOON + hours * HOUR, views=views)


def trend(external_id: str = "v1", **fields: Any) -> Trend:
    return Trend(platform="sample", external_id=external_id, title="A title", url="https://example.org/1", **fields)


@pytest.fixture
def table(database: Database) -> TrendTable:
    return TrendTable(database, now=lambda: NOON)


def test_history_is_merged_oldest_first(table: TrendTable) -> None:
    table.record([trend(observations=(observed(2, 200), observed(0, 100)))])
    table.record([trend(observations=(observed(1, 150),))])
    (found,) = table.with_history([trend(observations=(observed(3, 400),))])
    assert [moment.views for moment in found.observations] == [100, 150, 200, 400]
    assert found.title == "A title"


def test_the_same_observation_twice_changes_nothing(table: TrendTable) -> None:
    seen = trend(observations=(observed(0, 100),))
    table.record([seen])
    table.record([seen, seen])
    assert table.with_history([seen]) == (seen,)


def test_what_was_observed_first_at_a_moment_stays(table: TrendTable) -> None:
    table.record([trend(observations=(observed(0, 100),))])
    later = trend(observations=(observed(0, 999),))
    table.record([later])
    assert table.with_history([later])[0].observations == (observed(0, 100),)


def test_the_moment_is_the_same_in_every_time_zone(table: TrendTable) -> None:
    tokyo = dt.timezone(9 * HOUR)
    table.record([trend(observations=(observed(0, 100),))])
    same = trend(observations=(Observation(observed_at=NOON.astimezone(tokyo), views=100),))
    (found,) = table.with_history([same])
    assert found.observations == (observed(0, 100),)
    assert found.observations[0].observed_at.utcoffset() == dt.timedelta(0)


def test_trends_keep_their_order_and_unknown_ones_their_own_observations(table: TrendTable) -> None:
    known, unknown = trend("b", observations=(observed(0, 1),)), trend("a", observations=(observed(0, 2),))
    table.record([known])
    assert table.with_history([known, unknown]) == (known, unknown)


def test_fault_39_missing_and_huge_counts_survive(table: TrendTable) -> None:
    moments = (observed(0), observed(1, 0), observed(2, 9_000_000_000_000_000))
    seen = trend(observations=moments)
    table.record([seen])
    assert table.with_history([trend()])[0].observations == moments


def test_a_known_trend_gets_the_new_words_once(table: TrendTable, database: Database) -> None:
    source = Source(name="NASA", url="https://nasa.gov/x")
    fact = Fact(id="f1", statement="It is far.", short="far", surprise=3, source=source)
    table.record([trend(creator="one")])
    table.record([trend(creator="two", hashtags=("a", "b"), facts=(fact,), published_at=NOON)])
    with database.reading() as connection:
        (row,) = connection.execute(sa.select(tables.trends)).mappings()
    assert (row["creator"], row["hashtags"], row["published_at"]) == ("two", ["a", "b"], NOON)
    assert Fact.model_validate(row["facts"][0]) == fact


def test_the_columns_are_the_fields_of_a_trend() -> None:
    columns = {column.name for column in tables.trends.columns} - {"first_seen_at", "last_seen_at"}
    assert columns == set(Trend.model_fields) - {"observations"}
    counters = {column.name for column in tables.observations.columns} - {"platform", "external_id"}
    assert counters == set(Observation.model_fields)


def test_a_title_with_a_nul_is_kept_without_it(table: TrendTable, database: Database) -> None:
    odd = Trend(platform="sample", external_id="x\0y", title="a\0b", url="", observations=(observed(0, 1),))
    table.record([odd])
    assert table.with_history([odd])[0].observations == odd.observations
    with database.reading() as connection:
        assert connection.execute(sa.select(tables.trends.c.title)).scalar() == "ab"


def test_a_thousand_trends_are_recorded_and_read_at_once(table: TrendTable) -> None:
    many = [trend(f"v{number}", observations=(observed(0, number),)) for number in range(1000)]
    table.record(many)
    assert table.with_history(many) == tuple(many)


def test_an_empty_snapshot_is_no_problem(table: TrendTable) -> None:
    table.record([])
    assert table.with_history([]) == ()
