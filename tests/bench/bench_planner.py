"""How long planning takes with 100 to 50,000 videos: seven checkpoints each, a failure in every tenth.

Prints seconds (wall and CPU) on SQLite and on PostgreSQL (the server of VIDPIPE_TEST_POSTGRES, or the wheel's); the
limits are those for 10,000 videos on SQLite, where Dagster's own `AutomationCondition.eager()` evaluates the same graph
and event log, too. Run: python tests/bench/bench_planner.py [videos …], without numbers 100, 1,000,
10,000 and 50,000; writes .vidpipe/bench/planner.json and planner.png.
"""

import datetime as dt
import json
import logging
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import samples
import sqlalchemy as sa
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.events import StepMaterializationData
from dagster._core.storage.event_log.schema import SqlEventLogStorageTable
from dagster._serdes import serialize_value
from databases import new_database, server
from measuring import write as write_rows

from vidpipe_assets.defs.sensors import refresh_videos_sensor
from vidpipe_assets.model.checks import CHECKS
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.checkpoints import FINDINGS, INGREDIENTS
from vidpipe_assets.orchestration.failures import FAILURE
from vidpipe_assets.orchestration.integrity import IntegrityScan
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.planning.desired import stage_overrides
from vidpipe_assets.planning.fingerprints import ingredients
from vidpipe_assets.storage.places import Places
from vidpipe_assets.workplace import Workplace

SIZES = (100, 1_000, 10_000, 50_000)
PROMISED_AT = 10_000
THEMES = ("gadgets", "space", "animals")
LIMITS = {"full plan": 8.0, "idle tick": 0.2, "tick after one change": 0.4}
DAGSTERS = "Dagster's AutomationCondition.eager()"
VIDEO_PARTITIONS = dg.DynamicPartitionsDefinition(name="videos")
MOMENT = time.time() - 86_400


