"""The jobs: making one video, ordering, refreshing what is stale or failed, deciding about videos, tidying up."""

from typing import Any

import dagster as dg

from vidpipe_assets.defs.ops.collect_garbage import TidyConfig, tidy
from vidpipe_assets.defs.ops.decide import DecideConfig, decide
from vidpipe_assets.defs.ops.order import OrderConfig, order
from vidpipe_assets.defs.ops.refresh import RefreshConfig, refresh
from vidpipe_assets.model.stages import Stage

QUIET: dict[str, Any] = {"loggers": {"console": {"config": {}}}}
"""The run config of a job that was given none; without it, Dagster tells every event of every step."""

make_video_job = dg.define_asset_job(
    "make_video",
    selection=dg.AssetSelection.assets(*(stage.value for stage in Stage)),
    description="Make one video: all seven stages of one partition.",
    config=QUIET,
)


def _launchpad(op: str, config: type[dg.Config]) -> dict[str, Any]:
    """What the launchpad shows to begin with: every field of the op with its default. Also the config of no config."""
    return {**QUIET, "ops": {op: {"config": config().model_dump(mode="json")}}}


@dg.job(
    name="order_videos",
    config=_launchpad("order", OrderConfig),
    description="Order videos by theme and day, and make them if `make_now` is set. Ordering twice is harmless.",
)
def order_videos_job() -> None:
    """One op: the order."""
    order()


@dg.job(
    name="refresh_videos",
    config=_launchpad("refresh", RefreshConfig),
    description="Make what is missing, stale or failed of open videos, and nothing else. Dry: only say what that is.",
)
def refresh_videos_job() -> None:
    """One op: the refresh."""
    refresh()


@dg.job(
    name="decide_videos",
    config=_launchpad("decide", DecideConfig),
    description="Say what is to become of videos: retry, reject a stage, approve, cancel, reopen. It makes nothing.",
)
def decide_videos_job() -> None:
    """One op: the decision."""
    decide()


@dg.job(
    name="collect_garbage",
    config=_launchpad("tidy", TidyConfig),
    description="Say what nobody needs any more: documents, files, packages, runs, logs. Remove it if `delete` is set.",
)
def collect_garbage_job() -> None:
    """One op: the tidying."""
    tidy()
