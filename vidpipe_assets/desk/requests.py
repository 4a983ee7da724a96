"""Ordering for other software: each request is new videos, committed at once; the sensor does what follows.

The row is the outbox: it is written in one transaction with the key that makes a repeated request harmless, and nothing
is asked of Dagster. The next look of the sensor, or of `refresh_videos`, adds the partition.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vidpipe_assets.desk.ordering import Wish, wished
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.theme_changes import THEME, changed
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.store.orders import Request
from vidpipe_assets.store.store import Store

MOST_AT_ONCE = 24

_MOST_TRIES = 100


@dataclass(frozen=True)
class NewVideos:
    """What is asked for. No theme: the one that is scheduled, by name the first.

    `changes`: of the theme, for these videos only (`model.theme_changes`).
    """

    theme: str = ""
    topic: str = ""
    day: dt.date | None = None
    count: int = 1
    changes: Mapping[str, Any] = field(default_factory=dict[str, Any])


def order_new(
    store: Store, themes: Mapping[str, Theme], asked: NewVideos, *, today: dt.date, asked_by: str, repeatable: str = ""
) -> list[VideoKey]:
    """Order `count` videos that did not exist before, and return their keys.

    `repeatable`: what the request is told from others by; the same one again gets the same videos, and orders nothing.
    Raises `BadInput` where something of it cannot be used, `Conflict` if it was given with another request before.
    """
    theme, day = asked.theme or usual_theme(themes), asked.day or today
    wished(themes, Wish((theme,), day, day, topic=asked.topic))  # raises what `vidpipe order` raises
    changed(themes[theme], asked.changes)
    salt = repeatable or secrets.token_hex(16)
    return store.orders.add_new(
        [_candidates(day, theme, f"{salt}\n{number}") for number in range(asked.count)],
        topic=asked.topic.strip(),
        overrides={THEME: dict(asked.changes)} if asked.changes else {},
        asked_by=asked_by,
        request=Request(hashlib.sha256(repeatable.encode()).hexdigest(), _body(asked)) if repeatable else None,
    )


def usual_theme(themes: Mapping[str, Theme]) -> str:
    """The theme of an order that names none. Raises `BadInput` if there is no theme at all."""
    if not themes:
        raise BadInput("there is no theme that can be used", remedy="vidpipe theme new my-channel")
    return min(themes, key=lambda name: (not themes[name].schedule.enabled, name))


def _candidates(day: dt.date, theme: str, salt: str) -> Iterator[VideoKey]:
    """Two billion keys a day and theme: the first is nearly always free."""
    return (VideoKey.on_request(day, theme, f"{salt}\n{attempt}") for attempt in range(_MOST_TRIES))


def _body(asked: NewVideos) -> str:
    day = asked.day.isoformat() if asked.day else ""
    return content_hash([asked.theme, asked.topic.strip(), day, asked.count, dict(asked.changes)])
