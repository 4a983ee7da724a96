"""Apify: programs of others ("actors") that are run there for us, polled, and read page by page. Used by `tiktok`.

A run costs what its owner asks for; `maxTotalChargeUsd` caps it, and `usageTotalUsd` says what it came to.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ConfigDict, Field, ValidationError

from vidpipe_assets.model.errors import (
    BlockedError,
    MalformedAnswer,
    PermanentError,
    ResultGone,
    TransientError,
    VidpipeError,
)
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.answers import changed, readable
from vidpipe_assets.providers.http.bodies import Cost, Page, ResponseModel, all_pages
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.request import Done, JobFailed, JobStatus, Pending, ProviderResponse, Undocumented
from vidpipe_assets.providers.trends.sanitize import plain_text

ADDRESS = "https://api.apify.com"
_CONSOLE = "https://console.apify.com"
_RUNNING = {"READY", "RUNNING", "TIMING-OUT", "ABORTING"}
_ENDED = {"FAILED", "TIMED-OUT", "ABORTED"}
_WAIT_S = 10
"""How long Apify holds a poll back while the run goes on; whoever cancels waits as long."""

_MOST_CANDIDATES = 20
_PAGE = 200
_FULL = {"actor-memory-limit-exceeded", "concurrent-runs-limit-exceeded"}
_USED_UP = {
    *("not-enough-usage-to-run-paid-actor", "monthly-usage-limit-too-low", "limit-reached"),
    *("apify-plan-required-to-use-paid-actor", "failed-to-charge-user", "max-total-charge-usd-below-minimum"),
}
_TO_BE_RENTED = {"actor-is-not-rented", "cannot-rent-paid-actor", "full-permission-actor-not-approved"}


class _ApifyRun(ResponseModel):
    """A run, as far as it is read; lists leave out some of it."""

    id: str = Field(min_length=1, max_length=100, pattern=r"^\w+$")
    status: str
    dataset: str = Field(alias="defaultDatasetId", pattern=r"^\w+$")
    store: str = Field(alias="defaultKeyValueStoreId", pattern=r"^\w+$")
    usage: Cost | None = Field(default=None, alias="usageTotalUsd")
    message: str | None = Field(default=None, alias="statusMessage")

    @property
    def cost(self) -> Money | None:
        """What it came to so far; None where Apify does not tell."""
        return None if self.usage is None else Money.of(self.usage)


class _RunAnswer(ResponseModel):
    """What a run is packed in."""

    data: _ApifyRun


class _ApifyItem(ResponseModel):
    """Whatever an actor found, as it is."""

    model_config = ConfigDict(extra="allow")


class _Page(ResponseModel):
    items: list[Any]


class _Runs(ResponseModel):
    """The list of an actor's runs."""

    data: _Page


class _ApifyProblem(ResponseModel):
    type: str = ""


class _ApifyRefusal(ResponseModel):
    """The JSON body of an answer that is an error."""

    error: _ApifyProblem


