"""The two stages that ask paid providers, in a home of their own, with a plan that is simply there.

All is real but the drawing of scenes, the fitting of footage (which costs seconds a scene), and what the plan is from.
With `drawn`, scenes are really drawn.
"""

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import dagster as dg
from faults.fake_provider import played
from samples import plan, report

from vidpipe_assets.defs.assets.clips import clips
from vidpipe_assets.defs.assets.stage_asset import Checkpoint, stage_asset, stage_run
from vidpipe_assets.defs.assets.voiceover import voiceover
from vidpipe_assets.defs.io_manager import DocumentIOManager
from vidpipe_assets.defs.resources import workplace_of_runs
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.decision import take_of
from vidpipe_assets.model.media import ClipSet, Voiceover
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.checkpoints import PAID, RecordedCheckpoint, latest_checkpoint
from vidpipe_assets.orchestration.failures import FailureRecord, latest_failure
from vidpipe_assets.planning.fingerprints import ingredients
from vidpipe_assets.stages.checks import check_scripts
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.storage.places import Places
from vidpipe_assets.workplace import Workplace

VIDEO = "2026-11-23_gadgets"
FILMED = ("s2", "s3", "s4")
"""The scenes that footage is asked for: not the hook, not the end card."""

THEME = """\
name: gadgets
channel: Gadgets
providers:
  footage: [fake_footage]
  speech: [fake_speech]
budget:
  video: 5
"""


class _Workplace(Workplace):
    """A workplace in a folder of the test's, whose clock may be set."""

    def __init__(self, home: Path, budget_a_day: Decimal | None = None) -> None:
        super().__init__()
        self._home, self._budget = home, budget_a_day
        self.clock: dt.datetime | None = None

    @property
    def places(self) -> Places:  # type: ignore[override]
        return Places(self._home, budget_a_day=self._budget)

    def now(self) -> dt.datetime:
        return self.clock or dt.datetime.now(dt.UTC)


@stage_asset(Stage.SCRIPTS)
def scripts(context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]) -> Checkpoint:
    """The sample plan."""
    with stage_run(context, workplace, {Stage.ANALYSIS: report()}) as run:
        return run.checkpoint(plan(), {}, check_scripts(plan(), run.context.theme.format))


@dataclass
class Stages:
    """What a test does with them."""

    workplace: _Workplace
    instance: dg.DagsterInstance
    video: str = VIDEO

    def make(self, *stages: Stage) -> dg.ExecuteInProcessResult:
        """A run that a person starts."""
        definitions = dg.Definitions(
            assets=[scripts, clips, voiceover],
            resources={
                "workplace": workplace_of_runs(self.workplace),
                "io_manager": DocumentIOManager(lambda: self.workplace.store),
            },
            jobs=[dg.define_asset_job("make", [Stage.SCRIPTS.value, Stage.CLIPS.value, Stage.VOICEOVER.value])],
            executor=dg.in_process_executor,
        )
        return definitions.resolve_job_def("make").execute_in_process(
            instance=self.instance,
            partition_key=self.video,
            asset_selection=[dg.AssetKey(stage.value) for stage in stages],
            raise_on_error=False,
        )

    def context(self, stage: Stage, folder: Path) -> StageContext:
        """A stage at work in `folder`, as people's decisions are now."""
        key, store = VideoKey.parse(VIDEO), self.workplace.store
        theme, said = self.workplace.theme("gadgets"), store.decisions.of(VIDEO)
        made_of = ingredients(
            stage, theme, overrides={}, upstream=dict.fromkeys(stage.upstream, ""), take=take_of(said, stage)
        )
        return StageContext(key, theme, store.orders.ensure(key), self.workplace, made_of, print, folder, said)

    def recorded(self, stage: Stage) -> RecordedCheckpoint:
        """The stage's checkpoint."""
        found = latest_checkpoint(self.instance, stage, self.video)
        assert found is not None
        return found

    def paid(self, stage: Stage) -> str:
        """What the stage says it has paid."""
        return str(self.recorded(stage).metadata[PAID].value)

    def clips(self) -> ClipSet:
        """The clips that were made."""
        return self._document(Stage.CLIPS, ClipSet)

    def voiceover(self) -> Voiceover:
        """The voice that was made."""
        return self._document(Stage.VOICEOVER, Voiceover)

    def failure(self, stage: Stage) -> FailureRecord:
        """The latest failure of a stage."""
        found = latest_failure(self.instance, stage, self.video)
        assert found is not None
        return found[1]

    def booked(self) -> Decimal:
        """All that the ledger says was spent or may have been."""
        lines = costs(self.workplace.store, "provider", video=self.video)
        return sum((line.spent + line.reserved + line.doubtful for line in lines), Decimal(0))

    def _document(self, stage: Stage, kind: type[Any]) -> Any:
        version = self.recorded(stage).data_version
        return self.workplace.store.documents.load(self.video, stage, version, kind)


@contextmanager
def new_stages(
    home: Path, state: Path, *, theme: str = THEME, budget_a_day: Decimal | None = None, drawn: bool = False
) -> Iterator[Stages]:
    """Stages with their plan made; `state` is that of a vidpipe that has done nothing."""
    shutil.copytree(state, Places(home).state)
    (home / "themes").mkdir()
    (home / "themes" / "gadgets.yaml").write_text(theme)
    (home / "dagster").mkdir()
    workplace = _Workplace(home, budget_a_day)
    with (
        dg.DagsterInstance.ephemeral(tempdir=str(home / "dagster")) as instance,
        nullcontext() if drawn else patch("vidpipe_assets.stages.clip_selection._draw", _drawn),
        patch("vidpipe_assets.stages.clip_selection.fit_footage", _fitted),
        patch("vidpipe_assets.stages.clip_selection._draw_over", lambda found, *_: dict(found)),
    ):
        instance.add_dynamic_partitions("videos", [VIDEO])
        made = Stages(workplace, instance)
        assert made.make(Stage.SCRIPTS).success
        yield made
    workplace.store.close()


def _drawn(shots: Any, folder: Path, *_: Any) -> dict[str, Path]:
    paths = {shot.scene.id: folder / f"{shot.scene.id}.mp4" for shot in shots}
    for path in paths.values():
        path.write_bytes(played(1))
    return paths


def _fitted(source: Path, frames: int, out: Path, *, cut: int) -> tuple[str, ...]:
    shutil.copy(source, out)
    return ()
