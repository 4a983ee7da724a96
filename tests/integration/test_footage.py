"""Foreign clips made to fit, by the real ffmpeg."""

import subprocess
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadMedia, BlockedError
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.footage import fit_footage
from vidpipe_assets.render.video.probe import probe

FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
PQ = "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv"
HALVES = "color=red:s=320x180:r=25:d=1[a];color=blue:s=320x180:r=25:d=1[b];[a][b]hstack"
STACKED = "color=red:s=320x320:r=25:d=1[a];color=blue:s=320x320:r=25:d=1[b];[a][b]vstack"


def make(path: Path, source: str, *options: str, before: tuple[str, ...] = ()) -> Path:
    ffmpeg.run((*before, "-f", "lavfi", "-i", source, *(options or FAST), ffmpeg.file_argument(path)), timeout_s=60)
    return path


def pixel(video: Path, x: int, y: int, folder: Path) -> tuple[int, int, int]:
    """One pixel of the first frame, in RGB."""
    raw = folder / "pixel.rgb"
    options = ("-vf", f"crop=2:2:{x}:{y},format=rgb24", "-frames:v", "1", "-f", "rawvideo", ffmpeg.file_argument(raw))
    ffmpeg.run(("-i", ffmpeg.file_argument(video), *options), timeout_s=30)
    red, green, blue = raw.read_bytes()[:3]
    return red, green, blue


def test_any_clip_becomes_the_format_of_every_clip(tmp_path: Path):
    source = make(
        tmp_path / "in.mp4",
        "testsrc2=s=640x360:r=25:d=2",
        *FAST,
        "-c:a",
        "aac",
        before=("-f", "lavfi", "-i", "sine=d=2"),
    )
    notes = fit_footage(source, 20, tmp_path / "out.mp4")
    facts = probe(tmp_path / "out.mp4")
    assert (facts.width, facts.height, facts.fps, facts.frames) == (1080, 1920, 30, 20)
    assert (facts.pixel_format, facts.variable_rate, facts.rotation) == ("yuv420p", False, 0)
    assert facts.colour_space == facts.colour_primaries == facts.colour_transfer == "bt709"
    assert (facts.colour_range, facts.audio_codec) == ("tv", "")
    assert notes == ("enlarged from 640x360, 5.3 times", "cropped to the middle 32 % of the picture")
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_the_middle_is_kept_and_colours_stay(tmp_path: Path):
    source = make(tmp_path / "in.mp4", HALVES)
    fit_footage(source, 5, tmp_path / "out.mp4")
    assert pixel(tmp_path / "out.mp4", 300, 900, tmp_path) == pytest.approx((254, 0, 0), abs=6)
    assert pixel(tmp_path / "out.mp4", 800, 900, tmp_path) == pytest.approx((0, 0, 254), abs=6)


def test_the_same_clip_gives_the_same_bytes(tmp_path: Path):
    source = make(tmp_path / "in.mp4", "testsrc2=s=320x180:r=30:d=1")
    fit_footage(source, 5, tmp_path / "one.mp4")
    fit_footage(source, 5, tmp_path / "two.mp4")
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_a_clip_of_the_right_size_gets_no_note(tmp_path: Path):
    source = make(tmp_path / "in.mp4", "color=red:s=1080x1920:r=30:d=0.5")
    assert fit_footage(source, 10, tmp_path / "out.mp4") == ()


def test_a_clip_that_is_too_short_is_refused_and_never_looped(tmp_path: Path):
    source = make(tmp_path / "in.mp4", "testsrc2=s=320x180:r=30:d=1")
    with pytest.raises(BadMedia, match=r"lasts 1\.0 s, 2\.0 s are needed"):
        fit_footage(source, 60, tmp_path / "out.mp4")
    assert not (tmp_path / "out.mp4").exists()


