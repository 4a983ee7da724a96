"""Where type and subject stand to each other: neither covers the other, and the subject is never a thumbnail."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.render.scene_samples import pictures, shot
from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.model.pictures import End, Hook, IconCard, Number, Picture, Rank, Where
from vidpipe_assets.render.arrangements import NARROW, SIDES, TALL, Arrangement, arrange
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.illustrations.files import further_drawings, index
from vidpipe_assets.render.illustrations.svg import FIELD
from vidpipe_assets.render.scenes.art import HALF, room_beside
from vidpipe_assets.render.scenes.close_up import CloseUp
from vidpipe_assets.render.scenes.context import BOTTOM, RIGHT, SceneContext
from vidpipe_assets.render.scenes.frames import make_template
from vidpipe_assets.render.scenes.staging import Box, ink_of
from vidpipe_assets.render.scenes.subject import fit_into

SETTLED = 6.0
USUAL: tuple[Picture, ...] = (
    Hook(lines=("Bombed in", "*a war*")),
    Number(value=23_040, unit="pixels", label="on the whole screen"),
    Number(value=15, unit="cm", label="taller on a hot day, at most"),
    Rank(rank=3, of=3, title="60 tons", stat="every 7 years"),
    Rank(rank=2, of=5, title="Bombed, burned, still playing", detail="It is shown in a store in New York"),
    IconCard(icon="bomb", title="Bombed, burned, still playing Tetris"),
    Where(place="Nowhere", area="in no country", facts=("Its front burned", "It plays Tetris")),
    End(lines=("Any fact", "*new to you?*")),
)


def ink(of: Shot, *, content: bool) -> NDArray[np.bool_]:
    """Where the content of a scene, or its subject, is seen when all has come."""
    canvas, context = Canvas(WIDTH, HEIGHT), SceneContext(of)
    with context.laid_out(canvas):
        template = make_template(context)
        (template.draw if content else template.illustrate)(canvas, SETTLED)
    return canvas.pixels[..., 3] > (8 if content else 250)


@pytest.mark.parametrize("name", ["hook", "number", "icon", "rank", "end"])
@pytest.mark.parametrize("arrangement", ["above", "below", "beside", "across"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_type_and_subject_keep_off_each_other(name: str, arrangement: str, language: str) -> None:
    of = shot(pictures("shortest")[name], arrangement=arrangement, illustration="game-boy", language=language)
    written, subject = ink(of, content=True), ink(of, content=False)
    assert written.any()
    assert subject.any()
    assert not written[BOTTOM + 16 : 1480].any()
    assert not (written & subject).any()


@pytest.mark.parametrize("picture", USUAL, ids=lambda one: one.template)
@pytest.mark.parametrize("arrangement", ["above", "below", "beside", "across"])
def test_a_subject_is_seen_large(picture: Picture, arrangement: str) -> None:
    """A third of the frame's width or a quarter of its height at least, whichever its shape fills."""
    stacked_end = isinstance(picture, End) and arrangement in ("above", "below")  # which only wide ones have
    of = shot(picture, arrangement=arrangement, illustration="whale" if stacked_end else "game-boy")
    kicker = "" if isinstance(picture, End) else "#3"
    rows, columns = np.nonzero(ink(replace(of, scene=of.scene.model_copy(update={"kicker": kicker})), content=False))
    assert np.ptp(columns) >= WIDTH / 3 or np.ptp(rows) >= HEIGHT / 4 - 20


@pytest.mark.parametrize("arrangement", ["above", "below", "beside", "across"])
@pytest.mark.parametrize(("written", "language"), [(300, "en"), (HALF, "en"), (HALF, "ar")])
def test_no_subject_touches_the_sides_of_the_frame(arrangement: Arrangement, written: float, language: str) -> None:
    context = SceneContext(shot(USUAL[0], arrangement=arrangement, illustration="game-boy", language=language))
    room = Box(0, 560, WIDTH, 1216)
    if arrangement in SIDES:
        room = room_beside(context, 210, 1216, written)
    for name in (*index(), *further_drawings()):
        for stands in (True, False):
            fit = fit_into(name, room, stands=stands)
            left, _, right, _ = (fit.x + edge * fit.size / FIELD for edge in ink_of(name))
            assert left >= 24, name
            assert right <= WIDTH - 24, name


def test_whatever_stands_beside_an_openings_lines_is_narrow() -> None:
    shapes = {name: ink_of(name) for name in index()}
    tall = {name for name, one in shapes.items() if one[3] - one[1] >= 1.3 * (one[2] - one[0])}
    assert tall & TALL >= NARROW
    for name in index():
        ways = set[Arrangement | None]()
        for seed in range(0, 88, 11):
            ways.update(arrange([(USUAL[0], name)], seed))
        assert (name in NARROW) == bool(ways & set(SIDES)), name


@pytest.mark.parametrize("name", ["voyager-behind", "eiffel-tower", "pizza-box", "whale"])
def test_a_close_up_keeps_off_the_number_of_a_countdown(name: str) -> None:
    of = shot(Number(value=15, label="taller"), illustration=name)
    of = replace(of, scene=of.scene.model_copy(update={"kicker": "#3"}))
    context, canvas = SceneContext(of), Canvas(WIDTH, HEIGHT)
    CloseUp(name, context, (0.0, 9.0), 0.0).draw(canvas, 5.0)
    left = round(RIGHT - context.rank_width)
    assert not (canvas.pixels[230:300, left:RIGHT, 3] > 60).any()


@pytest.mark.parametrize("arrangement", ["above", "below"])
@pytest.mark.parametrize("title", ["16 tons", "*16* tons", "Tons"])
def test_no_title_follows_a_rank_on_its_line(title: str, arrangement: str) -> None:
    """'#4' before '16 tons' was read as 416 tons."""
    ranks = (Rank(rank=rank, of=9, title=title) for rank in (1, 8))
    one, other = (ink(shot(rank, arrangement=arrangement, illustration="game-boy"), content=True) for rank in ranks)
    title_top = np.flatnonzero(one[:, :400].any(axis=1) & (np.arange(HEIGHT) > 410))[0]
    assert np.array_equal(one[title_top:], other[title_top:])
