"""How live sources look: several questions each, answered independently, and every answer says when it was given."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.trends import Trend
from vidpipe_assets.providers.asking import Ask, Question, Received, Reply
from vidpipe_assets.providers.terms import Patience
from vidpipe_assets.providers.trends import Collected

Trends = tuple[Trend, ...]

PATIENCE = Patience(attempts=3, deadline_s=90)
"""There are other sources, and other days."""


@dataclass(frozen=True)
class Look:
    """A call that costs nothing. `get` returns what JSON can hold."""

    now: dt.datetime
    get: Callable[[], Any]

    def request(self) -> Received:
        """What was found, and when: whoever asks the same within the hour counts from then."""
        return Received({"observed_at": self.now.isoformat(), "found": self.get()})


def read_at(read: Callable[[Any, dt.datetime], Trends]) -> Callable[[Reply], Trends]:
    """`read` as a question needs it: it gets what was found, and the moment."""
    return lambda reply: read(reply.content["found"], dt.datetime.fromisoformat(reply.content["observed_at"]))


def ask_all(ask: Ask, questions: Sequence[Question[Trends]]) -> Collected:
    """The trends of all answers, each once. A question that fails is noted as long as another is answered."""
    found: dict[str, Trend] = {}
    failed: dict[str, VidpipeError] = {}
    for question in questions:
        try:
            for trend in ask(question):
                found.setdefault(trend.id, trend)
        except VidpipeError as error:
            failed[_named(question)] = error
    if failed and len(failed) == len(questions):
        raise next(iter(failed.values()))
    return Collected(tuple(found.values()), not_heard=tuple(f"{name}: {error}" for name, error in failed.items()))


def _named(question: Question[Trends]) -> str:
    return " ".join((question.operation, *(str(value) for value in question.request.values())))
