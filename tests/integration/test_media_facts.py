"""What is read from real files: facts, the gate of fault 20, the inspection of a finished video, stills."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.theme import Format
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.decoded import run_on
from vidpipe_assets.render.video.gate import require_video
from vidpipe_assets.render.video.inspection import inspect_video, video_findings
from vidpipe_assets.render.video.probe import probe
from vidpipe_assets.render.video.stills import jpeg_preview, write_contact_sheet, write_filmstrip, write_thumbnail

FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
BT709 = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
PQ = "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv"


def make(path: Path, source: str, *options: str, before: tuple[str, ...] = ()) -> Path:
    ffmpeg.run((*before, "-f", "lavfi", "-i", source, *options, ffmpeg.file_argument(path)), timeout_s=60)
    return path


def moving(seconds: float = 1, size: str = "160x120") -> str:
    return f"testsrc2=s={size}:r=30:d={seconds}"


def cut_off(path: Path, keep: float) -> Path:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    return path


def corrupted(path: Path) -> Path:
    data = bytearray(path.read_bytes())
    data[200 : len(data) - 3000] = b"\xa5" * (len(data) - 3200)
    path.write_bytes(data)
    return path


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (lambda path: written(path, ""), "is empty"),
    "HTML": (lambda path: written(path, "<!DOCTYPE html><html>Not found</html>"), "web page"),
    "text": (lambda path: written(path, "hello"), "no media file"),
    "not there": (lambda path: path, "is not there"),
    "moov missing": (lambda path: cut_off(make(path, moving(), *FAST), 0.5), r"index \(moov\) is missing"),
    "cut off": (lambda path: cut_off(make(path, moving(), *FAST, "-movflags", "faststart"), 0.5), "is cut off"),
    "corrupt": (lambda path: corrupted(make(path, moving(), *FAST)), "cannot be decoded"),
    "audio only": (lambda path: make(path, "sine=d=1"), "sound but no picture"),
    "no frames": (lambda path: make(path, moving(), *FAST, "-frames:v", "0"), "no frame|no length|no media|moov"),
    "two pixels": (lambda path: make(path, moving(size="2x2"), *FAST), "only 2x2 pixels"),
    "4 hours": (lambda path: make(path, "color=s=128x128:r=1/3600:d=14400", *FAST), "240 minutes long"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_fault_20_footage_that_cannot_be_used_is_refused_by_name(tmp_path: Path, case: str):
    build, reason = REFUSED[case]
    path = build(tmp_path / "clip.mp4")
    with pytest.raises(BadMedia, match=reason) as caught:
        require_video(path)
    assert str(path) in str(caught.value)
    assert caught.value.remedy


def test_fault_47_a_file_that_ffmpeg_does_not_come_to_an_end_with_is_at_fault(tmp_path: Path):
    endless = ("-f", "lavfi", "-i", "testsrc2=s=320x180", "-f", "null", "-")
    with pytest.raises(BadMedia, match=r"clip\.mp4: the file cannot be decoded: it takes longer than 0\.5 s"):
        run_on(tmp_path / "clip.mp4", endless, 0.5, "cannot be decoded")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_fault_47_a_file_that_may_not_be_read_is_named(tmp_path: Path):
    path = make(tmp_path / "clip.mp4", moving(), *FAST)
    path.chmod(0)
    with pytest.raises(BadMedia, match="cannot be read: Permission denied") as caught:
        require_video(path)
    assert "chmod a+r" in caught.value.remedy


def test_fault_20_a_variable_rate_is_seen(tmp_path: Path):
    choosing = "select='not(mod(n,3))+lt(n,15)'"
    path = make(tmp_path / "clip.mp4", f"{moving()},{choosing}", "-fps_mode", "vfr", *FAST)
    assert require_video(path).variable_rate


def test_fault_20_a_rotation_is_seen(tmp_path: Path):
    upright = make(tmp_path / "upright.mp4", moving(), *FAST)
    turned = tmp_path / "turned.mp4"
    copy = ("-display_rotation", "90", "-i", ffmpeg.file_argument(upright), "-c", "copy", ffmpeg.file_argument(turned))
    ffmpeg.run(copy, timeout_s=30)
    facts = require_video(turned)
    assert (facts.width, facts.height) == (160, 120)
    assert facts.shown == (120, 160)


def test_fault_20_hdr_is_seen(tmp_path: Path):
    path = make(tmp_path / "clip.mp4", f"{moving()},format=yuv420p10le,{PQ}", "-c:v", "libx265", "-preset", "ultrafast")
    facts = require_video(path)
    assert facts.hdr
    assert facts.pixel_format == "yuv420p10le"


def test_sound_alone_is_fine_where_no_picture_is_asked_for(tmp_path: Path):
    facts = probe(make(tmp_path / "voice.m4a", "sine=d=1:r=48000", "-ac", "2"), video=False)
    assert (facts.audio_codec, facts.audio_rate, facts.audio_channels) == ("aac", 48000, 2)


def finished(path: Path, picture: str, *, sound: str = "sine=d=3:r=48000", faststart: bool = True) -> Path:
    encode = (
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-x264-params",
        "8x8dct=1",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-ar",
        "48000",
        "-ac",
        "2",
    )
    flags = ("-movflags", "+faststart") if faststart else ()
    inputs = ("-f", "lavfi", "-i", sound)
    return make(path, f"{picture},{BT709}", *encode, *flags, "-t", "3", before=inputs)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    return finished(folder / "video.mp4", f"{moving(3, '270x480')},scale=1080:1920:flags=neighbor")


def test_a_finished_video_is_measured(good: Path, tmp_path: Path):
    write_thumbnail(good, 1.0, tmp_path / "thumbnail.jpg")
    measured = inspect_video(good, tmp_path / "thumbnail.jpg")
    assert (measured.width, measured.height, measured.fps) == (1080, 1920, 30)
    assert (measured.codec, measured.profile, measured.pixel_format) == ("h264", "High", "yuv420p")
    assert measured.colour_space == measured.colour_primaries == measured.colour_transfer == "bt709"
    assert (measured.frames, measured.faststart) == (90, True)
    assert measured.decode_errors == measured.frozen == measured.black == ()
    assert measured.loudness.integrated_lufs == pytest.approx(-21.7, abs=1.5)  # lavfi's sine has an amplitude of 1/8
    failed = {finding.check for finding in video_findings(measured, Format(seconds=15)) if not finding.passed}
    assert failed == {"loudness", "length_in_bounds", "file_size"} - _small_enough(measured.size)


def _small_enough(size: int) -> set[str]:
    return {"file_size"} if size < 3_000_000 else set()


def test_a_frozen_and_black_silent_video_without_faststart_is_found_out(tmp_path: Path):
    path = finished(tmp_path / "v.mp4", "color=black:s=320x240:r=30:d=3", sound="anullsrc=r=48000", faststart=False)
    Image.new("RGB", (10, 10)).save(tmp_path / "thumbnail.jpg")
    measured = inspect_video(path, tmp_path / "thumbnail.jpg")
    assert measured.frozen[0].end_s == pytest.approx(3, abs=0.1)
    assert measured.black[0].start_s == 0
    assert not measured.faststart
    failed = {finding.check for finding in video_findings(measured, Format(seconds=15)) if not finding.passed}
    assert failed >= {"picture_format", "sound_format", "no_frozen_or_black", "loudness", "thumbnail_bright_enough"}


def test_damage_in_the_middle_is_counted_as_decode_errors(good: Path, tmp_path: Path):
    data = bytearray(good.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20_000] = b"\xa5" * 20_000
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    Image.new("RGB", (10, 10)).save(tmp_path / "thumbnail.jpg")
    measured = inspect_video(broken, tmp_path / "thumbnail.jpg")
    assert measured.decode_errors
    assert not next(f for f in video_findings(measured, Format()) if f.check == "decodes_to_the_end").passed


def test_the_thumbnail_is_a_whole_picture_that_shows_something(tmp_path: Path):
    dark_then_full = "color=black:s=1080x1920:r=30:d=2,drawgrid=w=60:h=60:c=white:t=4:enable='gte(t,0.95)'"
    video = finished(tmp_path / "video.mp4", dark_then_full, sound="anullsrc=r=48000:d=2")
    write_thumbnail(video, 0.8, tmp_path / "thumbnail.jpg")
    with Image.open(tmp_path / "thumbnail.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (1080, 1920))
        assert max(band[1] for band in image.getextrema()) > 200


def test_a_thumbnail_beyond_the_end_is_taken_from_the_end(good: Path, tmp_path: Path):
    write_thumbnail(good, 99, tmp_path / "thumbnail.jpg")
    assert (tmp_path / "thumbnail.jpg").stat().st_size > 10_000


def test_the_contact_sheet_shows_each_moment_in_its_place(tmp_path: Path):
    colours = "color=red:s=270x480:r=30:d=1[a];color=lime:s=270x480:r=30:d=1[b];color=blue:s=270x480:r=30:d=1[c]"
    video = finished(tmp_path / "video.mp4", f"{colours};[a][b][c]concat=n=3")
    write_contact_sheet(video, [0.0, 0.5, 1.5, 2.5], ["start", "red", "100 %", "blue"], tmp_path / "sheet.jpg")
    with Image.open(tmp_path / "sheet.jpg") as sheet:
        assert sheet.width == 1600
        middles = [sheet.getpixel((12 + 130 + column * 264, 200)) for column in range(4)]
    strongest = [pixel.index(max(pixel)) for pixel in middles]
    assert strongest == [0, 0, 1, 2]


@pytest.mark.parametrize("count", [1, 3])
def test_the_filmstrip_shows_every_clip_in_order(tmp_path: Path, count: int):
    colours = ["red", "lime", "blue"][:count]
    clips = [make(tmp_path / f"{c}.mp4", f"color={c}:s=270x480:r=30:d=1", *FAST) for c in colours]
    write_filmstrip(clips, tmp_path / "strip.jpg")
    with Image.open(tmp_path / "strip.jpg") as strip:
        assert strip.size == (270 * count, 480)
        strongest = [strip.getpixel((135 + 270 * n, 240)) for n in range(count)]
    assert [pixel.index(max(pixel)) for pixel in strongest] == list(range(count))


def test_a_preview_stays_below_its_size(tmp_path: Path):
    Image.effect_noise((800, 1600), 200).save(tmp_path / "noise.png")
    data = jpeg_preview(tmp_path / "noise.png", 600, most_bytes=20_000)
    assert len(data) <= 20_000
    assert data.startswith(b"\xff\xd8")
