"""FAULTS 54, the whole matrix: each stage, frozen before each of its durable steps, while anything is done elsewhere.

In `make test` one of the points, and that the matrix sees what would come without the conditions; in `make test-slow`
some more; every night each point of each stage on both databases, in one of the four situations (in all of them with
VIDPIPE_TEST_WHOLE_MATRIX=1).
"""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dagster as dg
import databases
import pytest
from faults.fake_provider import FakeProvider, running
from faults.frozen import KEY, SITUATIONS, Freezer, World, new_world, watch

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration import instance_storage, reaper
from vidpipe_assets.storage.database import address_of
from vidpipe_assets.storage.documents import Documents
from vidpipe_assets.storage.fencing import Fence

STEPS = {
    "call_table.reserve": "a row of the ledger",
    "require_permission": "the first byte of a request",
    "call_table.submitted": "that it was asked",
    "call_table.received": "what was answered, and its price",
    "call_table.done": "that the answer is good",
    "documents.place": "the document",
    "while_held": "what Dagster is told",
}
"""What every stage of the matrix does, and what is written with it."""


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProvider]:
    with running(tmp_path_factory.mktemp("paid")) as one:
        yield one


@pytest.fixture
def closing_stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def world(
    tmp_path: Path, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[World]:
    postgres = getattr(request, "param", "") == "postgresql"
    address = request.getfixturevalue("new_postgres") if postgres else ""
    provider.reset()
    with new_world(tmp_path / "home", provider, monkeypatch, address) as made:
        yield made


def frozen(world: World, point: str, situation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeze a run at `point`, and see that nothing comes of its waking."""
    before: dict[str, object] = {}

    def meanwhile() -> None:
        world.meanwhile(situation, Stage(point.partition(":")[0]))
        before.update(world.everything())

    freezer = Freezer(point, meanwhile)
    with monkeypatch.context() as patch:
        watch(freezer, world, patch)
        try:
            ended = world.run(world.frozen)
        except dg.Failure as lost:  # at the very end, where it wanted to say that it has succeeded
            assert f"has lost {KEY}" in str(lost.description)
            ended = None
    assert freezer.frozen, freezer.seen
    assert before, "what was done meanwhile has failed"
    assert world.everything() == before, f"late: {point}, {situation}"
    assert world.failed_runs() == 1, "that of the frozen one"
    if ended is not None:
        _assert_says_that_it_is_lost(ended)


def _assert_says_that_it_is_lost(ended: dg.ExecuteInProcessResult) -> None:
    told = [event.step_failure_data for event in ended.all_events if event.is_step_failure]
    said = [str(one.user_failure_data.description if one.user_failure_data else one.error) for one in told]
    assert said and not [one for one in said if f"lost {KEY}" not in one and "was ended meanwhile" not in one], said


@pytest.mark.slow
def test_fault_54_the_durable_steps_of_each_stage_are_points_of_the_matrix(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = every_point(world, monkeypatch)
    for stage in Stage:
        kinds = {one.split()[1] for one in seen if one.startswith(f"{stage}:")}
        assert set(STEPS) <= kinds, f"{stage}: {kinds}"
    assert {"analysis: claims.claim 1", "review: review_package.assemble 1", "review: released 1"} <= set(seen)


def every_point(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    freezer = Freezer()
    with monkeypatch.context() as patch:
        watch(freezer, world, patch)
        assert world.run(world.frozen).success
    # Twice the same: before the call, and before its transaction.
    return [one for one in freezer.seen if "fenced_events." not in one and "leases.released" not in one]


@pytest.mark.parametrize(
    ("point", "situation"),
    [
        ("trends: call_table.submitted 1", "cancelled"),
        pytest.param("analysis: claims.claim 1", "rejected", marks=pytest.mark.slow),
        pytest.param("clips: call_table.reserve 2", "open", marks=pytest.mark.slow),
        pytest.param("review: review_package.assemble 1", "approved", marks=pytest.mark.slow),
        pytest.param("review: released 1", "approved", marks=pytest.mark.slow),
    ],
)
def test_fault_54_frozen_before_a_durable_step_nothing_comes_of_its_waking(
    world: World, point: str, situation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(world, point, situation, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("point", "situation"),
    [
        ("clips: call_table.received 1", "open"),
        ("review: while_held 1", "approved"),
        ("trends: store_event 1", "cancelled"),
        ("scripts: renew 1", "cancelled"),
        ("clips: renew 1", "rejected"),
    ],
)
def test_fault_54_frozen_on_postgresql_with_its_sessions_ended_nothing_comes_of_its_waking(
    world: World, point: str, situation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(world, point, situation, monkeypatch)


def _nothing(*_: object) -> None:
    pass


@contextmanager
def _anybody(*_: object) -> Generator[None]:
    yield


@pytest.mark.parametrize(
    ("without", "point"),
    [
        pytest.param([(Fence, "require")], "trends: require_permission 1", id="a row, a request"),
        pytest.param(
            [(Fence, "require"), (Documents, "discard_unfinished")],
            "trends: documents.place 1",
            id="a document",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            [(Fence, "require"), (reaper, "discard_unfinished")],
            "review: review_package.assemble 1",
            id="a package",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            [(instance_storage, "while_held")], "trends: while_held 1", id="Dagster's log", marks=pytest.mark.slow
        ),
    ],
)
def test_fault_54_without_the_condition_on_a_write_the_matrix_would_see_it_come_late(
    world: World, without: list[tuple[object, str]], point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner, condition in without:
        monkeypatch.setattr(owner, condition, _anybody if owner is instance_storage else _nothing)
    with pytest.raises(AssertionError, match=f"late: {point}"):
        frozen(world, point, "cancelled", monkeypatch)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.timeout(5400)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("stage", list(Stage))
def test_fault_54_frozen_before_any_durable_step_nothing_comes_of_its_waking(
    tmp_path: Path,
    provider: FakeProvider,
    stage: Stage,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    closing_stack: ExitStack,
    request: pytest.FixtureRequest,
) -> None:
    def address(of: str = "") -> str:
        if database == "sqlite":
            return ""
        form = f"TEMPLATE {address_of(of).database}" if of else ""
        return closing_stack.enter_context(databases.new_database(request.getfixturevalue("postgres_server"), form))

    begun, begun_in = tmp_path / "begun", address()
    with new_world(begun, provider, monkeypatch, begun_in) as one:
        before = [one.value for one in list(Stage)[: list(Stage).index(stage)]]
        assert not before or one.frozen.run(KEY, *before).success

    @contextmanager
    def world_of(name: str) -> Generator[World]:
        provider.reset()
        with new_world(tmp_path / name, provider, monkeypatch, address(begun_in), begun) as one:
            one.begins_with = stage
            yield one
        shutil.rmtree(tmp_path / name)

    with world_of("whole") as one:
        points = [point for point in every_point(one, monkeypatch) if point.startswith(f"{stage}:")]
    shift = list(Stage).index(stage) + 2 * (database == "postgresql")
    whole = bool(os.environ.get("VIDPIPE_TEST_WHOLE_MATRIX"))
    for number, point in enumerate(points):
        for situation in SITUATIONS if whole else [SITUATIONS[(number + shift) % len(SITUATIONS)]]:
            with world_of(f"{number}-{situation}") as one:
                frozen(one, point, situation, monkeypatch)
                print("seen:", point, situation)
