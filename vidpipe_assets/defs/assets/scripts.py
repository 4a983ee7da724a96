"""The asset `scripts`."""

import dagster as dg

from vidpipe_assets.defs.assets.stage_asset import Checkpoint, stage_asset, stage_run
from vidpipe_assets.defs.metadata import show_plan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.stages.checks import check_scripts
from vidpipe_assets.stages.scripts import make_plan
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.SCRIPTS)
def scripts(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], analysis: TrendReport
) -> Checkpoint:
    """The production plan: what is said and what is shown in each scene, and what it is stated from."""
    with stage_run(context, workplace, {Stage.ANALYSIS: analysis}) as run:
        if run.recorded:
            return run.recorded
        plan = make_plan(run.context, analysis)
        return run.checkpoint(plan, show_plan(plan), check_scripts(plan, run.context.theme.format))
