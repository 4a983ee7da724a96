"""The provider `reddit`: the day's top posts of the theme's subreddits, and the week's that its queries find.

It logs in as a program without a user: a "script" or "web" app of any Reddit account has the two keys.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.providers.asking import Ask, Question
from vidpipe_assets.providers.terms import Account, Rate
from vidpipe_assets.providers.trends import AskedTrends, Collected
from vidpipe_assets.providers.trends.looking import PATIENCE, Hearing, Look, Trends, Unpaid, read_at
from vidpipe_assets.providers.trends.reddit_api import ID, SECRET, Session, page_of, trends_of
from vidpipe_assets.providers.web.client import Query
from vidpipe_assets.providers.web.pages import Page, all_pages

_ACCOUNT = Account("reddit", rates=(Rate(30, 60),), concurrency=2)
"""Reddit allows 100 requests a minute; one question is up to three of them, with its login."""

_PAGE = 100
_MOST_SEARCHES = 10


class Reddit(Unpaid):
    """Asks for each subreddit and each query."""

    name = "reddit"
    needs = (ID, SECRET)

    def look_up(self, wanted: Collect, now: dt.datetime, folder: Path, ask: Ask) -> Collected:
        """The posts. Raises `BadInput` where the theme names neither subreddits nor queries."""
        del folder
        if not wanted.subreddits and not wanted.queries:
            raise BadInput("reddit: the theme says nowhere to look", remedy="fill in collect.subreddits or queries")
        hearing = Hearing(ask)
        asked = hearing.all(_Asking(Session(), now, wanted.most).questions(wanted))
        left_out = len(wanted.queries) - _MOST_SEARCHES
        notes = [f"the last {left_out} queries were not searched for"] if left_out > 0 else []
        return hearing.collected((trend for found in asked for trend in found), *notes)

    def probe(self) -> str:
        """Whether the keys are good."""
        Session().get("/r/all/top", {"limit": 1})
        return "the keys are good"


def provider() -> AskedTrends:
    """Reddit."""
    return Reddit()


@dataclass(frozen=True)
class _Asking:
    """The questions, all with one login."""

    session: Session
    now: dt.datetime
    most: int

    def questions(self, wanted: Collect) -> Iterator[Question[Trends]]:
        """Subreddits first."""
        for name in wanted.subreddits:
            yield self._question("top", name, f"/r/{name}/top", {"t": "day"})
        for text in wanted.queries[:_MOST_SEARCHES]:
            yield self._question("search", text, "/search", {"q": text, "type": "link", "sort": "top", "t": "week"})

    def _question(self, operation: str, what: str, path: str, query: Query) -> Question[Trends]:
        call = Look(self.now, partial(self._pages, path, query))
        request = {"of": what, "most": self.most}
        return Question(operation, request, call, read_at(trends_of), account=_ACCOUNT, patience=PATIENCE)

    def _pages(self, path: str, query: Query) -> list[Any]:
        def page(after: str) -> Page[Any]:
            return page_of(self.session.get(path, {**query, "limit": min(self.most, _PAGE), "after": after or None}))

        pages = ceil(self.most / _PAGE)
        return list(all_pages(page, lambda post: post.get("id"), most_pages=pages, most_items=self.most))
