"""Collecting: the theme's trend providers are asked, the answers are kept, and the snapshot is what is known then."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from vidpipe_assets.model.errors import BlockedError, TransientError, VidpipeError
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Trend, TrendSnapshot
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.providers.trends import Collected, Trends


class Archive(Protocol):
    """Where trends and their observations are kept."""

    def record(self, trends: Sequence[Trend]) -> None:
        """Keep every trend, and every observation once."""
        ...

    def with_history(self, trends: Sequence[Trend]) -> tuple[Trend, ...]:
        """The same trends with all observations that are kept of them, oldest first."""
        ...


def collect(
    key: VideoKey, theme: Theme, providers: Sequence[Trends], archive: Archive, now: dt.datetime
) -> TrendSnapshot:
    """Ask every provider, keep what they say, and take the snapshot.

    A provider that fails is noted as long as another has something to say; else the most hopeful error is raised.
    """
    answers, failed = _heard(key, theme, providers)
    seen = {trend.id: trend for answer in answers.values() for trend in answer.trends}
    if failed and not seen:
        raise _most_hopeful(failed)
    archive.record(list(seen.values()))
    known = archive.with_history([seen[name] for name in sorted(seen)])
    return TrendSnapshot(
        theme=theme.name,
        day=key.day,
        trends=known,
        sources=tuple(answers),
        sample=any(answer.sample_day for answer in answers.values()),
        sample_day=_oldest_sample(list(answers.values())),
        collected_at=now,
        not_heard=tuple(f"{name}: {error}" for name, error in failed.items()),
    )


def _heard(
    key: VideoKey, theme: Theme, providers: Sequence[Trends]
) -> tuple[dict[str, Collected], dict[str, VidpipeError]]:
    """What each provider said, or why it said nothing."""
    answers: dict[str, Collected] = {}
    failed: dict[str, VidpipeError] = {}
    for provider in providers:
        try:
            answers[provider.name] = provider.collect(theme.name, theme.collect, key.day)
        except VidpipeError as error:
            failed[provider.name] = error
    return answers, failed


def _most_hopeful(failed: dict[str, VidpipeError]) -> VidpipeError:
    """The error that ends soonest by itself, with what the other providers said as facts."""
    chosen = min(failed, key=lambda name: _despair(failed[name]))
    failed[chosen].facts |= {name: str(error) for name, error in failed.items() if name != chosen}
    return failed[chosen]


def _despair(error: VidpipeError) -> int:
    return 0 if isinstance(error, TransientError) else 1 if isinstance(error, BlockedError) else 2


def _oldest_sample(answers: Sequence[Collected]) -> dt.date | None:
    return min((answer.sample_day for answer in answers if answer.sample_day), default=None)
