"""The asset `analysis`."""

import dagster as dg

from vidpipe_assets.defs.assets.stage_asset import Checkpoint, stage_asset, stage_run
from vidpipe_assets.defs.metadata import show_report
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendSnapshot
from vidpipe_assets.stages.analysis import analyse_trends
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.ANALYSIS)
def analysis(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], trends: TrendSnapshot
) -> Checkpoint:
    """What the trends mean: how fast they grow, what they share, and which story this video tells.

    The story is claimed, so that no two videos of a theme tell the same one within its `repeat_after_days`.
    """
    with stage_run(context, workplace, {Stage.TRENDS: trends}) as run:
        if run.recorded:
            return run.recorded
        report = analyse_trends(run.context, trends)
        return run.checkpoint(report, show_report(report, trends, run.context.scratch))
