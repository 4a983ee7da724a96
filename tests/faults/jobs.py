"""What is asked of the fake provider, in the two shapes that the ledger knows: remote jobs, and plain calls."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vidpipe_assets.model.errors import PermanentError, Refused, ResultGone
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.download import DownloadRequest, download
from vidpipe_assets.providers.request import Done, JobFailed, JobStatus, Pending, ProviderResponse
from vidpipe_assets.providers.text import Prompt

KEY = "canary-key-7f3a"
"""What a client is known by, unless its account has another key."""


def web(deadline_s: float = 60, key: str = KEY) -> Web:
    """How the fake provider is asked, as any other is."""
    return Web("fake", headers={"authorization": f"Bearer {key}"}, secrets=(key,), deadline_s=deadline_s)


@dataclass
class Job:
    """A remote job; what it makes is fetched by who knows what that is."""

    url: str
    folder: Path
    prompt: str = "a moon"
    polls: int = 1
    deadline_s: float = 60
    key: str = field(default=KEY, repr=False)
    wanted: dict[str, Any] = field(default_factory=dict[str, Any])
    """What else is asked for: the `seconds` of a film that can be played, or to `say` the prompt."""

    def submit(self) -> str:
        body = {"prompt": self.prompt, "polls": self.polls, **self.wanted}
        return str(self.ask("POST", f"{self.url}/jobs", body=body)["id"])

    def poll(self, remote_id: str) -> JobStatus:
        return status(self.ask("GET", f"{self.url}/jobs/{remote_id}"))

    def cancel(self, remote_id: str) -> None:
        self.ask("POST", f"{self.url}/jobs/{remote_id}/cancel", safe=True)

    def ask(self, method: str, url: str, **more: Any) -> Any:
        return web(self.deadline_s, self.key).json(method, url, **more)


class Listed(Job):
    """A remote job of an account that lists its jobs."""

    def find(self, since: dt.datetime, taken: Collection[str]) -> str | None:
        jobs = self.ask("GET", f"{self.url}/jobs")["jobs"]
        return next((job["id"] for job in jobs if job["prompt"] == self.prompt and job["id"] not in taken), None)


class Film(Job):
    """A film."""

    def fetch(self, done: Done) -> ProviderResponse:
        wanted = DownloadRequest(done.result, deadline_s=self.deadline_s, public_only=False)
        path = download(web(key=self.key), wanted, self.folder / "a.mp4")
        return ProviderResponse({"id": str(done.result).rsplit("/", 1)[-1]}, {"film": path})


class ListedFilm(Film, Listed):
    """A film of an account that lists its jobs."""


def status(job: dict[str, Any]) -> JobStatus:
    """What the provider's word on a job means."""
    cost = Money.of(job["cost"]) if job.get("cost") else None
    if job.get("data_removed"):
        raise ResultGone("fake: the job's data has been removed")
    match job["status"]:
        case "running":
            return Pending()
        case "succeeded" if job.get("error"):
            return JobFailed(PermanentError(f"fake: {job['error']}"), cost)
        case "succeeded" if job.get("output"):
            return Done(job["output"], cost)
        case "succeeded" | "failed" | "cancelled" as ended:
            return JobFailed(PermanentError(f"fake: the job {ended} without a result"), cost)
        case "refused":
            return JobFailed(Refused("fake: the prompt is against the rules"), cost)
        case other:
            return JobFailed(PermanentError(f"fake: unknown status {other!r}", remedy="update vidpipe"), cost)


@dataclass
class Speech:
    """A plain request that is told what it said."""

    url: str
    text: str = "hello"
    deadline_s: float = 60

    def request(self) -> ProviderResponse:
        answer = web(self.deadline_s).json("POST", f"{self.url}/speech", body={"text": self.text})
        cost = answer.get("cost")
        return ProviderResponse({"said": answer.get("said")}, cost=Money.of(cost) if cost else None)


@dataclass
class Writing:
    """One question to the language model."""

    url: str
    prompt: Prompt
    key: str = field(default=KEY, repr=False)

    def request(self) -> ProviderResponse:
        answer = web(key=self.key).json("POST", f"{self.url}/chat", body=self.prompt.request)
        return ProviderResponse({"text": answer["text"], "ended": answer["ended"]}, cost=Money.of(answer["cost"]))
