"""What an illustration shows, where it fits into a room: with its shadow, and with what happens to it."""

import math
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any, NamedTuple

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.drawing.canvas import Canvas, radial_gradient
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.happenings import FILLING, played
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.svg import FIELD, split_setting
from vidpipe_assets.render.palettes import Palette
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging import ALWAYS, BARELY, Box, Span, Staging, ink_of
from vidpipe_assets.render.worlds.grounds import stands_in

_MOVES = 24
"""What parts that move reach beyond where they rest, in units of the field."""
TOES = 30
"""From its feet to the end of its room, in pixels: its shadow lies there."""
_OFF_THE_GROUND = (
    "bounce", "bubbles", "dance", "display", "drop", "float", "flip", "journey", "launch", "orbit", "percent", "race",
    "scale", "sink", "spin", "thrust", "topple", "vanish",
)  # fmt: skip
"""What happens to a subject that leaves its shadow."""
_FEWER, _FEWER_AT = 0.44, (-0.62, 0.62, -0.3, 0.3, -0.94, 0.94)
"""How large the others of a crowd are, and where they stand beside the first, in its widths."""


_EITHER_WAY = (
    "bee", "bicycle", "cat", "cheetah", "dog", "elephant", "falcon", "fish", "hummingbird", "octopus", "penguin",
    "solar-probe", "tardigrade", "tern", "voyager", "whale",
)  # fmt: skip
"""The illustrations that may as well look to their other side."""
_NEEDS_ITS_FACE = ("eat", "hit", "journey", "speed")
"""What happens at the side to which a subject looks."""


class Fit(NamedTuple):
    """Where an illustration's field lies, its size, and how wide what it shows is, moving; in pixels."""

    x: float
    y: float
    size: float
    wide: float


def fit_into(name: str, room: Box, *, stands: bool, share: float = 1.0) -> Fit:
    """What an illustration shows, as large as fits, or a share of that: at a room's foot if it stands, else amidst."""
    ink = ink_of(name)
    wide, high = ink[2] - ink[0] + 2 * _MOVES, ink[3] - ink[1] + _MOVES
    tall = (room.high - TOES) / high if stands else room.high / (high + _MOVES)
    scale = min(room.wide / wide, tall) * share
    x = room.x - scale * (ink[0] + ink[2]) / 2
    y = room.bottom - TOES - scale * ink[3] if stands else room.y - scale * (ink[1] + ink[3]) / 2
    return Fit(x, y, scale * FIELD, scale * wide)


