"""Files that a theme names belong to it by their bytes, and what watches themes sees when one is replaced."""

import datetime as dt
import os
from pathlib import Path

import pytest

from vidpipe_assets.model.order import Order
from vidpipe_assets.model.theme import THEME, Theme, theme_of
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.themes import load_theme
from vidpipe_assets.workplace import Workplace

KNOWN = {"trends": {"sample"}, "text": {"offline"}, "footage": {"motion"}, "speech": {"piper"}}
NAMES_FILES = "name: gadgets\nchannel: G\nmusic: {kind: file, file: song.mp3}\npicture: {logo: {file: logo.png}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "themes"
    folder.mkdir()
    (folder / "gadgets.yaml").write_text(NAMES_FILES)
    (folder / "song.mp3").write_bytes(b"one")
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return dict(load_theme("gadgets", folder, KNOWN).file_hashes)


def test_fault_49_a_theme_knows_the_bytes_of_its_files_and_when_they_are_missing(folder: Path) -> None:
    before = hashes(folder)
    assert before["picture.logo.file"] == "missing"
    assert len(before["music.file"]) == 64
    (folder / "song.mp3").write_bytes(b"two")
    assert hashes(folder)["music.file"] != before["music.file"]
    (folder / "song.mp3").write_bytes(b"one")
    assert hashes(folder) == before, "the same bytes again are the same file"


def test_the_time_of_a_file_is_not_its_content(folder: Path) -> None:
    before = hashes(folder)
    os.utime(folder / "song.mp3", (1, 1))
    assert hashes(folder) == before


def test_a_theme_that_names_no_file_is_as_before(folder: Path) -> None:
    (folder / "plain.yaml").write_text("name: plain\nchannel: P\n")
    assert load_theme("plain", folder, KNOWN) == Theme(name="plain", channel="P")
    (folder / "gadgets.yaml").write_text("name: gadgets\nchannel: G\nmusic: {file: song.mp3}\n")
    assert hashes(folder) == {}, "synthesised music reads no file"


def test_an_order_s_own_fields_leave_the_files_as_they_are(folder: Path) -> None:
    theme = load_theme("gadgets", folder, KNOWN)
    now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    key = VideoKey.parse("2026-11-23_gadgets")
    order = Order(key=key, overrides={THEME: {"tone": "warm"}}, asked_by="test", created_at=now, updated_at=now)
    assert theme_of(theme, order).file_hashes == theme.file_hashes


def test_fault_49_a_replaced_file_is_noticed_without_a_change_of_the_theme(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(folder.parent))
    workplace = Workplace()
    before = workplace.theme_files()
    assert workplace.theme_files() == before
    assert Workplace().theme_files() == before, "another process sees the same"
    (folder / "song.mp3").write_bytes(b"replaced")
    after = workplace.theme_files()
    assert after != before
    (folder / "logo.png").write_bytes(b"new")
    assert workplace.theme_files() != after
    assert Places(folder.parent).themes == folder
