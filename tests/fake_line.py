"""The seven assets without their work: the same names, checkpoints, checks, jobs and sensor, in a home of their own.

A stage's document says what it was made of; what it does otherwise is told by `FakeWorkplace.trouble`.
"""

import atexit
import datetime as dt
import json
import logging
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import dagster as dg
import pytest

from vidpipe_assets.defs.assets.stage_asset import stage_asset, stage_run
from vidpipe_assets.defs.io_manager import DocumentIOManager
from vidpipe_assets.defs.jobs import (
    collect_garbage_job,
    decide_videos_job,
    make_video_job,
    order_videos_job,
    refresh_videos_job,
)
from vidpipe_assets.defs.ops import make_videos as making
from vidpipe_assets.defs.resources import workplace_of_runs
from vidpipe_assets.defs.sensors import refresh_videos_sensor
from vidpipe_assets.model.checks import CHECKS, Finding
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Document
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.checkpoints import PAID
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store
from vidpipe_assets.workplace import Workplace


@dg.logger
def _silent(context: dg.InitLoggerContext) -> logging.Logger:
    """Says nothing: text that nobody reads costs half of a run."""
    silent = logging.getLogger("vidpipe.tests.silent")
    silent.setLevel(logging.CRITICAL)
    return silent


START = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)


class Note(Document):
    """What a fake stage makes."""

    text: str
    files: tuple[Artifact, ...] = ()


class FakeWorkplace(Workplace):
    """A workplace whose clock stands still, and which notes all work that is done."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home
        self.database = ""
        """The URL of another database than the home's SQLite file."""
        self.clock: dt.datetime | None = None
        self.lease_wait_s = 0
        """How long runs and orders wait for others; mostly nobody else is there to wait for."""
        self.disk_quota_gb = 0
        self.worked: list[tuple[str, str]] = []
        self.trouble: dict[tuple[str, str], Exception | str] = {}
        """Video and stage -> the error that it raises, or the name of the blocking check that fails."""
        self.same: set[str] = set()
        """Stages that make the same document whatever they are made of."""
        self.paying: set[str] = set()
        """Stages that pay for what they make."""
        self.filming: set[str] = set()
        """Stages that also make a file."""

    @property
    def places(self) -> Places:  # type: ignore[override]
        return Places(
            self.home, database=self.database, lease_wait_s=self.lease_wait_s, disk_quota_gb=self.disk_quota_gb
        )

    def now(self) -> dt.datetime:
        return self.clock or dt.datetime.now(dt.UTC)

    def work(self, run: Any, stage: Stage) -> Any:
        """The work of one stage."""
        context = run.context
        self.worked.append((context.video, stage.value))
        trouble = self.trouble.get((context.video, stage.value))
        if isinstance(trouble, BaseException):
            raise trouble
        findings = [Finding(check=c.name, passed=c.name != trouble, description="seen") for c in CHECKS.get(stage, ())]
        text = "always the same" if stage.value in self.same else context.ingredients.fingerprint
        files = (self._film(context, text),) if stage.value in self.filming else ()
        paid = {PAID: dg.MetadataValue.text("0.02 USD")} if stage.value in self.paying else {}
        return run.checkpoint(Note(text=f"{stage}: {text}", files=files), paid, findings)

    def _film(self, context: Any, text: str) -> Artifact:
        path = context.scratch / "film.bin"
        path.write_text(text)
        return self.store.artifacts.add(path)

    def take(self) -> list[tuple[str, str]]:
        """What was worked since the last time, by video and in the order of the stages."""
        done, self.worked = self.worked, []
        return done


def _fake(stage: Stage) -> dg.AssetsDefinition:
    def work(context: dg.AssetExecutionContext, workplace: FakeWorkplace, **upstream: Note) -> Any:
        with stage_run(context, workplace, {Stage(name): one for name, one in upstream.items()}) as run:
            return run.recorded or workplace.work(run, stage)

    names = [up.value for up in stage.upstream]
    scope: dict[str, Any] = {"work": work, "dg": dg, "Note": Note, "Any": Any, "FakeWorkplace": FakeWorkplace}
    parameters = "".join(f", {name}: Note" for name in names)
    passed = "".join(f", {name}={name}" for name in names)
    source = (
        f"def {stage.value}(context: dg.AssetExecutionContext, workplace: dg.ResourceParam[FakeWorkplace]{parameters})"
        f" -> dg.MaterializeResult:\n    return work(context, workplace{passed})\n"
    )
    exec(source, scope)  # noqa: S102 - seven functions that differ in their parameters only
    return stage_asset(stage)(scope[stage.value])


FAKES = [_fake(stage) for stage in Stage]


