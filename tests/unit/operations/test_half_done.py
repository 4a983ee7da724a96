"""What has two effects says which of them holds, and the other follows by itself."""

import shutil
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest
import reviewed
from click.testing import CliRunner
from fakes.piper_hub import PiperHub
from fakes.server import serving as fake_server
from web_server import serving, write_theme

from vidpipe_assets.cli.decide import approve_command, cancel_command
from vidpipe_assets.cli.videos import order_command, status_command
from vidpipe_assets.model.errors import BlockedError, TransientError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import ApproveRequest, ReopenRequest, apply, parse_request, run_going_on
from vidpipe_assets.operations.export import carry_out, export_new, missing_folder
from vidpipe_assets.operations.voices import add_voice
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

KEY = reviewed.KEY


@pytest.fixture
def finished(store: Store, tmp_path: Path) -> Store:
    reviewed.finish(store, tmp_path / "shelf")
    return store


def block(store: Store) -> Path:
    """A file lies where the folder of approved videos has to be: it cannot be written."""
    place = store.places.output / "approved"
    place.parent.mkdir(exist_ok=True)
    place.write_text("in the way")
    return place


def test_an_approval_is_recorded_though_its_folder_cannot_be_made_and_that_is_what_is_said(
    finished: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = block(finished)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    ran = CliRunner().invoke(approve_command, [KEY], standalone_mode=False)
    assert ran.return_value == 1
    assert f"{KEY}: the decision is recorded, but its folder is not ready:" in ran.output
    assert "the next refresh lays it ready" in ran.output
    with closing(open_store(Places(tmp_path))) as store:
        order = store.orders.get(VideoKey.parse(KEY))
        assert order and order.state is OrderState.APPROVED
        assert "is not ready yet" in missing_folder(store, KEY)
        told = CliRunner().invoke(status_command, [KEY], standalone_mode=False).output
        assert "is not ready yet" in "".join(told.split("\n"))
        assert "the decision is recorded, but its folder is not ready" in export_new(store)[0]
        place.unlink()
        assert export_new(store) == []
        assert missing_folder(store, KEY) == ""
        assert (place / KEY / "video.mp4").is_file()


def test_one_folder_that_cannot_be_made_is_tried_again_and_holds_up_no_other(
    finished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> None:
        raise BlockedError("the folder may not be written", remedy="make it writable")

    apply(finished, KEY, ApproveRequest(), who="ann")
    with monkeypatch.context() as patched:
        patched.setattr("vidpipe_assets.operations.export.link_or_copy", refuse)
        for _ in range(2):
            [said] = export_new(finished)
            assert said.startswith(f"{KEY}: the decision is recorded, but its folder is not ready: the folder may not")
            assert said.endswith("nothing has to be decided again. make it writable")
    assert export_new(finished) == []
    assert (finished.places.output / "approved" / KEY / "video.mp4").is_file()


def test_a_database_that_is_busy_while_a_folder_is_made_loses_no_folder(
    finished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(finished, KEY, ApproveRequest(), who="ann")
    with monkeypatch.context() as patched:
        busy = Mock(side_effect=TransientError("the database is busy"))
        patched.setattr("vidpipe_assets.operations.export.link_or_copy", busy)
        assert "the next refresh lays it ready" in export_new(finished)[0]
    assert export_new(finished) == []
    assert (finished.places.output / "approved" / KEY / "video.mp4").is_file()


def test_a_folder_that_a_person_has_taken_away_is_not_said_to_come_back_by_itself(finished: Store) -> None:
    for word, name in (("approve", "approved"), ("reject_for_good", "rejected")):
        decision = apply(finished, KEY, parse_request({"decision": word}), who="ann")
        carry_out(finished, decision)
        assert export_new(finished) == []
        shutil.rmtree(finished.places.output / name / KEY)
        assert export_new(finished) == []
        said = missing_folder(finished, KEY)
        assert said == "" if word == "reject_for_good" else "vidpipe verify --repair" in said
        apply(finished, KEY, ReopenRequest(), who="ann")


def test_what_is_lost_is_told_once(finished: Store) -> None:
    decision = apply(finished, KEY, ApproveRequest(), who="ann")
    for path in (finished.places.documents / KEY / "review").glob("*.json"):
        path.unlink()
    effect = carry_out(finished, decision)
    assert effect.told.startswith("the decision is recorded, but no folder is made for it: ")
    assert "No refresh makes it again, but vidpipe verify --repair does" in effect.told
    assert effect.told in export_new(finished)[0]
    assert export_new(finished) == []
    assert "No refresh makes it again" in missing_folder(finished, KEY)


def test_a_cancelled_video_that_a_run_works_on_says_what_that_run_still_does(
    finished: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    finished.leases.announce("12345678-run", KEY)
    with finished.leases.held("12345678-run", KEY, 0):
        ran = CliRunner().invoke(cancel_command, [KEY], standalone_mode=False)
    assert ran.return_value == 0
    assert f"{KEY} is cancelled" in ran.output
    assert "is still at work on it: what it makes just now is finished, and nothing after it" in ran.output
    finished.leases.released("12345678-run")
    with closing(open_store(Places(tmp_path))) as store:
        assert run_going_on(store, store.decisions.of(KEY)[-1]) == ""


def test_an_order_says_that_it_holds_where_dagster_cannot_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    write_theme(tmp_path)
    (tmp_path / "dagster.yaml").write_text("storage: 7\n")
    ran = CliRunner().invoke(order_command, ["gadgets", "--day", "2026-11-23"], standalone_mode=False)
    assert ran.return_value == 0
    assert "It is recorded, but Dagster could not be told:" in ran.output
    assert "nothing has to be ordered again" in ran.output
    with closing(open_store(Places(tmp_path))) as store:
        assert store.orders.get(VideoKey.parse(KEY))


def test_an_answer_that_cannot_be_given_says_that_the_decision_holds(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> None:
        raise TransientError("the database is busy")

    with serving(store) as api:
        reviewed.finish(store, tmp_path / "shelf")
        monkeypatch.setattr("vidpipe_assets.web.decisions.job_detail_of", refuse)
        answer = api.client.post(f"/api/jobs/{KEY}/cancel")
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("the decision is recorded, and what follows from it is made;")
    order = store.orders.get(VideoKey.parse(KEY))
    assert order and order.state is OrderState.CANCELLED


def test_a_reopened_video_whose_old_folder_stays_says_so_and_the_next_refresh_removes_it(
    finished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out(finished, apply(finished, KEY, ApproveRequest(), who="ann"))
    folder = finished.places.output / "approved" / KEY
    with monkeypatch.context() as patched:
        patched.setattr("vidpipe_assets.operations.export.remove", Mock())  # a disk that may not be written
        told = carry_out(finished, apply(finished, KEY, ReopenRequest(), who="ann")).told
        assert told.startswith(f"the decision is recorded, but an old folder is still there: {folder} could not be")
        assert "the next refresh removes it" in told
        assert "could not be removed" in export_new(finished)[0]
        left = missing_folder(finished, KEY)
        assert left.startswith(f"{folder} is still there, although the video is open again.")
    assert folder.is_dir()
    assert export_new(finished) == []
    assert not folder.exists()
    assert missing_folder(finished, KEY) == ""


def test_a_voice_for_which_there_is_no_room_is_told_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "voices").write_text("in the way")
    with (
        pytest.raises(BlockedError, match="voices") as caught,
        fake_server(PiperHub()) as hub,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setenv("VIDPIPE_PIPER_VOICES_URL", hub.url)
        add_voice("de_DE-thorsten-medium", tmp_path / "voices", Mock())
    assert caught.value.remedy
