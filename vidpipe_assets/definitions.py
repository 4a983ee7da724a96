"""Assembles the rooms into Dagster's `Definitions`; nothing else."""

import dagster as dg

from vidpipe_assets.defs.assets.analysis import analysis
from vidpipe_assets.defs.assets.clips import clips
from vidpipe_assets.defs.assets.composed_video import composed_video
from vidpipe_assets.defs.assets.review import review
from vidpipe_assets.defs.assets.scripts import scripts
from vidpipe_assets.defs.assets.trends import trends
from vidpipe_assets.defs.assets.voiceover import voiceover
from vidpipe_assets.defs.io_manager import DocumentIOManager
from vidpipe_assets.defs.jobs import (
    collect_garbage_job,
    decide_videos_job,
    make_video_job,
    order_videos_job,
    refresh_videos_job,
)
from vidpipe_assets.defs.loggers import console_logger, explain_input_errors
from vidpipe_assets.defs.resources import workplace_of_runs
from vidpipe_assets.defs.schedules import collect_garbage_schedule, order_videos_schedule
from vidpipe_assets.defs.sensors import refresh_videos_sensor
from vidpipe_assets.workplace import Workplace

explain_input_errors()
_workplace = Workplace()

defs = dg.Definitions(
    assets=[trends, analysis, scripts, clips, voiceover, composed_video, review],
    jobs=[make_video_job, order_videos_job, refresh_videos_job, decide_videos_job, collect_garbage_job],
    schedules=[order_videos_schedule, collect_garbage_schedule],
    sensors=[refresh_videos_sensor],
    resources={
        "workplace": workplace_of_runs(_workplace),
        "io_manager": DocumentIOManager(lambda: _workplace.store),
    },
    executor=dg.in_process_executor,
    loggers={"console": console_logger},
)
