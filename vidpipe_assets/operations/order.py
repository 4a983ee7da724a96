"""Ordering videos: a request becomes video keys and rows of orders, all of them or none.

`order_videos` orders videos of themes and days, and changes nothing when it is called twice. `order_new_videos`, for
other software, orders videos that did not exist before; a request that is repeated with its key gets the same ones.

The row is the outbox: it is written in one transaction with the key that makes a repeated request harmless, and Dagster
is not asked for anything. The sensor, or `refresh_videos`, adds the partition when it runs next.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vidpipe_assets.language.letters import hidden_character, hidden_characters
from vidpipe_assets.model.errors import BadInput, Conflict, Unknown
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.theme import THEME, Theme, changed
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.theme_subjects import told_themes, untold_theme
from vidpipe_assets.storage.store import Store

if TYPE_CHECKING:  # it loads SQLAlchemy's tables, which the definitions do without
    from vidpipe_assets.storage.orders import IdempotentRequest

MOST_DAYS = 92
MOST_PER_DAY = 24
MOST_VIDEOS = 500
MOST_TOPIC = 80
"""Characters; a topic becomes a video's subject."""

_FIRST_DAY, _LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


@dataclass(frozen=True)
class OrderRequest:
    """Videos of these themes on each of these days. `per_day` None: as many as each theme's schedule says."""

    themes: tuple[str, ...]
    from_day: dt.date
    to_day: dt.date
    per_day: int | None = None
    topic: str = ""


def order_videos(store: Store, themes: Mapping[str, Theme], request: OrderRequest, asked_by: str) -> list[VideoKey]:
    """Order what `request` covers and return all its keys, old and new, by day; ordering twice changes nothing.

    Raises `BadInput` and writes nothing if any part of the request is wrong.
    """
    keys = requested_keys(themes, request)
    store.orders.add(keys, topic=request.topic.strip(), asked_by=asked_by)
    return keys


def requested_keys(themes: Mapping[str, Theme], request: OrderRequest) -> list[VideoKey]:
    """The keys that `request` covers, by day, theme (in the given order) and number. Raises `BadInput`."""
    _check_themes(themes, request)
    _check_days(request)
    _check_number(request)
    _check_topic(request)
    keys = list(dict.fromkeys(_keys(themes, request)))
    if len(keys) > MOST_VIDEOS:
        raise BadInput(
            f"this would order {len(keys)} videos; {MOST_VIDEOS} at once is the most",
            remedy="order fewer days or themes at a time",
        )
    return keys


def _keys(themes: Mapping[str, Theme], request: OrderRequest) -> Iterator[VideoKey]:
    topic = request.topic.strip()
    for number in range((request.to_day - request.from_day).days + 1):
        day = request.from_day + dt.timedelta(days=number)
        for name in request.themes:
            if topic:
                yield VideoKey.on_request(day, name, topic)
                continue
            for video in range(request.per_day or themes[name].schedule.videos_a_day):
                yield VideoKey(day, name, number=video + 1)


def _check_themes(themes: Mapping[str, Theme], request: OrderRequest) -> None:
    there = ", ".join(sorted(themes)) or "none"
    if not request.themes:
        raise BadInput("no theme was named", remedy=f"name one or more of: {there}")
    if unknown := [name for name in request.themes if name not in themes]:
        raise BadInput(
            f"there is no usable theme {', '.join(map(repr, unknown))}",
            remedy=f"the usable themes are: {there}; `vidpipe theme check` says what is wrong with the others",
        )
    for name in request.themes:
        if untold := untold_theme(themes[name]):
            raise untold


def _check_days(request: OrderRequest) -> None:
    if request.to_day < request.from_day:
        raise BadInput(f"the last day {request.to_day} is before the first day {request.from_day}", remedy="swap them")
    if request.from_day < _FIRST_DAY or request.to_day > _LAST_DAY:
        raise BadInput(
            f"{request.from_day} to {request.to_day} is out of range",
            remedy=f"choose days from {_FIRST_DAY} to {_LAST_DAY}",
        )
    if (days := (request.to_day - request.from_day).days + 1) > MOST_DAYS:
        raise BadInput(f"{days} days are too many at once", remedy=f"order at most {MOST_DAYS} days at a time")


def _check_number(request: OrderRequest) -> None:
    if request.per_day is None:
        return
    if not 1 <= request.per_day <= MOST_PER_DAY:
        raise BadInput(f"per_day is {request.per_day}", remedy=f"choose 1 to {MOST_PER_DAY} videos a day")
    if request.topic.strip() and request.per_day > 1:
        raise BadInput(
            f"per_day is {request.per_day}, and a topic is given",
            remedy="a topic makes one video a day: leave out per_day",
        )