@dataclass(frozen=True)
class ActorRun:
    """One run of `actor` with `given`, as a remote job; its result is at most `most_items` items of its dataset.

    `provider`: whose errors these are. `at`: noted in the answer.
    """

    provider: str
    key: str = field(repr=False)
    actor: str
    given: Mapping[str, Any]
    most_items: int
    most_cost: Money
    at: dt.datetime
    run_s: int = 600

    def submit(self) -> str:
        """Start the actor and return the id of its run."""
        query = {"timeout": self.run_s, "maxItems": self.most_items, "maxTotalChargeUsd": f"{self.most_cost.amount:f}"}
        url = self._url(f"actors/{self.actor}/runs")
        return self._web.read(_RunAnswer, "POST", url, query=query, body=self.given).data.id

    def poll(self, remote_id: str) -> JobStatus:
        """How it stands; Apify answers when it has ended, or after ten seconds."""
        url = self._url(f"actor-runs/{remote_id}")
        run = self._web.read(_RunAnswer, "GET", url, query={"waitForFinish": _WAIT_S}).data
        if run.status in _RUNNING:
            return Pending()
        if run.status == "SUCCEEDED":
            return Done(run.dataset, run.cost)
        told = f"{self.provider}: the run {run.id} of {self.actor} ended as {plain_text(run.status, 40)}"
        said = f": {plain_text(run.message, 200)}" if run.message else ""
        remedy = f"look at it in {_CONSOLE}/actors/runs/{run.id}"
        if run.status in _ENDED:
            return JobFailed(PermanentError(told + said, remedy=remedy), run.cost)
        return Undocumented(PermanentError(f"{told}{said}, which Apify does not document", remedy=remedy), run.cost)

    def fetch(self, done: Done) -> ProviderResponse:
        """Fetch the items that the run has found."""
        url = self._url(f"datasets/{done.result}/items")

        def page(offset: str) -> Page[Any]:
            size = min(_PAGE, self.most_items - int(offset or 0))
            query = {"format": "json", "clean": "true", "offset": int(offset or 0), "limit": size}
            answer = self._web.json("GET", url, query=query)
            if told := self._web.told_error(answer, safe=True) if isinstance(answer, dict) else None:
                raise told
            items = readable(_ApifyItem, answer, self.provider)
            if items and not any(one.model_extra for one in items):
                raise changed(self.provider)
            following = int(offset or 0) + size
            more = len(items) == size and following < self.most_items
            return [one.model_extra for one in items], str(following) if more else ""

        found = all_pages(page, repr, most_pages=self.most_items // _PAGE + 2, most_items=self.most_items)
        return ProviderResponse({"observed_at": self.at.isoformat(), "found": list(found)})

    def cancel(self, remote_id: str) -> None:
        """Abort the run."""
        self._web.json("POST", self._url(f"actor-runs/{remote_id}/abort"), safe=True)

    def find(self, since: dt.datetime, taken: Collection[str]) -> str | None:
        """The oldest run of this actor since then that was given the same."""
        query = {"startedAfter": f"{since.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", "limit": 100}
        listed = self._web.read(_Runs, "GET", self._url(f"actors/{self.actor}/runs"), query=query)
        runs = [run for run in readable(_ApifyRun, listed.data.items, self.provider) if run.id not in taken]
        return next((run.id for run in runs[:_MOST_CANDIDATES] if self._was_given(run)), None)

    def _was_given(self, run: _ApifyRun) -> bool:
        """Apify adds defaults to what an actor is given, and changes nothing of it."""
        try:
            theirs: Any = self._web.json("GET", self._url(f"key-value-stores/{run.store}/records/INPUT"))
        except MalformedAnswer:
            raise
        except PermanentError:
            return False
        return isinstance(theirs, dict) and {**theirs, **self.given} == theirs  # pyright: ignore[reportUnknownVariableType]

    def _url(self, path: str) -> str:
        return f"{base_url('apify', ADDRESS)}/v2/{path}"

    @property
    def _web(self) -> Web:
        return Web(self.provider, {"authorization": f"Bearer {self.key}"}, (self.key,), explained, 60)


def explained(refusal: Refusal) -> VidpipeError | None:
    """What a refusal means, by Apify's own types; None: the status says it."""
    try:
        why = _ApifyRefusal.model_validate_json(refusal.body).error.type
    except ValidationError:
        return None
    what = f"{refusal.provider}: Apify answered {refusal.status}: {refusal.text}"
    if why in _FULL:
        return TransientError(what, remedy="it is tried again when other runs have ended", retry_after_s=60)
    if why in _USED_UP:
        return BlockedError(what, remedy=f"look at the plan and its limits: {_CONSOLE}/billing")
    if why in _TO_BE_RENTED:
        return BlockedError(what, remedy=f"rent or approve the actor in {_CONSOLE}/store, or name another")
    if why == "record-not-found" and "/datasets/" in refusal.text:
        return ResultGone(what)
    return None
