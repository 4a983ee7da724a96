"""A run that was frozen past its lease and wakes when another has gone on: it writes, records, asks nothing more."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import dagster as dg
import pytest
from fake_line import BOTH, Line, line_of_kind
from faults.clients import Timeless, film_spec

from vidpipe_assets.io.files import discard_unfinished, replacing_folder
from vidpipe_assets.ledger.call_table import CallState, CallTable
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.ledger.costs import paid_costs
from vidpipe_assets.model.checks import blocking_checks
from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.errors import BlockedError, LeaseLost
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Document
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.export import still_decided
from vidpipe_assets.orchestration.checkpoints import LEASE, latest_checkpoint
from vidpipe_assets.orchestration.history import History
from vidpipe_assets.providers.http.sending import require_permission
from vidpipe_assets.providers.request import ProviderResponse
from vidpipe_assets.storage.claims import FootageReservation
from vidpipe_assets.storage.documents import Documents
from vidpipe_assets.storage.fencing import Fence, next_number
from vidpipe_assets.storage.store import Store

KEY = "2026-11-23_gadgets"
VIDEO = VideoKey.parse(KEY)


@pytest.fixture
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    with line_of_kind(tmp_path, request) as made:
        made.instance.add_dynamic_partitions("videos", [KEY])
        yield made


def lose(line: Line, run_id: str) -> None:
    """What happens while a run stands still: its lock goes with its session, and it is given up for dead."""
    line.workplace.store.leases.lost(run_id)
    run = line.instance.get_run_by_id(run_id)
    assert run is not None
    line.instance.report_run_failed(run, "given up for dead")


@dataclass
class Frozen:
    """Work of a stage that is frozen, at its end, while `meanwhile` happens."""

    line: Line
    meanwhile: Callable[[str], None]
    frozen: bool = False

    def work(self, run: Any, stage: Stage) -> Any:
        made = self.line.workplace.__class__.work(self.line.workplace, run, stage)
        if not self.frozen:
            self.frozen = True
            self.meanwhile(run.context.workplace.store.leases.of_videos([KEY])[KEY].run_id)
        return made


@pytest.mark.parametrize("stage", list(Stage))
@BOTH
def test_fault_54_a_run_that_wakes_after_its_lease_has_gone_records_nothing(
    line: Line, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stage.upstream:
        line.run(KEY, *[one.value for one in list(Stage)[: list(Stage).index(stage)]])
    before = latest_checkpoint(line.instance, stage, KEY)
    monkeypatch.setattr(line.workplace, "work", Frozen(line, lambda run_id: lose(line, run_id)).work)
    ended = line.run(KEY, stage.value)
    assert not ended.success
    assert latest_checkpoint(line.instance, stage, KEY) == before
    [failure] = [event.step_failure_data.user_failure_data for event in ended.all_events if event.is_step_failure]
    assert f"this run has lost {KEY}" in str(failure.description)
    history = History(line.workplace.store.facts, blocking_checks)
    history.follow([KEY])
    history.catch_up(line.instance)
    record = history.records(KEY).get(stage)
    assert record is None or record.failed is None, "no attempt has failed"


def late_event(line: Line, stage: Stage, lease: int) -> None:
    """The record of a run that was frozen between its last look and Dagster's event log."""
    found = latest_checkpoint(line.instance, stage, KEY)
    assert found is not None
    metadata = {**found.metadata, LEASE: dg.MetadataValue.int(lease)}
    line.instance.report_runless_asset_event(
        dg.AssetMaterialization(
            stage.value, partition=KEY, metadata=metadata, tags={"dagster/data_version": "of the rejected take"}
        )
    )