def refuse_hidden(field: str, text: str, *, lines: bool = False) -> None:
    """Raise `BadInput` where a text that a person wrote holds a control or direction character."""
    if found := hidden_character(text, lines=lines):
        raise _hidden(field, found)


def refuse_hidden_in(field: str, value: object) -> None:
    """As `refuse_hidden`, of every text in `value`: a model's fields, lists, what is nested; lines may break."""
    for where, found in hidden_characters(value):
        raise _hidden(".".join([field, *map(str, where)]), found)


def _hidden(field: str, found: str) -> BadInput:
    return BadInput(
        f"{field}: it holds the character {found}, which is not seen and changes how the rest is shown",
        remedy="write it anew without that character, instead of pasting it",
    )


def _check_topic(request: OrderRequest) -> None:
    topic = request.topic.strip()
    if len(topic) > MOST_TOPIC:
        raise BadInput(f"the topic has {len(topic)} characters", remedy=f"use at most {MOST_TOPIC}: a few words")
    refuse_hidden("topic", topic)


def find_order(store: Store, text: str) -> Order:
    """The order of a video, by its key as a person wrote it.

    Raises `BadInput` for a malformed key, `Unknown` for a video that was never ordered.
    """
    key = VideoKey.parse(text)
    order_videos = store.orders.get(key)
    if order_videos is None:
        raise Unknown(f"{key} was never ordered", remedy=f"vidpipe order {key.theme} --day {key.day}")
    return order_videos


def order_by_key(store: Store, text: str, theme: Callable[[str], Theme], asked_by: str) -> VideoKey:
    """The key of an open order, as a person wrote it; ordered now where nobody has. `theme` reads one by its name.

    Raises `BadInput` for a malformed key or a theme that cannot be used, `Conflict` for an order that is closed.
    """
    key = VideoKey.parse(text)
    known = store.orders.get(key)
    if known is None:
        if untold := untold_theme(theme(key.theme)):
            raise untold
        store.orders.add([key], asked_by=asked_by)
    elif known.state is not OrderState.OPEN:
        raise Conflict(f"{key} is {known.state}: nothing of it is made", remedy=f"vidpipe reopen {key}, then again")
    return key


MOST_AT_ONCE = 24

_MOST_TRIES = 100


@dataclass(frozen=True)
class NewVideos:
    """A request for videos that did not exist before. No theme: the first by name of those that are scheduled.

    `changes`: of the theme, for these videos only (`model.theme_changes`).
    """

    theme: str = ""
    topic: str = ""
    day: dt.date | None = None
    count: int = 1
    changes: Mapping[str, Any] = field(default_factory=dict[str, Any])


def order_new_videos(
    store: Store,
    themes: Mapping[str, Theme],
    request: NewVideos,
    *,
    today: dt.date,
    asked_by: str,
    repeatable: str = "",
) -> list[VideoKey]:
    """Order `count` videos that did not exist before, and return their keys.

    `repeatable`: the idempotency key of the request; the same one again gets the same videos, and orders nothing.
    Raises `BadInput` where something of it cannot be used, `Conflict` if it was given with another request before.
    """
    theme, day = request.theme or usual_theme(themes), request.day or today
    requested_keys(themes, OrderRequest((theme,), day, day, topic=request.topic))  # raises what `vidpipe order` raises
    refuse_hidden_in("overrides", request.changes)
    changed(themes[theme], request.changes)
    salt = repeatable or secrets.token_hex(16)
    return store.orders.add_new(
        [_candidates(day, theme, f"{salt}\n{number}") for number in range(request.count)],
        topic=request.topic.strip(),
        overrides={THEME: dict(request.changes)} if request.changes else {},
        asked_by=asked_by,
        request=_stored_request(repeatable, request) if repeatable else None,
    )


def usual_theme(themes: Mapping[str, Theme]) -> str:
    """The theme of an order that names none: one that has a story. Raises `BadInput` if there is no theme at all."""
    if not themes:
        raise BadInput("there is no theme that can be used", remedy="vidpipe theme new my-channel")
    usual = told_themes(themes) or themes
    return min(usual, key=lambda name: (not usual[name].schedule.enabled, name))


def _candidates(day: dt.date, theme: str, salt: str) -> Iterator[VideoKey]:
    """Two billion keys a day and theme: the first is nearly always free."""
    return (VideoKey.on_request(day, theme, f"{salt}\n{attempt}") for attempt in range(_MOST_TRIES))


def _stored_request(repeatable: str, request: NewVideos) -> "IdempotentRequest":
    from vidpipe_assets.storage.orders import IdempotentRequest

    day = request.day.isoformat() if request.day else ""
    content = content_hash([request.theme, request.topic.strip(), day, request.count, dict(request.changes)])
    return IdempotentRequest(hashlib.sha256(repeatable.encode()).hexdigest(), content)