@dataclass
class Line:
    """A home with themes, an instance and the definitions; and what people and daemons do with them."""

    workplace: FakeWorkplace
    instance: dg.DagsterInstance
    cursor: str | None = None
    known_keys: set[str] = field(default_factory=set)
    assets: list[dg.AssetsDefinition] = field(default_factory=lambda: FAKES)

    @cached_property
    def definitions(self) -> dg.Definitions:
        return dg.Definitions(
            assets=self.assets,
            jobs=[make_video_job, order_videos_job, refresh_videos_job, decide_videos_job, collect_garbage_job],
            sensors=[refresh_videos_sensor],
            resources={
                "workplace": workplace_of_runs(self.workplace),
                "io_manager": DocumentIOManager(lambda: self.workplace.store),
            },
            executor=dg.in_process_executor,
            loggers={"console": _silent},
        )

    def theme(self, name: str = "gadgets", text: str = "") -> None:
        """Write a theme file."""
        folder = self.workplace.places.themes
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.yaml").write_text(f"name: {name}\nchannel: {name}\n{text}")

    def order(self, *keys: str) -> None:
        """Rows, as `vidpipe order` writes them."""
        self.workplace.store.orders.add([VideoKey.parse(key) for key in keys], asked_by="test")

    def tick(self) -> dg.SensorResult:
        """One evaluation of the sensor, as the daemon does it."""
        with dg.build_sensor_context(
            instance=self.instance, cursor=self.cursor, resources={"workplace": self.workplace}
        ) as context:
            result = refresh_videos_sensor(context)
        assert isinstance(result, dg.SensorResult)
        self.cursor = result.cursor
        return result

    def launch(self, result: dg.SensorResult) -> int:
        """Execute what a tick asked for; a known run key is never launched again. Returns the number of runs."""
        new = [request for request in result.run_requests or () if request.run_key not in self.known_keys]
        for request in new:
            self.known_keys.add(str(request.run_key))
            selection = [key.to_user_string() for key in request.asset_selection or ()]
            self.run(str(request.partition_key), *selection, tags=dict(request.tags))
        return len(new)

    def settle(self, most: int = 30) -> int:
        """Tick and run until the sensor asks for nothing; returns the number of runs."""
        runs = 0
        for _ in range(most):
            started = self.launch(self.tick())
            if not started:
                return runs
            runs += started
        raise AssertionError("the sensor does not come to rest")

    def run(self, key: str, *stages: str, tags: dict[str, str] | None = None) -> dg.ExecuteInProcessResult:
        """A run of make_video: a person's, unless it has other tags."""
        job = self.definitions.resolve_job_def("make_video")
        chosen = [dg.AssetKey(stage) for stage in stages] or None
        return job.execute_in_process(
            instance=self.instance, partition_key=key, asset_selection=chosen, tags=tags, raise_on_error=False
        )

    def job(self, name: str, op: str, **config: Any) -> dg.ExecuteInProcessResult:
        """`refresh_videos` or `order_videos`."""
        repository = self.definitions.get_repository_def()
        # A run in the test's own process has no repository to look the job up in.
        with patch.object(making, "make_video", lambda _: repository.get_job("make_video")):
            return repository.get_job(name).execute_in_process(
                instance=self.instance, run_config={"ops": {op: {"config": config}}}, raise_on_error=False
            )

    def dry(self) -> str:
        """What `refresh_videos` would do, in short."""
        return str(self.foreseen()["summary"].value)

    def foreseen(self) -> Mapping[str, dg.MetadataValue]:
        """What `refresh_videos` shows of what it would do, and why."""
        done = self.job("refresh_videos", "refresh", dry_run=True)
        assert done.success
        [handled] = [one for one in done.all_events if one.event_type_value == "STEP_OUTPUT"]
        return handled.step_output_data.metadata


BOTH = pytest.mark.parametrize("line", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True)
"""A test of a fixture `line`, which is made by `line_of_kind`, on both databases."""


@contextmanager
def line_of_kind(home: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    """The line of a fixture that `BOTH` parametrizes; on SQLite where a test says nothing."""
    kind = getattr(request, "param", "sqlite")
    (home / "dagster").mkdir()
    with new_line(home, request.getfixturevalue("new_postgres") if kind == "postgresql" else "") as made:
        yield made


@contextmanager
def new_line(home: Path, database: str = "") -> Iterator[Line]:
    """A line with the theme `gadgets`; all in SQLite, or in the PostgreSQL `database`, Dagster's state, too."""
    if not Places(home).state.exists():
        shutil.copytree(Places(_nothing_done()).state, Places(home).state)
    workplace = FakeWorkplace(home)
    workplace.database = database
    with _on_postgresql(home, database) if database else _in_memory(home) as instance:
        line = Line(workplace, instance)
        line.theme()
        yield line
    workplace.store.close()


@cache
def _nothing_done() -> Path:
    """A home with the state of a vidpipe that has done nothing: a copy is had sooner than a migration."""
    kept = tempfile.TemporaryDirectory(prefix="vidpipe-nothing-done-")
    atexit.register(kept.cleanup)
    open_store(Places(Path(kept.name))).close()
    return Path(kept.name)


def _in_memory(home: Path) -> dg.DagsterInstance:
    return dg.DagsterInstance.ephemeral(tempdir=str(home / "dagster"))


def _on_postgresql(home: Path, database: str) -> dg.DagsterInstance:
    storage = {
        "module": "vidpipe_assets.orchestration.postgres_storage",
        "class": "UrlPostgresStorage",
        "config": {"postgres_url": database},
    }
    config = {"storage": {"custom": storage}, "telemetry": {"enabled": False}}
    (home / "dagster.yaml").write_text(json.dumps(config))
    return dg.DagsterInstance.from_config(str(home))
