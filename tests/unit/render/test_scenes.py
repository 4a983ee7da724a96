"""Templates: whatever the models allow stays inside the column, off the captions and off the platform's buttons."""

from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tests.unit.render.scene_samples import TEXTS, pictures, shot
from vidpipe_assets.model import pictures as p
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.plan import Beat
from vidpipe_assets.render import safe_areas
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.icons import draw_icon, icon_paths
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, shape_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.scenes.bar_pictures import BarPicture, bar_pictures, to_scale
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.frames import TEMPLATES, SceneFrames, make_template
from vidpipe_assets.render.scenes.parts import axis_ticks, capitalise_unit, format_figure
from vidpipe_assets.render.scenes.strip import ChannelStrip

LEFT, TOP, RIGHT, BOTTOM = 40, 120, 944, 1212
"""The column and a little, since boxes reach somewhat farther than the text in them."""
SETTLED = 6.0
PAPER = Canvas(1080, 1920)


def content(of: Shot, at: float, least: int = 8) -> np.ndarray:
    """Where the content of a scene has ink at a moment; the line that names the source is left out."""
    PAPER.clear()
    context = SceneContext(of)
    with context.laid_out(PAPER):
        make_template(context).draw(PAPER, at)
        ChannelStrip(context).draw(PAPER, at)
    inked = PAPER.pixels[..., 3] > least
    inked[1490:1560, 60:RIGHT] = False
    return inked


def outside(inked: np.ndarray) -> int:
    rest = inked.copy()
    rest[TOP:BOTTOM, LEFT:RIGHT] = False
    return int(rest.sum())


CASES = [(kind, name, "anton", seed) for kind in TEXTS for name in TEMPLATES for seed in (0, 7)]
CASES += [("words", name, "montserrat", 0) for name in TEMPLATES] + [
    ("one word", name, "inter", 7) for name in TEMPLATES
]


@pytest.mark.parametrize(("kind", "name", "font", "seed"), CASES)
def test_fault_24_content_stays_in_its_column(kind: str, name: str, font: str, seed: int):
    of = shot(pictures(kind)[name], text=TEXTS[kind], seed=seed, heading_font=font)
    inked = content(of, SETTLED)
    assert inked.any()
    assert outside(inked) == 0


@pytest.mark.parametrize("name", ["hook", "number", "icon"])
@pytest.mark.parametrize(
    ("arrangement", "kind", "language"),
    [("above", "words", "en"), ("below", "words", "en"), ("below", "shortest", "en"), ("beside", "shortest", "en"),
     ("beside", "shortest", "ar")],
)  # fmt: skip
def test_every_arrangement_keeps_type_in_its_column_and_off_its_subject(
    name: str, arrangement: str, kind: str, language: str
):
    of = shot(pictures(kind)[name], arrangement=arrangement, illustration="game-boy", language=language)
    inked = content(of, SETTLED)
    assert inked.any()
    assert not inked[BOTTOM:].any()
    context = SceneContext(of)
    PAPER.clear()
    with context.laid_out(PAPER):
        make_template(context).illustrate(PAPER, SETTLED)
    subject = PAPER.pixels[..., 3] > 250
    assert subject.any() or (kind, name) == ("words", "number")  # so many words leave no room
    assert not (inked & subject).any()


