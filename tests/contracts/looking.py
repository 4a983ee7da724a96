"""A ledger for contract tests of trend sources: a question is put at once, and its answer kept as JSON keeps it."""

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from vidpipe_assets.model.theme import Collect
from vidpipe_assets.providers.request import Done, JobFailed, Pending, ProviderRequest, RemoteJob
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest

T = TypeVar("T")
NOW = dt.datetime(2026, 11, 25, 12, 30, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Kept:
    """A reply without files."""

    content: Any

    def path(self, name: str) -> Path:
        raise KeyError(name)


@dataclass
class Desk:
    """Remembers what it was asked. Whoever asks the same again gets the answer that was kept."""

    questions: list[ProviderRequest[Any]] = field(default_factory=list[ProviderRequest[Any]])
    answers: dict[str, Any] = field(default_factory=dict[str, Any])

    def ask(self, question: ProviderRequest[T], /) -> T:
        self.questions.append(question)
        key = json.dumps([question.operation, dict(question.parameters)], sort_keys=True, allow_nan=False)
        if key not in self.answers:
            call = question.call
            received = _followed(call) if isinstance(call, RemoteJob) else call.request()
            self.answers[key] = json.loads(json.dumps(received.content, allow_nan=False))
        return question.read(Kept(self.answers[key]))


def _followed(job: RemoteJob) -> Any:
    remote_id = job.submit()
    for _ in range(20):
        status = job.poll(remote_id)
        if isinstance(status, JobFailed):
            raise status.error
        if isinstance(status, Done):
            return job.fetch(status)
        assert isinstance(status, Pending)
    raise AssertionError("the job never ends")


def look(source: TrendProvider, folder: Path, desk: Desk | None = None, **wanted: Any) -> CollectedTrends:
    """What `source` finds for a theme that collects as `wanted` says."""
    return source.collect(TrendRequest("theme", Collect.model_validate(wanted), NOW), folder, (desk or Desk()).ask)
