"""The asset `review`."""

import dagster as dg

from vidpipe_assets.defs.assets.stage_asset import Checkpoint, stage_asset, stage_run
from vidpipe_assets.defs.metadata import show_review
from vidpipe_assets.model.media import ComposedVideo
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.review import package_review
from vidpipe_assets.workplace import Workplace


@stage_asset(Stage.REVIEW)
def review(
    context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace], composed_video: ComposedVideo
) -> Checkpoint:
    """The package for the person who says yes or no: `output/review/<video key>/`, with a page that opens from disk."""
    with stage_run(context, workplace, {Stage.COMPOSED_VIDEO: composed_video}) as run:
        folder = workplace.places.output / "review" / run.context.video
        if run.recorded and (folder / "index.html").exists() and (folder / "video.mp4").exists():
            return run.recorded
        package = package_review(run.context, composed_video)
        return run.checkpoint(package, show_review(package, folder))