@BOTH
def test_fault_54_what_is_recorded_late_counts_for_nothing(line: Line) -> None:
    line.run(KEY, "trends", "analysis")
    reader = History(line.workplace.store.facts, blocking_checks)
    reader.follow([KEY])
    reader.catch_up(line.instance)
    known = latest_checkpoint(line.instance, Stage.ANALYSIS, KEY)
    assert known is not None and known.lease > 0
    late_event(line, Stage.ANALYSIS, known.lease - 1)
    assert latest_checkpoint(line.instance, Stage.ANALYSIS, KEY) == known
    for _ in range(40):  # some looks compare what is known with what is there
        reader.catch_up(line.instance)
    another = History(line.workplace.store.facts, blocking_checks)
    another.follow([KEY])
    for history in (reader, another):
        made = history.records(KEY)[Stage.ANALYSIS].made
        assert made is not None and made.data_version == known.data_version
    line.workplace.store.facts.forget_all()
    anew = History(line.workplace.store.facts, blocking_checks)
    anew.follow([KEY])
    anew.catch_up(line.instance)
    made = anew.records(KEY)[Stage.ANALYSIS].made
    assert made is not None and made.data_version == known.data_version


def test_fault_54_numbers_go_up_when_a_clock_is_put_back_and_with_an_empty_database(store: Store) -> None:
    database = store.database
    with database.writing() as connection:
        first = next_number(database, connection, KEY, dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC))
        clock_put_back = next_number(database, connection, KEY, dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC))
    assert clock_put_back == first + 1
    with database.writing() as connection:
        without_rows = next_number(database, connection, f"{KEY}_2", dt.datetime(2026, 11, 23, 13, tzinfo=dt.UTC))
    assert without_rows > clock_put_back


@pytest.fixture
def lost(store: Store) -> Fence:
    """The fence of a holder whose video another has taken over."""
    store.leases.announce("frozen", KEY)
    with store.leases.held("frozen", KEY, 0) as got:
        assert got
        fence = store.leases.fence(KEY)
        fence.check()
        store.leases.lost("frozen")
    return fence


def test_fault_54_a_living_holder_is_not_held_up_and_other_videos_neither(store: Store) -> None:
    for run_id, key in (("one", KEY), ("other", f"{KEY}_2")):
        store.leases.announce(run_id, key)
    with store.leases.held("one", KEY, 0), store.leases.held("other", f"{KEY}_2", 0):
        store.leases.lost("other")
        store.leases.fence(KEY).check()
        with pytest.raises(LeaseLost), store.leases.fence(f"{KEY}_2").kept():
            raise AssertionError("it may not be written")
    store.leases.fence(KEY).check()  # a person's command holds no lease


def test_fault_54_nothing_is_claimed_reserved_or_paid_any_more(store: Store, lost: Fence) -> None:
    assert store.claims.claim(VIDEO, ["newer"], 7) == "newer"
    with pytest.raises(LeaseLost):
        store.claims.claim(VIDEO, ["rejected"], 7, lost)
    assert store.claims.claim(VIDEO, ["rejected", "newer"], 7) == "newer"
    with pytest.raises(LeaseLost):
        store.reservations.reserve(VIDEO, "wish", FootageReservation("pexels", "1"), 30, lost)
    assert store.reservations.of(VIDEO, "wish") is None
    asked = []

    @dataclass
    class Film:
        def request(self) -> ProviderResponse:
            asked.append("film")
            return ProviderResponse("film", cost=Money.of("0.25"))

    with pytest.raises(LeaseLost):
        Ledger(store, Timeless().clock(), lost).once(film_spec(), Film())
    assert asked == []
    assert paid_costs(store, KEY) == {}


@pytest.mark.parametrize("at", ["before it is sent", "before the answer is kept"])
def test_fault_54_a_call_that_was_frozen_is_left_to_whoever_has_the_video_now(store: Store, at: str) -> None:
    clock, sent = Timeless().clock(), []

    @dataclass
    class Film:
        meanwhile: Callable[[], None] = lambda: None

        def request(self) -> ProviderResponse:
            if at == "before it is sent":
                self.meanwhile()
            require_permission()  # as the network does with the first byte
            sent.append("film")
            self.meanwhile()
            return ProviderResponse("film", cost=Money.of("0.25"))

    store.leases.announce("frozen", KEY)
    with store.leases.held("frozen", KEY, 0):
        fence = store.leases.fence(KEY)
        with pytest.raises(LeaseLost):
            Ledger(store, clock, fence).once(film_spec(), Film(lambda: store.leases.lost("frozen")))
    row = CallTable(store.database, clock.now).find(film_spec().key)
    assert row is not None and row.state is CallState.RESERVED and row.answer is None
    assert len(sent) == (at == "before the answer is kept")


