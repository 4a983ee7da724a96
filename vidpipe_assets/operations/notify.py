"""Notices to people about what has happened, through an outbox: noted after videos were planned, sent a few at a time.

Nothing waits for a receiver for long: a message has five seconds, and the first that fails ends the sending for a
minute. What had happened before an address was set is sent when there is one.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.progress import BY_HAND, GONE_AFTER_S, SENSOR
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.at_work import work_sign
from vidpipe_assets.operations.late_schedule import late_schedule
from vidpipe_assets.operations.notices import absence_notice, late_schedule_notice, notices_of
from vidpipe_assets.planning.planner import VideoPlan
from vidpipe_assets.planning.stage_records import StageRecord
from vidpipe_assets.providers.notify import address_set
from vidpipe_assets.storage.store import Store
from vidpipe_assets.workplace import Workplace

if TYPE_CHECKING:
    from vidpipe_assets.storage.outbox import Outbox

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
    _send_due(outbox, planned.workplace.now, log)


def send_absence(
    store: Store, themes: Mapping[str, Theme], log: Callable[[str], None], clock: Callable[[], dt.datetime] = now_utc
) -> None:
    """Tell once that nobody is at work, if that holds up something: a video to be made, or one of a schedule.

    Or that the schedule is late although the daemon lives. For a process that lives although the daemon does not. What
    has not been sent yet of other notices is sent, too.
    """
    if not address_set():
        return
    now = clock()
    if work_sign(store, now).is_alive:
        send_late_schedule(store, themes, log, clock)
        return
    by_hand_s = store.life_signs.age_s(BY_HAND, now)
    if by_hand_s is not None and by_hand_s <= GONE_AFTER_S:
        return
    # The moment itself, and no age: all processes have to come to the same one, whenever they look.
    since = store.life_signs.seen(SENSOR)
    waiting = _held_up(store, themes, since, now)
    begun = since or min((order.created_at for order in store.orders.open_orders()), default=now)
    if waiting and now - begun >= TOLD_AFTER:
        store.outbox.add([absence_notice(waiting, begun, now)], now)
    _send_due(store.outbox, clock, log)


def send_late_schedule(
    store: Store, themes: Mapping[str, Theme], log: Callable[[str], None], clock: Callable[[], dt.datetime] = now_utc
) -> None:
    """Tell once that the schedule has not ordered what is due."""
    if address_set() and (late := late_schedule(store, themes, clock())):
        store.outbox.add([late_schedule_notice(late, clock())], clock())
        _send_due(store.outbox, clock, log)


TOLD_AFTER = dt.timedelta(seconds=80)
"""A restart of the daemon is no news. With a look every half minute, it is told within two minutes."""


def _held_up(store: Store, themes: Mapping[str, Theme], since: dt.datetime | None, now: dt.datetime) -> list[str]:
    """The videos that wait for somebody to make them: those in the queue, and those that schedules ask for since."""
    # Loaded by whoever needs it: it brings Jinja along, and Dagster loads this module with the definitions.
    from vidpipe_assets.operations.schedule_slots import due_videos
    from vidpipe_assets.operations.status import queue_progress

    places = queue_progress(store, themes)
    queued = sorted(places, key=lambda key: places[key].position)
    due = [key for key in due_videos(themes, now, since) if store.orders.get(key) is None]
    return [*queued, *map(str, due)]


def _send_due(outbox: "Outbox", clock: Callable[[], dt.datetime], log: Callable[[str], None]) -> None:
    for _ in range(_MAX_AT_ONCE):
        if not _send_next(outbox, clock(), log):
            return


def _send_next(outbox: "Outbox", now: dt.datetime, log: Callable[[str], None]) -> bool:
    """Send the next notice that is due; returns whether there was one, and the receiver has it."""
    from vidpipe_assets.providers.notify.webhook import webhook

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
