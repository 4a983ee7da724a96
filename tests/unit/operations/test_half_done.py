"""What has two effects says which of them holds, and the other follows by itself."""

from contextlib import closing
from pathlib import Path

import pytest
import reviewed
from click.testing import CliRunner

from vidpipe_assets.cli.decide import approve_command
from vidpipe_assets.cli.videos import status_command
from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import ApproveRequest, apply
from vidpipe_assets.operations.export import carry_out, export_new, missing_folder
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
        assert "could not be laid ready" in export_new(store)[0]
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
            assert export_new(finished) == [
                f"{KEY} could not be laid ready: the folder may not be written make it writable"
            ]
    assert export_new(finished) == []
    assert (finished.places.output / "approved" / KEY / "video.mp4").is_file()


def test_what_is_lost_is_told_once(finished: Store) -> None:
    decision = apply(finished, KEY, ApproveRequest(), who="ann")
    for path in (finished.places.documents / KEY / "review").glob("*.json"):
        path.unlink()
    assert carry_out(finished, decision).problem is not None
    assert "could not be laid ready" in export_new(finished)[0]
    assert export_new(finished) == []
