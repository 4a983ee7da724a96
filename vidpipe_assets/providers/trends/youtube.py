"""The provider `youtube`: the charts of each region, and short videos that searches find, by the Data API v3.

Google counts searches in a bucket of their own, 100 calls a day, and all else by units, 10,000 a day; both begin anew
at midnight in Los Angeles. Since 21 July 2025 the charts hold music, films and games only: YouTube has ended its page
of trends. What a theme of anything else wants is found by its queries and hashtags.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from math import ceil
from pathlib import Path
from typing import Any

from vidpipe_assets.io.clock import last_midnight
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Trend
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.bodies import Page, all_pages
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, Quota
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest
from vidpipe_assets.providers.trends.sources import (
    SOURCE_POLICY,
    FreeSource,
    SourceAnswers,
    TimedLookup,
    Trends,
    is_wanted,
    read_at,
    words,
)
from vidpipe_assets.providers.trends.youtube_api import ZONE, VideoPage, explained, found_ids, trends_of

_ADDRESS = "https://www.googleapis.com"
KEY = Need("YOUTUBE_API_KEY", "https://console.cloud.google.com/apis/credentials")
_SEARCHES = Account("youtube:search", quotas=(Quota("searches", 100, ZONE),))
_UNITS = Account("youtube", quotas=(Quota("units", 10_000, ZONE),))
_PAGE = 50
"""The most that a page, or a request for videos by their ids, may hold."""

_MOST_CHARTS, _MOST_SEARCHES = 20, 10
"""Of one theme at a time: all of them share a day's quotas."""

_RECENT = dt.timedelta(days=7)
_PARTS = "snippet,statistics,contentDetails"
_SHORT_VIDEOS = {"part": "snippet", "type": "video", "videoDuration": "short", "order": "viewCount"}
"""Short is below four minutes."""

_ALL_CATEGORIES = "0"


class YouTube(FreeSource):
    """Asks for charts and for searches, then for the counters of what the searches found."""

    name = "youtube"
    needs = (KEY,)

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        """What concerns the theme in the charts, all of the charts of chosen categories, and what searches find."""
        del folder
        wanted, now = request.collect, request.now
        asking = _YouTubeRequests(base_url(self.name, _ADDRESS), KEY.secret(self.name), now)
        answers = SourceAnswers(ask)
        charts = [trend for found in answers.all(asking.charts(wanted)) for trend in found]
        ids = dict.fromkeys(name for found in answers.all(asking.searches(wanted)) for name in found)
        known = {trend.external_id for trend in charts}
        new = [name for name in ids if name not in known]
        batches = (new[start : start + _PAGE] for start in range(0, len(new), _PAGE))
        videos = [trend for found in answers.all(asking.videos(batch) for batch in batches) for trend in found]
        picked = (one for one in charts if wanted.categories or one.external_id in ids or _concerns(wanted, one))
        return answers.collected([*picked, *videos], *_left_out(wanted))

    def probe(self) -> str:
        """Ask for the first video of a chart. It costs no money, but one of the day's units: no call is free."""
        key = KEY.secret(self.name)
        asked = {"chart": "mostPopular", "part": "id", "maxResults": 1, "key": key}
        _web(key).read(VideoPage, "GET", f"{base_url(self.name, _ADDRESS)}/youtube/v3/videos", query=asked)
        return "the key is good (asking took 1 of the day's 10,000 units)"


def provider() -> TrendProvider:
    """Return the provider `youtube`, for the registry."""
    return YouTube()


def _web(key: str) -> Web:
    return Web("youtube", secrets=(key,), explain=explained, deadline_s=30)


def _concerns(wanted: Collect, trend: Trend) -> bool:
    return is_wanted(wanted, words(f"{trend.title} {trend.creator}"), trend.hashtags)


def _charts(wanted: Collect) -> list[tuple[str, str]]:
    return list(product(wanted.regions, wanted.categories or (_ALL_CATEGORIES,)))


def _terms(wanted: Collect) -> list[tuple[str, str]]:
    terms = (*wanted.queries, *(f"#{tag}" for tag in wanted.hashtags))
    return list(product(terms, wanted.regions))


def _left_out(wanted: Collect) -> Iterator[str]:
    for what, there, most in (("charts", _charts(wanted), _MOST_CHARTS), ("searches", _terms(wanted), _MOST_SEARCHES)):
        if len(there) > most:
            yield f"only {most} of {len(there)} {what} were asked for, to leave some of the day's quota to others"


@dataclass(frozen=True)
class _YouTubeRequests:
    """The questions, all of one account. Their requests name days, not seconds: themes share the answers."""

    address: str
    key: str = field(repr=False)
    now: dt.datetime

    def charts(self, wanted: Collect) -> Iterator[ProviderRequest[Trends]]:
        """The chart of each region and category."""
        pages = ceil(wanted.most / _PAGE)
        for region, category in _charts(wanted)[:_MOST_CHARTS]:
            query = {"chart": "mostPopular", "regionCode": region, "videoCategoryId": category, "part": _PARTS}
            request = {"region": region, "category": category, "most": wanted.most}
            yield ProviderRequest(
                "chart",
                request,
                TimedLookup(self.now, partial(self._pages, "videos", query, pages)),
                read_at(partial(_read_chart, wanted.most, region)),
                account=_UNITS,
                units={_UNITS.quotas[0].name: pages},
                policy=SOURCE_POLICY,
            )

    def searches(self, wanted: Collect) -> Iterator[ProviderRequest[tuple[str, ...]]]:
        """The ids of short videos of the last days, most viewed first."""
        since = f"{last_midnight(ZONE, self.now) - _RECENT:%Y-%m-%dT%H:%M:%SZ}"
        for term, region in _terms(wanted)[:_MOST_SEARCHES]:
            query = {"q": term, "regionCode": region, "publishedAfter": since, **_SHORT_VIDEOS}
            request = {"q": term, "region": region, "since": since}
            call = TimedLookup(self.now, partial(self._pages, "search", query, 1))
            yield ProviderRequest("search", request, call, read_at(_read_ids), account=_SEARCHES, policy=SOURCE_POLICY)

    def videos(self, ids: Sequence[str]) -> ProviderRequest[Trends]:
        """The videos with these ids, at most 50; those that are gone are left out by YouTube."""
        call = TimedLookup(self.now, partial(self._pages, "videos", {"id": ",".join(ids), "part": _PARTS}, 1))
        read = read_at(partial(_read_videos, ""))
        return ProviderRequest("videos", {"ids": sorted(ids)}, call, read, account=_UNITS, policy=SOURCE_POLICY)

    def _pages(self, method: str, query: Mapping[str, str], most_pages: int) -> list[Any]:
        web = _web(self.key)
        size = {} if "id" in query else {"maxResults": _PAGE}

        def page(token: str) -> Page[Any]:
            asked = {**query, **size, "pageToken": token or None, "key": self.key}
            found = web.read(VideoPage, "GET", f"{self.address}/youtube/v3/{method}", query=asked)
            return found.items, found.next

        return list(all_pages(page, repr, most_pages=most_pages))


def _read_chart(most: int, region: str, items: Any, at: dt.datetime) -> Trends:
    return trends_of(items, region, at)[:most]


def _read_videos(region: str, items: Any, at: dt.datetime) -> Trends:
    return trends_of(items, region, at)


def _read_ids(items: Any, at: dt.datetime) -> tuple[str, ...]:
    del at
    return found_ids(items)
