"""The asset `voiceover`."""

import dagster as dg

from vidpipe_assets.defs.assets.stage_asset import Checkpoint, stage_asset, stage_run
from vidpipe_assets.defs.metadata import show_voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.checks import check_voiceover
from vidpipe_assets.stages.voiceover import speak_plan
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.VOICEOVER)
def voiceover(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], scripts: ProductionPlan
) -> Checkpoint:
    """The narration as sound, one file a scene, and the moment of every word."""
    with stage_run(context, workplace, {Stage.SCRIPTS: scripts}) as run:
        if run.recorded:
            return run.recorded
        spoken = speak_plan(run.context, scripts)
        return run.checkpoint(spoken, show_voiceover(spoken), check_voiceover(scripts, spoken))