def frozen_while(target: Path, number: int, meanwhile: Callable[[], None], text: str = "rejected") -> None:
    """Lay a folder ready, and be frozen after the last look, before it takes its place."""

    @contextmanager
    def allowed() -> Iterator[None]:
        meanwhile()
        yield

    with replacing_folder(target, number, allowed) as fresh:
        (fresh / "page").write_text(text)


def newer(target: Path) -> None:
    with replacing_folder(target, 2) as fresh:
        (fresh / "page").write_text("approved")


@pytest.mark.parametrize("there", [True, False])
def test_fault_54_a_package_never_takes_the_place_of_a_newer_one(tmp_path: Path, there: bool) -> None:
    target = tmp_path / "review" / KEY
    if there:
        with replacing_folder(target, 0) as fresh:
            (fresh / "page").write_text("first")
    with pytest.raises((OSError, BlockedError)):
        frozen_while(target, 1, lambda: newer(target))
    assert (target / "page").read_text() == "approved"
    assert [path.name for path in target.parent.iterdir()] == [KEY]


def test_fault_54_whoever_takes_a_video_over_takes_away_what_is_half_laid_ready(tmp_path: Path) -> None:
    target = tmp_path / KEY
    with pytest.raises((OSError, BlockedError)):
        frozen_while(target, 1, lambda: discard_unfinished(target, 2))
    assert list(tmp_path.iterdir()) == []


def test_fault_54_one_that_wakes_takes_nothing_away_from_a_newer_one(tmp_path: Path) -> None:
    target = tmp_path / KEY

    def wake() -> None:
        with suppress(OSError, BlockedError):
            frozen_while(target, 1, lambda: None, "late")

    frozen_while(target, 2, wake, "newer")
    assert (target / "page").read_text() == "newer"
    assert [path.name for path in tmp_path.iterdir()] == [KEY]


def test_fault_54_a_rejected_video_s_export_is_not_laid_ready_by_a_process_that_wakes(store: Store) -> None:
    approved = store.decisions.add(KEY, Word.APPROVED, who="ann", version="1")
    with still_decided(store, approved):
        pass
    store.decisions.add(KEY, Word.REOPENED, who="bob")
    with pytest.raises(Exception, match="decided on anew"), still_decided(store, approved):
        raise AssertionError("it may not be laid ready")


class Report(Document):
    """A small document."""

    text: str


@dataclass
class Interrupting:
    """A fence whose condition holds; then its holder is frozen, before the file gets its name."""

    meanwhile: Callable[[], None]
    number: int = 1

    @contextmanager
    def kept(self) -> Iterator[None]:
        yield self.meanwhile()


def store_late(documents: Documents, text: str, meanwhile: Callable[[], None]) -> None:
    documents.save(KEY, "scripts", Report(text=text), cast("Fence", Interrupting(meanwhile)))


def test_fault_54_a_document_that_gets_its_name_late_is_older_than_what_was_stored_meanwhile(tmp_path: Path) -> None:
    documents, newer = Documents(tmp_path), Report(text="approved")
    store_late(documents, "rejected", lambda: documents.save(KEY, "scripts", newer) and None)
    assert documents.versions(KEY)["scripts"][-1] == newer.data_version
    store_late(documents, "rejected", lambda: documents.save(KEY, "scripts", newer) and None)  # which is there already
    assert documents.versions(KEY)["scripts"][-1] == newer.data_version


def test_fault_54_whoever_takes_a_video_over_takes_away_documents_that_are_laid_ready(tmp_path: Path) -> None:
    documents = Documents(tmp_path)
    with pytest.raises(LeaseLost, match=f"has lost {KEY}"):
        store_late(documents, "rejected", lambda: documents.discard_unfinished(KEY, 1))
    assert documents.versions(KEY) == {"scripts": ()}
    store_late(documents, "mine", lambda: documents.discard_unfinished(KEY, 0))  # by one that was before
    assert documents.versions(KEY) == {"scripts": (Report(text="mine").data_version,)}
