"""A stage reads the version that the latest materialization names, and says clearly when there is none."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import dagster as dg
import pytest

from vidpipe_assets.defs.io_manager import DocumentIOManager
from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import Document
from vidpipe_assets.orchestration.checkpoints import FINGERPRINT, INGREDIENTS, checkpoint, latest_checkpoint
from vidpipe_assets.planning.fingerprints import Ingredients, ingredients
from vidpipe_assets.storage.documents import Documents
from vidpipe_assets.storage.fencing import Fence

VIDEOS = dg.DynamicPartitionsDefinition(name="videos")
KEY = "2026-11-23_gadgets"
THEME = Theme(name="gadgets", channel="G")


class Note(Document):
    text: str


class Line:
    """Two stages of one video, in a store and an instance of their own."""

    def __init__(self, folder: Path) -> None:
        leases = SimpleNamespace(fence=lambda video: Fence(cast("Any", None), video, 0))
        self.store: Any = SimpleNamespace(documents=Documents(folder), leases=leases)
        self.instance = dg.DagsterInstance.ephemeral()
        self.instance.add_dynamic_partitions("videos", [KEY])
        self.text = "first"
        self.passes = True
        self.read: list[str] = []

    def run(self, *stages: Stage) -> dg.ExecuteInProcessResult:
        line = self

        @dg.asset(partitions_def=VIDEOS, check_specs=[dg.AssetCheckSpec("good", asset="trends", blocking=True)])
        def trends() -> dg.MaterializeResult:
            finding = Finding(check="good", passed=line.passes, description="as told", numbers={"n": 1})
            return line.checkpoint(Stage.TRENDS, Note(text=line.text), {}, [finding])

        @dg.asset(partitions_def=VIDEOS)
        def analysis(trends: Note) -> dg.MaterializeResult:
            line.read.append(trends.text)
            return line.checkpoint(Stage.ANALYSIS, Note(text="seen"), {Stage.TRENDS: trends.data_version}, [])

        return dg.materialize(
            [trends, analysis],
            instance=self.instance,
            partition_key=KEY,
            selection=[stage.value for stage in stages],
            resources={"io_manager": DocumentIOManager(lambda: self.store)},
            raise_on_error=False,
        )

    def checkpoint(
        self, stage: Stage, note: Note, upstream: dict[Stage, str], findings: list[Finding]
    ) -> dg.MaterializeResult[Any]:
        made_of = ingredients(stage, THEME, overrides={}, upstream=upstream)
        return checkpoint(self.store, KEY, note, made_of=made_of, metadata={}, findings=findings)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path)


def test_a_stage_reads_what_the_stage_before_it_made(line: Line) -> None:
    assert line.run(Stage.TRENDS, Stage.ANALYSIS).success
    assert line.read == ["first"]


def test_a_later_run_reads_the_latest_version(line: Line) -> None:
    line.run(Stage.TRENDS)
    line.text = "second"
    line.run(Stage.TRENDS)
    line.run(Stage.ANALYSIS)
    assert line.read == ["second"]
    found = latest_checkpoint(line.instance, Stage.TRENDS, KEY)
    assert found is not None
    assert found.data_version == Note(text="second").data_version


def test_going_back_to_an_earlier_content_is_read_as_such(line: Line) -> None:
    for text in ("first", "second", "first"):
        line.text = text
        line.run(Stage.TRENDS)
    line.run(Stage.ANALYSIS)
    assert line.read == ["first"]


def test_a_stage_without_its_upstream_fails_with_the_remedy(line: Line) -> None:
    done = line.run(Stage.ANALYSIS)
    assert not done.success
    [failed] = done.get_step_failure_events()
    assert "has no trends yet" in str(failed)
    assert "Remedy: materialize trends" in str(failed)


def test_a_failed_blocking_check_keeps_the_next_stage_from_starting(line: Line) -> None:
    line.passes = False
    done = line.run(Stage.TRENDS, Stage.ANALYSIS)
    assert not done.success
    assert line.read == []
    found = latest_checkpoint(line.instance, Stage.TRENDS, KEY)
    assert found is not None
    assert found.data_version == Note(text="first").data_version


def test_a_checkpoint_carries_fingerprint_and_ingredients(line: Line) -> None:
    line.run(Stage.TRENDS)
    found = line.instance.fetch_materializations(dg.AssetKey("trends"), limit=1).records[0].asset_materialization
    assert found is not None
    made_of = Ingredients.model_validate(found.metadata[INGREDIENTS].value)
    assert made_of.stage is Stage.TRENDS
    assert found.metadata[FINGERPRINT].value == made_of.fingerprint
