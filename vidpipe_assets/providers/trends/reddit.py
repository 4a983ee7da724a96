"""Reddit's API as it answers: the login of a program, its errors, its listings, and how posts are trends.

The provider `reddit`: the day's top posts of the theme's subreddits, and the week's that its queries find.

It logs in as a program without a user, by OAuth, which is the only way in: a "script" or "web" app has the two keys.
Since November 2025 Reddit approves each new app before it gets them (its Responsible Builder Policy).
"""

import base64
import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from math import ceil
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from vidpipe_assets.model.errors import BadInput, PermanentError, TransientError, VidpipeError
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.answers import readable
from vidpipe_assets.providers.http.bodies import Page, ResponseModel, all_pages
from vidpipe_assets.providers.http.client import Form, Query, Web, contact, version_number
from vidpipe_assets.providers.http.errors import Refusal, error_of
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, Rate
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest
from vidpipe_assets.providers.trends.sanitize import Count, https_url, plain_text
from vidpipe_assets.providers.trends.sources import (
    SOURCE_POLICY,
    FreeSource,
    SourceAnswers,
    TimedLookup,
    Trends,
    read_at,
)

_ADDRESS, _LOGIN_ADDRESS = "https://oauth.reddit.com", "https://www.reddit.com"
_APPS = "https://www.reddit.com/prefs/apps"
ID, SECRET = Need("REDDIT_CLIENT_ID", _APPS), Need("REDDIT_CLIENT_SECRET", _APPS)
_KEPT_OUT = {"private", "banned", "quarantined", "gold_only"}


@dataclass(frozen=True)
class Session:
    """A login without a user, begun when something is first asked for. The keys must be there by then."""

    client: str = field(default_factory=lambda: ID.secret("reddit"))
    secret: str = field(default_factory=lambda: SECRET.secret("reddit"), repr=False)

    def get(self, path: str, query: Query) -> Page[Any]:
        """A page of a listing: its posts as they came, and where the next one begins."""
        headers = {"authorization": f"bearer {self._token}", **self._headers}
        web = Web("reddit", headers, (self.secret, self._token), explained, 30)
        url = f"{base_url('reddit', _ADDRESS)}{path}"
        found = web.read(_RedditAnswer, "GET", url, query={**query, "raw_json": 1}).data
        things = readable(_Thing, found.children, "reddit")
        return [one.data for one in things if one.kind == "t3"], found.after

    @property
    def _headers(self) -> dict[str, str]:
        """Platform, app, version and whom to write to: Reddit slows down or blocks who does not say them."""
        by = f" (by {contact()})" if contact() else ""
        return {"user-agent": f"server:vidpipe.{self.client}:v{version_number()}{by}"}

    @cached_property
    def _token(self) -> str:
        pair = base64.b64encode(f"{self.client}:{self.secret}".encode()).decode()
        headers = {"authorization": f"Basic {pair}", **self._headers}
        web = Web("reddit", headers, (self.secret, pair), explained, 30, is_private=True)
        url = f"{base_url('reddit_login', _LOGIN_ADDRESS)}/api/v1/access_token"
        login = web.read(_Login, "POST", url, body=Form({"grant_type": "client_credentials"}), safe=True)
        if not login.access_token:
            why = plain_text(login.error, 80) or "its answer has no token"
            raise PermanentError(f"reddit gave no access: {why}", remedy=f"look at the app's kind at {_APPS}")
        return login.access_token


def explained(refusal: Refusal) -> VidpipeError | None:
    """What the status does not say: how long to wait, and that a subreddit is closed."""
    if refusal.status == 429:
        wait_s = error_of(refusal).retry_after_s
        reset_s = _seconds(refusal.headers.get("x-ratelimit-reset", ""))
        return TransientError(
            f"reddit answered 429: {refusal.text}",
            remedy="it is asked more slowly",
            retry_after_s=reset_s if wait_s is None else wait_s,
        )
    if refusal.status in {403, 404} and _reason(refusal.body) in _KEPT_OUT:
        return PermanentError(f"reddit: this subreddit is closed: {refusal.text}", remedy="take it out of the theme")
    if refusal.status in {301, 302, 404}:
        return PermanentError("reddit: there is no such subreddit", remedy="correct collect.subreddits in the theme")
    return None


def _reason(body: bytes) -> str:
    try:
        return _RedditRefusal.model_validate_json(body).reason
    except ValidationError:
        return ""


def _seconds(text: str) -> float | None:
    """Reddit writes floats: '417.0'."""
    try:
        number = float(text)
    except ValueError:
        return None
    return max(number, 0.0) if math.isfinite(number) else None


