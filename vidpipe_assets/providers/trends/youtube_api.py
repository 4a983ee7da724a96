"""YouTube's Data API v3 as it answers: its errors, its videos, and how those are trends."""

import datetime as dt
import re
from typing import Any

from pydantic import Field

from vidpipe_assets.io.clock import next_midnight
from vidpipe_assets.model.errors import BlockedError, PermanentError, TransientError, VidpipeError
from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.providers.http.answers import readable
from vidpipe_assets.providers.http.bodies import ResponseModel, from_json
from vidpipe_assets.providers.http.errors import Refusal, retry_after_s
from vidpipe_assets.providers.trends.dates import moment_of
from vidpipe_assets.providers.trends.sanitize import Count, hashtags_of, https_url, plain_text

ZONE = "America/Los_Angeles"
"""Where the day of YouTube's quotas begins."""

_USED_UP = {"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"}
_TOO_FAST = {"rateLimitExceeded", "userRateLimitExceeded", "concurrentLimitExceeded"}
_BAD_KEY = {"keyInvalid", "keyExpired", "API_KEY_INVALID", "ipRefererBlocked", "forbidden", "authError"}
_SWITCHED_OFF = {"accessNotConfigured", "SERVICE_DISABLED"}
_NO_CHART = {"videoChartNotFound"}
_DURATION = re.compile(r"P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?")
_SECONDS = (604_800, 86_400, 3600, 60, 1)


class _YouTubeProblem(ResponseModel):
    """One of the reasons that an error names."""

    reason: str = ""


class _Error(ResponseModel):
    """A refusal. `details` is where Google's newer services say the reason."""

    errors: tuple[_YouTubeProblem, ...] = ()
    details: tuple[_YouTubeProblem, ...] = ()


class _YouTubeRefusal(ResponseModel):
    """The JSON body of an answer that is an error."""

    error: _Error


def explained(refusal: Refusal) -> VidpipeError | None:
    """What a refusal means, by YouTube's own reasons; None: the status says it."""
    reasons = _reasons(refusal.body)
    what = f"youtube answered {refusal.status}: {refusal.text}"
    if reasons & _USED_UP:
        reset = next_midnight(ZONE, refusal.now)
        remedy = f"wait for the reset at {reset:%Y-%m-%d %H:%M} UTC, or ask Google for a larger quota"
        return BlockedError(what, remedy=remedy, retry_at=reset)
    if reasons & _TOO_FAST:
        wait_s = retry_after_s(refusal.headers, refusal.now)
        return TransientError(what, remedy="it is asked more slowly", retry_after_s=wait_s)
    if reasons & _SWITCHED_OFF:
        return PermanentError(what, remedy="enable the YouTube Data API v3 in the Google Cloud project of the key")
    if reasons & _NO_CHART:
        return PermanentError(
            what,
            remedy="take the category out of collect.categories: since July 2025 YouTube has charts of music (10), "
            "films (1) and games (20) only; name queries, which searches find",
        )
    if reasons & _BAD_KEY:
        return PermanentError(what, remedy="check YOUTUBE_API_KEY, and what the key is restricted to")
    return None


def _reasons(body: bytes) -> set[str]:
    try:
        error = _YouTubeRefusal.model_validate(from_json(body)).error
    except ValueError:
        return set()
    return {one.reason for one in (*error.errors, *error.details)}


class _YouTubeId(ResponseModel):
    """Of a search result: a video, as long as only videos are searched for."""

    video: str = Field(alias="videoId", pattern=r"^[\w-]{1,50}$")


class _Result(ResponseModel):
    """One result of a search: the id of a video."""

    id: _YouTubeId


class _YouTubeThumbnail(ResponseModel):
    url: str = ""


class _Snippet(ResponseModel):
    title: str = ""
    description: str = ""
    channel: str = Field(default="", alias="channelTitle")
    published: str = Field(default="", alias="publishedAt")
    tags: tuple[str, ...] = ()
    language: str = Field(default="", alias="defaultAudioLanguage")
    thumbnails: dict[str, _YouTubeThumbnail] = {}


class _Statistics(ResponseModel):
    """Strings; an owner may hide them."""

    views: Count = Field(default=None, alias="viewCount")
    likes: Count = Field(default=None, alias="likeCount")
    comments: Count = Field(default=None, alias="commentCount")


class _Content(ResponseModel):
    duration: str = ""


class _YouTubeVideo(ResponseModel):
    """A video with the parts that are asked for."""

    id: str = Field(pattern=r"^[\w-]{1,50}$")
    snippet: _Snippet
    statistics: _Statistics = _Statistics()
    content: _Content = Field(default=_Content(), alias="contentDetails")


class VideoPage(ResponseModel):
    """One page of a listing, whatever its items are."""

    items: list[Any]
    next: str = Field(default="", alias="nextPageToken")


def found_ids(items: Any) -> tuple[str, ...]:
    """The ids of the videos that a search found."""
    return tuple(dict.fromkeys(one.id.video for one in readable(_Result, items, "youtube")))


def trends_of(items: Any, region: str, at: dt.datetime) -> tuple[Trend, ...]:
    """The videos with their counters at that moment."""
    videos = readable(_YouTubeVideo, items, "youtube")
    return tuple(_trend(one, region, at) for one in videos if plain_text(one.snippet.title, 500))


def _trend(video: _YouTubeVideo, region: str, at: dt.datetime) -> Trend:
    about, seen = video.snippet, video.statistics
    best = next((about.thumbnails[size].url for size in ("high", "medium", "default") if size in about.thumbnails), "")
    return Trend(
        platform="youtube",
        external_id=video.id,
        title=plain_text(about.title, 500),
        url=f"https://www.youtube.com/watch?v={video.id}",
        creator=plain_text(about.channel, 200),
        hashtags=hashtags_of(about.title, about.description[:5000], tags=about.tags),
        seconds=seconds_of(video.content.duration),
        published_at=moment_of(about.published),
        thumbnail=https_url(best),
        language=plain_text(about.language, 20),
        region=region,
        observations=(Observation(observed_at=at, views=seen.views, likes=seen.likes, comments=seen.comments),),
    )


def seconds_of(duration: str) -> float | None:
    """The length of 'PT1M30S' in seconds; None for what has none (a live broadcast is P0D) or is none."""
    match = _DURATION.fullmatch(duration)
    total = sum(int(part or 0) * size for part, size in zip(match.groups(), _SECONDS, strict=True)) if match else 0
    return float(total) if total > 0 else None
