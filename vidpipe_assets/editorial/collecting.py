"""Collecting: the theme's trend providers are asked, the answers are kept, and the snapshot is what is known then."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

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
    """Ask every provider, keep what they say, and take the snapshot."""
    answers = [provider.collect(theme.name, theme.collect, key.day) for provider in providers]
    seen = {trend.id: trend for answer in answers for trend in answer.trends}
    archive.record(list(seen.values()))
    known = archive.with_history([seen[name] for name in sorted(seen)])
    return TrendSnapshot(
        theme=theme.name,
        day=key.day,
        trends=known,
        sources=tuple(provider.name for provider in providers),
        sample=any(answer.sample_day for answer in answers),
        sample_day=_oldest_sample(answers),
        collected_at=now,
    )


def _oldest_sample(answers: Sequence[Collected]) -> dt.date | None:
    return min((answer.sample_day for answer in answers if answer.sample_day), default=None)
