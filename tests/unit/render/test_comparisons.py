"""Two sides of one unit are a race of two bars, and what is not told yet is not there."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.render.scene_samples import shot
from vidpipe_assets.model.pictures import Side, Versus
from vidpipe_assets.model.plan import Beat
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.scenes.bar_pictures import BarPicture
from vidpipe_assets.render.scenes.context import BOTTOM, HEAD_START_S, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.frames import make_template
from vidpipe_assets.render.scenes.race import RaceTemplate
from vidpipe_assets.render.scenes.versus import CardsTemplate

BEATS = (Beat(word=8, at=0.25), Beat(word=15, at=0.7))


def template_of(left: float, right: float, unit: str = "km", said: str = "So it is.") -> Template:
    sides = [
        Side(tag=name, value=value, label="in a second", icon="bike")
        for name, value in (("Probe", left), ("Bullet", right))
    ]
    picture = Versus(left=sides[0], right=sides[1], unit=unit)
    of = shot(picture, seconds=10.0, beats=BEATS, text=lambda _: "")
    return make_template(SceneContext(replace(of, scene=of.scene.model_copy(update={"narration": said}))))


def lane(template: Template, number: int, at: float) -> np.ndarray:
    """Where a lane has ink."""
    canvas = Canvas(1080, 1920)
    template.draw(canvas, at)
    middle = (TOP + BOTTOM) // 2
    rows = slice(TOP - 20, middle) if number == 0 else slice(middle, BOTTOM)
    return canvas.pixels[rows, :, 3] > 30


@pytest.mark.parametrize(("left", "right"), [(1, 17), (17, 1), (226, 254), (5, 5), (0, 3), (1, 10_400)])
def test_bars_are_as_long_as_their_values_and_one_that_is_longer_passes(left: float, right: float) -> None:
    template = template_of(left, right)
    assert isinstance(template, RaceTemplate)
    assert template.bar_lengths(0.0) == (0.0, 0.0)
    first, none = template.bar_lengths(5.0)
    assert (bool(first > 0), none) == (left > 0, 0.0)
    ends = template.bar_lengths(8.5)
    assert ends[0] * right == pytest.approx(ends[1] * left)
    assert max(ends) == pytest.approx(template.bar_lengths(9.9)[ends[1] > ends[0]])
    assert first < max(ends) or right <= left  # there is room to pass it


@pytest.mark.parametrize(
    ("left", "right", "unit", "kind"), [(1, 17, "km", RaceTemplate), (1893, 2022, "", CardsTemplate)]
)
def test_the_second_side_is_not_there_until_it_is_told(left: float, right: float, unit: str, kind: type) -> None:
    template = template_of(left, right, unit)
    assert isinstance(template, kind)
    assert lane(template, 0, HEAD_START_S).sum() > 1000
    assert not lane(template, 1, 5.5).any()
    assert lane(template, 1, 9.0).sum() > 10_000


def test_a_side_that_is_named_before_it_is_told_waits_at_the_start() -> None:
    template = template_of(
        1, 17, said="A probe against a bullet. It does a kilometer every second, and the other one 17."
    )
    assert not lane(template, 1, 0.5).any()
    assert lane(template, 1, 4.0).sum() > 5000
    assert isinstance(template, RaceTemplate)
    assert template.bar_lengths(4.0)[1] == 0


def test_a_number_lands_with_its_word() -> None:
    template = template_of(1, 17)
    before, after, later = (lane(template, 0, at)[70:230] for at in (2.0, 2.8, 5.0))
    assert not before.any()
    assert after.sum() == pytest.approx(later.sum(), rel=0.02) and later.any()


def test_what_a_side_names_runs_ahead_of_its_bar_and_two_of_one_kind_are_icons(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[float] = []
    monkeypatch.setattr(BarPicture, "draw", lambda self, *given: drawn.append(given[2] + self.wide))
    for tags, count in ((("Nokia 3310", "iPhone"), 2), (("Bullet", "Voyager 1"), 1), (("Apollo 11", "Apollo 17"), 0)):
        drawn.clear()
        left, right = (Side(tag=tag, value=1, label="so", icon="bike") for tag in tags)
        of = shot(Versus(left=left, right=right, unit="g"), seconds=10.0, beats=BEATS)
        make_template(SceneContext(of)).draw(Canvas(1080, 1920), 9.0)
        assert len(drawn) == count
        assert all(end <= RIGHT for end in drawn)
