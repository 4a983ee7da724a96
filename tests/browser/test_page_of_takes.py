"""Takes of a video side by side in a real browser, playing: also those that an edit has brought."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest
import reviewed
import samples
from desk import SKIP, VIDEO, Desk, open_desk

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.edit import RequestedEdit, edit, prepare_edit
from vidpipe_assets.operations.scene_changes import SceneChange
from vidpipe_assets.providers.registry import known
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.themes import load_themes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(SKIP, reason="no Chromium on this machine"),
]

PLAYING = "(videos) => videos.map((video) => ({ at: video.currentTime, paused: video.paused, muted: video.muted }))"


def film(path: Path) -> bytes:
    """A small film of six seconds."""
    made = (imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "testsrc=size=108x192:rate=30:d=6")
    subprocess.run([*made, "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(path)], check=True)
    return path.read_bytes()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose video can be played."""
    fake_media, shown = samples.fake_media, film(tmp_path / "shown.mp4")
    monkeypatch.setattr(
        samples, "fake_media", lambda name: (shown, ".mp4") if name == "video.mp4" else fake_media(name)
    )
    with open_desk(tmp_path) as opened:
        yield opened


def edit_and_remake(store: Store, folder: Path) -> None:
    """A person edits a scene, and the stages make another video of it."""
    themes, _ = load_themes(store.places.themes, known())
    change = {"s2": SceneChange(kicker="Sold")}
    prepared = prepare_edit(store, themes, reviewed.KEY, RequestedEdit(scenes=change))
    edit(store, prepared, who="ann")
    reviewed.finish(store, folder / "again", prepared.plan)


def test_takes_of_an_edit_play_side_by_side_and_say_what_was_decided(desk: Desk, tmp_path: Path) -> None:
    edit_and_remake(desk.api.store, tmp_path)
    assert len(desk.api.store.documents.versions(reviewed.KEY)[Stage.COMPOSED_VIDEO]) == 2
    desk.go(VIDEO)
    takes = desk.page.locator(".takes li")
    assert [text.partition("\n")[0].split()[0] for text in takes.all_inner_texts()] == ["Take", "This"]
    assert "edited: s2" in takes.nth(1).inner_text()
    assert "edited" not in takes.nth(0).inner_text()
    desk.page.click("[data-together]")
    videos = desk.page.locator(".takes video")
    for _ in range(600):
        now = videos.evaluate_all(PLAYING)
        if all(one["at"] > 0.5 for one in now):
            break
        desk.page.wait_for_timeout(100)
    assert [(one["paused"], one["muted"]) for one in now] == [(False, True), (False, False)]
    assert desk.page.inner_text("[data-together]") == "Stop"
    desk.page.click("[data-together]")
    assert all(one["paused"] for one in videos.evaluate_all(PLAYING))
    assert desk.complaints == []


def test_one_take_is_no_comparison(desk: Desk) -> None:
    desk.go(VIDEO)
    assert desk.page.locator("#takes").count() == 0
