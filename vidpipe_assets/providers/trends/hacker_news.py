"""The provider `hacker_news`: the top and the best stories of Hacker News, with points and comments. No key.

Everybody there sees the same, so that the answer is the same for all themes; what concerns a theme is picked from it.
"""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.answers import changed, readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest
from vidpipe_assets.providers.trends.sanitize import Count, plain_text
from vidpipe_assets.providers.trends.sources import (
    SOURCE_POLICY,
    FreeSource,
    TimedLookup,
    ask_all,
    is_wanted,
    read_at,
    words,
)

_ADDRESS = "https://hacker-news.firebaseio.com/v0"
_LISTS = ("topstories", "beststories")
_AT_A_TIME = 8
_ACCOUNT = Account("hacker_news", concurrency=2)


class _HackerNewsId(ResponseModel):
    """The id of an item, as the lists of Hacker News hold it."""

    id: int = Field(gt=0, lt=10**15)


class _HackerNewsStory(ResponseModel):
    """An item, as far as it is read. Comments and jobs have other types."""

    id: int = Field(gt=0, lt=10**15)
    type: str
    title: str = ""
    by: str = ""
    time: int = Field(default=0, ge=0, le=10**11, description="seconds since 1970")
    score: Count = None
    descendants: Count = None
    dead: Any = False
    deleted: Any = False


class HackerNews(FreeSource):
    """Asks for the lists, then for each story in them."""

    name = "hacker_news"
    needs: tuple[Need, ...] = ()

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        """The stories of both lists that concern the theme."""
        del folder
        wanted, now = request.collect, request.now
        found = ask_all(ask, [_question(name, wanted.most, now) for name in _LISTS])
        trends = tuple(trend for trend in found.trends if is_wanted(wanted, words(trend.title)))
        return CollectedTrends(trends, not_heard=found.not_heard)

    def probe(self) -> str:
        """The number of the newest item."""
        newest = _web().json("GET", f"{base_url(self.name, _ADDRESS)}/maxitem.json")
        (item,) = readable(_HackerNewsId, [{"id": newest}], self.name)
        return f"item {item.id}"


def provider() -> TrendProvider:
    """Return the provider `hacker_news`, for the registry."""
    return HackerNews()


def _web() -> Web:
    return Web("hacker_news", deadline_s=20)


def _question(name: str, most: int, now: dt.datetime) -> ProviderRequest[tuple[Trend, ...]]:
    call = TimedLookup(now, _Listed(base_url("hacker_news", _ADDRESS), name, most))
    return ProviderRequest(
        "list", {"name": name, "most": most}, call, read_at(_trends), account=_ACCOUNT, policy=SOURCE_POLICY
    )


@dataclass(frozen=True)
class _Listed:
    """The stories of one list, several asked for at a time; null stands for one that is deleted or does not answer."""

    address: str
    name: str
    most: int

    def __call__(self) -> list[Any]:
        web = _web()
        ids: Any = web.json("GET", f"{self.address}/{self.name}.json")
        if not isinstance(ids, list):
            raise web.told_error(ids, safe=True) or changed("hacker_news")
        numbers = [one.id for one in readable(_HackerNewsId, [{"id": one} for one in ids], "hacker_news")]  # pyright: ignore[reportUnknownVariableType]
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            # The deadline around this call holds in its threads, too.
            running = [
                pool.submit(copy_context().run, self._item, one) for one in list(dict.fromkeys(numbers))[: self.most]
            ]
        outcomes = [one.result() for one in running]
        errors = [one for one in outcomes if isinstance(one, VidpipeError)]
        if errors and len(errors) == len(outcomes):
            raise errors[0]
        return [None if isinstance(one, VidpipeError) else one for one in outcomes]

    def _item(self, number: int) -> Any:
        try:
            return _web().json("GET", f"{self.address}/item/{number}.json")
        except VidpipeError as error:
            return error


def _trends(items: Any, at: dt.datetime) -> tuple[Trend, ...]:
    stories = readable(_HackerNewsStory, items, "hacker_news")
    alive = (one for one in stories if one.type == "story" and one.title and not (one.dead or one.deleted))
    return tuple(_trend(story, at) for story in alive)


def _trend(story: _HackerNewsStory, at: dt.datetime) -> Trend:
    return Trend(
        platform="hacker-news",
        external_id=str(story.id),
        title=plain_text(story.title, 500),
        url=f"https://news.ycombinator.com/item?id={story.id}",
        creator=plain_text(story.by, 200),
        published_at=dt.datetime.fromtimestamp(story.time, dt.UTC) if story.time else None,
        language="en",
        observations=(Observation(observed_at=at, likes=story.score, comments=story.descendants),),
    )
