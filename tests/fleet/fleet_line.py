"""The quick line for a fleet: each video buys four films of its own, and tells when and in which process.

`bought.jsonl` in the home gets a line for each film; after it, the stage takes `VIDPIPE_TEST_STAGE_S` seconds more, so
that a worker can be killed between two films.
"""

import json
import os
import time
from pathlib import Path
from typing import Any

import dagster as dg
from fake_line import FAKES
from faults.asker import QUICK
from faults.fake_ports import URL
from faults.jobs import ListedFilm
from faults.kill_line import QuickWorkplace

from vidpipe_assets.defs.io_manager import DocumentIOManager
from vidpipe_assets.defs.jobs import make_video_job, order_videos_job, refresh_videos_job
from vidpipe_assets.defs.loggers import console_logger
from vidpipe_assets.defs.resources import workplace_of_runs
from vidpipe_assets.defs.sensors import refresh_videos_sensor
from vidpipe_assets.ledger.call_spec import CallScope, CallSpec
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.stages import Stage


class FleetWorkplace(QuickWorkplace):
    """A workplace whose stages that pay take a while."""

    def _bought(self, context: Any, stage: Stage, scene: str) -> Artifact:
        prompt = f"{context.video} {stage} of {scene}"
        scope = CallScope(stage, context.theme.name, context.video, scene)
        spec = CallSpec(scope, "fake", "film", {"prompt": prompt}, context.key.day, Money.of("0.25"), policy=QUICK)
        job = ListedFilm(os.environ[URL], Path(context.scratch), prompt, polls=0)
        film = Ledger(self.store).once(spec, job).files["film"]
        with (self.places.home / "bought.jsonl").open("a") as file:
            file.write(json.dumps({"video": context.video, "stage": stage, "scene": scene, "pid": os.getpid()}) + "\n")
        time.sleep(float(os.environ.get("VIDPIPE_TEST_STAGE_S", "0")))
        return film


_workplace = FleetWorkplace()

defs = dg.Definitions(
    assets=FAKES,
    jobs=[make_video_job, order_videos_job, refresh_videos_job],
    sensors=[refresh_videos_sensor],
    resources={"workplace": workplace_of_runs(_workplace), "io_manager": DocumentIOManager(lambda: _workplace.store)},
    executor=dg.in_process_executor,
    loggers={"console": console_logger},
)
