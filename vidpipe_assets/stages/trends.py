"""Collecting: the theme's trend providers are asked, the answers are kept, and the snapshot is what is known then."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vidpipe_assets.model.errors import VidpipeError, most_hopeful
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import Trend, TrendSnapshot
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest
from vidpipe_assets.stages.context import StageContext, stage_client

if TYPE_CHECKING:  # it loads SQLAlchemy and tenacity
    from vidpipe_assets.ledger.client import LedgerClient


class Archive(Protocol):
    """Where trends and their observations are kept."""

    def record(self, trends: Sequence[Trend]) -> None:
        """Keep every trend, and every observation once."""
        ...

    def with_history(self, trends: Sequence[Trend]) -> tuple[Trend, ...]:
        """The same trends with all observations that are kept of them, oldest first."""
        ...


def collect_trends(context: StageContext) -> TrendSnapshot:
    """The snapshot of what the theme's providers say now."""
    theme, workplace = context.theme, context.workplace
    providers = [workplace.provider("trends", name) for name in theme.providers.trends]
    request = TrendRequest(theme.name, theme.collect, workplace.now())
    client = stage_client(context, Stage.TRENDS, hourly=True)
    return collect(context.key, request, providers, workplace.store.trends, client, context.scratch)


def collect(
    key: VideoKey,
    request: TrendRequest,
    providers: Sequence[TrendProvider],
    archive: Archive,
    client: "LedgerClient",
    folder: Path,
) -> TrendSnapshot:
    """Ask every provider, keep what they say, and take the snapshot. `folder` is for downloads.

    A provider that fails is noted as long as another has something to say; else the most hopeful error is raised.
    """
    answers, failed = _ask_all(request, providers, client, folder)
    seen = {trend.id: trend for answer in answers.values() for trend in answer.trends}
    if failed and not seen:
        raise most_hopeful(failed)
    archive.record(list(seen.values()))
    known = archive.with_history([seen[name] for name in sorted(seen)])
    return TrendSnapshot(
        theme=request.theme,
        day=key.day,
        trends=known,
        sources=tuple(answers),
        sample=any(answer.sample_day for answer in answers.values()),
        sample_day=_oldest_sample(list(answers.values())),
        collected_at=request.now,
        not_heard=(
            *(f"{name}: {error}" for name, error in failed.items()),
            *(f"{name}: {note}" for name, answer in answers.items() for note in answer.not_heard),
        ),
    )


def _ask_all(
    request: TrendRequest, providers: Sequence[TrendProvider], client: "LedgerClient", folder: Path
) -> tuple[dict[str, CollectedTrends], dict[str, VidpipeError]]:
    """What each provider said, or why it said nothing; all are asked at the same time, and heard in their order."""

    def collecting(provider: TrendProvider) -> Callable[[], CollectedTrends]:
        downloads = folder / provider.name
        downloads.mkdir(exist_ok=True)
        return lambda: provider.collect(request, downloads, client.asking(provider.name))

    outcomes = client.run_parallel({provider.name: collecting(provider) for provider in providers}, len(providers))
    answers = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, CollectedTrends)}
    return answers, {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, VidpipeError)}


def _oldest_sample(answers: Sequence[CollectedTrends]) -> dt.date | None:
    return min((answer.sample_day for answer in answers if answer.sample_day), default=None)
