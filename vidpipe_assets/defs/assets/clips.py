"""The stage `clips`."""

import time

import dagster as dg

from vidpipe_assets.defs.asset_checks import of_clips
from vidpipe_assets.defs.assets.stage_asset import Checkpoint, at_work, stage_asset
from vidpipe_assets.defs.metadata import show_clips
from vidpipe_assets.model.media import ClipSet
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.clips import art_direction, film
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.CLIPS)
def clips(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], scripts: ProductionPlan
) -> Checkpoint:
    """One clip a scene, from the theme's chain of footage providers; longer than the scene will probably last."""
    with at_work(context, workplace, {Stage.SCRIPTS: scripts}) as task:
        if task.kept:
            return task.kept
        began = time.monotonic()
        shots = art_direction(task, scripts)
        made = ClipSet(clips=film(task, shots), seconds_spent=round(time.monotonic() - began, 2))
        metadata = show_clips(made, workplace.store.artifacts, task.scratch)
        return task.done(made, metadata, of_clips(scripts, made))