@pytest.mark.parametrize("language", ["ar", "he"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_fault_50_from_right_to_left_a_scene_begins_at_the_right_and_stays_in_its_column(name: str, language: str):
    text = TEXTS["arabic"]
    wide = content(shot(pictures("arabic")[name], text=text, language=language), SETTLED)
    assert wide[TOP:BOTTOM, :68].sum() == wide[TOP:BOTTOM, 972:].sum() == wide[:TOP].sum() == wide[BOTTOM:].sum() == 0
    short = shot(pictures("shortest")[name], text=lambda _: "קצר", language=language)
    mirrored, plain = content(short, SETTLED), content(replace(short, language="en"), SETTLED)
    assert mirrored[:300].any(0).nonzero()[0].max() == 939  # the progress line fills from there
    heading = slice(300, 700)
    from_left, from_right = (np.flatnonzero(one[heading].any(0)) for one in (plain, mirrored))
    assert abs((RIGHT - 4 - from_right[-1]) - (from_left[0] - LEFT - 32)) < 12
    assert np.count_nonzero(mirrored) == pytest.approx(np.count_nonzero(plain), rel=0.02)


def test_fault_50_what_is_mirrored_is_read_as_ever():
    """Text, icons and logos have the same pixels, only in another place."""

    def ink(draw, mirrored: bool) -> np.ndarray:
        PAPER.clear()
        with PAPER.mirrored(72, 940) if mirrored else nullcontext():
            draw()
        rows, columns = PAPER.pixels[..., 3].nonzero()
        return PAPER.pixels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].copy()

    line = shape_line("Game Boy קצר", TextStyle(FontFace("inter", 700), 80))
    for draw in (
        lambda: line.draw(PAPER, 100, 300, "#FFFFFF"),
        lambda: draw_icon(PAPER, "trending-up", 100, 300, 120, "#FFFFFF"),
    ):
        plain, mirrored = ink(draw, False), ink(draw, True)
        high, wide = np.minimum(plain.shape[:2], mirrored.shape[:2])
        assert abs(plain.shape[1] - mirrored.shape[1]) <= 1  # it may begin between two pixels
        alike, turned = (
            np.abs(plain[:high, :wide, 3].astype(int) - other[:high, :wide, 3]).mean()
            for other in (mirrored, mirrored[:, ::-1])
        )
        assert alike < turned / 3


@pytest.mark.parametrize("font", ["anton", "montserrat", "inter"])
def test_a_plain_scene_stays_in_its_column_and_off_the_captions(font: str):
    of = shot(pictures("words")["bars"], text=TEXTS["words"], heading_font=font)
    of = replace(of, scene=of.scene.model_copy(update={"title": TEXTS["words"](60)}))
    PAPER.clear()
    SceneFrames(of, plain=True).draw_content(PAPER, 60)
    inked = PAPER.pixels[..., 3] > 8
    inked[1490:1560, 60:RIGHT] = False
    assert inked.any()
    assert outside(inked) == 0


@pytest.mark.parametrize("after", ["", "More of these tomorrow"])
def test_a_tall_question_leaves_the_captions_their_place_while_the_button_comes(after: str):
    of = shot(p.End(lines=("Which", "one", "did it", "see?"), next=after), text=lambda _: "a line")
    for at in (0.5, 2.3, 2.5, 2.8, SETTLED):
        assert outside(content(of, at)) == 0


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_the_captions_band_stays_free_also_while_things_move(name: str):
    of = shot(pictures("words")[name], text=TEXTS["words"])
    for at in (0.16, 0.5, 1.2):
        assert not content(of, at)[1230:1450].any()


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_something_can_be_read_at_the_first_frame(name: str):
    frames = SceneFrames(shot(pictures("words")[name], background="grid"))
    PAPER.clear()
    frames.draw_content(PAPER, 0)
    assert (PAPER.pixels[230:1200, :, 3] > 128).sum() > 8000


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_a_frame_is_the_same_whenever_it_is_drawn(name: str):
    of = shot(pictures("words")[name], background="duo")
    once, again = SceneFrames(of), SceneFrames(of)
    expected = once.frame(40).copy()
    again.frame(0)
    assert np.array_equal(again.frame(40), expected)


def test_a_longer_clip_begins_like_the_shorter_one():
    picture = pictures("words")["bars"]
    short, long = shot(picture), shot(picture, seconds=4.0)
    longer = Shot(**{**vars(long), "seconds": 30.0})
    assert np.array_equal(SceneFrames(short).frame(70), SceneFrames(longer).frame(70))


STEPS = p.Steps(title="Do this", steps=tuple(p.Step(text=word) for word in ("One", "Two", "Three")))
BARS = p.Bars(title="So", bars=(p.Bar(label="A", value=3), p.Bar(label="B", value=2)))
TIMELINE = p.Timeline(title="So", moments=tuple(p.Moment(when=str(y), text="It was so") for y in (1, 2, 3)))


@pytest.mark.parametrize("picture", [STEPS, BARS, TIMELINE])
def test_things_appear_when_they_are_said(picture: p.Picture):
    count = 2 if picture is BARS else 3
    early = tuple(Beat(word=0, at=0.1 + 0.1 * n) for n in range(count))
    late = (*early[:-1], Beat(word=1, at=0.75))
    opaque = 200  # not the places that are marked for what is still to come
    with_early = content(shot(picture, seconds=10.0, beats=early), 6.0, opaque)
    with_late = content(shot(picture, seconds=10.0, beats=late), 6.0, opaque)
    assert (with_early != with_late).sum() > 500
    settled = content(shot(picture, seconds=10.0, beats=late), 9.8, opaque)
    assert settled.sum() == pytest.approx(with_early.sum(), rel=0.03)


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (("Blue whale", "City dump", "African elephant"), ("whale", None, "elephant")),
        (("Eiffel Tower, 1889", "Chrysler Building", "A tower"), ("eiffel-tower", "skyscraper", None)),
        (("Game Boy and Color", "Game Boy Advance"), (None, None)),
        (("Hoover Dam", "Statue of Liberty", "Niagara Falls"), ("dam", "statue-of-liberty", None)),
    ],
)  # fmt: skip
def test_bars_have_pictures_where_most_of_them_have_one_and_they_differ(
    labels: tuple[str, ...], found: tuple[str | None, ...]
):
    assert bar_pictures([p.Bar(label=label, value=1) for label in labels]) == found


