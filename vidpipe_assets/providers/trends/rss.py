"""The provider `rss`: any RSS, Atom or JSON feed that a theme names in `collect.feeds`. No key."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vidpipe_assets.model.errors import BadInput, PermanentError, ResultGone, TransientError
from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.providers.addresses import is_named_by_operator
from vidpipe_assets.providers.http.charsets import charset_in
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.download import DocumentStart, DownloadRequest, download_start
from vidpipe_assets.providers.http.redact import plain_url
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, Rate
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest
from vidpipe_assets.providers.trends.feed import MOST_BYTES, Feed, FeedEntry, read_feed
from vidpipe_assets.providers.trends.json_feed import is_json_feed, read_json_feed
from vidpipe_assets.providers.trends.sanitize import hashtags_of, headline, https_url, plain_text
from vidpipe_assets.providers.trends.sources import SOURCE_POLICY, FreeSource, SourceAnswers, TimedLookup, read_at

LONGEST_S = 30
"""Seconds for one feed; what has come whole by then is used."""


class Feeds(FreeSource):
    """Reads each feed. What a person chose to follow concerns the theme: nothing is picked from it."""

    name = "rss"
    needs: tuple[Need, ...] = ()

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        """The entries of all feeds. Raises `BadInput` where the theme names none."""
        wanted, now = request.collect, request.now
        if not wanted.feeds:
            raise BadInput("rss: the theme names no feed", remedy="write addresses of feeds into collect.feeds")
        del folder
        answers = SourceAnswers(ask)
        feeds = answers.all([_question(feed, wanted.most, now) for feed in wanted.feeds])
        notes = (note for feed in feeds for note in feed.notes)
        return answers.collected((trend for feed in feeds for trend in feed.trends), *notes)


def provider() -> TrendProvider:
    """Return the provider `rss`, for the registry."""
    return Feeds()


@dataclass(frozen=True)
class _FeedTrends:
    """What one feed says, and what of it was not read or had to be mended."""

    trends: tuple[Trend, ...]
    notes: tuple[str, ...]


def _question(feed: str, most: int, now: dt.datetime) -> ProviderRequest[_FeedTrends]:
    host = urlsplit(feed).hostname or ""

    def read(found: Any, at: dt.datetime) -> _FeedTrends:
        known = Feed.model_validate(found)
        return _FeedTrends(_trends(known, host, at), tuple(f"{plain_url(feed)}: {note}" for note in known.notes))

    account = Account(f"rss:{host}"[:100], rates=(Rate(30, 60),), concurrency=2)
    call = TimedLookup(now, _FeedDownload(feed, most))
    return ProviderRequest(
        "feed", {"url": feed, "most": most}, call, read_at(read), account=account, policy=SOURCE_POLICY
    )


@dataclass(frozen=True)
class _FeedDownload:
    """One feed, from https and a public address, wherever it is moved to."""

    url: str
    most: int

    def __call__(self) -> Mapping[str, Any]:
        trusted = is_named_by_operator("rss", self.url)
        if not (trusted or https_url(self.url)):
            raise BadInput(
                f"collect.feeds: {plain_url(self.url)} is not an https address", remedy="name the feed's https address"
            )
        try:
            found = download_start(
                Web("rss"), DownloadRequest(self.url, MOST_BYTES, LONGEST_S, public_only=not trusted)
            )
        except ResultGone as error:
            raise PermanentError(f"{error}", remedy=f"correct {plain_url(self.url)} in collect.feeds") from error
        feed = self._read(found)
        if found.is_late and not feed.entries:
            raise TransientError(
                f"rss: no whole entry of {plain_url(self.url)} came within {LONGEST_S} s", remedy="it is tried again"
            )
        notes = (found.bound, *feed.notes) if found.bound else feed.notes
        return feed.model_copy(update={"notes": notes}).model_dump(mode="json")

    def _read(self, found: DocumentStart) -> Feed:
        name = f"rss ({plain_url(self.url)})"
        if is_json_feed(found.body):
            return read_json_feed(found.body, name, self.most, url=found.url)
        return read_feed(found.body, name, self.most, url=found.url, announced=charset_in(found.content_type))


def _trends(feed: Feed, host: str, at: dt.datetime) -> tuple[Trend, ...]:
    titled = (entry for entry in feed.entries if plain_text(entry.title, 500))
    return tuple(_trend(entry, feed, host, at) for entry in titled)


def _trend(entry: FeedEntry, feed: Feed, host: str, at: dt.datetime) -> Trend:
    link = https_url(entry.link)
    return Trend(
        platform="rss",
        external_id=content_hash(link) if link else content_hash([host, entry.id or entry.title]),
        title=plain_text(entry.title, 500),
        url=link,
        creator=plain_text(entry.author or feed.title, 200),
        hashtags=hashtags_of(entry.title, tags=entry.tags),
        published_at=entry.published_at,
        language=plain_text(feed.language, 20),
        observations=(Observation(observed_at=at),),
        facts=headline(entry.title, link, feed.title or host),
    )
