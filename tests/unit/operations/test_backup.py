"""A backup of a home at work is whole, incremental and atomic; what is restored from it pays nothing unasked."""

import datetime as dt
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
import reviewed

from vidpipe_assets.ledger.call_spec import CallScope, CallSpec
from vidpipe_assets.ledger.call_table import CallTable
from vidpipe_assets.model.errors import BadInput, BlockedError, Lost
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.backup import BACKUP, Backup
from vidpipe_assets.operations.decide import apply, parse_request
from vidpipe_assets.operations.export import export
from vidpipe_assets.operations.restore import Restore, refuse_unfinished_restore
from vidpipe_assets.operations.verify import Damage, Verification
from vidpipe_assets.stages.cost_preview import CostEstimate, CostPreview
from vidpipe_assets.stages.restore_costs import costs_line, open_costs
from vidpipe_assets.storage.backup_folder import BackupFolder, Manifest
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.restores import confirm_restore, unconfirmed_restore
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.workplace import workplace_over

KEY = reviewed.KEY
NOW = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)


@pytest.fixture
def finished(store: Store, tmp_path: Path) -> Store:
    """A home with one finished video, a log of Dagster's, and settings."""
    reviewed.finish(store, tmp_path / ".shelf")
    (tmp_path / "dagster.yaml").write_text("nux: {enabled: false}\n")
    (tmp_path / ".env").write_text("ELEVENLABS_API_KEY=canary\n")
    log = store.places.state / "dagster" / "history" / "runs.db"
    log.parent.mkdir(parents=True)
    with closing(sqlite3.connect(log)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE runs (id INTEGER)")
        connection.commit()
    return store


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> BackupFolder:
    return BackupFolder(tmp_path_factory.mktemp("elsewhere") / "backups")


def back_up(store: Store, folder: BackupFolder) -> Manifest:
    folder.copied = 0
    return Backup(store, folder, {}).make()


def restore(folder: BackupFolder, home: Path, at: str = "") -> tuple[Restore, Store]:
    home.mkdir(exist_ok=True)
    task = Restore(Places(home), folder, folder.manifest(at), {})
    task.require_possible()
    task.require_whole()
    there = task.put_back()
    task.finish()
    return task, there


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("other")


def damages(store: Store, *, deep: bool = True) -> list[Damage]:
    made = {versions[-1] for stage, versions in store.documents.versions(KEY).items() if stage == Stage.REVIEW}
    return Verification(store, lambda video: made if video == KEY else (), deep).run()


def test_a_restored_home_holds_all_that_the_backup_does(finished: Store, folder: BackupFolder, other: Path) -> None:
    back_up(finished, folder)
    _, there = restore(folder, other)
    with closing(there):
        assert there.orders.states() == finished.orders.states()
        assert there.documents.versions(KEY) == finished.documents.versions(KEY)
        assert {one.name for one in there.artifacts.all()} == {one.name for one in finished.artifacts.all()}
        assert damages(there) == []
    assert (other / "output" / "review" / KEY / "video.mp4").is_file()
    with closing(sqlite3.connect(there.places.state / "dagster" / "history" / "runs.db")) as log:
        assert log.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_no_secret_is_in_a_backup_and_only_its_owner_reads_it(finished: Store, folder: BackupFolder) -> None:
    back_up(finished, folder)
    assert not [path for path in folder.folder.rglob("*") if path.is_file() and b"canary" in path.read_bytes()]
    assert folder.folder.stat().st_mode & 0o077 == 0


def test_only_what_is_new_is_copied(finished: Store, folder: BackupFolder) -> None:
    first = back_up(finished, folder)
    assert folder.copied > 0
    again = back_up(finished, folder)  # the first one has left its moment in the database
    assert {one.path for one in again.files if one not in first.files} == {".vidpipe/vidpipe.db"}
    finished.orders.add([VideoKey.parse("2026-11-24_gadgets")], asked_by="test")
    later = back_up(finished, folder)
    changed = {one.path for one in later.files} - {one.path for one in first.files if one in later.files}
    assert changed == {".vidpipe/vidpipe.db"}
    assert folder.copied == next(one.size for one in later.files if one.path == ".vidpipe/vidpipe.db")


def test_a_backup_that_is_interrupted_is_none(
    finished: Store, folder: BackupFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[Path | Iterator[bytes]] = []
    add = BackupFolder.add

    def killed(self: BackupFolder, pieces: Iterator[bytes] | Path, *, expected: str = "") -> tuple[str, int]:
        if len(added) == 4:
            raise KeyboardInterrupt
        added.append(pieces)
        return add(self, pieces, expected=expected)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(BackupFolder, "add", killed)
        back_up(finished, folder)
    assert folder.backups() == []
    with pytest.raises(BadInput, match="there is no backup"):
        folder.manifest()
    back_up(finished, folder)
    assert len(folder.backups()) == 1


def test_a_backup_while_others_write_is_of_one_moment(finished: Store, folder: BackupFolder, other: Path) -> None:
    over = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not over.is_set():
            number = len(written)
            pair = [VideoKey.parse(f"2026-12-01_gadgets_{2 * number + n + 2}") for n in (0, 1)]
            finished.orders.add(pair, asked_by="test")
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            back_up(finished, folder)
    finally:
        over.set()
        writer.join()
    _, there = restore(folder, other)
    with closing(there):
        assert damages(there) == []
        assert (len(there.orders.states()) - 1) % 2 == 0  # both of a transaction, or neither


def test_what_is_damaged_is_left_out_and_told(finished: Store, folder: BackupFolder) -> None:
    shutil.rmtree(finished.places.output)  # which has the same bytes, and they would do
    victim = next(finished.artifacts.all())
    path = finished.artifacts.folder / victim.name[:2] / victim.name
    path.write_bytes(b"x" * victim.size)
    manifest = back_up(finished, folder)
    assert [one.partition(":")[0] for one in manifest.left_out] == [f"artifact {victim.name}"]
    assert victim.name not in {Path(one.path).name for one in manifest.files}


def test_nothing_is_paid_after_a_restore_before_a_person_says_so(
    finished: Store, folder: BackupFolder, other: Path
) -> None:
    back_up(finished, folder)
    _, there = restore(folder, other)
    scope = CallScope(video=KEY, theme="gadgets", stage=Stage.VOICEOVER)
    paid = CallSpec(scope, "elevenlabs", "speak", {"text": "x"}, NOW.date(), estimate=Money(amount=Decimal("0.1")))
    free = CallSpec(scope, "wikipedia", "views", {"day": "1"}, NOW.date())
    with closing(there):
        table = CallTable(there.database, lambda: NOW)
        table.reserve(free)
        with pytest.raises(BlockedError, match="restored from a backup of 2026") as refused:
            table.reserve(paid)
        assert refused.value.facts["waits_for"] == "restore"
        assert "vidpipe restore --confirm" in str(refused.value.remedy)
        assert confirm_restore(there.database, NOW)
        assert not confirm_restore(there.database, NOW)
        table.reserve(paid)


def test_a_home_that_holds_something_is_not_overwritten(finished: Store, folder: BackupFolder) -> None:
    back_up(finished, folder)
    with pytest.raises(BlockedError, match="documents of videos already"):
        restore(folder, finished.places.home)


def test_newer_output_stays_and_changed_settings_are_put_aside(
    finished: Store, folder: BackupFolder, other: Path
) -> None:
    back_up(finished, folder)
    newer = other / "output" / "review" / KEY / "video.mp4"
    newer.parent.mkdir(parents=True)
    newer.write_bytes(b"a later take")
    (other / "dagster.yaml").write_text("other: settings\n")
    task, there = restore(folder, other)
    there.close()
    assert newer.read_bytes() == b"a later take"
    assert task.kept == [f"output/review/{KEY}/video.mp4"]
    assert (other / "dagster.yaml.before-restore").read_text() == "other: settings\n"
    assert (other / "dagster.yaml").read_text() == "nux: {enabled: false}\n"


def test_a_backup_that_lacks_a_content_is_refused_before_anything_is_done(
    finished: Store, folder: BackupFolder, other: Path
) -> None:
    manifest = back_up(finished, folder)
    folder.path(manifest.files[-1].sha256).unlink()
    with pytest.raises(Lost, match="contents of the backup are missing"):
        restore(folder, other)
    assert list(other.iterdir()) == []


def test_older_backups_go_with_what_only_they_named(finished: Store, folder: BackupFolder, other: Path) -> None:
    first = back_up(finished, folder)
    finished.orders.add([VideoKey.parse("2026-11-24_gadgets")], asked_by="test")
    back_up(finished, folder)
    assert folder.keep_only(1, lambda _: None) == 1
    database = next(one for one in first.files if one.path.endswith("vidpipe.db"))
    assert not folder.path(database.sha256).exists()
    _, there = restore(folder, other)
    there.close()
    assert len(there.orders.states()) == 2


def test_verify_tells_whose_what_is_missing_or_damaged_and_what_to_do(finished: Store) -> None:
    assert damages(finished) == []
    first, second = sorted(finished.artifacts.all(), key=lambda one: one.name)[:2]
    place = finished.artifacts.folder
    (place / first.name[:2] / first.name).unlink()
    damaged = place / second.name[:2] / second.name
    damaged.unlink()
    damaged.write_bytes(b"x" * second.size)
    (finished.places.output / "review" / KEY / "video.mp4").unlink()
    found = {one.what: one.why for one in damages(finished)}
    assert "is missing" in found[f"review: {first.name}"]
    assert "is damaged" in found[f"review: {second.name}"]
    assert found[str(finished.places.output / "review" / KEY / "video.mp4")] == "is missing"
    assert {one.video for one in damages(finished)} == {KEY}
    assert all(KEY in one.remedy for one in damages(finished))
    quick = {one.what for one in damages(finished, deep=False)}
    assert f"review: {first.name}" in quick
    assert f"review: {second.name}" not in quick


def test_verify_tells_of_a_recorded_document_that_is_gone(finished: Store) -> None:
    [found] = Verification(finished, lambda _: {"0123456789abcdef"}).run()
    assert found.what == "the document 0123456789ab…"


def test_verify_tells_of_a_database_that_is_damaged(finished: Store) -> None:
    (finished.places.state / "dagster" / "history" / "runs.db").write_bytes(b"no database" * 1000)
    for beside in ("runs.db-wal", "runs.db-shm"):
        (finished.places.state / "dagster" / "history" / beside).unlink(missing_ok=True)
    [found] = damages(finished)
    assert "runs.db" in found.what
    assert "restore" in found.remedy


def test_a_restore_that_is_interrupted_leaves_nothing_that_pays_and_is_gone_on_with(
    finished: Store, folder: BackupFolder, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(finished, folder)

    def killed(self: Restore, one: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Restore, "_file", killed)  # all that follows the databases
        restore(folder, other)
    with closing(open_store(Places(other))) as there:
        assert there.orders.states() == finished.orders.states()
        assert unconfirmed_restore(there.database) is not None
    with pytest.raises(BlockedError, match="only a part of a backup was put back here") as caught:
        refuse_unfinished_restore(Places(other))
    assert caught.value.remedy == f"go on with it: vidpipe restore {folder.folder}"
    _, there = restore(folder, other)
    with closing(there):
        assert damages(there) == []
        assert unconfirmed_restore(there.database) is not None
    refuse_unfinished_restore(Places(other))
    with pytest.raises(BlockedError, match="documents of videos already"):
        restore(folder, other)


def test_a_database_in_a_file_elsewhere_is_in_the_backup_and_goes_where_the_other_home_has_its_own(
    store: Store, folder: BackupFolder, tmp_path: Path, other: Path
) -> None:
    del store
    with closing(open_store(Places(tmp_path, f"sqlite:///{tmp_path}/elsewhere.sqlite"))) as there:
        there.orders.add([VideoKey.parse(KEY)], asked_by="test")
        back_up(there, folder)
    assert (tmp_path / "elsewhere.sqlite").stat().st_mode & 0o077 == 0
    _, restored = restore(folder, other)
    with closing(restored):
        assert list(restored.orders.states()) == [KEY]


def test_a_backup_of_a_file_is_not_put_into_a_home_with_a_server(
    finished: Store, folder: BackupFolder, other: Path
) -> None:
    manifest = back_up(finished, folder)
    task = Restore(
        Places(other, "postgresql://nobody@localhost:1/none"), folder, manifest, {"vidpipe": "postgresql://"}
    )
    with pytest.raises(BlockedError, match="the backup's database is SQLite's"):
        task.require_possible()


def test_a_backup_waits_for_what_removes_things_and_says_so(
    finished: Store, folder: BackupFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidpipe_assets.operations.backup._WAIT_S", 0)
    with finished.keeping() as mine:
        assert mine
        with pytest.raises(BlockedError, match="another backup is being taken"):
            back_up(finished, folder)


def test_the_folder_of_an_approved_video_that_is_not_whole_is_made_again_when_that_is_asked_for(
    finished: Store,
) -> None:
    decision = apply(finished, KEY, parse_request({"decision": "approve"}), who="Ada")
    folder = export(finished, decision)
    assert folder
    (folder / "video.mp4").unlink()
    (folder / "captions.srt").unlink()
    (folder / "captions.srt").write_text("damaged")
    assert {Path(one.what).name for one in damages(finished)} == {"video.mp4", "captions.srt"}
    assert all("vidpipe verify --repair" in one.remedy for one in damages(finished))
    mending = Verification(finished, lambda _: (), repair=True)
    assert mending.run() == []
    assert mending.repaired == [KEY]
    assert damages(finished) == []


def test_the_latest_backup_is_noted_with_its_moment_here_and_where_it_is_restored(
    finished: Store, folder: BackupFolder, other: Path
) -> None:
    assert finished.life_signs.age_s(BACKUP) is None
    made_at = back_up(finished, folder).made_at
    for store in (finished, restore(folder, other)[1]):
        with closing(store):
            assert store.life_signs.age_s(BACKUP, made_at + dt.timedelta(hours=3)) == 3 * 3600


def test_what_a_restored_home_would_pay_is_told_with_what_lies_in_its_output_already(
    finished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice, new = VideoKey.parse("2026-11-24_gadgets"), VideoKey.parse("2026-11-25_gadgets")
    finished.orders.add([twice, new], asked_by="test")
    (finished.places.output / "review" / str(twice)).mkdir(parents=True)
    themes = {"gadgets": Theme(name="gadgets", channel="Gadgets")}

    def price(self: CostPreview, key: str, stage: Stage, made: object) -> CostEstimate:
        del self, made
        known = {
            Stage.TRENDS: CostEstimate({"apify": Money(amount=Decimal("0.50"))}),
            Stage.CLIPS: CostEstimate(unknown="yet"),
        }
        return known.get(stage, CostEstimate()) if key != KEY else CostEstimate()

    monkeypatch.setattr(CostPreview, "of", price)
    found = open_costs(workplace_over(finished), themes)
    assert [(one.video, bool(one.in_output)) for one in found] == [(str(twice), True), (str(new), False)]
    assert found[0].text == "0.50 USD (apify 0.50 USD); not known yet: clips"
    assert costs_line(found) == (
        "2 open videos would pay at least 1.00 USD (apify 1.00 USD), and what is not known yet; "
        "1 of them may be finished already"
    )
    assert costs_line([]) == "nothing that is open would be paid for"
