"""The stage `trends`."""

import dagster as dg

from vidpipe_assets.assets.resources import Workplace
from vidpipe_assets.assets.showing import show_snapshot
from vidpipe_assets.assets.stage import Checkpoint, at_work, stage_asset
from vidpipe_assets.editorial.collecting import collect
from vidpipe_assets.model.stages import Stage


@stage_asset(Stage.TRENDS)
def trends(context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]) -> Checkpoint:
    """What is trending in the theme's field: posts, their numbers over time, and the facts behind them.

    A snapshot: it is taken once for a video and not taken again because code or theme changed.
    """
    with at_work(context, workplace) as task:
        if task.kept:
            return task.kept
        providers = [workplace.provider("trends", name) for name in task.theme.providers.trends]
        snapshot = collect(task.key, task.theme, providers, workplace.store.trends, workplace.now())
        return task.done(snapshot, show_snapshot(snapshot))
