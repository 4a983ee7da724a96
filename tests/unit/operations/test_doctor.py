"""The doctor finds what would otherwise fail in the middle of a video, and says what to do."""

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from PIL import Image

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.model.theme import Music, Theme
from vidpipe_assets.operations import doctor
from vidpipe_assets.operations import doctor_checks as doctor_machine
from vidpipe_assets.operations.backup import BACKUP
from vidpipe_assets.operations.doctor import examine
from vidpipe_assets.operations.doctor_checks import Check, DoctorRow, run_checks
from vidpipe_assets.operations.doctor_themes import check_themes
from vidpipe_assets.orchestration.theme_files import require_theme_files
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.storage.bucket import Bucket
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

KNOWN = {"trends": {"sample", "rss", "tiktok"}, "text": {"offline"}, "footage": {"motion", "own"}, "speech": {"piper"}}
GB = 1024**3


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    (tmp_path / "themes").mkdir()
    return tmp_path


def by_name(rows: tuple[DoctorRow, ...]) -> dict[str, DoctorRow]:
    return {row.what: row for row in rows}


def sound(path: Path, source: str = "sine=f=220:d=2") -> None:
    ffmpeg.run(("-f", "lavfi", "-i", source, str(path)), timeout_s=60)


def film(path: Path) -> None:
    source = "testsrc2=size=320x568:rate=30:duration=1"
    ffmpeg.run(("-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", "-f", "mp4", str(path)), timeout_s=60)


def themes_of(home: Path, lines: str) -> list[DoctorRow]:
    (home / "themes" / "gadgets.yaml").write_text(f"name: gadgets\nchannel: Gadgets\n{lines}\n")
    return list(check_themes(home / "themes", KNOWN))


def test_a_good_home_is_all_ok(home: Path) -> None:
    rows = by_name(examine(lambda: Places(home), machine={}))
    assert {name for name, row in rows.items() if row.state not in {"ok", "unused"}} == {"themes"}  # it has none yet
    assert rows["themes"].remedy == "vidpipe theme new my-channel"
    assert "vidpipe.db, 0 open orders" in rows["database"].detail
    assert list((home / "output").iterdir()) == []


def test_no_home_is_one_failure_and_the_machine_is_looked_at_all_the_same() -> None:
    def no_home() -> Places:
        raise BlockedError("DAGSTER_HOME is not set", remedy='export DAGSTER_HOME="$PWD"')

    rows = examine(no_home, machine={"python": lambda: [DoctorRow("python", "ok", "3.11")]})
    assert [(row.what, row.state) for row in rows] == [("python", "ok"), ("home", "failed")]
    assert "export DAGSTER_HOME" in rows[1].remedy


def test_a_home_without_dagster_s_configuration_is_a_warning(home: Path) -> None:
    (home / "dagster.yaml").unlink()
    assert by_name(examine(lambda: Places(home), machine={}))["home"].state == "warning"


