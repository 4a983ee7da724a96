"""The provider `wikipedia`: the articles that a country opened most, on the last day that has been counted. No key.

The counts are Wikimedia's (CC0); where few looked, they are left out or rounded, so that nobody can be made out.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import Field

from vidpipe_assets.model.errors import PermanentError, VidpipeError
from vidpipe_assets.model.trends import Fact, Observation, Source, Trend
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.answers import readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Web, user_agent
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.request import Ask, ProviderRequest
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest
from vidpipe_assets.providers.trends.sanitize import plain_text
from vidpipe_assets.providers.trends.sources import (
    SOURCE_POLICY,
    FreeSource,
    TimedLookup,
    ask_all,
    is_wanted,
    read_at,
    words,
)
from vidpipe_assets.providers.wikimedia import contact_hint, explain_unnamed, wikimedia_account

_ADDRESS = "https://wikimedia.org/api/rest_v1"
_DAYS_BACK = (1, 2, 3)
"""A day is counted some hours after its end in UTC, now and then a day later."""

_NOT_COUNTED = "not counted yet"


class _Article(ResponseModel):
    """An article's place in the list. `views_ceil`: rounded up to the next hundred."""

    article: str = Field(min_length=1, max_length=300)
    project: str = Field(pattern=r"^[a-z-]{2,20}\.wikipedia(\.org)?$")
    views_ceil: int = Field(ge=0, le=10**12)


class _WikipediaDay(ResponseModel):
    """The answer: a list of one item."""

    items: list[Any]


class _WikipediaItem(ResponseModel):
    """The list of one day's most read articles."""

    articles: list[Any]


class Wikipedia(FreeSource):
    """Asks for each country's list."""

    name = "wikipedia"
    needs: tuple[Need, ...] = ()

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        """The articles that concern the theme, by their titles."""
        del folder
        wanted, now = request.collect, request.now
        found = ask_all(ask, [_question(region, now) for region in wanted.regions])
        mine = (one for one in found.trends if is_wanted(wanted, words(one.title)))
        return CollectedTrends(tuple(mine)[: wanted.most * len(wanted.regions)], not_heard=found.not_heard)

    def probe(self) -> str:
        """Read the list of one country."""
        found = _WikipediaList(base_url(self.name, _ADDRESS), "US", dt.datetime.now(dt.UTC).date())()
        return f"the list of {found['day']}{contact_hint()}"


def provider() -> TrendProvider:
    """Return the provider `wikipedia`, for the registry."""
    return Wikipedia()


def _question(region: str, now: dt.datetime) -> ProviderRequest[tuple[Trend, ...]]:
    def read(found: Any, at: dt.datetime) -> tuple[Trend, ...]:
        del at
        day = dt.date.fromisoformat(found["day"])
        articles = readable(_Article, found["articles"], "wikipedia")
        told = (one for one in articles if _is_content(one.article))
        return tuple({trend.id: trend for trend in (_trend(one, region, day) for one in told)}.values())

    call = TimedLookup(now, _WikipediaList(base_url("wikipedia", _ADDRESS), region, now.astimezone(dt.UTC).date()))
    return ProviderRequest(
        "top", {"country": region}, call, read_at(read), account=wikimedia_account(), policy=SOURCE_POLICY
    )


@dataclass(frozen=True)
class _WikipediaList:
    """The list of the last day that has been counted."""

    address: str
    region: str
    today: dt.date

    def __call__(self) -> dict[str, Any]:
        web = Web("wikipedia", {"user-agent": user_agent()}, explain=_explained, deadline_s=30)
        for days in _DAYS_BACK:
            day = self.today - dt.timedelta(days=days)
            path = f"metrics/pageviews/top-per-country/{self.region}/all-access/{day:%Y/%m/%d}"
            try:
                found = web.read(_WikipediaDay, "GET", f"{self.address}/{path}")
            except PermanentError as error:
                if error.facts.get("why") != _NOT_COUNTED:
                    raise
                continue
            items = readable(_WikipediaItem, found.items, "wikipedia")
            return {"day": day.isoformat(), "articles": [one for item in items for one in item.articles]}
        raise PermanentError(
            f"wikipedia has counted nothing for {self.region} on the last {len(_DAYS_BACK)} days",
            remedy="some countries are left out for the safety of readers: take it out of collect.regions",
        )


def _explained(refusal: Refusal) -> VidpipeError | None:
    """404: that day has not been counted, or that country never is. Who names no contact is kept out first."""
    if refusal.status != 404:
        return explain_unnamed(refusal)
    return PermanentError(f"wikipedia answered 404: {refusal.text}", facts={"why": _NOT_COUNTED})


def _is_content(article: str) -> bool:
    """Not a main page, a search, or a page about Wikipedia."""
    return ":" not in article.replace(":_", "") and article not in {"Main_Page", "-", "Wikipedia", "undefined"}


def _trend(found: _Article, region: str, day: dt.date) -> Trend:
    title = plain_text(found.article.replace("_", " "), 200)
    language = found.project.partition(".")[0]
    url = f"https://{language}.wikipedia.org/wiki/{quote(found.article, safe='')}"
    return Trend(
        platform="wikipedia",
        # Counts are of one day, so that another day is another trend.
        external_id=content_hash([language, found.article, region, day.isoformat()]),
        title=title,
        url=url,
        subject=plain_text(title, 80),
        published_at=_midnight(day),
        language=language,
        region=region,
        observations=(Observation(observed_at=_midnight(day + dt.timedelta(days=1)), views=found.views_ceil),),
        facts=(_fact(title, url, found.views_ceil, region, day),),
    )


def _fact(title: str, url: str, views: int, region: str, day: dt.date) -> Fact:
    return Fact(
        id=f"views-{content_hash([url, region, day.isoformat()])}",
        statement=f"On {day:%B} {day.day}, the Wikipedia article {plain_text(title, 120)} was opened about "
        f"{views:,} times in {region}.",
        short=f"about {views:,} readers in a day",
        surprise=2,
        icon="book-open",
        source=Source(name="Wikipedia", title=title, url=url),
    )


def _midnight(day: dt.date) -> dt.datetime:
    """The moment (UTC) at which `day` begins."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)
