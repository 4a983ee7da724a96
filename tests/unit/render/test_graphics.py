"""The forms of a channel: each stays in its place and is readable in every palette, and channels have their own."""

from itertools import combinations
from typing import Any, get_args

import numpy as np
import pytest
import yaml
from pydantic import ValidationError
from shipped import ROOT, shipped

from tests.unit.render.scene_samples import TEXTS, pictures, shot
from vidpipe_assets.model.theme import GraphicsName, Theme
from vidpipe_assets.render.drawing.canvas import Canvas, Paint, skia
from vidpipe_assets.render.drawing.colour import contrast
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.graphics import (
    GRAPHICS,
    Graphics,
    HeadlineForm,
    ProgressForm,
    RankForm,
    StripForm,
    choose_graphics,
)
from vidpipe_assets.render.palettes import _PALETTES  # pyright: ignore[reportPrivateUsage]
from vidpipe_assets.render.safe_areas import LEFT, RIGHT, TOP
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.frames import make_template
from vidpipe_assets.render.scenes.strip import ChannelStrip

SETTLED = 6.0
_KINDS: tuple[tuple[Any, ...], ...] = tuple(get_args(one) for one in (StripForm, HeadlineForm, RankForm, ProgressForm))
FORMS = [Graphics(*(kind[number % len(kind)] for kind in _KINDS)) for number in range(max(map(len, _KINDS)))]
"""Every form of everything, once at least."""
SHIPPED = sorted([*(shipped() / "themes").glob("*.yaml"), *(ROOT / "examples" / "themes").glob("*.yaml")])
PAPER = Canvas(1080, 1920)


def laid_out(of: Any, at: float) -> np.ndarray:
    """Where a scene has type and what belongs to it, without what reaches the frame's edges."""
    PAPER.clear()
    context = SceneContext(of)
    with context.laid_out(PAPER):
        make_template(context).draw(PAPER, at)
        ChannelStrip(context).draw(PAPER, at)
    inked = PAPER.pixels[..., 3] > 8
    inked[1484:1560, LEFT - 20 : RIGHT + 20] = False  # the source
    return inked


def test_themes_may_name_every_set_of_forms_and_no_other() -> None:
    assert set(get_args(GraphicsName)) == {"auto", *GRAPHICS}
    assert [{getattr(one, field) for one in GRAPHICS.values()} for field in Graphics._fields] == list(map(set, _KINDS))


def test_no_two_sets_are_alike_in_all_and_each_shipped_theme_has_its_own() -> None:
    assert len(set(GRAPHICS.values())) == len(GRAPHICS)
    themes = [Theme.model_validate(yaml.safe_load(file.read_text())) for file in SHIPPED]
    named = [theme.picture.graphics for theme in themes]
    assert len(named) == 12
    assert "auto" not in named
    assert len(set(named)) == 12
    for one, other in combinations((GRAPHICS[name] for name in named), 2):
        assert sum(a == b for a, b in zip(one, other, strict=True)) <= 2, (one, other)


def test_a_channel_always_has_the_same_forms_and_two_channels_mostly_differ() -> None:
    assert choose_graphics("auto", "Gadget Numbers") == GRAPHICS["wildlife"]
    chosen = [choose_graphics("auto", f"Channel {number}") for number in range(400)]
    assert set(chosen) == set(GRAPHICS.values())
    assert sum(a == b for a, b in combinations(chosen, 2)) / (400 * 399 / 2) < 0.1
    assert choose_graphics("gig", "Gadget Numbers") == GRAPHICS["gig"]


def test_forms_that_do_not_exist_are_refused_by_their_field() -> None:
    with pytest.raises(ValidationError) as refused:
        Theme.model_validate({"name": "a", "channel": "A", "picture": {"graphics": "baroque"}})
    assert refused.value.errors()[0]["loc"] == ("picture", "graphics")


@pytest.mark.parametrize("kind", ["words", "one word", "emoji", "shortest"])
@pytest.mark.parametrize("font", ["anton", "montserrat"])
@pytest.mark.parametrize("forms", FORMS, ids="-".join)
def test_type_stays_in_its_column_off_the_captions_and_the_platforms(forms: Graphics, font: str, kind: str) -> None:
    for name in ("hook", "bars", "rank", "icon", "end"):
        for language in ("en", "ar"):
            of = shot(
                pictures(kind)[name], text=TEXTS[kind], heading_font=font, language=language, graphics=forms, of=30
            )
            inked = laid_out(of, SETTLED)
            assert inked.any()
            mirrored = language == "ar"
            left, right = (LEFT + RIGHT - 944, LEFT + RIGHT - 40) if mirrored else (40, 944)
            inked[120:1212, left:right] = False
            assert not inked.any(), (name, language)


