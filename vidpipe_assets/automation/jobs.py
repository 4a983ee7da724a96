"""The jobs: making one video, and ordering videos."""

import dagster as dg

from vidpipe_assets.assets.stage import VIDEOS
from vidpipe_assets.automation.ordering import order
from vidpipe_assets.model.stages import Stage

QUIET = {"loggers": {"console": {"config": {}}}}
"""The run config of a job that was given none; without it, Dagster tells every event of every step."""

make_video_job = dg.define_asset_job(
    "make_video",
    selection=dg.AssetSelection.assets(*(stage.value for stage in Stage)),
    partitions_def=VIDEOS,
    description="Make one video: all seven stages of one partition.",
    config=QUIET,
)


@dg.job(
    name="order_videos",
    config=QUIET,
    description="Order videos by theme and day, and make them if `make_now` is set. Ordering twice is harmless.",
)
def order_videos_job() -> None:
    """One op: the order."""
    order()
