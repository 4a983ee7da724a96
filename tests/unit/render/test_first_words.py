"""What can be read before a word is said: the whole hook at a video's first frame, and no number."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.render.scene_samples import TEXTS, pictures, shot
from vidpipe_assets.model.media import FPS
from vidpipe_assets.model.pictures import Number
from vidpipe_assets.model.plan import Beat
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.graphics import CLASSIC, HeadlineForm
from vidpipe_assets.render.scenes.context import HEAD_START_S, SceneContext
from vidpipe_assets.render.scenes.frames import TEMPLATES, make_template


def content(of: Shot, at: float) -> np.ndarray:
    """Where a scene's content has ink at a moment."""
    canvas = Canvas(1080, 1920)
    make_template(SceneContext(of)).draw(canvas, at)
    return canvas.pixels[:1200, :, 3] > 8


@pytest.mark.parametrize("form", ["sticker", "card"])
def test_the_first_scene_of_a_video_stands_whole_at_its_first_frame(form: HeadlineForm) -> None:
    graphics = CLASSIC._replace(headline=form)  # what counts takes a colour, and covers no more than before
    shares: list[float] = []
    for position in (1, 2):
        of = shot(pictures("words")["hook"], text=TEXTS["words"], position=position, graphics=graphics)
        shares.append(content(of, HEAD_START_S).sum() / content(of, 1.5).sum())
    assert shares[0] == pytest.approx(1.0, abs=0.08)  # but for the push
    assert shares[1] < shares[0]  # a later one has its smaller line still to come


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_word_is_cut_by_its_baseline_while_a_transition_shows_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[float] = []
    monkeypatch.setattr(TextLine, "rise", lambda *arguments, **_: shares.append(arguments[5]))
    template = make_template(SceneContext(shot(pictures("words")[name])))
    for frame in range(5):
        template.draw(Canvas(8, 8), HEAD_START_S + frame / FPS)
    assert all(share <= 0 or share >= 0.999 for share in shares)


@pytest.mark.parametrize("pause_s", [0.0, 2.0])
def test_a_number_is_open_until_it_is_said_and_stands_half_a_second_later(pause_s: float) -> None:
    of = shot(Number(value=70, label="of memory"), seconds=10.0, beats=(Beat(word=3, at=0.5),))
    of = replace(of, scene=of.scene.model_copy(update={"pause_s": pause_s}))
    figures = slice(280, 700)
    early, late, counting, said = (content(of, at)[figures] for at in (1.0, 4.4, 5.0, 5.3))
    assert np.array_equal(early, late)
    assert early.any() == (pause_s > 0)  # a question stands
    assert (early != said).sum() > 5000
    assert (late != said).sum() > 5000
    assert (counting != said).sum() > 0
