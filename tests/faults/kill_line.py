"""The line that is killed often: real jobs, store, ledger and event log in real processes, but stages of milliseconds.

`dagster job execute -m faults.kill_line -j refresh_videos`. Each stage writes what its real one does: artifacts, a
claim, paid jobs at the fake provider that `faults.fake_ports` knows, a file of a child process, a whole folder.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from fake_line import FAKES, Note
from faults.asker import QUICK
from faults.fake_ports import URL
from faults.jobs import ListedFilm

from vidpipe_assets.defs.io_manager import DocumentIOManager
from vidpipe_assets.defs.jobs import make_video_job, order_videos_job, refresh_videos_job
from vidpipe_assets.defs.loggers import console_logger
from vidpipe_assets.defs.resources import workplace_of_runs
from vidpipe_assets.defs.sensors import refresh_videos_sensor
from vidpipe_assets.io.files import replacing_folder, write_atomically
from vidpipe_assets.ledger.call_spec import CallScope, CallSpec
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.model.checks import CHECKS, Finding
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.workplace import Workplace

SCENES = ("hook", "end")


class QuickWorkplace(Workplace):
    """A workplace where every stage is done at once."""

    def work(self, run: Any, stage: Stage) -> Any:
        """The work of one stage, as `fake_line` asks for it."""
        findings = [Finding(check=check.name, passed=True, description="seen") for check in CHECKS.get(stage, ())]
        note = Note(
            text=f"{stage}: {run.context.ingredients.fingerprint}", files=tuple(self._files(run.context, stage))
        )
        return run.checkpoint(note, {}, findings)

    def _files(self, context: Any, stage: Stage) -> Iterator[Artifact]:
        artifacts = self.store.artifacts
        if stage is Stage.ANALYSIS:
            self.store.claims.claim(context.key, ["a story"], 1)
        if stage in {Stage.CLIPS, Stage.VOICEOVER}:
            for scene in SCENES:
                yield self._bought(context, stage, scene)
        if stage is Stage.COMPOSED_VIDEO:
            made = context.scratch / "video.mp4"
            subprocess.run(["/bin/sh", "-c", 'printf %s "$1" > "$2"', "sh", context.video, str(made)], check=True)
            yield artifacts.add(made)
        if stage is Stage.REVIEW:
            with replacing_folder(self.places.output / "review" / context.video) as folder:
                write_atomically(folder / "index.html", context.video.encode())

    def _bought(self, context: Any, stage: Stage, scene: str) -> Artifact:
        prompt = f"{stage} of {scene}"
        scope = CallScope(stage, context.theme.name, context.video, scene)
        spec = CallSpec(scope, "fake", "film", {"prompt": prompt}, context.key.day, Money.of("0.25"), policy=QUICK)
        job = ListedFilm(os.environ[URL], Path(context.scratch), prompt, polls=0)
        return Ledger(self.store).once(spec, job).files["film"]


_workplace = QuickWorkplace()

defs = dg.Definitions(
    assets=FAKES,
    jobs=[make_video_job, order_videos_job, refresh_videos_job],
    sensors=[refresh_videos_sensor],
    resources={"workplace": workplace_of_runs(_workplace), "io_manager": DocumentIOManager(lambda: _workplace.store)},
    executor=dg.in_process_executor,
    loggers={"console": console_logger},
)
