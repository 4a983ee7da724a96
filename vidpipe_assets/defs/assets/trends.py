"""The stage `trends`."""

import dagster as dg

from vidpipe_assets.defs.assets.stage_asset import Checkpoint, Task, at_work, stage_asset
from vidpipe_assets.defs.metadata import show_snapshot
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.providers.trends import TrendProvider, Trends
from vidpipe_assets.stages.client import Counter, TrendsCounter, counter
from vidpipe_assets.stages.trends import collect
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.TRENDS)
def trends(context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]) -> Checkpoint:
    """What is trending in the theme's field: posts, their numbers over time, and the facts behind them.

    A snapshot: it is taken once for a video and not taken again because code or theme changed.
    """
    with at_work(context, workplace) as task:
        if task.kept:
            return task.kept
        providers, at = _sources(task)
        waiting = at.waiting if at else None
        snapshot = collect(task.key, task.theme, providers, workplace.store.trends, workplace.now(), waiting)
        return task.done(snapshot, show_snapshot(snapshot))


def _sources(task: Task) -> tuple[list[Trends], Counter | None]:
    """The theme's sources, and where those that are asked over the network are asked, if there are any."""
    named = [task.workplace.provider("trends", name) for name in task.theme.providers.trends]
    if not any(isinstance(one, TrendProvider) for one in named):
        return named, None
    at = counter(task, Stage.TRENDS, hourly=True)
    return [TrendsCounter(one, task, at) if isinstance(one, TrendProvider) else one for one in named], at