def test_a_picture_rides_on_the_end_of_its_bar(monkeypatch: pytest.MonkeyPatch):
    drawn: list[tuple[float, float]] = []
    monkeypatch.setattr(BarPicture, "draw", lambda self, *given: drawn.append((given[2], given[2] + self.wide)))
    bars = (p.Bar(label="Blue whale", value=30), p.Bar(label="African elephant", value=6))
    frames = SceneFrames(
        shot(p.Bars(title="So", bars=bars), seconds=6.0, beats=(Beat(word=0, at=0.2), Beat(word=1, at=0.5)))
    )
    for number in (0, 170):
        frames.frame(number)
    (start, _), (waiting, _), (_, whale), (_, elephant) = drawn[0], drawn[1], drawn[-2], drawn[-1]
    assert start == waiting == safe_areas.LEFT
    assert (whale, elephant) == pytest.approx((safe_areas.RIGHT, safe_areas.LEFT + safe_areas.COLUMN / 5), abs=2)


def pictured(*names: str) -> list[float]:
    """How long each picture is, in lengths of the first."""
    found = to_scale(names, SceneContext(shot(BARS)), 118)
    sides = [max(one.wide, one.high) for one in found if one]
    return [one / sides[0] for one in sides]


def test_pictures_of_bars_have_their_true_sizes_to_each_other():
    assert pictured("whale", "bus") == pytest.approx([1, 12 / 30], abs=0.03)
    assert pictured("burj-khalifa", "skyscraper", "eiffel-tower") == pytest.approx([1, 381 / 828, 330 / 828], abs=0.03)


def test_what_would_not_be_seen_in_its_true_size_is_larger_but_keeps_its_order():
    for names in (("eiffel-tower", "diver", "penguin"), ("whale", "bus", "elephant"), ("sun", "globe", "neutron-star")):
        _, middle, least = pictured(*names)
        assert 0.3 < least < middle < 0.8


def test_a_picture_of_no_known_size_fills_its_place():
    assert pictured("galaxy", "galaxy") == [1, 1]
    alone, beside = (to_scale(names, SceneContext(shot(BARS)), 118) for names in (("fire",), ("fire", "whale", "bee")))
    assert alone[0] and beside[0] and alone[0].high == beside[0].high


def test_a_number_in_a_countdown_stays_at_the_end_of_its_line_while_the_subject_is_seen_alone():
    number = p.Number(value=30, unit="m", label="long")
    told = "Number three. It is as long as 30 meters. That is three buses, one behind the other, on any road."
    for kicker, seen in (("#3", True), ("Blue whale", False)):
        one = shot(number, seconds=9.0, beats=(Beat(word=8, at=0.4),), illustration="whale")
        scene = one.scene.model_copy(update={"kicker": kicker, "narration": told})
        frames = SceneFrames(replace(one, scene=scene))
        for moment in (0, 240):
            PAPER.clear()
            frames.draw_content(PAPER, moment)
            assert (PAPER.pixels[215:296, RIGHT - 120 : RIGHT, 3] > 8).any() == seen


@pytest.mark.parametrize("illustration", [None, "whale"])
def test_a_number_in_a_countdown_has_one_place_in_every_template_and_grows_towards_the_first(illustration: str | None):
    sizes = dict[str, int]()
    for kicker in ("#3", "#2", "#1"):
        found = set[tuple[int, ...]]()
        for name in ("rank", "icon", "number"):
            picture = pictures("shortest")[name]
            if isinstance(picture, p.Rank):
                picture = picture.model_copy(update={"rank": int(kicker[1:])})
            one = shot(picture, illustration=illustration)
            context = SceneContext(replace(one, scene=one.scene.model_copy(update={"kicker": kicker})))
            PAPER.clear()
            make_template(context).draw(PAPER, SETTLED)
            corner = PAPER.pixels[204:312, RIGHT - 220 :, 3] > 128
            rows, columns = (np.flatnonzero(corner.any(axis=axis)) for axis in (1, 0))
            found.add((rows[0], rows[-1], columns[0], columns[-1]))
            sizes[kicker] = int(corner.sum())
        assert len(found) == 1, kicker
    assert sizes["#3"] < sizes["#2"] < sizes["#1"] / 2


