"""Telling people what has happened: events are noted after a look, and sent beside whatever else is done.

Nothing waits for a receiver for long: a message has five seconds, and the first that fails ends the sending for a
minute. What had happened before somebody wanted to be told is told then.
"""

from collections.abc import Callable

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.operations.notices import notices_of
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.providers.notify import address_set

_MOST_AT_ONCE = 5


def send_notices(outlook: PlanState, log: Callable[[str], None]) -> None:
    """Note the events that the outlook's looks have shown since the last time, and send a few that are due.

    `log` hears of what could not be sent; it is tried again later.
    """
    if not address_set():
        return
    now, outbox = outlook.workplace.now(), outlook.workplace.store.outbox
    plans = [outlook.plans[key] for key in sorted(outlook.take_planned()) if key in outlook.plans]
    outbox.add([one for plan in plans for one in notices_of(plan, outlook.records(plan), now)], now)
    for _ in range(_MOST_AT_ONCE):
        if not _sent_next(outlook, log):
            return


def _sent_next(outlook: PlanState, log: Callable[[str], None]) -> bool:
    """Whether there was one to be sent, and the receiver has it."""
    from vidpipe_assets.providers.notify.webhook import webhook

    outbox, now = outlook.workplace.store.outbox, outlook.workplace.now()
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