@pytest.mark.parametrize(("free", "state"), [(100 * GB, "ok"), (GB, "warning"), (GB // 10, "failed")])
def test_free_disk_is_judged_by_what_a_video_needs(
    home: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    row = by_name(examine(lambda: Places(home), machine={}))["disk"]
    assert row.state == state
    assert bool(row.remedy) == (state != "ok")


def test_a_damaged_database_and_a_blocked_folder_hide_nothing_else(home: Path) -> None:
    (home / ".vidpipe").mkdir()
    (home / ".vidpipe" / "vidpipe.db").write_text("not a database, not at all" * 100)
    (home / "output").write_text("a file where a folder should be")
    rows = by_name(examine(lambda: Places(home), machine={}))
    assert (rows["database"].state, rows["folders"].state) == ("failed", "failed")
    assert "backup" in rows["database"].remedy
    assert rows["disk"].state == "ok"


def test_a_check_that_raises_anything_is_a_failed_row() -> None:
    def broken() -> Iterator[DoctorRow]:
        raise RuntimeError("surprise")

    assert [row.detail for row in run_checks({"odd": broken, "even": lambda: [DoctorRow("even", "ok", "fine")]})] == [
        "RuntimeError: surprise",
        "fine",
    ]


def test_this_machine_is_fit() -> None:
    rows = list(run_checks(doctor_machine.MACHINE))
    assert [row for row in rows if row.state == "failed"] == []
    assert {row.what for row in rows} == set(doctor_machine.MACHINE)


def test_a_missing_font_and_voice_name_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_machine.importlib.util, "find_spec", lambda _: None)
    rows = by_name(tuple(run_checks({name: doctor_machine.MACHINE[name] for name in ("fonts", "voice", "drawing")})))
    assert rows["fonts"].state == rows["voice"].state == rows["drawing"].state == "failed"
    assert "fontpkg-anton" in rows["fonts"].remedy
    assert "justmyresource-lucide" in rows["drawing"].remedy


def test_a_missing_encoder_and_filter_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from vidpipe_assets.render import ffmpeg

    monkeypatch.setattr(ffmpeg, "has_encoder", lambda name: name != "libx264")
    monkeypatch.setattr(ffmpeg, "has_filter", lambda name: name != "ass")
    (row,) = run_checks({"ffmpeg": doctor_machine.MACHINE["ffmpeg"]})
    assert row.state == "failed"
    assert "the encoder libx264, the filter ass" in row.detail


def test_a_good_theme_is_described(home: Path) -> None:
    rows = themes_of(home, "schedule: {enabled: true}")
    assert [(row.what, row.state) for row in rows] == [("theme gadgets", "ok")]
    assert rows[0].detail == "Gadgets: 30 s, midnight, 1 a day, 0 6 * * * UTC"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("format: {seconds: 199}", "line 3: format.seconds is 199"),
        ("picture: {logo: {file: logo.png}}", "picture.logo.file is"),
        ("music: {kind: file, file: song.mp3}", "music.file is"),
        ("providers: {footage: [own, motion]}", "picture.footage_folder is missing"),
        ("providers: {footage: [own]}\npicture: {footage_folder: clips}", "where there is no folder"),
        ("providers: {footage: [own]}\npicture: {footage_folder: empty}", "which holds no clip"),
        ("voice: {name: amy}", "voice.name: there is no Piper voice 'amy'"),
        ("providers: {trends: [rss]}", "collect.feeds is empty, though providers.trends names 'rss'"),
        ("providers: {trends: [tiktok]}", "collect.hashtags and collect.queries are empty"),
    ],
)
def test_what_a_theme_lacks_is_told_with_its_field(home: Path, lines: str, said: str) -> None:
    (home / "themes" / "empty").mkdir()
    rows = [row for row in themes_of(home, lines) if row.state == "failed"]
    assert [row.what for row in rows] == ["theme gadgets"]
    assert said in rows[0].detail
    assert rows[0].remedy


def test_a_theme_that_will_find_no_story_is_a_warning(home: Path) -> None:
    (home / "themes" / "soups.yaml").write_text("name: soups\nchannel: Soups\ncollect: {queries: [tomato soup]}\n")
    (row,) = check_themes(home / "themes", KNOWN)
    assert (row.what, row.state) == ("theme soups", "warning")
    assert "collect" in row.detail
    assert "[space]" in row.remedy


def test_files_that_can_be_used_are_fine(home: Path) -> None:
    (home / "themes" / "clips").mkdir()
    film(home / "themes" / "clips" / "market.MP4")
    Image.new("RGB", (30, 10), "red").save(home / "themes" / "logo.png")
    sound(home / "themes" / "song.mp3")
    lines = (
        "providers: {footage: [own]}\npicture: {footage_folder: clips, logo: {file: logo.png}}\n"
        "music: {kind: file, file: song.mp3}"
    )
    assert [(row.state, row.detail) for row in themes_of(home, lines) if row.state != "ok"] == []


def test_fault_49_a_logo_that_is_another_kind_of_file_is_told_with_what_it_is(home: Path) -> None:
    Image.new("RGB", (30, 10), "red").save(home / "themes" / "logo.png", "JPEG")
    (row,) = themes_of(home, "picture: {logo: {file: logo.png}}")
    assert row.state == "failed"
    assert "picture.logo.file" in row.detail
    assert "it is a JPEG file" in row.detail
    assert row.remedy


@pytest.mark.parametrize("content", [b"not music", b"ID3\x03\x00\x00" + bytes(500), b"\x89PNG\r\n\x1a\n" * 30])
def test_fault_49_music_that_cannot_be_read_is_told(home: Path, content: bytes) -> None:
    (home / "themes" / "song.mp3").write_bytes(content)
    (row,) = themes_of(home, "music: {kind: file, file: song.mp3}")
    assert row.state == "failed"
    assert "music.file" in row.detail
    assert "song.mp3" in row.detail
    assert row.remedy


def test_fault_49_silence_is_no_music(home: Path) -> None:
    sound(home / "themes" / "song.wav", "anullsrc=d=2")
    (row,) = themes_of(home, "music: {kind: file, file: song.wav}")
    assert "silent" in row.detail


def test_fault_49_a_damaged_logo_is_told(home: Path) -> None:
    Image.effect_noise((200, 200), 90).save(home / "themes" / "logo.png")
    whole = (home / "themes" / "logo.png").read_bytes()
    (home / "themes" / "logo.png").write_bytes(whole[: len(whole) // 2])
    (row,) = themes_of(home, "picture: {logo: {file: logo.png}}")
    assert (row.state, "picture.logo.file" in row.detail) == ("failed", True)


def test_fault_47_a_clip_that_cannot_be_used_is_named_and_stops_no_video(home: Path) -> None:
    (home / "themes" / "clips").mkdir()
    film(home / "themes" / "clips" / "market.mp4")
    (home / "themes" / "clips" / "broken.mp4").write_bytes(b"<!doctype html><title>Not found</title>")
    (row,) = themes_of(home, "providers: {footage: [own, motion]}\npicture: {footage_folder: clips}")
    assert row.state == "warning"
    assert "broken.mp4" in row.detail
    assert "web page" in row.detail


def test_fault_49_a_voice_that_is_no_model_is_told(home: Path) -> None:
    voice = home / "voice.onnx"
    voice.write_bytes(b"not a model at all")
    voice.with_name("voice.onnx.json").write_text('{"language": {"code": "en_US"}}')
    (row,) = themes_of(home, f"voice: {{name: {voice}}}")
    assert row.state == "failed"
    assert "voice.name" in row.detail
    assert "model cannot be read" in row.detail


def test_fault_49_a_video_waits_before_anything_is_paid_and_goes_on_with_the_file_replaced(home: Path) -> None:
    song = home / "themes" / "song.mp3"
    song.write_text("not music")
    theme = Theme(name="gadgets", channel="G", music=Music(kind="file", file="song.mp3"))
    with pytest.raises(BlockedError, match=r"music.file") as caught:
        require_theme_files(theme, home / "themes")
    assert caught.value.facts["waits_for"] == "files:gadgets"
    sound(song)
    require_theme_files(theme, home / "themes")


def test_looking_changes_nothing_but_makes_the_state_folders(home: Path) -> None:
    doctor.examine(lambda: Places(home), machine={})
    names = {path.name for path in home.iterdir()}
    assert names == {"dagster.yaml", "themes", ".vidpipe", "output"}
    assert list((home / ".vidpipe" / "scratch").iterdir()) == []


def test_a_bucket_is_written_to_and_what_is_wrong_with_it_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "artifacts" not in by_name(examine(lambda: Places(home), machine={}))
    monkeypatch.setattr(Bucket, "probe", lambda _: None)
    row = by_name(examine(lambda: Places(home, artifacts_url="s3://films/mine"), machine={}))["artifacts"]
    assert (row.state, "s3://films/mine can be written; at most 50 GB" in row.detail) == ("ok", True)
    wrong = by_name(examine(lambda: Places(home, artifacts_url="films"), machine={}))["artifacts"]
    assert (wrong.state, "VIDPIPE_ARTIFACTS_URL=s3://" in wrong.remedy) == ("failed", True)
    alone = by_name(examine(lambda: Places(home, artifacts_folder=home / "disk"), machine={}))["artifacts"]
    assert alone.state == "warning"


def test_the_age_of_the_latest_backup_is_told_and_an_old_one_is_a_warning(home: Path) -> None:
    check: dict[str, Check] = {}
    assert "backup" not in by_name(examine(lambda: Places(home), check))  # nobody here has ever made one
    with closing(open_store(Places(home))) as store:
        store.life_signs.give(BACKUP, now_utc() - dt.timedelta(hours=5))
        row = by_name(examine(lambda: Places(home), check))["backup"]
        assert (row.state, row.detail) == ("ok", "the latest was taken 5 hours ago")
        store.life_signs.give(BACKUP, now_utc() - dt.timedelta(days=9))
    row = by_name(examine(lambda: Places(home), check))["backup"]
    assert (row.state, row.detail) == ("warning", "the latest was taken 9 days ago")
    assert "vidpipe backup" in row.remedy


def test_a_home_on_a_server_that_was_never_backed_up_is_advised_to_be(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidpipe_assets.storage.database.own_sqlite_file", Mock(return_value=None))
    row = by_name(examine(lambda: Places(home), {}))["backup"]
    assert (row.state, row.detail) == ("warning", "none was ever taken of this home")