def test_text_before_a_world_has_the_worlds_ground_behind_it_as_soon_as_it_comes():
    sub = p.IconCard(icon="bike", title="It", sub="A line of words")
    for background, hazy in (("room/close", True), ("duo", False)):
        one = shot(sub, seconds=9.0, background=background, illustration="whale")
        context = SceneContext(one)
        block = context.body("A line of words", 48)
        before, come = Canvas(1080, 1920), Canvas(1080, 1920)
        context.draw_haze(before, LEFT + 100, 700, block, lambda _: 0.0)
        context.draw_haze(come, LEFT + 100, 700, block, lambda number: 1.0 if number < 2 else 0.0)
        assert not before.pixels.any()
        alpha = come.pixels[700 + round(block.height / 2), :, 3]
        seen = np.flatnonzero(alpha > 100)
        assert bool(len(seen)) == hazy
        if hazy:  # as far as its words have come
            assert seen[0] <= LEFT + 100
            assert LEFT + 100 + block.words[1].x <= seen[-1] < LEFT + 100 + block.width * 0.8


def test_the_source_lies_on_a_plate_where_a_world_is_drawn():
    for background, more in (("city/wide", True), ("mesh", False)):
        PAPER.clear()
        context = SceneContext(shot(BARS, background=background))
        context.draw_source(PAPER, SETTLED)
        inked = PAPER.pixels[1490:1560, 60:, 3] > 8
        assert inked.mean() > 0.05 if more else 0 < inked.mean() < 0.05


def test_a_number_that_is_said_early_leaves_its_icon_for_the_second_half():
    picture = p.Number(value=80, label="i")
    early, late = (shot(picture, seconds=10.0, beats=(Beat(word=0, at=share),)) for share in (0.2, 0.8))
    drawn = {share: content(early, at)[700:].sum() for share, at in (("before", 4.0), ("after", 6.5))}
    assert drawn["after"] > drawn["before"] + 2000
    assert content(late, 4.0)[700:].sum() > drawn["before"] + 2000  # there, the number itself is what comes


def test_labels_of_a_line_never_cross(monkeypatch: pytest.MonkeyPatch):
    drawn: list[tuple[float, float]] = []
    paint = TextLine.paint

    def remember(line: TextLine, canvas: Canvas, x: float, y: float, colour: object, *, align: float = 0.0) -> None:
        if y > 1150 and line.size == 34:
            drawn.append((x - line.width * align, x - line.width * align + line.width))
        paint(line, canvas, x, y, colour, align=align)

    monkeypatch.setattr(TextLine, "paint", remember)
    content(shot(pictures("words")["line"], text=lambda _: ""), SETTLED)
    assert len(drawn) >= 2
    assert all(left > right for (_, right), (left, _) in pairwise(sorted(drawn)))


def test_calm_motion_never_overshoots():
    rank = p.Rank(rank=1, of=3, title="So", stat="12 km", icon="bike")
    lively, calm = (
        max(int(content(shot(rank, motion=motion, text=lambda _: ""), at / 30).sum()) for at in range(45, 75))
        / int(content(shot(rank, motion=motion), 5.0).sum())
        for motion in ("lively", "calm")
    )
    assert calm <= lively


def test_an_unknown_icon_falls_back_to_sparkles():
    assert len(icon_paths("no-such-icon")) == len(icon_paths("sparkles")) > 1


def test_a_logo_that_is_no_picture_is_bad_input(tmp_path):
    page = tmp_path / "logo.png"
    page.write_text("<html>")
    for file in (page, tmp_path / "missing.png"):
        with pytest.raises(BadInput, match=r"picture.logo.file: .*logo.png|missing.png") as caught:
            SceneFrames(shot(STEPS, logo=file))
        assert "PNG" in caught.value.remedy


def test_a_logo_stands_in_the_channel_strip(tmp_path):
    from PIL import Image

    file = tmp_path / "logo.png"
    Image.new("RGBA", (900, 300), (255, 0, 0, 255)).save(file)
    frame = SceneFrames(shot(STEPS, logo=file)).frame(0)
    assert frame[152, 100].tolist()[:3] == [0, 0, 255]


def test_numbers_are_written_as_they_are():
    assert format_figure(1234.5, 1, "€") == "€1,234.5"
    assert format_figure(-12, unit="min") == "\u221212 min"
    assert format_figure(85, unit="%") == "85%"
    assert format_figure(1.2, 1, unit="M") == "1.2M"
    assert format_figure(10, unit="g") == "10 g"
    assert format_figure(-0.001, 1) == "0.0"
    assert (capitalise_unit("days"), capitalise_unit("kg"), capitalise_unit("MHz")) == ("DAYS", "kg", "MHz")


@pytest.mark.parametrize("values", [(0, 0), (1e12, -1e12), (9800, 10200), (0.001, 0.004), (5, 5), (-3, -1), (0, 7)])
def test_an_axis_encloses_its_values(values: tuple[float, float]):
    marks = axis_ticks(values)
    assert marks[0] <= min(values) <= max(values) <= marks[-1]
    assert 2 <= len(marks) <= 6
