"""When a finished video has waited for its review for too long. Pure: no clock of its own."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.planner import VideoPlan
from vidpipe_assets.planning.stage_records import StageRecord


@dataclass(frozen=True)
class ExpiredReview:
    """A video that has waited `since` then for its review, which its theme allows for `days`."""

    order: Order
    since: dt.datetime
    days: int
    latest: int = 0
    """The id of the latest decision about it, 0 if there is none."""

    @property
    def reason(self) -> str:
        """Why it expires, as it is recorded."""
        return f"it waited for a review since {self.since:%Y-%m-%d}, longer than {self.days} days"


def waiting_since(
    order: Order, plan: VideoPlan, records: Mapping[Stage, StageRecord], decisions: Iterable[Decision] = ()
) -> dt.datetime | None:
    """Since when the video waits for its review; None: it does not.

    It waits from the moment at which its review was made, or at which a person last did anything about the video
    (reopened it, decided or edited something), whichever is later.
    """
    review = records.get(Stage.REVIEW, StageRecord()).made
    if not plan.is_fresh or review is None:
        return None
    made_at = dt.datetime.fromtimestamp(review.at_s, dt.UTC)
    return max([made_at, order.updated_at, *(decision.at for decision in decisions)])


def has_expired(since: dt.datetime, expire_after_days: int, now: dt.datetime) -> bool:
    """Whether a video that waits `since` then has waited for more than so many days; 0 days: it never has."""
    return expire_after_days > 0 and now - since > dt.timedelta(days=expire_after_days)
