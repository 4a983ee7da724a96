"""How live sources look: several questions each, answered independently, and every answer says when it was given.

Whether something belongs to a theme's field: for sources that tell what all the world looks at.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from vidpipe_assets.model.errors import VidpipeError, most_hopeful
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Trend
from vidpipe_assets.providers.http.redact import plain_url
from vidpipe_assets.providers.request import Ask, CallPolicy, ProviderRequest, ProviderResponse, StoredResponse
from vidpipe_assets.providers.trends import CollectedTrends, TrendRequest

T = TypeVar("T")
Trends = tuple[Trend, ...]

SOURCE_POLICY = CallPolicy(attempts=3, deadline_s=90)
"""There are other sources, and other days."""


class FreeSource:
    """The base of sources on the network that charge nothing."""

    is_local = False

    def price(self, request: TrendRequest) -> Money:
        """See `TrendProvider.price`."""
        del request
        return FREE


@dataclass(frozen=True)
class TimedLookup:
    """A call that costs nothing. `get` returns what JSON can hold."""

    now: dt.datetime
    get: Callable[[], Any]

    def request(self) -> ProviderResponse:
        """What was found, and when: whoever asks the same within the hour counts from then."""
        return ProviderResponse({"observed_at": self.now.isoformat(), "found": self.get()})


def read_at(read: Callable[[Any, dt.datetime], T]) -> Callable[[StoredResponse], T]:
    """`read` as a question needs it: it gets what was found, and the moment."""
    return lambda reply: read(reply.content["found"], dt.datetime.fromisoformat(reply.content["observed_at"]))


@dataclass
class SourceAnswers:
    """Questions that are asked one by one: one that fails is noted, and the others are asked all the same."""

    ask: Ask
    failed: dict[str, VidpipeError] = field(default_factory=dict[str, VidpipeError])

    def all(self, questions: Iterable[ProviderRequest[T]]) -> list[T]:
        """Ask them all; return the answers of those that did not fail."""
        found: list[T] = []
        for question in questions:
            try:
                found.append(self.ask(question))
            except VidpipeError as error:
                self.failed[_named(question)] = error
        return found

    def collected(self, trends: Iterable[Trend], *notes: str) -> CollectedTrends:
        """Each trend once, with the notes. Raises the most hopeful error where some failed and nothing was found."""
        found: dict[str, Trend] = {}
        for trend in trends:
            found.setdefault(trend.id, trend)
        if self.failed and not found:
            raise most_hopeful(self.failed)
        failures = (f"{name}: {error}" for name, error in self.failed.items())
        return CollectedTrends(tuple(found.values()), not_heard=(*failures, *notes))


def ask_all(ask: Ask, questions: Sequence[ProviderRequest[Trends]]) -> CollectedTrends:
    """Ask all `questions`; return the trends of those that were answered."""
    answers = SourceAnswers(ask)
    return answers.collected(trend for found in answers.all(questions) for trend in found)


def _named(question: ProviderRequest[Any]) -> str:
    return " ".join((question.operation, *(_plain(value) for value in question.parameters.values())))[:200]


def _plain(value: Any) -> str:
    """`value` as a note may show it: an address without its query, where keys stand."""
    text = str(value)
    return plain_url(text) if "://" in text else text


_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> frozenset[str]:
    """The words of `text`, in small letters."""
    return frozenset(_WORD.findall(text.casefold()))


def run_together(text: str) -> str:
    """`text` as a hashtag: "Game Boy" is gameboy."""
    return "".join(_WORD.findall(text.casefold()))


def is_wanted(wanted: Collect, own: frozenset[str], tags: Iterable[str] = ()) -> bool:
    """Whether all words of a query are among `own`, or a hashtag is a word or a tag of it, or nothing is asked for."""
    if not wanted.queries and not wanted.hashtags:
        return True
    asked = [words(query) for query in wanted.queries]
    all_tags = own | {tag.casefold() for tag in tags}
    return any(query and query <= own for query in asked) or any(tag.casefold() in all_tags for tag in wanted.hashtags)