class _RedditRefusal(ResponseModel):
    """The body of a refusal, where it has one."""

    reason: str


class _Login(ResponseModel):
    """Either a token, or an error with status 200."""

    access_token: str = ""
    error: str = ""


class _Post(ResponseModel):
    """A post, as far as it is read."""

    id: str = Field(pattern=r"^[a-z0-9]{1,20}$")
    title: str
    author: str = ""
    subreddit: str = ""
    score: Count = None
    num_comments: Count = None
    created_utc: float = Field(default=0, ge=0, le=10**11)
    thumbnail: str = ""
    over_18: Any = False
    stickied: Any = False


class _Thing(ResponseModel):
    """What a listing holds: posts are t3."""

    kind: str
    data: dict[str, Any]


class _Listing(ResponseModel):
    """A page. `after`: the name of its last post, null on the last page."""

    children: list[Any]
    after: str = ""


class _RedditAnswer(ResponseModel):
    """What every listing is packed in."""

    data: _Listing


def trends_of(posts: Any, at: dt.datetime) -> tuple[Trend, ...]:
    """The posts that anybody may see, with points and comments at that moment."""
    found = readable(_Post, posts, "reddit")
    shown = (one for one in found if not (one.over_18 or one.stickied) and plain_text(one.title, 500))
    return tuple(_trend(one, at) for one in shown)


def _trend(post: _Post, at: dt.datetime) -> Trend:
    return Trend(
        platform="reddit",
        external_id=post.id,
        title=plain_text(post.title, 500),
        url=f"https://www.reddit.com/comments/{post.id}/",
        creator=plain_text(post.author, 200),
        published_at=dt.datetime.fromtimestamp(post.created_utc, dt.UTC) if post.created_utc else None,
        thumbnail=https_url(post.thumbnail),
        observations=(Observation(observed_at=at, likes=post.score, comments=post.num_comments),),
    )


_ACCOUNT = Account("reddit", rates=(Rate(30, 60),), concurrency=2)
"""Reddit allows 100 requests a minute and app; one question is up to three of them, with its login."""

_PAGE = 100
_MOST_SEARCHES = 10


class Reddit(FreeSource):
    """Asks for each subreddit and each query."""

    name = "reddit"
    needs = (ID, SECRET)

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        """The posts. Raises `BadInput` where the theme names neither subreddits nor queries."""
        del folder
        wanted, now = request.collect, request.now
        if not wanted.subreddits and not wanted.queries:
            raise BadInput("reddit: the theme says nowhere to look", remedy="fill in collect.subreddits or queries")
        answers = SourceAnswers(ask)
        asked = answers.all(_RedditRequests(Session(), now, wanted.most).questions(wanted))
        left_out = len(wanted.queries) - _MOST_SEARCHES
        notes = [f"the last {left_out} queries were not searched for"] if left_out > 0 else []
        return answers.collected((trend for found in asked for trend in found), *notes)

    def probe(self) -> str:
        """Log in, which shows whether the keys are good."""
        Session().get("/r/all/top", {"limit": 1})
        return "the keys are good"


def provider() -> TrendProvider:
    """Return the provider `reddit`, for the registry."""
    return Reddit()


@dataclass(frozen=True)
class _RedditRequests:
    """The questions, all with one login."""

    session: Session
    now: dt.datetime
    most: int

    def questions(self, wanted: Collect) -> Iterator[ProviderRequest[Trends]]:
        """All requests for what the theme collects, subreddits first."""
        for name in wanted.subreddits:
            yield self._question("top", name, f"/r/{name}/top", {"t": "day"})
        for text in wanted.queries[:_MOST_SEARCHES]:
            yield self._question("search", text, "/search", {"q": text, "type": "link", "sort": "top", "t": "week"})

    def _question(self, operation: str, what: str, path: str, query: Query) -> ProviderRequest[Trends]:
        call = TimedLookup(self.now, partial(self._pages, path, query))
        request = {"of": what, "most": self.most}
        return ProviderRequest(operation, request, call, read_at(trends_of), account=_ACCOUNT, policy=SOURCE_POLICY)

    def _pages(self, path: str, query: Query) -> list[Any]:
        def page(after: str) -> Page[Any]:
            return self.session.get(path, {**query, "limit": min(self.most, _PAGE), "after": after or None})

        pages = ceil(self.most / _PAGE)
        return list(all_pages(page, lambda post: repr(post.get("id")), most_pages=pages, most_items=self.most))