@dataclass(frozen=True)
class Case:
    """How many videos, in which database; PostgreSQL by its address."""

    videos: int
    postgres: str = ""

    @property
    def database(self) -> str:
        """Its name for people."""
        return "PostgreSQL" if self.postgres else "SQLite"

    @property
    def keys(self) -> list[VideoKey]:
        """A few videos a day and theme, as years of use would give."""
        first, each = dt.date(1980, 1, 1), range(self.videos)
        return [VideoKey(first + dt.timedelta(days=n // 9), THEMES[n % 3], number=n // 3 % 3 + 1) for n in each]


Figures = dict[str, tuple[float, float]]
"""What was done -> wall and CPU seconds."""


class BenchWorkplace(Workplace):
    """A workplace in a folder of its own."""

    def __init__(self, home: Path, case: Case) -> None:
        super().__init__()
        self._home, self.case = home, case

    @property
    def places(self) -> Places:  # type: ignore[override]
        return Places(self._home, database=self.case.postgres)


def event(kind: dg.DagsterEventType, stage: Stage, data: Any, run_id: str) -> str:
    """A serialized event as Dagster stores it."""
    told = dg.DagsterEvent(kind.value, "make_video", step_key=stage.value, event_specific_data=data)
    entry = dg.EventLogEntry(
        error_info=None, level=logging.INFO, user_message="", run_id=run_id, timestamp=MOMENT, dagster_event=told
    )
    return serialize_value(entry)


def made(key: str, stage: Stage, made_of: Any, run_id: str) -> str:
    """A materialization with what vidpipe writes, and some text that people look at."""
    findings: list[dict[str, object]] = [
        {"check": c.name, "passed": True, "description": "fine", "numbers": {}} for c in CHECKS.get(stage, ())
    ]
    metadata = {
        INGREDIENTS: dg.MetadataValue.json(made_of.model_dump(mode="json")),
        FINDINGS: dg.MetadataValue.json(findings),
        "report": dg.MetadataValue.md("text " * 400),
    }
    asset = dg.AssetMaterialization(
        stage.value, partition=key, metadata=metadata, tags={DATA_VERSION_TAG: f"v-{stage}"}
    )
    return event(dg.DagsterEventType.ASSET_MATERIALIZATION, stage, StepMaterializationData(asset, []), run_id)


def failed(key: str, stage: Stage, made_of: Any, run_id: str) -> str:
    """A permanent failure."""
    from dagster._core.events import AssetObservationData

    record = {
        "fingerprint": made_of.fingerprint,
        "branch": "permanent",
        "attempt": 1,
        "message": "no such voice",
        "at": "2026-11-22T06:00:00+00:00",
    }
    metadata = {FAILURE: dg.MetadataValue.json(record)}
    observation = dg.AssetObservation(stage.value, partition=key, metadata=metadata)
    return event(dg.DagsterEventType.ASSET_OBSERVATION, stage, AssetObservationData(observation), run_id)


def rows(workplace: BenchWorkplace) -> Iterator[dict[str, Any]]:
    """Every event of every video: seven checkpoints, or a failure at the voiceover."""
    themes, _ = workplace.themes()
    orders = {str(order.key): order for order in workplace.store.orders.open_orders()}
    versions = {stage: f"v-{stage}" for stage in Stage}
    for number, (key, order) in enumerate(orders.items()):
        run_id = f"00000000-0000-0000-0000-{number:012d}"
        fails = number < workplace.case.videos // 10
        for stage in Stage:
            if fails and stage in (Stage.COMPOSED_VIDEO, Stage.REVIEW):
                continue
            made_of = ingredients(
                stage, themes[order.theme], overrides=stage_overrides(order, stage), upstream=versions
            )
            is_failure = fails and stage is Stage.VOICEOVER
            yield {
                "run_id": run_id,
                "event": (failed if is_failure else made)(key, stage, made_of, run_id),
                "dagster_event_type": "ASSET_OBSERVATION" if is_failure else "ASSET_MATERIALIZATION",
                "timestamp": dt.datetime.fromtimestamp(MOMENT, dt.UTC).replace(tzinfo=None),
                "step_key": stage.value,
                "asset_key": json.dumps([stage.value]),
                "partition": key,
            }
            for check in CHECKS.get(stage, ())[:1]:
                yield {
                    "run_id": run_id,
                    "event": json.dumps({"check": check.name}),
                    "dagster_event_type": "ASSET_CHECK_EVALUATION",
                    "timestamp": dt.datetime.fromtimestamp(MOMENT, dt.UTC).replace(tzinfo=None),
                    "step_key": stage.value,
                    "asset_key": json.dumps([stage.value]),
                    "partition": None,
                }


def documents(workplace: BenchWorkplace) -> None:
    """What the checkpoints speak of, for the patrol: realistic documents. All videos name the same media files."""
    whole = (samples.snapshot(), samples.report(), samples.plan(), samples.clip_set(), samples.voiceover())
    contents = [one.model_dump_json(indent=1) for one in (*whole, samples.composed(), samples.composed())]
    for key in workplace.case.keys:
        for stage, content in zip(Stage, contents, strict=True):
            file = workplace.places.documents / str(key) / stage / f"v-{stage}.json"
            file.parent.mkdir(parents=True)
            file.write_text(content)
    for stage in Stage:
        for artifact in workplace.store.documents.artifacts(str(workplace.case.keys[0]), stage, f"v-{stage}"):
            file = workplace.places.artifacts / artifact.sha256[:2] / artifact.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
            os.truncate(file, artifact.size)


def fill(workplace: BenchWorkplace, instance: dg.DagsterInstance) -> None:
    """Themes, orders, partitions, documents, events."""
    workplace.places.themes.mkdir()
    documents(workplace)
    for name in THEMES:
        (workplace.places.themes / f"{name}.yaml").write_text(f"name: {name}\nchannel: {name}\n")
    keys = workplace.case.keys
    workplace.store.orders.add(keys, asked_by="bench")
    instance.add_dynamic_partitions("videos", [str(key) for key in keys])
    for stage in Stage:  # makes the asset known
        instance.report_runless_asset_event(dg.AssetMaterialization(stage.value, partition=str(keys[-1])))
    with instance.event_log_storage.index_connection() as connection:  # type: ignore[attr-defined]
        batch: list[dict[str, Any]] = []
        for row in rows(workplace):
            batch.append(row)
            if len(batch) == 5_000:
                connection.execute(sa.insert(SqlEventLogStorageTable), batch)
                batch = []
        if batch:
            connection.execute(sa.insert(SqlEventLogStorageTable), batch)


def timed(work: Callable[[], Any], times: int = 1) -> tuple[float, float]:
    """Wall and CPU seconds, the median of `times`."""
    found: list[tuple[float, float]] = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    return sorted(found)[len(found) // 2]


class Ticks:
    """The sensor as the daemon evaluates it."""

    def __init__(self, workplace: Workplace, instance: dg.DagsterInstance) -> None:
        self.workplace, self.instance = workplace, instance
        self.cursor: str | None = None
        self.number = 0

    def tick(self) -> None:
        """One evaluation."""
        resources = {"workplace": self.workplace}
        with dg.build_sensor_context(self.instance, cursor=self.cursor, resources=resources) as context:
            result: Any = refresh_videos_sensor(context)
        self.cursor = result.cursor
        self.requested = len(result.run_requests or ())

    def forgetful_tick(self) -> None:
        """One that does not trust its cursor."""
        self.cursor = None
        self.tick()

    def change(self) -> None:
        """A new order; and the tick that takes it in."""
        self.number += 1
        self.workplace.store.orders.add([VideoKey(dt.date(2026, 11, 23), "gadgets", self.number)], asked_by="bench")
        self.tick()


def of_dagster(instance: dg.DagsterInstance) -> tuple[float, float]:
    """Dagster's declarative automation over the same seven assets and the same log."""
    defs = dg.Definitions(assets=[_spec(stage) for stage in Stage])
    return timed(lambda: dg.evaluate_automation_conditions(defs, instance))


def _spec(stage: Stage) -> dg.AssetsDefinition:
    @dg.asset(
        name=stage.value,
        partitions_def=VIDEO_PARTITIONS,
        deps=[up.value for up in stage.upstream],
        automation_condition=dg.AutomationCondition.eager(),
    )
    def work() -> None: ...

    return work


def main() -> None:
    """Fill, measure, print and write, case by case."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    with server() as postgres:
        found = [(case, measured(case)) for size in sizes for case in (Case(size), Case(size, postgres))]
    write(found)


def measured(case: Case) -> Figures:
    """A new home and database with the case's videos: what planning takes there."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        storage: dict[str, Any] = {}
        if case.postgres:
            case = Case(case.videos, stack.enter_context(new_database(case.postgres)))
            place = {"module": "vidpipe_assets.orchestration.postgres_storage", "class": "UrlPostgresStorage"}
            storage = {"storage": {"custom": {**place, "config": {"postgres_url": case.postgres}}}}
        workplace = BenchWorkplace(home, case)
        (home / "dagster").mkdir()
        instance = stack.enter_context(dg.DagsterInstance.local_temp(str(home / "dagster"), overrides=storage))
        stack.enter_context(closing(workplace.store))
        wall, _ = timed(lambda: fill(workplace, instance))
        print(f"{case.videos} videos in {case.database}, filled in {wall:.0f} s", flush=True)
        found = measure(workplace, instance)
        report(case, found)
    return found


def measure(workplace: BenchWorkplace, instance: dg.DagsterInstance) -> Figures:
    """All figures."""
    found = {"first read of the whole log": timed(lambda: PlanState(workplace).refresh(instance))}
    state = PlanState(workplace)
    found["full plan"] = timed(lambda: state.refresh(instance))
    print(len(state.plans), "planned,", len(state.todo), "to do,", len(state.waiting), "waiting", flush=True)
    found["patrol of all videos"] = timed(lambda: told_of_losses(IntegrityScan(state).examine(instance, state.plans)))
    ticks = Ticks(workplace, instance)
    found["first tick of a process"] = timed(ticks.tick)
    found["idle tick"] = timed(ticks.tick, 9)
    found["idle tick, plans looked through"] = timed(ticks.forgetful_tick, 9)
    found["tick after one change"] = timed(ticks.change, 5)
    if workplace.case == Case(PROMISED_AT):
        found[DAGSTERS] = of_dagster(instance)
    return found


def told_of_losses(told: Sequence[str]) -> None:
    """Raise if the patrol missed a file: then it measured something else."""
    if told:
        raise RuntimeError(f"{len(told)} losses, the first: {told[0]}")


def report(case: Case, found: Figures) -> None:
    """A table for people."""
    # Judged by CPU seconds: a machine that others use as well says nothing by its wall clock.
    for name, (wall, cpu) in found.items():
        told = f"{name:40} cpu {cpu:8.3f}  wall {wall:8.3f}"
        if case == Case(PROMISED_AT) and name in LIMITS:
            told += f"  limit {LIMITS[name]} {'ok' if cpu <= LIMITS[name] else 'MISSED'}"
            told += f", {found[DAGSTERS][1] / cpu:.0f} times as fast as Dagster's"
        print(told, flush=True)


def write(found: Sequence[tuple[Case, Figures]]) -> None:
    """Figures for programs, and their growth as a picture."""
    rows = [
        {"videos": case.videos, "database": case.database, "what": name, "wall": wall, "cpu": cpu}
        for case, figures in found
        for name, (wall, cpu) in figures.items()
    ]
    draw(rows, write_rows("planner", rows).with_suffix(".png"))


def draw(rows: Sequence[dict[str, Any]], target: Path) -> None:
    """The time by number of videos, with what is read and patrolled."""
    from matplotlib.figure import Figure
    from plots import WHATS, draw_planner

    figure = Figure(figsize=(8, 5), layout="constrained")
    draw_planner(
        figure.subplots(), list(rows), {"first read of the whole log": "C3", "patrol of all videos": "C4"} | WHATS
    )
    figure.savefig(target, dpi=120)


if __name__ == "__main__":
    warnings.simplefilter("ignore", dg.BetaWarning)
    main()
