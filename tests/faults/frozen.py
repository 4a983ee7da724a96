"""A run that is frozen before any durable step of any stage, while its video is made and decided elsewhere.

Two workers in one process, each with a store of its own: what is frozen is a call, in which the other one works on.
Real processes that are stopped by signals are in `test_faults_frozen_process`; here is the whole matrix, cheaper.
"""

import hashlib
import inspect
import json
import shutil
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import sqlalchemy as sa
from dagster_postgres.event_log import PostgresEventLogStorage
from fake_line import FakeWorkplace, Line
from faults.fake_provider import FakeProvider
from faults.kill_line import SCENES, QuickWorkplace

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import ApproveRequest, CancelRequest, RejectRequest, apply
from vidpipe_assets.operations.export import export
from vidpipe_assets.orchestration import fenced_events, instance_storage, postgres_storage
from vidpipe_assets.orchestration.checkpoints import latest_checkpoint
from vidpipe_assets.orchestration.partitions import add_partitions
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.orchestration.reaper import end_dead_run
from vidpipe_assets.providers.http import transport
from vidpipe_assets.storage import documents
from vidpipe_assets.storage.database import address_of
from vidpipe_assets.storage.leases import Leases
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.tables import charges, claims, provider_calls
from vidpipe_assets.storage.transactions import Database

KEY = "2026-11-23_gadgets"
_PLUMBING = {"transactions", "fencing", "files", "locks"}
SITUATIONS = ("open", "rejected", "approved", "cancelled")


class PayingWorkplace(QuickWorkplace, FakeWorkplace):
    """Every stage buys something, and writes what its real one does."""

    def work(self, run: Any, stage: Stage) -> Any:
        if stage not in {Stage.CLIPS, Stage.VOICEOVER}:
            self._bought(run.context, stage, SCENES[0])
        return super().work(run, stage)


@dataclass
class Freezer:
    """Freezes one run at one point, once: `at` is called before each durable step. "": at none, to see what is."""

    point: str = ""
    """The stage, what it is about to do, and which time that is: "clips: call_table.reserve 2"."""
    meanwhile: Callable[[], None] = lambda: None
    seen: list[str] = field(default_factory=list[str])
    frozen: bool = False

    def at(self, stage: str, what: str) -> None:
        if self.frozen:
            return
        name = f"{stage}: {what}"
        self.seen.append(f"{name} {1 + sum(one.startswith(f'{name} ') for one in self.seen)}")
        if self.seen[-1] == self.point:
            self.frozen = True
            self.meanwhile()


@dataclass
class World:
    """A home, the worker that is frozen and the one elsewhere, and who is paid."""

    frozen: Line
    elsewhere: Line
    provider: FakeProvider
    postgres: str = ""
    begins_with: Stage = Stage.TRENDS
    """What the runs make: this stage, and all that follows it; the others are made already."""

    def run(self, line: Line) -> dg.ExecuteInProcessResult:
        """A run by one of the two workers."""
        return line.run(KEY, *[stage.value for stage in list(Stage)[list(Stage).index(self.begins_with) :]])

    @property
    def store(self) -> Store:
        return self.elsewhere.workplace.store

    def give_up(self) -> None:
        """What happens once a machine was silent for long: its sessions end, and with them its locks; it is failed."""
        if self.postgres:
            _end_sessions(self.postgres)
        else:
            for lock in (self.frozen.workplace.places.state / "locks").glob("*.lock"):
                lock.unlink()
        for lease in self.store.leases.unreleased(KEY):
            run = self.elsewhere.instance.get_run_by_id(lease.run_id)
            end_dead_run(self.elsewhere.instance, self.store, run, lease)

    def meanwhile(self, situation: str, stage: Stage) -> None:
        """What is done with the video while the run stands still."""
        self.give_up()
        if situation == "cancelled":
            apply(self.store, KEY, CancelRequest(), who="ann")
            return
        assert self.run(self.elsewhere).success
        if situation == "rejected":
            apply(self.store, KEY, RejectRequest(stage=stage), who="ann")
            assert self.run(self.elsewhere).success
        if situation == "approved":
            export(self.store, apply(self.store, KEY, ApproveRequest(), who="ann"))

    def failed_runs(self) -> int:
        """How many there are; all others have succeeded."""
        statuses = [run.status for run in self.elsewhere.instance.get_runs()]
        assert set(statuses) <= {dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.SUCCESS}
        return statuses.count(dg.DagsterRunStatus.FAILURE)

    def everything(self) -> dict[str, Any]:
        """All that lasts and is shown: files, rows, the bill, and what Dagster and the planner say of the video."""
        places = self.frozen.workplace.places
        instance = self.elsewhere.instance
        of_stage = {stage: dg.AssetRecordsFilter(dg.AssetKey(stage.value), asset_partitions=[KEY]) for stage in Stage}
        return {
            "files": {str(top.name): _tree(top) for top in (places.documents, places.output)},
            "rows": {table.name: self._rows(table) for table in (provider_calls, charges, claims)},
            "bill": (self.provider.bill, self.provider.seen),
            "page": {stage: _ids(instance.fetch_materializations(one, limit=9)) for stage, one in of_stage.items()},
            "notes": {stage: _ids(instance.fetch_observations(one, limit=9)) for stage, one in of_stage.items()},
            "recorded": {stage: latest_checkpoint(instance, stage, KEY) for stage in Stage},
            "planned": self._planned(),
        }

    def _planned(self) -> list[str]:
        state = PlanState(self.elsewhere.workplace)
        state.refresh(self.elsewhere.instance)
        return [str(plan) for plan in (*state.todo, *state.waiting)]

    def _rows(self, table: sa.Table) -> list[Any]:
        with self.store.database.reading() as connection:
            return sorted(map(repr, connection.execute(sa.select(table)).all()))


