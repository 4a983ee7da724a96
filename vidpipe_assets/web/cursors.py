"""Cursors: where a page of orders ended, so that the next one begins there whatever was ordered meanwhile."""

import base64
import binascii
import datetime as dt

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.video_key import VideoKey


def cursor_of(order: Order) -> str:
    """The place after `order`."""
    return base64.urlsafe_b64encode(f"{order.created_at.isoformat()}|{order.key}".encode()).decode()


def read_cursor(cursor: str) -> tuple[dt.datetime, str] | None:
    """What `Orders.page` takes as `before`; None: from the first. Raises `BadInput` for what we never gave."""
    if not cursor:
        return None
    try:
        moment, _, key = base64.b64decode(cursor, b"-_", validate=True).decode().partition("|")
        return dt.datetime.fromisoformat(moment).astimezone(dt.UTC), str(VideoKey.parse(key))
    except (ValueError, OverflowError, binascii.Error, BadInput) as error:
        raise BadInput("the cursor is none of ours", remedy="leave it out to begin with the first page") from error
