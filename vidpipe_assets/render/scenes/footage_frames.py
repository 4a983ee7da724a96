"""The graphics of a scene over footage: scrim, content in its compact form, channel strip, source, whose picture it is.

They are drawn on frames that hold the footage already, which is measured first: see `scrim`.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.drawing.canvas import Canvas, Pixels
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, clean_text, fit_line, shape_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.palettes import picture_palette
from vidpipe_assets.render.safe_areas import (
    BOTTOM,
    COLUMN,
    CREDIT_Y,
    LEFT,
    LOWEST_FIFTH,
    PROGRESS_Y,
    RIGHT,
    SOURCE_LINE_UP,
    STRIP_Y,
)
from vidpipe_assets.render.scenes.compact import (
    CompactIcon,
    CompactNumber,
    CompactQuote,
    CompactRank,
    CompactTemplate,
    CompactVersus,
    CompactWhere,
)
from vidpipe_assets.render.scenes.compact_data import CompactBars, CompactLine, CompactSteps, CompactTimeline
from vidpipe_assets.render.scenes.context import HEAD_START_S, SceneContext, Template
from vidpipe_assets.render.scenes.frames import make_template
from vidpipe_assets.render.scenes.scrim import Plate, Samples, draw_plate, opacity, straight_alpha
from vidpipe_assets.render.scenes.strip import ChannelStrip

COMPACT: dict[str, Callable[[Any, SceneContext], CompactTemplate]] = {
    "number": CompactNumber,
    "bars": CompactBars,
    "rank": CompactRank,
    "line": CompactLine,
    "quote": CompactQuote,
    "icon": CompactIcon,
    "versus": CompactVersus,
    "timeline": CompactTimeline,
    "where": CompactWhere,
    "steps": CompactSteps,
}
"""Hook and end card are never over footage."""

_CREDIT_SIZE, _SMALLEST_CREDIT = 26, 18
_PADDING = 18
_STANDING = 9.0
"""A moment at which nothing comes in any more."""
_LEAST_SHADE, _LEAST_CARD, _LEAST_FOOT = 0.16, 0.5, 0.3
"""The least opacity of what lies under type, however dark the picture is: cards of one video look alike."""
_STRIP_TOP, _STRIP_FADE = STRIP_Y - 40, 440
"""Where the channel's strip begins, and how far below it its shade ends: so far that no edge of it is seen."""
_ABOVE_CARD, _BELOW_CARD, _CARD_FADE = 76, 20, 220
"""How far a card's own plate reaches beyond it, up to its kicker, and how far beyond that its shade ends."""


class FootageFrames:
    """Draws the graphics of a shot onto frames of footage.

    `over`: 'card' (compact, low), 'full' (as a drawn scene's) or 'strip' (channel and source only). `samples`: the
    footage, small, at some moments. `credit`: who has to be named for it. `at_top`: a card stands there.
    """

    def __init__(
        self, shot: Shot, samples: Samples, *, over: str = "card", credit: str = "", at_top: bool = False
    ) -> None:
        colours = picture_palette(shot.palette, shot.accent, _mean_colour(samples))
        self._credit = _fitted_credit(credit)
        self._source_y = CREDIT_Y - (SOURCE_LINE_UP if self._credit.width else 0)
        self.context = SceneContext(shot, colours, self._source_y)
        self.template = self._made(over, at_top=at_top)
        self._strip = ChannelStrip(self.context)
        self._canvas = Canvas(WIDTH, HEIGHT)
        self.plates = [(plate, opacity(samples, plate, colours)) for plate in self._laid_under()]

    def _made(self, over: str, *, at_top: bool) -> Template | None:
        picture = self.context.shot.scene.picture
        if over == "strip":
            return None
        if over == "card" and picture.template in COMPACT:
            card = COMPACT[picture.template](picture, self.context)
            card.at_top = at_top
            return card
        return make_template(self.context)

    def _laid_under(self) -> list[Plate]:
        """A plate for everything that is type."""

        def shade(foot: float, least: float, fade: float = _CARD_FADE) -> Plate:
            return Plate(0, _STRIP_TOP, WIDTH, foot, least, fade=(math.inf, fade))

        card, found = self.template, [shade(PROGRESS_Y + 12, _LEAST_SHADE, _STRIP_FADE)]
        if isinstance(card, CompactTemplate):
            foot = card.bottom + _BELOW_CARD
            if card.at_top:
                found = [shade(foot, _LEAST_CARD)]
            else:
                found.append(Plate(0, card.top - _ABOVE_CARD, WIDTH, foot, _LEAST_CARD, fade=(_CARD_FADE, _CARD_FADE)))
        elif card is not None:
            found = [shade(BOTTOM + 10, _LEAST_CARD)]
        source, credit = self.context.source_line().width, self._credit.width
        if source or credit:
            top = (self._source_y if source else CREDIT_Y) - 32
            wide = max(source, credit) + 2 * _PADDING
            left = RIGHT + _PADDING - wide if self.context.right_to_left else LEFT - _PADDING
            found.append(Plate(left, top, left + wide, LOWEST_FIFTH, _LEAST_FOOT, 14))
        return found

    @property
    def pixels(self) -> Pixels:
        """Where a frame of footage, with the scrim on it, has to lie before `draw`."""
        return self._canvas.pixels

    def scrim(self) -> NDArray[np.uint8]:
        """What has to lie on each frame: the ground of red, green and blue, and its opacity in each pixel."""
        canvas = Canvas(WIDTH, HEIGHT)
        for plate, alpha in self.plates:
            draw_plate(canvas, plate, alpha, self.context.palette.ground)
        return straight_alpha(canvas)

    def draw(self, number: int) -> None:
        """Put the graphics of a frame onto `pixels`."""
        at = number / FPS
        with self.context.laid_out(self._canvas):
            self._strip.lay(self._canvas, at)
            is_whole = self.template is not None and not isinstance(self.template, CompactTemplate)
            if is_whole:
                self.context.lay_rank(self._canvas, at + HEAD_START_S)
            if self.template is not None:
                self.template.draw(self._canvas, at + HEAD_START_S)
            if not is_whole:
                self.context.draw_source(self._canvas, _STANDING)
            self._strip.draw(self._canvas, at)
            self._credit.draw(self._canvas, LEFT, CREDIT_Y, self.context.palette.mute)


def _mean_colour(samples: Samples) -> str:
    """Of the half of the picture that type stands on."""
    lower = samples[:, samples.shape[1] // 3 :].reshape(-1, 3).mean(0)
    return "#" + "".join(f"{int(one):02X}" for one in lower)


def _fitted_credit(text: str) -> TextLine:
    """One line; a name that is too long loses its end, the licence never does."""
    style = TextStyle(FontFace("inter", 500), _CREDIT_SIZE)
    whole = clean_text(text)
    line = fit_line(whole, style, COLUMN, _SMALLEST_CREDIT)
    who, slash, licence = whole.rpartition(" / ")
    while line.size < _SMALLEST_CREDIT and len(who) > 8 and slash:
        who = who[:-4].rstrip("\u2026 ")
        line = fit_line(f"{who}\u2026{slash}{licence}", style, COLUMN, _SMALLEST_CREDIT)
    return line if whole else replace(shape_line("", style), blob=None)
