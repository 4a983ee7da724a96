"""Clients of the fake provider, in the two shapes that the ledger knows, and a clock that waits for nothing."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from vidpipe_assets.ledger.clock import Clock
from vidpipe_assets.ledger.spec import CallSpec, Cap, Scope
from vidpipe_assets.model.errors import PermanentError, ResultGone
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.providers.asking import Ask, Done, Failed, JobStatus, Pending, Question, Received
from vidpipe_assets.providers.terms import Account, Patience
from vidpipe_assets.providers.text import Prompt, RawAnswer
from vidpipe_assets.providers.web.client import Web
from vidpipe_assets.providers.web.downloads import Wanted, download

KEY = "canary-key-7f3a"
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
VIDEO = "2026-11-23_gadgets"


@dataclass
class Timeless:
    """A clock that jumps over every wait and remembers it."""

    now: dt.datetime = NOON
    slept: list[float] = field(default_factory=list[float])

    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.monotonic, self.sleep, lambda _, most: most)

    def monotonic(self) -> float:
        return self.now.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += dt.timedelta(seconds=seconds)


def web(deadline_s: float = 5) -> Web:
    return Web("fake", headers={"authorization": f"Bearer {KEY}"}, secrets=(KEY,), deadline_s=deadline_s)


@dataclass
class Speech:
    """A plain request."""

    url: str
    text: str = "hello"
    deadline_s: float = 5

    def request(self) -> Received:
        answer = web(self.deadline_s).json("POST", f"{self.url}/speech", body={"text": self.text})
        cost = answer.get("cost")
        return Received({"said": answer.get("said")}, cost=Money.of(cost) if cost else None)


@dataclass
class Film:
    """A remote job of a provider that does not list its jobs."""

    url: str
    folder: Path
    prompt: str = "a moon"
    polls: int = 1
    deadline_s: float = 5

    def submit(self) -> str:
        body = {"prompt": self.prompt, "polls": self.polls}
        return str(web(self.deadline_s).json("POST", f"{self.url}/jobs", body=body)["id"])

    def poll(self, remote_id: str) -> JobStatus:
        job = web(self.deadline_s).json("GET", f"{self.url}/jobs/{remote_id}")
        cost = Money.of(job["cost"]) if job.get("cost") else None
        if job.get("data_removed"):
            raise ResultGone("fake: the job's data has been removed")
        match job["status"]:
            case "running":
                return Pending()
            case "succeeded" if job.get("error"):
                return Failed(PermanentError(f"fake: {job['error']}"), cost)
            case "succeeded" if job.get("output"):
                return Done(job["output"], cost)
            case "succeeded" | "failed" | "cancelled" as ended:
                return Failed(PermanentError(f"fake: the job {ended} without a result"), cost)
            case other:
                return Failed(PermanentError(f"fake: unknown status {other!r}", remedy="update vidpipe"), cost)

    def fetch(self, done: Done) -> Received:
        path = download(
            web(), Wanted(done.result, deadline_s=self.deadline_s, public_only=False), self.folder / "a.mp4"
        )
        return Received({"url": "a.mp4"}, {"film": path})

    def cancel(self, remote_id: str) -> None:
        web().json("POST", f"{self.url}/jobs/{remote_id}/cancel", safe=True)


class ListedFilm(Film):
    """A remote job of a provider that lists its jobs."""

    def find(self, since: dt.datetime, taken: Collection[str]) -> str | None:
        jobs = web().json("GET", f"{self.url}/jobs")["jobs"]
        return next((job["id"] for job in jobs if job["prompt"] == self.prompt and job["id"] not in taken), None)


@dataclass
class ChatCall:
    """One question to the language model."""

    url: str
    prompt: Prompt

    def request(self) -> Received:
        answer = web().json("POST", f"{self.url}/chat", body=self.prompt.request)
        return Received({"text": answer["text"], "ended": answer["ended"]}, cost=Money.of(answer["cost"]))


@dataclass
class Chat:
    """A provider of text. `die_at`: the prompt at which its process would be killed."""

    url: str
    die_at: int = 0
    prompts: list[Prompt] = field(default_factory=list[Prompt])
    name: str = "fake"

    def price(self, prompt: Prompt) -> Money:
        return Money.of("0.003")

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        self.prompts.append(prompt)
        if len(self.prompts) == self.die_at:
            raise KeyboardInterrupt
        quick = Patience(attempts=3, first_wait_s=0.01, longest_wait_s=0.01)
        call = ChatCall(self.url, prompt)
        return ask(Question("chat", prompt.request, call, RawAnswer.read, estimate=self.price(prompt), patience=quick))


PATIENT = Patience(attempts=4, first_wait_s=1, longest_wait_s=30, retry_after_cap_s=120)


def speech_spec(text: str = "hello", **changes: Any) -> CallSpec:
    return spec("speech", {"text": text}, Money.of("0.04"), **changes)


def film_spec(prompt: str = "a moon", **changes: Any) -> CallSpec:
    return spec("film", {"prompt": prompt}, Money.of("0.25"), **changes)


def spec(
    operation: str,
    request: dict[str, Any],
    estimate: Money = FREE,
    *,
    scene: str = "hook",
    video: str = VIDEO,
    theme: str = "gadgets",
    caps: tuple[Cap, ...] = (),
    account: Account | None = None,
    take: int = 1,
    day: dt.date = TODAY,
    patience: Patience = PATIENT,
    units: dict[str, int] | None = None,
) -> CallSpec:
    scope = Scope(Stage.CLIPS, theme, video, scene)
    return CallSpec(scope, "fake", operation, request, day, estimate, caps, account, units or {}, take, patience)


def usd(amount: str | Decimal) -> Money:
    return Money.of(amount)
