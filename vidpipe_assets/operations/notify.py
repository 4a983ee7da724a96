"""Notices to people about what has happened, through an outbox: noted after videos were planned, sent a few at a time.

Nothing waits for a receiver for long: a message has five seconds, and the first that fails ends the sending for a
minute. What had happened before an address was set is sent when there is one.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.notices import notices_of
from vidpipe_assets.planning.planner import VideoPlan
from vidpipe_assets.planning.stage_records import StageRecord
from vidpipe_assets.providers.notify import address_set
from vidpipe_assets.workplace import Workplace

_MAX_AT_ONCE = 5


class PlannedVideos(Protocol):
    """The plans of open videos, as `orchestration.plan_state` keeps them."""

    @property
    def workplace(self) -> Workplace:
        """Where the outbox and the clock are."""
        ...

    @property
    def plans(self) -> Mapping[str, VideoPlan]:
        """Video key -> how its stages stand."""
        ...

    def take_planned(self) -> set[str]:
        """The keys of videos that were planned since the last call."""
        ...

    def records(self, plan: VideoPlan) -> Mapping[Stage, StageRecord]:
        """What is recorded of the stages of a planned video."""
        ...


def send_notices(planned: PlannedVideos, log: Callable[[str], None]) -> None:
    """Note the events of the videos that were planned since the last call, and send a few notices that are due.

    `log` hears of what could not be sent; it is tried again later.
    """
    if not address_set():
        return
    now, outbox = planned.workplace.now(), planned.workplace.store.outbox
    plans = [planned.plans[key] for key in sorted(planned.take_planned()) if key in planned.plans]
    outbox.add([notice for plan in plans for notice in notices_of(plan, planned.records(plan), now)], now)
    for _ in range(_MAX_AT_ONCE):
        if not _send_next(planned, log):
            return


def _send_next(planned: PlannedVideos, log: Callable[[str], None]) -> bool:
    """Send the next notice that is due; returns whether there was one, and the receiver has it."""
    from vidpipe_assets.providers.notify.webhook import webhook

    outbox, now = planned.workplace.store.outbox, planned.workplace.now()
    notice = outbox.take(now)
    if notice is None:
        return False
    try:
        webhook().send(notice)
    except VidpipeError as error:
        outbox.not_sent(notice.id, str(error), now)
        log(f"not told yet: {notice.text} ({error})")
        return False
    outbox.sent(notice.id, now)
    return True