@pytest.mark.parametrize("forms", FORMS, ids="-".join)
def test_what_reaches_the_frames_edges_stays_above_the_content(forms: Graphics) -> None:
    of = shot(pictures("words")["rank"], graphics=forms)
    for at in (0.0, 0.2, SETTLED):
        PAPER.clear()
        ChannelStrip(SceneContext(of)).lay(PAPER, at)
        SceneContext(of).lay_rank(PAPER, at)
        rows = np.flatnonzero(PAPER.pixels[..., 3].any(axis=1))
        assert not len(rows) or (rows[0] >= 120 and rows[-1] < TOP)


class Reader:
    """Remembers with which contrast each line is drawn on what lies around it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read: list[tuple[float, float]] = []
        drawn = TextLine.paint

        def paint(
            line: TextLine, canvas: Canvas, x: float, y: float, paint: Paint | None, *, align: float = 0.0
        ) -> None:
            if (
                line.blob is not None
                and paint is not None
                and paint.getStyle() == skia.Paint.kFill_Style
                and paint.getAlphaf() > 0.95
            ):
                self._note(canvas, line, x - line.width * align, y, f"#{paint.getColor() & 0xFFFFFF:06X}")
            drawn(line, canvas, x, y, paint, align=align)

        monkeypatch.setattr(TextLine, "paint", paint)

    def _note(self, canvas: Canvas, line: TextLine, x: float, y: float, colour: str) -> None:
        across = np.linspace(x + 3, x + line.width - 3, 25)
        found: list[str] = []
        for down in (y - line.cap - 2, y + 2):
            for one in across:
                point = canvas._skia.getTotalMatrix().mapXY(float(one), down)  # pyright: ignore[reportPrivateUsage]
                blue, green, red, _ = canvas.pixels[int(point.y()), int(np.clip(point.x(), 0, 1079))]
                found.append(f"#{red:02X}{green:02X}{blue:02X}")
        self.read.append((float(np.median([contrast(colour, one) for one in found])), line.size))


@pytest.mark.parametrize("variant", ["", "!", "+", "+!"])
@pytest.mark.parametrize("forms", FORMS, ids="-".join)
def test_every_form_is_readable_in_every_palette(
    forms: Graphics, variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(monkeypatch)
    for palette in _PALETTES:
        for name in ("hook", "rank", "icon", "end"):
            of = shot(pictures("shortest")[name], palette=palette + variant, graphics=forms, text=lambda _: "A *bee*")
            context = SceneContext(of)
            PAPER.clear(context.palette.ground)
            strip, template = ChannelStrip(context), make_template(context)
            if name == "end":
                template.scenery(PAPER, SETTLED)
            strip.lay(PAPER, SETTLED)
            context.lay_rank(PAPER, SETTLED)
            template.draw(PAPER, SETTLED)
            strip.draw(PAPER, SETTLED)
            assert len(reader.read) > 1
            for seen, size in reader.read:
                assert seen >= (3.0 if size >= 40 else 4.5), (palette, name, size, seen)
            reader.read.clear()


@pytest.mark.parametrize("forms", FORMS, ids="-".join)
def test_the_strip_is_there_at_the_first_frame_and_leaves_on_the_end_card(forms: Graphics) -> None:
    def seen(name: str, at: float, position: int) -> int:
        PAPER.clear()
        strip = ChannelStrip(SceneContext(shot(pictures("words")[name], graphics=forms, position=position)))
        strip.lay(PAPER, at)
        strip.draw(PAPER, at)
        return int((PAPER.pixels[120:186, ..., 3] > 200).sum())

    progress = {"dots", "ring"} & {forms.progress}
    assert seen("hook", 0.0, 1) > 0.6 * seen("hook", SETTLED, 1) > 0
    assert seen("hook", 0.0, 1) != seen("hook", SETTLED, 1)  # it comes
    assert seen("end", SETTLED, 6) < seen("end", 0.0, 6)
    assert bool(seen("end", SETTLED, 6)) == bool(progress)


@pytest.mark.parametrize("form", get_args(HeadlineForm))
def test_a_headline_leaves_before_its_subject_is_seen_alone(form: HeadlineForm) -> None:
    of = shot(pictures("words")["icon"], graphics=Graphics("label", form, "figure", "none"))
    context = SceneContext(of)
    context.__dict__["_alone"] = (3.0,)
    template = make_template(context)

    def seen(at: float) -> int:
        PAPER.clear()
        template.draw(PAPER, at)
        return int((PAPER.pixels[TOP:, ..., 3] > 100).sum())

    assert seen(2.7) == pytest.approx(seen(3.1), rel=0.05)
    assert seen(2.97) < 0.9 * seen(2.7)
