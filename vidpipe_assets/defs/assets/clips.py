"""The asset `clips`."""

import dagster as dg

from vidpipe_assets.defs.assets.stage_asset import Checkpoint, stage_asset, stage_run
from vidpipe_assets.defs.metadata import show_clips
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.checks import check_clips
from vidpipe_assets.stages.clips import make_clips
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.CLIPS)
def clips(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], scripts: ProductionPlan
) -> Checkpoint:
    """One clip a scene, from the theme's chain of footage providers; longer than the scene will probably last."""
    with stage_run(context, workplace, {Stage.SCRIPTS: scripts}) as run:
        if run.recorded:
            return run.recorded
        made = make_clips(run.context, scripts)
        metadata = show_clips(made, workplace.store.artifacts, run.context.scratch)
        return run.checkpoint(made, metadata, check_clips(scripts, made))
