"""Graphics over real footage, by the real encoder: frames, bytes, and what of the footage is still seen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.unit.render.scene_samples import pictures, shot
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.clip_workers import FootageLayer
from vidpipe_assets.render.clips import draw_over_clips
from vidpipe_assets.render.footage_clips import draw_over_footage, sample_frames
from vidpipe_assets.render.video.footage import fit_footage
from vidpipe_assets.render.video.probe import probe

FRAMES = 12
SHOT = shot(pictures("shortest")["rank"], seconds=2.0)
SHORT = replace(SHOT, seconds=FRAMES / 30)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fitted")
    Image.effect_noise((900, 1600), 90).convert("RGB").save(folder / "still.png")
    fit_footage(folder / "still.png", FRAMES, folder / "fitted.mp4")
    return folder / "fitted.mp4"


def last_frame(video: Path) -> np.ndarray:
    raw = video.with_suffix(".raw")
    what = ("-vf", f"select='eq(n,{FRAMES - 1})',format=rgb24", "-frames:v", "1", "-f", "rawvideo", f"file:{raw}")
    ffmpeg.run(("-i", ffmpeg.file_argument(video), *what), timeout_s=30)
    return np.frombuffer(raw.read_bytes(), np.uint8).reshape(1920, 1080, 3).astype(int)


def test_graphics_are_drawn_over_footage_that_is_seen_around_them(fitted: Path, tmp_path: Path) -> None:
    layer = FootageLayer(fitted, "card", "Picture: Ada / CC BY 4.0")
    assert draw_over_footage(SHORT, layer, tmp_path / "one.mp4") == FRAMES
    draw_over_footage(SHORT, layer, tmp_path / "two.mp4")
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
    facts = probe(tmp_path / "one.mp4")
    assert (facts.width, facts.height, facts.frames, facts.colour_space) == (1080, 1920, FRAMES, "bt709")
    before, after = last_frame(fitted), last_frame(tmp_path / "one.mp4")
    changed = np.abs(before - after).mean(2)
    assert float(changed[1560:].mean()) < 8  # the encoder's own
    # Nor anywhere between the shades of strip and card, and below that of the card.
    assert max(float(changed[600:760].mean()), float(changed[1390:1440].mean())) < 8
    assert float(changed[1000:1190, 80:930].mean()) > 20
    assert not [*tmp_path.glob(".*")]


def test_footage_that_is_too_short_is_refused_and_nothing_is_left(fitted: Path, tmp_path: Path) -> None:
    with pytest.raises(VidpipeError):
        draw_over_footage(SHOT, FootageLayer(fitted, "card"), tmp_path / "one.mp4")
    assert not [*tmp_path.iterdir()]


def test_footage_is_measured_three_times_a_second(fitted: Path) -> None:
    assert sample_frames(fitted).shape == (2, 192, 108, 3)


def test_workers_draw_over_footage(fitted: Path, tmp_path: Path) -> None:
    heard: list[float] = []
    layers = [(SHORT, FootageLayer(fitted, "strip"))]
    made = draw_over_clips(layers, tmp_path, progress=lambda _, share: heard.append(share))
    assert probe(made["s1"]).frames == FRAMES
    assert heard[-1] == 1
