"""The checks of a finished video, on measurements that are written down here, and the reading of ffmpeg's log."""

from pathlib import Path

import pytest
from samples import inspection

from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.media import Inspection, Loudness, Stretch
from vidpipe_assets.model.theme import Format
from vidpipe_assets.render.video import inspection as inspection_module
from vidpipe_assets.render.video.inspection import inspect_video, video_findings
from vidpipe_assets.render.video.probe import MediaFacts

GOOD = inspection().model_copy(update={"frames": 900, "seconds": 30.0})


def found(check: str, **changes: object) -> Finding:
    measured = GOOD.model_copy(update=changes)
    return next(one for one in video_findings(measured, Format(seconds=30)) if one.check == check)


def test_a_good_video_passes_every_check():
    assert [one.check for one in video_findings(GOOD, Format(seconds=30)) if not one.passed] == []


@pytest.mark.parametrize(
    ("check", "changes", "told"),
    [
        ("picture_format", {"width": 720}, "width is 720, not 1080"),
        ("picture_format", {"fps": 29.97}, "fps is 29.97, not 30"),
        ("picture_format", {"profile": "Main"}, "profile is Main, not High"),
        ("picture_format", {"colour_primaries": ""}, "colour primaries is missing, not bt709"),
        ("picture_format", {"colour_range": "pc"}, "colour range is pc, not tv"),
        ("sound_format", {"audio_rate": 44100}, "audio rate is 44100, not 48000"),
        ("sound_format", {"faststart": False}, "the index lies behind the media"),
        ("decodes_to_the_end", {"frames": 700}, "700 frames decoded of 900"),
        ("decodes_to_the_end", {"decode_errors": ("[h264] corrupt",)}, "corrupt"),
        ("decodes_to_the_end", {"frames": 0, "seconds": 0.0}, "0 frames decoded"),
        ("loudness", {"loudness": Loudness(integrated_lufs=-14.6, true_peak_dbtp=-2)}, "-14.6 LUFS"),
        ("loudness", {"loudness": Loudness(integrated_lufs=-13.4, true_peak_dbtp=-2)}, "-13.4 LUFS"),
        ("loudness", {"loudness": Loudness(integrated_lufs=-14, true_peak_dbtp=-0.9)}, "-0.9 dBTP"),
        ("no_frozen_or_black", {"frozen": (Stretch(start_s=3, end_s=6.2),)}, "frozen 3.0–6.2 s"),
        ("no_frozen_or_black", {"black": (Stretch(start_s=0, end_s=1),)}, "black 0.0–1.0 s"),
        ("length_in_bounds", {"seconds": 26.9}, "26.9 s (27.0 to 33.0 wanted)"),
        ("length_in_bounds", {"seconds": 33.1}, "33.1 s"),
        ("thumbnail_bright_enough", {"thumbnail_brightness": 9.0}, "9 of 255"),
        ("file_size", {"size": 30_000_000}, "60.0 MB a minute (under 60)"),
        ("file_size", {"seconds": 0.0}, "MB a minute"),
    ],
)
def test_what_is_out_of_bounds_fails_and_tells_the_number(check: str, changes: dict[str, object], told: str):
    finding = found(check, **changes)
    assert not finding.passed
    assert told in finding.description


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        ("loudness", {"loudness": Loudness(integrated_lufs=-14.5, true_peak_dbtp=-1.0)}),
        ("loudness", {"loudness": Loudness(integrated_lufs=-13.5, true_peak_dbtp=-1.0)}),
        ("length_in_bounds", {"seconds": 27.0}),
        ("length_in_bounds", {"seconds": 33.0}),
        ("decodes_to_the_end", {"frames": 899}),
        ("file_size", {"size": 29_999_999}),
    ],
)
def test_the_bounds_themselves_pass(check: str, changes: dict[str, object]):
    assert found(check, **changes).passed


LOG = """
[Parsed_freezedetect_0 @ 0x1] [info] lavfi.freezedetect.freeze_start: 1.5
[Parsed_freezedetect_0 @ 0x1] [info] lavfi.freezedetect.freeze_duration: 3
[Parsed_freezedetect_0 @ 0x1] [info] lavfi.freezedetect.freeze_end: 4.5
[Parsed_freezedetect_0 @ 0x1] [info] lavfi.freezedetect.freeze_start: 27
[Parsed_blackdetect_1 @ 0x1] [info] black_start:0 black_end:0.9 black_duration:0.9
[h264 @ 0x7f01] [error] error while decoding MB 3 4, bytestream -7
[Parsed_ebur128_2 @ 0x1] [info] Summary:
  Integrated loudness:
    I:         {loudness} LUFS
    Threshold: -37.9 LUFS
  Loudness range:
    LRA:         3.2 LU
    Threshold: -47.9 LUFS
    LRA low:   -27.9 LUFS
  True peak:
    Peak:      {peak} dBFS
[info] frame=  900 fps=163 q=-0.0 Lsize=N/A time=00:00:30.00
"""


@pytest.fixture
def log_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def measure(log: str) -> Inspection:
        monkeypatch.setattr(inspection_module, "probe", lambda _: MediaFacts("MPEG-4", 30.0, 5, audio_codec="aac"))
        monkeypatch.setattr(inspection_module.ffmpeg, "run", lambda *_, **__: log)
        monkeypatch.setattr(inspection_module, "brightness", lambda _: 50.0)
        return inspect_video(tmp_path / "video.mp4", tmp_path / "thumbnail.jpg")

    return measure


def test_the_log_is_read(log_of):
    measured = log_of(LOG.format(loudness="-14.2", peak="-1.4"))
    assert measured.frames == 900
    assert measured.frozen == (Stretch(start_s=1.5, end_s=4.5), Stretch(start_s=27, end_s=30))
    assert measured.black == (Stretch(start_s=0, end_s=0.9),)
    assert measured.decode_errors == ("[h264] [error] error while decoding MB 3 4, bytestream -7",)
    assert measured.loudness == Loudness(integrated_lufs=-14.2, true_peak_dbtp=-1.4, range_lu=3.2)


def test_fault_19_silence_has_a_finite_loudness(log_of):
    measured = log_of(LOG.format(loudness="-70.0", peak="-inf"))
    assert (measured.loudness.integrated_lufs, measured.loudness.true_peak_dbtp) == (-70, -70)
    assert log_of("").loudness.integrated_lufs == -70
