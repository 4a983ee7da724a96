"""The stage `scripts`."""

import dagster as dg

from vidpipe_assets.defs.asset_checks import of_scripts
from vidpipe_assets.defs.assets.stage_asset import Checkpoint, at_work, stage_asset
from vidpipe_assets.defs.metadata import show_plan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.stages.scripts import with_words, written
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.SCRIPTS)
def scripts(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], analysis: TrendReport
) -> Checkpoint:
    """The production plan: what is said and what is shown in each scene, and what it is stated from."""
    with at_work(context, workplace, {Stage.ANALYSIS: analysis}) as task:
        if task.kept:
            return task.kept
        plan = with_words(task, written(task, analysis))
        plan = plan.model_copy(update={"made_from": {Stage.ANALYSIS: analysis.data_version}})
        return task.done(plan, show_plan(plan), of_scripts(plan, task.theme.format))
