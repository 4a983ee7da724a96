"""Notices: what a person wants to be told of without looking. One an event, whatever is tried again meanwhile."""

import datetime as dt
from enum import StrEnum

from pydantic import Field

from vidpipe_assets.model.values import Value


class Event(StrEnum):
    """What has happened."""

    REVIEW = "waiting_for_review"
    FAILED = "failed"
    """For good: only a person, or another input, can help."""
    BLOCKED = "blocked"
    BUDGET = "budget_reached"


class Notice(Value):
    """One event. The same event has the same id for ever."""

    id: str = Field(min_length=1, max_length=80)
    event: Event
    video: str = Field(description="its key; of a budget that many videos share, the first that it stopped")
    theme: str
    stage: str = Field(default="", description="the one that failed or is blocked")
    text: str = Field(max_length=1000, description="what has happened, as a person reads it")
    remedy: str = Field(default="", max_length=1000, description="what a person can do about it")
    at: dt.datetime
