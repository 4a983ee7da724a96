"""Fifty kinds of clips: each is shown as a player shows it, for as long as it lasts, or refused with its reason."""

from pathlib import Path

import pytest
from integration.clip_kinds import KINDS, Kind

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.footage import fit_footage, require_footage
from vidpipe_assets.render.video.probe import probe

_FRAMES = 15
_EVERY_TIME = {"plain", "turned by its stream", "HDR without primaries", "no length, from a browser", "begins late"}
_EVERY_DAY = {
    *("turned left", "YCgCo", "VP9 with alpha", "MPEG-2 by fields", "a recording that broke off"),
    *("a song with its cover", "damaged"),
}
_NIGHTLY = (pytest.mark.slow, pytest.mark.nightly)


def _marks(name: str) -> tuple[pytest.MarkDecorator, ...]:
    return () if name in _EVERY_TIME else _NIGHTLY[:1] if name in _EVERY_DAY else _NIGHTLY


def pixel(video: Path, x: int, y: int) -> tuple[int, int, int]:
    """One pixel of a frame in the middle, in RGB."""
    raw = video.with_suffix(".rgb")
    options = ("-vf", f"crop=2:2:{x}:{y},format=rgb24", "-frames:v", "1", "-f", "rawvideo", ffmpeg.file_argument(raw))
    ffmpeg.run(("-ss", "0.2", "-i", ffmpeg.file_argument(video), *options), timeout_s=30)
    red, green, blue = raw.read_bytes()[:3]
    return red, green, blue


def test_the_table_has_fifty_kinds_of_different_names() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 50
    assert {kind.name for kind in KINDS} >= _EVERY_TIME | _EVERY_DAY


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name, marks=_marks(kind.name)) for kind in KINDS])
def test_fault_48_a_clip_is_shown_as_it_is_decoded_or_refused(kind: Kind, tmp_path: Path) -> None:
    clip = kind.make(tmp_path)
    if kind.refused:
        with pytest.raises(BadMedia, match=kind.refused) as caught:
            fit_footage(clip, _FRAMES, tmp_path / "out.mp4")
        assert str(clip) in str(caught.value)
        assert caught.value.remedy
        return
    facts = require_footage(clip, _FRAMES)
    assert facts.shown == kind.shown
    assert facts.seconds == pytest.approx(kind.seconds, abs=0.12)
    notes = fit_footage(clip, _FRAMES, tmp_path / "out.mp4")
    assert kind.note in "; ".join(notes)
    fitted = probe(tmp_path / "out.mp4")
    assert (fitted.width, fitted.height, fitted.frames, fitted.variable_rate) == (WIDTH, HEIGHT, _FRAMES, False)
    if kind.colours:
        places = ((500, 500), (500, 1400)) if kind.is_turned else ((300, 900), (800, 900))
        for place, colour in zip(places, kind.colours, strict=True):
            assert pixel(tmp_path / "out.mp4", *place) == pytest.approx(colour, abs=14), place
