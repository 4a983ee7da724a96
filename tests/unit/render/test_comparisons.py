"""Two sides of one unit are two things on columns or two bars; both are there from the start, and numbers wait."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tests.unit.render.scene_samples import shot
from vidpipe_assets.model.pictures import Side, Versus
from vidpipe_assets.model.plan import Beat
from vidpipe_assets.render.comparing import BOTH, result_s, turns
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.moments import happens_s
from vidpipe_assets.render.scenes.bar_pictures import BarPicture, read_label, side_pictures
from vidpipe_assets.render.scenes.context import BOTTOM, HEAD_START_S, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.frames import make_template
from vidpipe_assets.render.scenes.podiums import PodiumTemplate
from vidpipe_assets.render.scenes.race import Contest, RaceTemplate
from vidpipe_assets.render.scenes.versus import CardsTemplate

BEATS = (Beat(word=8, at=0.25), Beat(word=15, at=0.7))
NAMES = ("Probe", "Bullet")


def side(tag: str, value: float = 1, label: str = "in a second", icon: str = "bike") -> Side:
    return Side(tag=tag, value=value, label=label, icon=icon)


def template_of(
    left: float, right: float, unit: str = "km", said: str = "So it is.", names: tuple[str, str] = NAMES,
    illustration: str | None = None,
) -> Template:  # fmt: skip
    picture = Versus(left=side(names[0], left), right=side(names[1], right), unit=unit)
    of = shot(picture, seconds=10.0, beats=BEATS, text=lambda _: "")
    scene = of.scene.model_copy(update={"narration": said})
    return make_template(SceneContext(replace(of, scene=scene, illustration=illustration)))


def columns(left: float, right: float, said: str = "So it is.") -> Template:
    return template_of(left, right, said=said, names=("Voyager 1", "Bullet"), illustration="voyager")


def drawn(template: Template, at: float) -> np.ndarray:
    canvas = Canvas(1080, 1920)
    template.illustrate(canvas, at)
    template.draw(canvas, at)
    return canvas.pixels


def half(template: Template, number: int, at: float) -> np.ndarray:
    """What is seen of a side."""
    pixels = drawn(template, at)[TOP - 20 : BOTTOM, LEFT:RIGHT]
    parts = np.array_split(pixels, 2, axis=1 if isinstance(template, PodiumTemplate) else 0)
    return parts[number]


@pytest.mark.parametrize(("left", "right"), [(1, 17), (17, 1), (226, 254), (5, 5), (0, 3), (1, 10_400)])
@pytest.mark.parametrize("make", [template_of, columns])
def test_bars_are_as_long_as_their_values_from_the_moment_they_are_told(make, left: float, right: float) -> None:
    template = make(left, right)
    assert isinstance(template, Contest)
    assert template.shares(0.0) == (0.0, 0.0)
    first, none = template.shares(5.0)
    assert (bool(first > 0), none) == (left > 0, 0.0)
    ends = template.shares(8.5)
    assert ends[0] * right == pytest.approx(ends[1] * left)
    assert max(ends) == pytest.approx(1.0)
    assert first == ends[0]


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        (template_of(1, 17), RaceTemplate),
        (template_of(1, 17, names=("Worth", "Cost"), illustration="coins"), RaceTemplate),
        (columns(1, 17), PodiumTemplate),
        (template_of(1893, 2022, ""), CardsTemplate),
    ],
)
def test_both_halves_are_filled_from_the_first_frame_on_and_the_second_is_lit_when_it_is_told(
    template: Template, kind: type
) -> None:
    assert isinstance(template, kind)
    for number in range(2):
        assert (half(template, number, HEAD_START_S)[..., 3] > 30).mean() > 0.1
    waiting, told = half(template, 1, 5.5), half(template, 1, 9.0)
    assert (waiting != told).any(axis=2).mean() > 0.02


def test_a_side_comes_into_the_light_with_its_own_name() -> None:
    said = "Game Boy and the years. Then came the Gear of Sega, with a lot of colors in it, and a great many cells."
    template = template_of(10, 4, said=said, names=("Game Boy", "Game Gear"), illustration="game-boy")
    assert isinstance(template, PodiumTemplate)
    assert template.lit(2.0, 0) == 1
    assert template.lit(2.0, 1) == 0  # "Game" is the other's, too
    assert template.lit(5.5, 1) == 1
    assert template.shares(5.5)[1] == 0


def test_a_number_lands_with_its_word() -> None:
    template = template_of(1, 17)
    before, after, later = (half(template, 0, at)[150:290].astype(int) for at in (2.0, 2.8, 5.0))
    assert np.abs(before - later).sum() > 20 * np.abs(after - later).sum()


@pytest.mark.parametrize(
    ("tags", "subject", "expected"),
    [
        (("Voyager 1", "Bullet"), "voyager", ("voyager", "bullet")),
        (("Webb", "Hubble"), "webb-telescope", ("webb-telescope", "hubble")),
        (("Sarah", "Usain Bolt"), "cheetah", ("cheetah", "runner")),
        (("Game Boy", "Game Gear"), "game-boy", ("game-boy", "game-gear")),
        (("Apollo 11", "Apollo 17"), "moon-lander", None),
        (("Planned", "Real"), "mars-rover", None),
        (("Game Boy", "Lynx"), "game-boy", None),
    ],
)
def test_a_side_is_drawn_where_both_are_things_that_can_be_told_apart(
    tags: tuple[str, str], subject: str, expected: tuple[str, str] | None
) -> None:
    sides = [side(tag, icon="trophy") for tag in tags]
    assert side_pictures(Versus(left=sides[0], right=sides[1]), subject) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("on six batteries, about", ("about", "on six batteries")),
        ("or more, on four batteries", ("at least", "on four batteries")),
        ("or more: a usual pair", ("at least", "a usual pair")),
        ("about three times as much", ("", "about three times as much")),
        ("from end to end", ("", "from end to end")),
    ],
)
def test_what_qualifies_a_number_stands_before_it(label: str, expected: tuple[str, str]) -> None:
    assert read_label(side("Game Gear", label=label)) == expected


def test_each_picture_stands_in_its_half_above_the_plinth(monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[tuple[float, float, float]] = []
    monkeypatch.setattr(
        BarPicture, "draw", lambda self, _canvas, _at, x, y: places.append((x, x + self.wide, y + self.high / 2))
    )
    drawn(columns(1, 17), 9.0)
    (first, second), middle = places, (LEFT + RIGHT) / 2
    assert LEFT <= first[0] < first[1] < middle < second[0] < second[1] <= RIGHT
    assert second[2] < first[2] < BOTTOM - 150  # the larger value lifts higher


SAID = "The probe flies far in a second, and every second is the same. A bullet needs a long time for that way."


@pytest.mark.parametrize("seconds", [4.0, 6.5, 10.0, 16.0])
@pytest.mark.parametrize("said", [(0.25, 0.7), (0.1, 0.8), (0.5, 0.6), (0.75, 0.8)])
def test_something_is_seen_to_change_in_a_comparison_every_two_seconds(
    seconds: float, said: tuple[float, float]
) -> None:
    told = (seconds * said[0], seconds * said[1])
    named = (max(told[0] - 1.5, 0.0), max(told[1] - 1.5, told[0]))
    words = [seconds * share / 20 for share in range(20)]
    found = turns(seconds, named, told, 1, words)
    moments = sorted([*(turn.at for turn in found), *told, seconds])
    assert max(after - before for before, after in pairwise(moments)) <= 2.6
    assert all(one.side != other.side for one, other in pairwise(found))
    assert [turn.side for turn in found if abs(turn.at - result_s(told)) < 0.01] == [BOTH]


@pytest.mark.parametrize("names", [("Voyager 1", "Bullet"), ("Worth", "Cost")])
def test_the_camera_is_near_the_side_that_is_named_and_sees_both_at_the_result(names: tuple[str, str]) -> None:
    contest = template_of(1, 17, said=SAID, names=names, illustration="voyager")
    assert isinstance(contest, Contest)
    attention = contest.attention
    assert [attention.nearness(0.3, side) for side in range(2)] == [0.0, 0.0]
    assert attention.nearness(2.6, 0) > 0.9
    assert attention.nearness(2.6, 1) < 0
    assert attention.nearness(7.2, 1) > 0.9
    assert attention.seen(7.2, 0) < 0.6
    after = attention.result + 0.8
    assert (attention.nearness(after, 0), attention.nearness(after, 1)) == pytest.approx((0.0, 0.0), abs=0.01)
    assert (attention.compared(after), attention.compared(attention.result - 0.1)) == (1.0, 0.0)
    assert (attention.shrinks(after, 0)[0], attention.shrinks(after, 1)[0]) == (pytest.approx(1.0, abs=0.05), 0.0)


def test_a_column_is_as_high_as_its_value_however_near_it_is() -> None:
    template = columns(17, 1, said=SAID)
    told, compared = drawn(template, 6.9), drawn(template, 9.8)
    x = LEFT + 120
    assert (told[..., :3] != compared[..., :3]).any()
    rows = [np.flatnonzero(picture[BOTTOM - 420 : BOTTOM - 180, x, 3] > 200) for picture in (told, compared)]
    assert rows[0][0] == rows[1][0]


def test_a_comparison_never_hides_a_number_that_is_said() -> None:
    of = shot(Versus(left=side("Probe"), right=side("Bullet", 17)), seconds=10.0, beats=BEATS, text=lambda _: "")
    for word in range(20):
        scene = of.scene.model_copy(update={"narration": SAID})
        if span := happens_s(scene, word):
            assert not any(span[0] - 0.7 < 10.0 * beat.at < span[1] + 0.4 for beat in BEATS), (word, span)


def test_years_are_written_as_years() -> None:
    years = template_of(1893, 2022, "")
    assert isinstance(years, CardsTemplate)
    assert years._text(1893) == "1893"  # pyright: ignore[reportPrivateUsage]
