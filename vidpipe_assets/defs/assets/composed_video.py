"""The asset `composed_video`."""

import dagster as dg

from vidpipe_assets.defs.assets.stage_asset import Checkpoint, stage_asset, stage_run
from vidpipe_assets.defs.metadata import show_composed
from vidpipe_assets.model.media import ClipSet, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.checks import check_composed_video
from vidpipe_assets.stages.composed_video import compose_video
from vidpipe_assets.workplace import Workplace


class Rendering(dg.Config):
    """How the machine is used.

    `threads`: 1 gives the same bytes for the same inputs, whatever was there before; 0 leaves it to the machine, or to
    the worker that makes several videos at once.
    """

    threads: int = 0


@stage_asset(Stage.COMPOSED_VIDEO)
def composed_video(
    context: dg.AssetExecutionContext,
    config: Rendering,
    workplace: dg.ResourceParam[Workplace],
    scripts: ProductionPlan,
    clips: ClipSet,
    voiceover: Voiceover,
) -> Checkpoint:
    """The finished video with captions, music and chapters, its thumbnail and contact sheet, measured in the file."""
    upstream = {Stage.SCRIPTS: scripts, Stage.CLIPS: clips, Stage.VOICEOVER: voiceover}
    with stage_run(context, workplace, upstream) as run:
        if run.recorded:
            return run.recorded
        video = compose_video(run.context, scripts, clips, voiceover, config.threads)
        findings = check_composed_video(scripts, voiceover, video, run.context.theme.format)
        return run.checkpoint(video, show_composed(video, workplace.store.artifacts), findings)