class Subject:
    """What an illustration shows, with what happens to it, where it fits into a room. `span`: when it is seen."""

    def __init__(self, name: str, context: SceneContext, fit: Fit, room: Box, span: Span = ALWAYS) -> None:
        self._fit, self._tempo, self._palette = fit, context.tempo, context.palette
        left, top, right, bottom = (edge * fit.size / FIELD for edge in ink_of(name))
        self._ink = Box(fit.x + left, fit.y + top, fit.x + right, fit.y + bottom)
        self._room = room
        self._player = Player(load_illustration(name), fit.size, art_colours(context), calm=context.tempo.calm)
        self._turned = is_turned(context.shot)
        self.stands = stands_there(context)
        self._shadow = _shadow_of(self._ink, context.palette) if self.stands else None
        # Who comes to stand beside the subject keeps off what fills the room there.
        happenings = sorted(played(context.shot.happening), key=lambda one: one.kind not in FILLING)
        self._stagings = list[Staging]()
        for one in happenings:
            after = self._stagings[-1] if self._stagings else None
            self._stagings.append(Staging(one, context, self._ink, room, span, after))
        self._leaves = [one.kind in _OFF_THE_GROUND for one in happenings]
        self._parts = self._make_parts(name, context)
        crowded = any(one.kind == "crowd" for one in happenings)
        small = fit.size * _FEWER
        self._other = Player(load_illustration(name), small, art_colours(context), calm=True) if crowded else None

    def _make_parts(self, name: str, context: SceneContext) -> list[tuple[Player, bool]]:
        """What is drawn, from back to front, and whether it may be covered: what surrounds the subject may not."""
        if not any(staging.covers for staging in self._stagings):
            return [(self._player, True)]
        colours, calm = art_colours(context), context.tempo.calm
        parts = split_setting(load_illustration(name))
        return [(Player(part, self._fit.size, colours, calm=calm), not part.setting) for part in parts]

    def part(self, at: tuple[float, float, float, float]) -> Box:
        """Where a part is drawn that has this place in the field."""
        left, top, right, bottom = (edge * self._fit.size / FIELD for edge in at)
        left, right = left + self._fit.x, right + self._fit.x
        if self._turned:
            left, right = 2 * self._ink.x - right, 2 * self._ink.x - left
        return Box(left, top + self._fit.y, right, bottom + self._fit.y)

    @property
    def moves(self) -> bool:
        """Whether something of it moves by itself."""
        return self._player.moves

    @property
    def bottom(self) -> float:
        """Where what it shows ends."""
        return self._ink.bottom

    def draw_still(self, canvas: Canvas) -> None:
        """Draw what of it never moves, where nothing happens to it, and its shadow."""
        if self._shadow:
            _draw_shadow(canvas, self._ink, self._palette)
        with self._facing(canvas):
            self._player.draw_still(canvas, self._fit.x, self._fit.y)

    def draw_moving(self, canvas: Canvas, at: float) -> None:
        """Draw the rest of it as it is `at` seconds."""
        with self._facing(canvas):
            self._player.draw_moving(canvas, at, self._fit.x, self._fit.y)

    def _facing(self, canvas: Canvas, shift: float = 0.0) -> AbstractContextManager[None]:
        axis = round(2 * (self._ink.x + shift))
        return canvas.transform(axis, scale=(-1, 1)) if self._turned else nullcontext()

    @property
    def fills(self) -> bool:
        """Whether something else stands beside it, up to the edges of its room."""
        return any(staging.fills for staging in self._stagings)

    def draw(self, canvas: Canvas, at: float, shift: float, enter: float) -> None:
        """Draw it as it is `at` seconds, `shift` pixels to the right, `enter` of it having come."""
        if not self._stagings:
            self._draw_shadow(canvas, at, shift)
            self._draw_itself(self._player, canvas, at, shift, enter)
            return
        with ExitStack() as outer:
            outer.enter_context(canvas.transform(round(shift)))
            for staging in reversed(self._stagings):
                outer.enter_context(staging.accompanied(canvas, at))
            self._draw_shadow(canvas, at, 0.0)
            for staging in reversed(self._stagings):
                staging.behind(canvas, at)
            if self._other:
                self._draw_others(self._other, canvas, at, self._stagings[0].start)
            self._draw_posed(canvas, at, enter)
            for staging in self._stagings:
                staging.front(canvas, at)

    def _draw_posed(self, canvas: Canvas, at: float, enter: float) -> None:
        moves = any(staging.moves(at) for staging in self._stagings)
        for player, own in self._parts:
            with ExitStack() as poses:
                for staging in reversed(self._stagings):
                    poses.enter_context(staging.posed(canvas, at, own=own))
                self._draw_itself(player, canvas, at, 0.0, min(enter, BARELY) if moves else enter)

    def _draw_itself(self, player: Player, canvas: Canvas, at: float, shift: float, enter: float) -> None:
        with self._facing(canvas, shift):
            player.draw(canvas, at, self._fit.x + shift, self._fit.y, enter)

    def _draw_shadow(self, canvas: Canvas, at: float, shift: float) -> None:
        left = any(one and at >= staging.start for one, staging in zip(self._leaves, self._stagings, strict=True))
        if self._shadow is None or left:
            return
        image, x, y = self._shadow
        with ExitStack() as poses:
            for staging in reversed(self._stagings):
                poses.enter_context(staging.grounded(canvas, at))
            canvas.image(image, round(x + shift), y)

    def _draw_others(self, other: Player, canvas: Canvas, at: float, start: float) -> None:
        """Those behind, one after another, with their feet where the first has its own."""
        wide, bottom = _FEWER * self._ink.wide, _FEWER * (self._ink.bottom - self._fit.y)
        spread, room = self._ink.wide, self._room
        if room.wide < WIDTH:  # something else stands beside it
            free = min(self._ink.x - room.left, room.right - self._ink.x) - wide / 2
            spread = min(spread, max(free, 0.0) / max(map(abs, _FEWER_AT)))
        for number, place in enumerate(_FEWER_AT):
            come = self._tempo.pop(at, start + 0.12 * number, 0.35)
            if come <= 0:
                continue
            x = self._ink.x + place * spread - wide / 2
            foot = self._ink.bottom
            field = x - (self._ink.left - self._fit.x) * _FEWER
            with canvas.zoom(x + wide / 2, foot, come if come != 1 else 1.0):
                other.draw(canvas, at, field, foot - bottom, BARELY if come < 1 else 1.0)


def is_turned(shot: Shot) -> bool:
    """Whether a subject looks to its other side: in every other scene, where nobody needs its face."""
    free = not any(one.actor or one.kind in _NEEDS_ITS_FACE for one in played(shot.happening))
    return free and shot.illustration in _EITHER_WAY and shot.seed // 3 % 2 == 1


def stands_there(context: SceneContext) -> bool:
    shot = context.shot
    return shot.illustration is not None and stands_in(shot.background, shot.illustration)


def _shadow_of(ink: Box, palette: Palette) -> tuple[Any, float, float]:
    """The shadow that lies under feet, as an image with its place."""
    across, down = _shadow_radii(ink)
    canvas = Canvas(math.ceil(2 * across), math.ceil(2 * down))
    left, top = ink.x - across, round(ink.bottom - down)
    with canvas.transform(-left, down - ink.bottom):
        _draw_shadow(canvas, ink, palette)
    return canvas.snapshot(), left, top


def _shadow_radii(ink: Box) -> tuple[float, float]:
    return ink.wide * 0.56, max(min(ink.wide * 0.07, 34.0), 12.0)


def _draw_shadow(canvas: Canvas, ink: Box, palette: Palette) -> None:
    across, down = _shadow_radii(ink)
    dark = "#000000" if palette.dark else mix_colours(palette.ink, "#000000", 0.4)
    stops = [(0.0, dark, 0.62), (0.45, dark, 0.4), (0.8, dark, 0.1), (1.0, dark, 0.0)]
    with canvas.transform(ink.x, ink.bottom, scale=(across / 100, down / 100)):
        canvas.circle(0, 0, 100, radial_gradient((0, 0), 100, stops))


def art_colours(context: SceneContext) -> dict[str, str]:
    """The colours of an illustration's parts that take the palette's, by their role."""
    palette = context.palette
    return {"accent": palette.accent_shape, "accent2": palette.accent2, "ink": palette.ink}
