"""The mark of the partitions changes with every partition that comes or goes, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from dagster._core.storage.event_log.schema import DynamicPartitionsTable
from fake_line import Line, new_line

from vidpipe_assets.orchestration.event_log import EventLog

FIRST, SECOND, THIRD = (f"2026-11-2{day}_gadgets" for day in (3, 4, 5))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    address = request.getfixturevalue("new_postgres") if request.param == "postgresql" else ""
    with new_line(tmp_path, address) as made:
        yield made


def mark(line: Line) -> str:
    return EventLog(line.instance).partitions_mark("videos")


def age(line: Line) -> None:
    """As if all partitions had been added in the same second: they know no fractions."""
    log = line.instance.event_log_storage
    with log.index_connection() as connection:  # type: ignore[attr-defined]
        connection.execute(sa.update(DynamicPartitionsTable).values(create_timestamp=sa.text("'2026-11-23 06:00:00'")))


def test_the_mark_changes_with_each_partition_that_comes_or_goes(line: Line) -> None:
    seen = [mark(line)]
    line.instance.add_dynamic_partitions("videos", [FIRST, SECOND])
    seen.append(mark(line))
    line.instance.add_dynamic_partitions("others", [THIRD])
    assert mark(line) == seen[-1]
    line.instance.delete_dynamic_partition("videos", FIRST)
    seen.append(mark(line))
    assert len(set(seen)) == 3


def test_another_partition_in_the_place_of_the_latest_is_seen_even_within_a_second(line: Line) -> None:
    line.instance.add_dynamic_partitions("videos", [FIRST, SECOND])
    age(line)
    before = mark(line)
    line.instance.delete_dynamic_partition("videos", SECOND)
    line.instance.add_dynamic_partitions("videos", [THIRD])
    age(line)
    assert mark(line) != before
