"""A process that draws clips knows, in any order of events, whether a job is left when its parent ends."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from vidpipe_assets.render.clip_worker import JobIntake
from vidpipe_assets.render.clip_workers import ClipJob

WORKER = ("next 1", "finished 1", "told 1", "next 2", "finished 2", "told 2")
"""What the thread that draws does, in this order."""


def merges(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All orders in which the events of two threads can happen."""
    if not one or not other:
        yield (*one, *other)
        return
    yield from ((one[0], *rest) for rest in merges(one[1:], other))
    yield from ((other[0], *rest) for rest in merges(one, other[1:]))


def is_possible(events: tuple[str, ...]) -> bool:
    """A job is taken after it was read, and the parent sends the second when it has heard of the first."""
    at = {event: number for number, event in enumerate(events)}
    waits = [("read 1", "next 1"), ("read 2", "next 2"), ("told 1", "read 2")]
    return all(first in at and at[first] < at[then] for first, then in waits if then in at)


def possible_orders() -> list[tuple[str, ...]]:
    """Every order of events up to the parent's end, which may come at any moment."""
    found: set[tuple[str, ...]] = set()
    for read in (("gone",), ("read 1", "gone"), ("read 1", "read 2", "gone")):
        for done in range(len(WORKER) + 1):
            found |= {events for events in merges(read, WORKER[:done]) if is_possible(events)}
    return sorted(found)


ORDERS = possible_orders()


def test_the_orders_are_all_there() -> None:
    assert len(ORDERS) == len(set(ORDERS)) > 20
    # The one in which a flag would be lowered for the next job instead of the last.
    assert ("read 1", "next 1", "finished 1", "told 1", "read 2", "gone") in ORDERS


@pytest.mark.parametrize("events", ORDERS, ids="-".join)
def test_fault_30_a_worker_knows_whether_a_job_is_left_when_its_parent_goes(events: tuple[str, ...]) -> None:
    intake, job = JobIntake(), cast("ClipJob", Path("any"))
    left = None
    for event in events:
        match event.split()[0]:
            case "read":
                intake.put(job)
            case "next":
                assert intake.next() is job
            case "finished":
                intake.finished()
            case "gone":
                left = intake.close()
                before = events[: events.index(event)]
    read, finished = (sum(one.startswith(word) for one in before) for word in ("read", "finished"))
    assert left is (read > finished)
    taken = sum(one.startswith("next") for one in events)
    assert [intake.next() for _ in range(read - taken)] == [job] * (read - taken)
    assert intake.next() is None
