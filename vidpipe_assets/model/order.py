"""An order as a value: somebody wants this video; the row behind a video key."""

import datetime as dt
from enum import StrEnum
from typing import Any

from pydantic import Field

from vidpipe_assets.model.values import Value
from vidpipe_assets.model.video_key import VideoKey


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
