"""The order of work: people before schedules, today before other days, small remakes before whole videos.

Pure. `sort_queue` sorts what is to be done now, `priorities` says the same to Dagster's run queue. Nobody starves:
within a lane, what has waited for `STARVES_AFTER` goes before whatever came later; and if a lane has been kept from its
turn for `TURN_AFTER`, its oldest such video is next, ahead even of a decision. So a decision waits for at most one
video an hour of each other lane, and only where these had no turn for an hour.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.planner import VideoPlan
from vidpipe_assets.planning.stage_records import StageRecord

STARVES_AFTER = dt.timedelta(hours=2)
TURN_AFTER = dt.timedelta(hours=1)

SCHEDULE = "schedule"
"""Who ordered a video that no person asked for, as its order says (`Order.asked_by`)."""


class Lane(StrEnum):
    """Who waits for the work. The first lane goes first; the values stand in the tags of runs."""

    DECIDED = "decided"
    """A person has decided, edited or retried something of the video, and waits for what comes of it."""
    ORDERED = "ordered"
    """A person has ordered the video, and it is not finished yet."""
    SCHEDULED = "scheduled"
    """Nobody waits for it: a schedule's video, or a remake since a theme or the code has changed."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One video with something to be done now."""

    key: str
    lane: Lane
    day: dt.date
    since: dt.datetime
    """When it became due: ordered, decided, or found to be stale."""
    stages: int
    """How many stages are to be made: few of a small remake, seven of a new video."""

    @property
    def by_person(self) -> bool:
        """Whether a person waits for it."""
        return self.lane is not Lane.SCHEDULED


_ASK_FOR_WORK = (Word.RETRY, Word.AFRESH, Word.REJECTED, Word.EDITED, Word.REOPENED)
_LANES = tuple(Lane)


def queue_item(
    plan: VideoPlan,
    order: Order,
    records: Mapping[Stage, StageRecord],
    decisions: Iterable[Decision],
    found: dt.datetime,
) -> QueueItem:
    """The place of a video in the queue. `found`: when its work was first seen, for a remake that nobody asked for."""
    review = records.get(Stage.REVIEW, StageRecord()).made
    answered = review.at_s if review else 0.0
    asked = [one.at for one in decisions if one.word in _ASK_FOR_WORK and one.at.timestamp() > answered]
    if asked:
        lane, since = Lane.DECIDED, max(asked)
    elif plan.finished_before:
        lane, since = Lane.SCHEDULED, found
    else:
        lane, since = Lane.SCHEDULED if order.asked_by == SCHEDULE else Lane.ORDERED, order.created_at
    return QueueItem(plan.key, lane, order.day, since, len(plan.selection))


def sort_queue(
    items: Iterable[QueueItem], now: dt.datetime, last_turns: Mapping[Lane, dt.datetime] | None = None
) -> list[QueueItem]:
    """The items in the order in which they are to be worked on.

    `last_turns`: when work of a lane last began; a lane that is not named has had no turn as far as is known.
    """
    ordered = sorted(items, key=lambda item: _rank(item, now))
    overdue = _overdue(ordered, now, last_turns or {})
    return sorted(ordered, key=lambda item: item.key not in overdue)


def overdue_lanes(items: Iterable[QueueItem], now: dt.datetime) -> set[Lane]:
    """The lanes in which somebody has waited so long that `sort_queue` needs to know their last turn."""
    return {item.lane for item in items if _is_starving(item, now)}


def priorities(ordered: Sequence[QueueItem], now: dt.datetime, overdue: Iterable[str] = ()) -> dict[str, int]:
    """Dagster's run priority of each item, by key. A run that bears none has 0: the middle of the people's lanes."""
    first = set(overdue)
    return {item.key: _OVERDUE if item.key in first else _priority(item, now) for item in ordered}


def overdue_keys(
    items: Iterable[QueueItem], now: dt.datetime, last_turns: Mapping[Lane, dt.datetime]
) -> frozenset[str]:
    """The videos whose lane has been kept from its turn: at most one of each lane."""
    return _overdue(sorted(items, key=lambda item: _rank(item, now)), now, last_turns)


_OVERDUE = 90
_PRIORITY = {Lane.DECIDED: 60, Lane.ORDERED: 0, Lane.SCHEDULED: -60}


def _priority(item: QueueItem, now: dt.datetime) -> int:
    """From its lane; within it 29 for what has waited long, 10 for today's, and up to 6 for small remakes."""
    if _is_starving(item, now):
        return _PRIORITY[item.lane] + 29
    return _PRIORITY[item.lane] + 10 * (item.day == now.date()) + len(Stage) - item.stages


def _rank(item: QueueItem, now: dt.datetime) -> tuple[object, ...]:
    return (-_priority(item, now), item.since, item.key)


def _is_starving(item: QueueItem, now: dt.datetime) -> bool:
    return now - item.since >= STARVES_AFTER


def _overdue(ordered: Sequence[QueueItem], now: dt.datetime, last_turns: Mapping[Lane, dt.datetime]) -> frozenset[str]:
    found: set[str] = set()
    for number, lane in enumerate(_LANES):
        before = any(item.lane in _LANES[:number] for item in ordered)
        turn = last_turns.get(lane)
        first = next((item for item in ordered if item.lane is lane and _is_starving(item, now)), None)
        if before and first and (turn is None or now - turn >= TURN_AFTER):
            found.add(first.key)
    return frozenset(found)