def test_a_clip_of_exactly_the_needed_length_is_enough(tmp_path: Path):
    source = make(tmp_path / "in.mp4", "testsrc2=s=320x180:r=24:d=1")
    fit_footage(source, 30, tmp_path / "out.mp4")
    assert probe(tmp_path / "out.mp4").frames == 30


def test_fault_20_a_rotated_clip_is_shown_upright(tmp_path: Path):
    lying = make(tmp_path / "lying.mp4", STACKED)
    turned = tmp_path / "turned.mp4"
    copy = ("-display_rotation", "90", "-i", ffmpeg.file_argument(lying), "-c", "copy", ffmpeg.file_argument(turned))
    ffmpeg.run(copy, timeout_s=30)
    notes = fit_footage(turned, 5, tmp_path / "out.mp4")
    left, right = pixel(tmp_path / "out.mp4", 400, 900, tmp_path), pixel(tmp_path / "out.mp4", 700, 900, tmp_path)
    assert {left.index(max(left)), right.index(max(right))} == {0, 2}  # red above blue has become side by side
    assert notes[0].startswith("enlarged from 640x320")


def test_fault_20_a_variable_rate_becomes_an_even_one(tmp_path: Path):
    choosing = "testsrc2=s=320x180:r=30:d=2,select='not(mod(n,3))+lt(n,15)'"
    source = make(tmp_path / "in.mp4", choosing, "-fps_mode", "vfr", *FAST)
    assert "converted from a variable frame rate" in fit_footage(source, 45, tmp_path / "out.mp4")
    facts = probe(tmp_path / "out.mp4")
    assert (facts.frames, facts.variable_rate) == (45, False)


def test_fault_20_hdr_is_mapped_to_what_a_normal_screen_shows(tmp_path: Path):
    # 58 % of PQ's range is 203 cd/m², white in an HDR picture: shown as it is, it would be a dull grey.
    white = "color=0x949494:s=320x180:r=30:d=0.5,format=yuv420p10le"
    source = make(tmp_path / "in.mp4", f"{white},{PQ}", "-c:v", "libx265", "-preset", "ultrafast")
    assert "converted from HDR" in fit_footage(source, 5, tmp_path / "out.mp4")
    assert min(pixel(tmp_path / "out.mp4", 500, 900, tmp_path)) > 195


def test_fault_20_a_clip_that_breaks_off_in_the_middle_leaves_nothing_behind(tmp_path: Path):
    source = make(tmp_path / "in.mkv", "testsrc2=s=320x180:r=30:d=2")
    data = source.read_bytes()
    source.write_bytes(data[: len(data) // 2])
    with pytest.raises(BadMedia):
        fit_footage(source, 60, tmp_path / "out.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["in.mkv"]


def test_fault_25_the_file_name_is_only_a_name(tmp_path: Path):
    source = make(tmp_path / "-i 100%d 'x':[a];$(id).mp4", "testsrc2=s=320x180:r=30:d=1")
    fit_footage(source, 5, tmp_path / "-out %d.mp4")
    assert probe(tmp_path / "-out %d.mp4").frames == 5


def test_fault_27_a_playlist_with_the_name_of_a_video_is_refused(tmp_path: Path):
    make(tmp_path / "secret.mp4", "testsrc2=s=320x180:r=30:d=1")
    playlist = tmp_path / "clip.mp4"
    for text in ("ffconcat version 1.0\nfile secret.mp4\n", "#EXTM3U\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n"):
        playlist.write_text(text)
        with pytest.raises(BadMedia):
            fit_footage(playlist, 5, tmp_path / "out.mp4")


@pytest.fixture
def small_disk(tmp_path: Path):
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small disk takes more rights")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_fault_22_a_full_disk_leaves_nothing_half_written(small_disk: Path, tmp_path: Path):
    source = make(tmp_path / "in.mp4", "testsrc2=s=320x180:r=30:d=1")
    with pytest.raises(BlockedError, match=f"no space left in {small_disk}"):
        fit_footage(source, 30, small_disk / "out.mp4")
    assert list(small_disk.iterdir()) == []
