"""The asset `trends`."""

import dagster as dg

from vidpipe_assets.defs.assets.stage_asset import Checkpoint, stage_asset, stage_run
from vidpipe_assets.defs.metadata import show_snapshot
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.trends import collect_trends
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.TRENDS)
def trends(context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]) -> Checkpoint:
    """What is trending in the theme's field: posts, their numbers over time, and the facts behind them.

    A snapshot: it is taken once for a video and not taken again because code or theme changed.
    """
    with stage_run(context, workplace) as run:
        if run.recorded:
            return run.recorded
        snapshot = collect_trends(run.context)
        return run.checkpoint(snapshot, show_snapshot(snapshot))
