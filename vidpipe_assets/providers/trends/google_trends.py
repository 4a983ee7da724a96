"""The provider `google_trends`: what is searched for today, a region's feed each, with the news about it. No key.

Google promises nothing about this feed: whatever is missing in it is left out, and what is no feed is an error.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.model.values import Value, content_hash
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.xml import xml_document
from vidpipe_assets.providers.http.xml_tree import Element
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, Rate
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest
from vidpipe_assets.providers.trends.dates import moment_of
from vidpipe_assets.providers.trends.feed import MOST_BYTES
from vidpipe_assets.providers.trends.sanitize import MOST_COUNTED, headline, https_url, plain_text
from vidpipe_assets.providers.trends.sources import (
    SOURCE_POLICY,
    FreeSource,
    TimedLookup,
    ask_all,
    is_wanted,
    read_at,
    words,
)

_ADDRESS = "https://trends.google.com"
_HT = "https://trends.google.com/trending/rss"
_ACCOUNT = Account("google_trends", rates=(Rate(10, 60),), concurrency=1)
_TRAFFIC = re.compile(r"([0-9][0-9.,]*)\s*([KM]?)\+?", re.IGNORECASE)


class _GoogleNews(Value):
    """A report on what is searched for."""

    title: str
    url: str
    source: str


class _GoogleSearch(Value):
    """What many people search for."""

    title: str
    traffic: str = ""
    started: str = ""
    picture: str = ""
    news: tuple[_GoogleNews, ...] = ()


class GoogleTrends(FreeSource):
    """Asks for each region's feed."""

    name = "google_trends"
    needs: tuple[Need, ...] = ()

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        """The searches of all regions that concern the theme, by their own words or by those of the news."""
        del folder
        wanted, now = request.collect, request.now
        found = ask_all(ask, [_question(region, now) for region in wanted.regions])
        return CollectedTrends(tuple(one for one in found.trends if _concerns(wanted, one)), not_heard=found.not_heard)

    def probe(self) -> str:
        """Read the feed of one region."""
        searches = _GoogleFeed(base_url(self.name, _ADDRESS), "US")()
        return f"{len(searches)} searches in the US"


def provider() -> TrendProvider:
    """Return the provider `google_trends`, for the registry."""
    return GoogleTrends()


def _concerns(wanted: Collect, trend: Trend) -> bool:
    return is_wanted(wanted, words(" ".join((trend.title, *(fact.statement for fact in trend.facts)))))


def _question(region: str, now: dt.datetime) -> ProviderRequest[tuple[Trend, ...]]:
    def read(found: Any, at: dt.datetime) -> tuple[Trend, ...]:
        searches = [_GoogleSearch.model_validate(one) for one in found]
        return tuple(_trend(one, region, at) for one in searches if plain_text(one.title, 500))

    call = TimedLookup(now, _GoogleFeed(base_url("google_trends", _ADDRESS), region))
    return ProviderRequest("rss", {"geo": region}, call, read_at(read), account=_ACCOUNT, policy=SOURCE_POLICY)


@dataclass(frozen=True)
class _GoogleFeed:
    """The feed of one region."""

    address: str
    region: str

    def __call__(self) -> list[Mapping[str, Any]]:
        web = Web("google_trends", deadline_s=30)
        url = f"{self.address}/trending/rss"
        body = web.media("GET", url, query={"geo": self.region}, most_bytes=MOST_BYTES)
        root = xml_document(body, "google_trends").root
        return [_search(item).model_dump(mode="json") for item in root.descendants("item", "")]


def _search(item: Element) -> _GoogleSearch:
    return _GoogleSearch(
        title=_text(item, "title", ""),
        traffic=_text(item, "approx_traffic"),
        started=_text(item, "pubDate", ""),
        picture=_text(item, "picture"),
        news=tuple(
            _GoogleNews(
                title=_text(one, "news_item_title"),
                url=_text(one, "news_item_url"),
                source=_text(one, "news_item_source"),
            )
            for one in item.all("news_item", _HT)
        ),
    )


def _text(element: Element, name: str, namespace: str = _HT) -> str:
    return next((one.text for one in element.all(name, namespace)), "")


def _trend(search: _GoogleSearch, region: str, at: dt.datetime) -> Trend:
    facts = {fact.id: fact for one in search.news for fact in headline(one.title, one.url, one.source)}
    name = plain_text(search.title, 500)
    return Trend(
        platform="google-trends",
        external_id=content_hash([region, name.casefold()]),
        title=name,
        url=https_url(search.news[0].url) if search.news else "",
        subject=plain_text(name, 80),
        published_at=moment_of(search.started),
        thumbnail=https_url(search.picture),
        region=region,
        observations=(Observation(observed_at=at, views=_searches(search.traffic)),),
        facts=tuple(facts.values()),
    )


def _searches(text: str) -> int | None:
    """'200+', '20,000+', '1M+' searches: at least so many; None where nothing like it is said."""
    match = _TRAFFIC.fullmatch(text.strip())
    if match is None:
        return None
    unit = {"": 0, "K": 1000, "M": 1_000_000}[match[2].upper()]
    number = match[1][:13].rstrip(".,")
    # "1.5M" has a point, "20,000" has thousands.
    counted = (
        float(number.replace(",", "")) * unit if unit and number.count(".") < 2 else int(re.sub("[.,]", "", number))
    )
    return min(int(counted), MOST_COUNTED)
