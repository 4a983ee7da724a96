"""Videos that have waited for a review for longer than their theme allows expire: their orders are closed.

Nothing of them is removed or made again, and whoever reopens one finds it as it was, with the full time before it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from vidpipe_assets.model.decision import Decision
from vidpipe_assets.operations.notices import expiry_notice
from vidpipe_assets.planning.expiry import ExpiredReview
from vidpipe_assets.storage.store import Store
from vidpipe_assets.workplace import Workplace


class WaitingReviews(Protocol):
    """The finished videos, as `orchestration.plan_state` keeps them."""

    @property
    def workplace(self) -> Workplace:
        """Where the orders are."""
        ...

    def expired_reviews(self) -> Mapping[str, ExpiredReview]:
        """By key, the videos that have waited for too long now."""
        ...


def expire_orders(waiting: WaitingReviews) -> list[Decision]:
    """Close the orders of all videos that have waited for too long; returns what was decided.

    A video about which a person has decided something meanwhile is left alone.
    """
    store, now = waiting.workplace.store, waiting.workplace.now()
    decided = [_expire(store, one, now) for _, one in sorted(waiting.expired_reviews().items())]
    return [decision for decision in decided if decision]


def _expire(store: Store, one: ExpiredReview, now: dt.datetime) -> Decision | None:
    notice = expiry_notice(str(one.order.key), one.since, one.days, now)
    return store.decisions.expire(one.order, one.latest, notice, reason=one.reason)
