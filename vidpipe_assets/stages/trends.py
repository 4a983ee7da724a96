"""Collecting: the theme's trend providers are asked, the answers are kept, and the snapshot is what is known then."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

from vidpipe_assets.ledger.parallel import CancellableWait, run_parallel
from vidpipe_assets.model.errors import VidpipeError, most_hopeful
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Collect, Theme
from vidpipe_assets.model.trends import Trend, TrendSnapshot
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.providers.trends import CollectedTrends
from vidpipe_assets.stages.client import TrendsClient, stage_client
from vidpipe_assets.stages.context import StageContext


class Source(Protocol):
    """Whoever is asked what is trending."""

    @property
    def name(self) -> str:
        """As themes write it."""
        ...

    def collect(self, theme: str, wanted: Collect, day: dt.date) -> CollectedTrends:
        """The trends for the theme called `theme`, in any order."""
        ...


class Archive(Protocol):
    """Where trends and their observations are kept."""

    def record(self, trends: Sequence[Trend]) -> None:
        """Keep every trend, and every observation once."""
        ...

    def with_history(self, trends: Sequence[Trend]) -> tuple[Trend, ...]:
        """The same trends with all observations that are kept of them, oldest first."""
        ...


def collect_trends(context: StageContext) -> TrendSnapshot:
    """The snapshot of what the theme's sources say now."""
    at = stage_client(context, Stage.TRENDS, hourly=True)
    named = [context.workplace.provider("trends", name) for name in context.theme.providers.trends]
    sources = [TrendsClient(one, context, at) for one in named]
    workplace = context.workplace
    return collect(context.key, context.theme, sources, workplace.store.trends, workplace.now(), at.waiting)


def collect(
    key: VideoKey,
    theme: Theme,
    providers: Sequence[Source],
    archive: Archive,
    now: dt.datetime,
    waiting: CancellableWait | None = None,
) -> TrendSnapshot:
    """Ask every provider, keep what they say, and take the snapshot.

    A provider that fails is noted as long as another has something to say; else the most hopeful error is raised.
    `waiting`: what the providers wait with; it is ended when the run is cancelled.
    """
    answers, failed = _ask_all(key, theme, providers, waiting)
    seen = {trend.id: trend for answer in answers.values() for trend in answer.trends}
    if failed and not seen:
        raise most_hopeful(failed)
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
        not_heard=(
            *(f"{name}: {error}" for name, error in failed.items()),
            *(f"{name}: {note}" for name, answer in answers.items() for note in answer.not_heard),
        ),
    )


def _ask_all(
    key: VideoKey, theme: Theme, providers: Sequence[Source], waiting: CancellableWait | None
) -> tuple[dict[str, CollectedTrends], dict[str, VidpipeError]]:
    """What each provider said, or why it said nothing; all are asked at the same time, and heard in their order."""

    def asking(provider: Source) -> Callable[[], CollectedTrends]:
        return lambda: provider.collect(theme.name, theme.collect, key.day)

    outcomes = run_parallel({one.name: asking(one) for one in providers}, len(providers), waiting)
    answers = {name: one for name, one in outcomes.items() if isinstance(one, CollectedTrends)}
    return answers, {name: one for name, one in outcomes.items() if isinstance(one, VidpipeError)}


def _oldest_sample(answers: Sequence[CollectedTrends]) -> dt.date | None:
    return min((answer.sample_day for answer in answers if answer.sample_day), default=None)