def _ids(found: dg.EventRecordsResult) -> list[int]:
    return [record.storage_id for record in found.records]


def _tree(top: Path) -> dict[str, str]:
    files = (path for path in top.rglob("*") if path.is_file())
    return {str(path.relative_to(top)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _end_sessions(address: str) -> None:
    """End the sessions of the frozen worker, as a server does that has not heard of a machine for long."""
    ours = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = 'frozen' AND pid <> pg_backend_pid()"
    )
    engine = sa.create_engine(address_of(address), poolclass=sa.pool.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(ours)


@contextmanager
def new_world(
    home: Path, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch, postgres: str = "", begun: Path | None = None
) -> Generator[World]:
    """A home with one order, in SQLite files or in the database `postgres`, Dagster's state, too.

    `begun`: the home of a world that is closed, of which it is a copy; then `postgres` is one of its database.
    """
    monkeypatch.setenv("VIDPIPE_FAKE_URL", provider.url)
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    if begun:
        shutil.copytree(begun, home)
    else:
        (home / "themes").mkdir(parents=True)
        (home / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: gadgets\n")
    (home / "dagster.yaml").write_text(_configuration(postgres))
    instance_storage.dagster_state.cache_clear()
    with ExitStack() as stack:
        stack.callback(instance_storage.dagster_state.cache_clear)
        instance = stack.enter_context(dg.DagsterInstance.from_config(str(home)))
        lines: list[Line] = []
        for name in ("frozen", "elsewhere"):
            workplace = PayingWorkplace(home)
            workplace.database = named(postgres, name) if postgres else ""
            stack.callback(_close, workplace)
            lines.append(Line(workplace, instance))
        if not begun:
            lines[0].order(KEY)
            add_partitions(instance, lines[0].workplace.store, [VideoKey.parse(KEY)])
        yield World(lines[0], lines[1], provider, postgres)


def named(address: str, name: str) -> str:
    """The address, for sessions that bear a name."""
    return address_of(address).update_query_dict({"application_name": name}).render_as_string(hide_password=False)


def _close(workplace: FakeWorkplace) -> None:
    workplace.store.close()


def _configuration(postgres: str) -> str:
    if not postgres:
        storage = {"module": instance_storage.__name__, "class": "HomeSqliteStorage"}
    else:
        config = {"postgres_url": postgres}
        storage = {"module": postgres_storage.__name__, "class": "UrlPostgresStorage", "config": config}
    return json.dumps({"telemetry": {"enabled": False}, "storage": {"custom": storage}})


def watch(freezer: Freezer, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Call the freezer before each durable step of its stage: before the condition on the write is asked."""
    at = {"stage": ""}
    work = PayingWorkplace.work
    mine = world.frozen.workplace.store.database

    def in_stage(workplace: PayingWorkplace, run: Any, stage: Stage) -> Any:
        at["stage"] = stage.value if workplace is world.frozen.workplace else ""
        return work(workplace, run, stage)

    def before(what: str) -> None:
        if at["stage"]:
            freezer.at(at["stage"], what)

    def watched(owner: Any, name: str, is_mine: Callable[..., bool]) -> None:
        _watched(monkeypatch, owner, name, before, is_mine)

    monkeypatch.setattr(PayingWorkplace, "work", in_stage)
    watched(Database, "writing", _is(mine))
    watched(Leases, "released", _is(world.frozen.workplace.store.leases))
    watched(transport, "require_permission", lambda: True)
    for owner in (instance_storage, postgres_storage):
        watched(owner, "while_held", partial(_counts, mine))
    # The condition has been looked at, and the row is held: by a session that ends now. (SQLite's lock goes with the
    # process alone.)
    watched(PostgresEventLogStorage, "store_event", partial(_event_counts, mine))
    if world.postgres:
        watched(documents, "renew", lambda *_: True)


def _watched(
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    before: Callable[[str], None],
    is_mine: Callable[..., bool],
) -> None:
    real = getattr(owner, name)

    def step(*given: Any, **named: Any) -> Any:
        if is_mine(*given):
            before(_writer() if name == "writing" else name)
        return real(*given, **named)

    monkeypatch.setattr(owner, name, step)


def _is(wanted: object) -> Callable[..., bool]:
    def same(owner: object, *_: object) -> bool:
        return owner is wanted

    return same


def _writer() -> str:
    """The function of vidpipe for which something is written."""
    frame = inspect.currentframe()
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        room, name = module.rpartition(".")[2], frame.f_code.co_name
        if module.startswith("vidpipe_assets.") and room not in _PLUMBING and not name.startswith("_"):
            return f"{room}.{name}"
        frame = frame.f_back
    return "somebody"


def _event_counts(mine: Database, _: object, event: dg.EventLogEntry) -> bool:
    return _counts(mine, event)


def _counts(mine: Database, event: dg.EventLogEntry) -> bool:
    fence = fenced_events.fence_of(event)
    return fence is not None and fence.database is mine
