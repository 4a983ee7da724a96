"""The provider `tiktok`: videos by hashtags and queries, from an actor at Apify, since TikTok answers no programs.

One run looks for all that a theme names. `VIDPIPE_TIKTOK_ACTOR` names another actor that is given and gives the same.
"""

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.answers import readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.prices import Price, Unit, known_price, price
from vidpipe_assets.providers.request import Account, Ask, CallPolicy, ProviderRequest, Rate
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest
from vidpipe_assets.providers.trends.apify import ADDRESS, ActorRun, explained
from vidpipe_assets.providers.trends.dates import moment_of
from vidpipe_assets.providers.trends.sanitize import Count, hashtags_of, https_url, plain_text
from vidpipe_assets.providers.trends.sources import Trends, ask_all, read_at

KEY = Need("APIFY_TOKEN", "https://console.apify.com/settings/integrations")
_ACTOR = "clockworks~tiktok-scraper"
_NAME = re.compile(r"[\w-]+~[\w.-]+|\w+")
_ACCOUNT = Account("apify", rates=(Rate(30, 60),), concurrency=3)
_POLICY = CallPolicy(attempts=3, deadline_s=120, poll_every_s=2, job_deadline_s=900)
_START = Money.of("0.01")
"""What some actors ask for being started."""


class _TikTokAuthor(ResponseModel):
    name: str = ""


class _TikTokMusic(ResponseModel):
    title: str = Field(default="", alias="musicName")
    author: str = Field(default="", alias="musicAuthor")


class _Film(ResponseModel):
    seconds: float | None = Field(default=None, alias="duration", ge=0, le=86_400)
    cover: str = Field(default="", alias="coverUrl")


class _Tag(ResponseModel):
    name: str = ""


class _TikTokVideo(ResponseModel):
    """A video as the actor gives it."""

    id: str = Field(pattern=r"^[0-9]{1,30}$")
    text: str = ""
    author: _TikTokAuthor = Field(default=_TikTokAuthor(), alias="authorMeta")
    music: _TikTokMusic = Field(default=_TikTokMusic(), alias="musicMeta")
    film: _Film = Field(default=_Film(), alias="videoMeta")
    tags: tuple[_Tag, ...] = Field(default=(), alias="hashtags")
    url: str = Field(default="", alias="webVideoUrl")
    made: str = Field(default="", alias="createTimeISO")
    language: str = Field(default="", alias="textLanguage")
    region: str | None = Field(default=None, alias="locationCreated")
    views: Count = Field(default=None, alias="playCount")
    likes: Count = Field(default=None, alias="diggCount")
    comments: Count = Field(default=None, alias="commentCount")
    shares: Count = Field(default=None, alias="shareCount")


class _Me(ResponseModel):
    """Whose key it is."""

    data: dict[str, Any]


class TikTok:
    """Has one run made for all that is looked for."""

    name = "tiktok"
    is_local = False
    needs = (KEY,)

    def price(self, request: TrendRequest) -> Money:
        """What the run may cost at most; it is stopped there."""
        wanted = request.collect
        return price("apify", _actor()).of({Unit.RESULTS: _each(wanted) * _terms(wanted)}) + _START

    def charged(self, model: str) -> Price | None:
        """See `Charging.charged`."""
        return known_price("apify", model or _actor())

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        """The videos. Raises `BadInput` where the theme names neither hashtags nor queries."""
        del folder
        wanted = request.collect
        if not _terms(wanted):
            raise BadInput("tiktok: the theme says nothing to look for", remedy="fill in collect.hashtags or queries")
        return ask_all(ask, [self._question(request)])

    def probe(self) -> str:
        """Ask for the actor, which shows whether the key is good."""
        key = KEY.secret(self.name)
        web = Web(self.name, {"authorization": f"Bearer {key}"}, (key,), explained, 30)
        web.read(_Me, "GET", f"{base_url('apify', ADDRESS)}/v2/users/me")
        return "the key is good"

    def _question(self, request: TrendRequest) -> ProviderRequest[Trends]:
        wanted, estimate = request.collect, self.price(request)
        given = {
            "hashtags": list(wanted.hashtags),
            "searchQueries": list(wanted.queries),
            "resultsPerPage": _each(wanted),
            "shouldDownloadVideos": False,
            "shouldDownloadCovers": False,
        }
        most = _each(wanted) * _terms(wanted)
        run = ActorRun(self.name, KEY.secret(self.name), _actor(), given, most, estimate, request.now)
        return ProviderRequest(
            "run",
            {"actor": run.actor, "input": given},
            run,
            read_at(_trends),
            estimate,
            _ACCOUNT,
            policy=_POLICY,
        )


def provider() -> TrendProvider:
    """Return the provider `tiktok`, for the registry."""
    return TikTok()


def _terms(wanted: Collect) -> int:
    return len(wanted.hashtags) + len(wanted.queries)


def _each(wanted: Collect) -> int:
    """Videos for each hashtag and query, so that all together are no more than is looked at."""
    return max(wanted.most // max(_terms(wanted), 1), 1)


def _actor() -> str:
    """The actor's name, as it stands in addresses."""
    named = os.environ.get("VIDPIPE_TIKTOK_ACTOR", "").strip().replace("/", "~") or _ACTOR
    if not _NAME.fullmatch(named):
        raise BadInput("VIDPIPE_TIKTOK_ACTOR is not an actor's name", remedy=f"write it as {_ACTOR}, or unset it")
    return named


def _trends(items: Sequence[Mapping[str, Any]], at: dt.datetime) -> Trends:
    """What was looked for and not found stands among the videos, as an error."""
    return tuple(
        _trend(one, at) for one in readable(_TikTokVideo, [one for one in items if "error" not in one], "tiktok")
    )


def _trend(video: _TikTokVideo, at: dt.datetime) -> Trend:
    sound = " - ".join(part for part in (video.music.title, video.music.author) if part)
    return Trend(
        platform="tiktok",
        external_id=video.id,
        title=plain_text(video.text, 500),
        url=https_url(video.url),
        creator=plain_text(video.author.name, 200),
        hashtags=hashtags_of(video.text, tags=(tag.name for tag in video.tags)),
        sound=plain_text(sound, 200),
        seconds=video.film.seconds or None,
        published_at=moment_of(video.made),
        thumbnail=https_url(video.film.cover),
        language=plain_text(video.language, 20),
        region=plain_text(video.region or "", 20),
        observations=(
            Observation(
                observed_at=at, views=video.views, likes=video.likes, comments=video.comments, shares=video.shares
            ),
        ),
    )
