"""The line that is killed often: real jobs, store, ledger and event log in real processes, but stages of milliseconds.

`dagster job execute -m faults.kill_line -j refresh_videos`. Each stage writes what its real one does, under the fence
of its run: artifacts, a claim, paid jobs at the fake provider that `faults.fake_ports` knows, a file of a child
process, a review package that can be approved. What is bought depends on what was asked, not on the order of asking.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import samples
from fake_line import FAKES, Note
from faults.asker import QUICK
from faults.fake_ports import URL
from faults.jobs import ListedFilm

from vidpipe_assets.defs.io_manager import DocumentIOManager
from vidpipe_assets.defs.jobs import make_video_job, order_videos_job, refresh_videos_job
from vidpipe_assets.defs.loggers import console_logger
from vidpipe_assets.defs.resources import workplace_of_runs
from vidpipe_assets.defs.sensors import refresh_videos_sensor
from vidpipe_assets.ledger.call_spec import CallScope, CallSpec
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.model.checks import CHECKS, Finding
from vidpipe_assets.model.decision import take_of_scene
from vidpipe_assets.model.media import Artifact, ReviewPackage
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.review_contents import build_review
from vidpipe_assets.operations.review_package import assemble
from vidpipe_assets.workplace import Workplace

SCENES = ("hook", "end")


class QuickWorkplace(Workplace):
    """A workplace where every stage is done at once."""

    def work(self, run: Any, stage: Stage) -> Any:
        """The work of one stage, as `fake_line` asks for it."""
        findings = [Finding(check=check.name, passed=True, description="seen") for check in CHECKS.get(stage, ())]
        if stage is Stage.REVIEW:
            return run.checkpoint(self._packaged(run.context), {}, findings)
        text = f"{stage}: {run.context.ingredients.fingerprint}"
        return run.checkpoint(Note(text=text, files=tuple(self._files(run.context, stage))), {}, findings)

    def _files(self, context: Any, stage: Stage) -> Iterator[Artifact]:
        if stage is Stage.ANALYSIS:
            self.store.claims.claim(context.key, [f"a story of {context.video}"], 1, context.fence)
        if stage in {Stage.CLIPS, Stage.VOICEOVER}:
            for scene in SCENES:
                yield self._bought(context, stage, scene)
        if stage is Stage.COMPOSED_VIDEO:
            made = context.scratch / "video.mp4"
            subprocess.run(["/bin/sh", "-c", 'printf %s "$1" > "$2"', "sh", context.video, str(made)], check=True)
            yield self.store.artifacts.add(made)

    def _bought(self, context: Any, stage: Stage, scene: str) -> Artifact:
        take = take_of_scene(context.decisions, stage, scene)
        prompt = f"{stage} of {scene} of {context.video}, take {take}"
        scope = CallScope(stage, context.theme.name, context.video, scene)
        asked = {"prompt": prompt}
        spec = CallSpec(scope, "fake", "film", asked, context.key.day, Money.of("0.25"), take=take, policy=QUICK)
        job = ListedFilm(os.environ[URL], Path(context.scratch), prompt, polls=0, wanted={"own": True})
        return Ledger(self.store, fence=context.fence).once(spec, job).files["film"]

    def _packaged(self, context: Any) -> ReviewPackage:
        """The samples' video, with a title that says what it was made of."""
        shelf = samples.Shelf(context.scratch / "shelf")
        title = f"Made of {context.ingredients.fingerprint[:20]}"
        plan = samples.plan().model_copy(update={"title": title})
        contents = samples.contents(shelf, video_key=context.video, theme=context.theme.name, plan=plan)
        for media in build_review(contents).files.values():
            self.store.artifacts.add(shelf.path(media))
        return assemble(self.places.output / "review", contents, context.fence)


_workplace = QuickWorkplace()

defs = dg.Definitions(
    assets=FAKES,
    jobs=[make_video_job, order_videos_job, refresh_videos_job],
    sensors=[refresh_videos_sensor],
    resources={"workplace": workplace_of_runs(_workplace), "io_manager": DocumentIOManager(lambda: _workplace.store)},
    executor=dg.in_process_executor,
    loggers={"console": console_logger},
)
