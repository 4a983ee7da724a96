"""An order, the row behind a video key: somebody wants this video; and the notices of what has become of it.

A notice is what a person wants to be told of without looking: one for each event, whatever is tried again meanwhile.
"""

import datetime as dt
from enum import StrEnum
from typing import Any

from pydantic import Field

from vidpipe_assets.model.values import Value
from vidpipe_assets.model.video_key import VideoKey

KEPT_DAYS = 90
"""The default age at which closed videos, superseded documents and ended runs count as old."""


class OrderState(StrEnum):
    """What has become of an order. Only open ones are worked on."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Order(Value):
    """One video that somebody asked for. Times are UTC."""

    key: VideoKey
    topic: str = ""
    overrides: dict[str, Any] = {}
    asked_by: str = Field(description="'schedule', 'cli', 'dagster', a person's name")
    state: OrderState = OrderState.OPEN
    created_at: dt.datetime
    updated_at: dt.datetime

    @property
    def theme(self) -> str:
        """The theme's name."""
        return self.key.theme

    @property
    def day(self) -> dt.date:
        """The day the video is for."""
        return self.key.day


class Event(StrEnum):
    """What has happened."""

    REVIEW = "waiting_for_review"
    FAILED = "failed"
    """For good: only a person, or another input, can help."""
    BLOCKED = "blocked"
    BUDGET = "budget_reached"
    EXPIRED = "expired"
    """It has waited for its review longer than its theme allows, and is closed."""
    NOBODY_AT_WORK = "nobody_at_work"
    """The daemon has stopped while something is to be made, or a schedule is due."""
    SCHEDULE_LATE = "schedule_late"
    """The daemon lives, and its schedule has not ordered what is due."""


class Notice(Value):
    """One event. The same event has the same id for ever."""

    id: str = Field(min_length=1, max_length=80)
    event: Event
    video: str = Field(description="its key; of what concerns many, a budget or nobody at work, the first that waits")
    theme: str
    stage: str = Field(default="", description="the one that failed or is blocked")
    text: str = Field(max_length=1000, description="what has happened, as a person reads it")
    remedy: str = Field(default="", max_length=1000, description="what a person can do about it")
    at: dt.datetime
