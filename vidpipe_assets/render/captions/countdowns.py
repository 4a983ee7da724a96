"""The clock that runs while a viewer is to think: 3, 2, 1 in a ring that empties, in the place of the captions. Pure.

It is laid out with the voice, as captions are, and not drawn with its scene, whose length is only expected then: so it
has run out in the very frame in which the answer comes.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from vidpipe_assets.model.media import FPS
from vidpipe_assets.render.captions.ass import (
    BOX_ALPHA,
    CENTRE_X,
    LINE_HEIGHT,
    WHOLE,
    CaptionLettering,
    CaptionState,
    DrawingArea,
    ass_colour,
    ass_place,
    captions_middle,
)

COUNTED = 3
"""From which number it counts down."""
LEAST_FRAMES = FPS
"""In less time nobody could follow it."""
_DISC, _OUTER, _INNER = 104, 92, 72
"""Radii of what lies behind it, and of the ring; in pixels."""
_PARTS, _GAP = 24, 4.0
"""Of the ring, and what is free between two, in degrees."""
_FIGURE, _SPRUNG, _SPRUNG_FRAMES = 108, 1.16, 2
"""How large a figure is, in pixels of an em; and how much larger in its first frames."""
_GROUND, _RING, _FIGURES = 0, 1, 2
"""Layers of events."""


@dataclass(frozen=True)
class Countdown:
    """It runs in a scene, from a frame of the video up to and without another."""

    scene: str
    start: int
    end: int

    def begins(self) -> list[int]:
        """The frames on which its figures come, the largest first."""
        return [self.start + round((self.end - self.start) * number / COUNTED) for number in range(COUNTED)]


def countdown_states(
    countdown: Countdown, lettering: CaptionLettering, area: DrawingArea = WHOLE
) -> Iterator[CaptionState]:
    """What it shows one after another, placed in a picture of `area`."""
    start, end = countdown.start, countdown.end
    place = (CENTRE_X - area.left, captions_middle(countdown.scene, lettering, area) - area.top)
    at, colours = ass_place(place), lettering.colours
    highlight = lettering.highlights.get(countdown.scene, colours.said)
    disc = rf"{{\an7{at}\1c{ass_colour(colours.behind)}\1a&H{BOX_ALPHA:02X}&\p1}}{_sector(0, _DISC, 0, 360)}"
    yield _GROUND, start, end, "Box", disc
    for number in range(_PARTS):
        gone = start + round((end - start) * (number + 1) / _PARTS)
        sector = _sector(_INNER, _OUTER, (number * 360 + _GAP) / _PARTS, ((number + 1) * 360 - _GAP) / _PARTS)
        yield _RING, start, gone, "Box", rf"{{\an7{at}\1c{ass_colour(highlight)}\p1}}{sector}"
    begins = [*countdown.begins(), end]
    for number in range(COUNTED):
        settled = begins[number] + _SPRUNG_FRAMES
        for first, past, scale in ((begins[number], settled, _SPRUNG), (settled, begins[number + 1], 1.0)):
            size = _FIGURE * LINE_HEIGHT * scale
            text = rf"{{{at}\fs{size:.2f}\1c{ass_colour(colours.text)}\bord0}}{COUNTED - number}"
            yield _FIGURES, first, past, "Words", text


_STEP = 5.0
"""Degrees of a piece of an arc: so short that it may be straight."""


def _sector(inner: float, outer: float, start: float, stop: float) -> str:
    """A drawing of a piece of a ring, clockwise from the top, in degrees."""
    steps = max(math.ceil((stop - start) / _STEP), 1)
    angles = [math.radians(start + (stop - start) * step / steps - 90) for step in range(steps + 1)]
    points = [(outer * math.cos(one), outer * math.sin(one)) for one in angles]
    points += [(inner * math.cos(one), inner * math.sin(one)) for one in reversed(angles)]
    first, *rest = (f"{x:.1f} {y:.1f}" for x, y in points)
    return f"m {first} l {' '.join(rest)}"
