"""The fake provider as two sources of trends that themes can name: `fake_trends` and `fake_news`.

Each query of a theme is a plain call of 0.01 USD. What is answered has more views every time that it is asked for.
"""

import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.fake_ports import KEY, QUICK, URL
from faults.jobs import web

from vidpipe_assets.model.money import Money
from vidpipe_assets.model.trends import Observation, Trend
from vidpipe_assets.providers.request import Account, Ask, ProviderRequest, ProviderResponse, StoredResponse
from vidpipe_assets.providers.secrets import secret
from vidpipe_assets.providers.trends import CollectedTrends, TrendRequest

LOOK_UP = Money.of("0.01")


@dataclass
class _LookingUp:
    """A plain call; when it was answered is part of the answer."""

    url: str
    query: str
    key: str = field(repr=False)

    def request(self) -> ProviderResponse:
        answer = web(key=self.key).json("POST", self.url, body={"query": self.query})
        content = {"found": answer["found"], "at": dt.datetime.now(dt.UTC).isoformat()}
        return ProviderResponse(content, cost=Money.of(answer["cost"]))


@dataclass(frozen=True)
class FakeSource:
    """Finds one post for every query. `route` is where the fake provider answers."""

    name: str
    route: str
    is_local: bool = False

    def price(self, request: TrendRequest) -> Money:
        return Money.of(LOOK_UP.amount * len(request.collect.queries))

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        del folder
        key = secret(KEY, self.name)
        return CollectedTrends(
            tuple(post for query in request.collect.queries for post in self._asked(query, key, ask))
        )

    def _asked(self, query: str, key: str, ask: Ask) -> tuple[Trend, ...]:
        def read(reply: StoredResponse) -> tuple[Trend, ...]:
            return tuple(self._trend(post, reply.content["at"]) for post in reply.content["found"])

        call = _LookingUp(f"{os.environ[URL]}/{self.route}", query, key)
        account = Account(self.name)
        return ask(ProviderRequest("search", {"query": query}, call, read, LOOK_UP, account, policy=QUICK))

    def _trend(self, post: dict[str, Any], at: str) -> Trend:
        seen = Observation(observed_at=dt.datetime.fromisoformat(at), views=post["views"])
        return Trend(
            platform=self.route,
            external_id=post["id"],
            title=post["title"],
            url=f"https://example.com/{post['id']}",
            observations=(seen,),
        )


def trends() -> FakeSource:
    return FakeSource("fake_trends", "trends")


def news() -> FakeSource:
    return FakeSource("fake_news", "news")
