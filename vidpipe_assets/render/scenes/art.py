"""An illustration in a scene: how large it is, where it stands, how it comes in, and what happens to it."""

import math
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any, NamedTuple

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.render.arrangements import Arrangement
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.close_ups import AMBIENT, WHOLE, Look, close_up_spans
from vidpipe_assets.render.drawing.canvas import Canvas, radial_gradient
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.happenings import FILLING, staged
from vidpipe_assets.render.illustrations.files import load_illustration, views_of
from vidpipe_assets.render.illustrations.svg import FIELD, split_setting
from vidpipe_assets.render.palettes import Palette
from vidpipe_assets.render.scenes.camera import Camera, PaintWorld
from vidpipe_assets.render.scenes.context import CAPTIONS_TOP, HEAD_START_S, KICKER_Y, LEFT, RIGHT, SceneContext
from vidpipe_assets.render.scenes.staging import ALWAYS, BARELY, Box, Span, Staging, ink_of
from vidpipe_assets.render.worlds.grounds import stands_in

_COMES_S = 1.1
_ASIDE, _HOPS_S = 64, 0.34
"""How far it steps aside when the camera goes to another place, and how long that takes."""
_HOP = 0.09
_STARTED_S = 0.35
"""How far it is on its way at the first frame: something of it can be seen at once."""
_MOVES = 24
"""What parts that move reach beyond where they rest, in units of the field."""
_MARGIN, CLOSE_TOP = 30, 210
"""What a close-up leaves free beside and below it, and above it, in pixels."""
_RANKED = 104
"""What a part leaves free above it for the number of a countdown, in pixels."""
_NEARER, _NEARER_S = 0.08, 3.0
"""How much nearer a close-up comes, and in what time."""
_TOES = 30
"""From its feet to the end of its room, in pixels: its shadow lies there."""
_HOVERS, _HOVERS_S = 13, 5.2
"""How far up and down what does not stand goes, and in what time it is where it was."""
_OFF_THE_GROUND = (
    "bounce", "bubbles", "dance", "display", "drop", "float", "flip", "journey", "launch", "orbit", "percent", "race",
    "scale", "sink", "spin", "thrust", "topple", "vanish",
)  # fmt: skip
"""What happens to a subject that leaves its shadow."""
SMALLEST = 200
"""Below this an illustration says less than an icon."""
_FEWER, _FEWER_AT = 0.44, (-0.62, 0.62, -0.3, 0.3, -0.94, 0.94)
"""How large the others of a crowd are, and where they stand beside the first, in its widths."""


_EITHER_WAY = (
    "bee", "bicycle", "cat", "cheetah", "dog", "elephant", "falcon", "fish", "hummingbird", "octopus", "penguin",
    "solar-probe", "tardigrade", "tern", "voyager", "whale",
)  # fmt: skip
"""The illustrations that may as well look to their other side."""
_NEEDS_ITS_FACE = ("eat", "hit", "journey", "speed")
"""What happens at the side to which a subject looks."""


class _Fit(NamedTuple):
    """Where an illustration's field lies, its size, and how wide what it shows is, moving; in pixels."""

    x: float
    y: float
    size: float
    wide: float


def _fit(name: str, room: Box, *, stands: bool, share: float = 1.0) -> _Fit:
    """What an illustration shows, as large as fits, or a share of that: at a room's foot if it stands, else amidst."""
    ink = ink_of(name)
    wide, high = ink[2] - ink[0] + 2 * _MOVES, ink[3] - ink[1] + _MOVES
    tall = (room.high - _TOES) / high if stands else room.high / (high + _MOVES)
    scale = min(room.wide / wide, tall) * share
    x = room.x - scale * (ink[0] + ink[2]) / 2
    y = room.bottom - _TOES - scale * ink[3] if stands else room.y - scale * (ink[1] + ink[3]) / 2
    return _Fit(x, y, scale * FIELD, scale * wide)


class _Subject:
    """What an illustration shows, with what happens to it, where it fits into a room. `span`: when it is seen."""

    def __init__(self, name: str, context: SceneContext, fit: _Fit, room: Box, span: Span = ALWAYS) -> None:
        self._fit, self._tempo, self._palette = fit, context.tempo, context.palette
        left, top, right, bottom = (edge * fit.size / FIELD for edge in ink_of(name))
        self._ink = Box(fit.x + left, fit.y + top, fit.x + right, fit.y + bottom)
        self._room = room
        self._player = Player(load_illustration(name), fit.size, art_colours(context), calm=context.tempo.calm)
        self._turned = is_turned(context.shot)
        self.stands = _stands(context)
        self._shadow = _shadow_of(self._ink, context.palette) if self.stands else None
        # Who comes to stand beside the subject keeps off what fills the room there.
        happenings = sorted(staged(context.shot.happening), key=lambda one: one.kind not in FILLING)
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


class Art:
    """The illustration of a shot in a room.

    `in_column`: it stands beside what is written, and changes sides with it; else in the whole frame. It steps a
    little to either side when the camera goes to another place, as far as the room allows.
    """

    def __init__(self, name: str, context: SceneContext, room: Box, *, in_column: bool) -> None:
        stands = _stands(context)
        fit = _fit(name, room, stands=stands)
        self.x, self.y, self.size = fit.x, fit.y, fit.size
        self.foot = room.bottom - _TOES if stands else None
        self._in_column = in_column
        self._cuts = [HEAD_START_S + cut for cut in context.cuts]
        self._subject = _Subject(name, context, fit, room)
        # What happens to it fills its room: beside a number or a ladder it must not step out of that.
        spare = 0.0 if self._subject.fills or (context.shot.happening and room.wide < WIDTH) else room.wide - fit.wide
        self._aside = min(_ASIDE, spare / 2) * (1 if context.shot.seed % 2 else -1)
        self._tempo = context.tempo

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw it as it is `at` seconds."""
        shift, hop, enter = 0.0, 0.0, clamp((at + _STARTED_S) / _COMES_S)
        for number, cut in enumerate(self._cuts):
            way = (1 if number % 2 == 0 else -1) * (2 if number else 1)
            shift += self._aside * way * self._tempo.grow(at, cut, _HOPS_S)
            hop = max(hop, self._tempo.nudge(at, cut, _HOPS_S))
        if self._subject.fills:  # who stands beside it would be moved over the frame's edge
            hop = 0.0
        x = self.x + shift
        lift = 0 if self.foot else round(_HOVERS * math.sin(at / _HOVERS_S * math.tau))
        with canvas.transform(0, lift), canvas.upright(x, self.size) if self._in_column else canvas.unmirrored():
            if hop < 0.01:
                self._subject.draw(canvas, at, shift, enter)
                return
            with canvas.zoom(x + self.size / 2, self.y + self.size, 1 + _HOP * hop):
                self._subject.draw(canvas, at, shift, min(enter, 0.999))


def is_turned(shot: Shot) -> bool:
    """Whether a subject looks to its other side: in every other scene, where nobody needs its face."""
    free = not any(one.actor or one.kind in _NEEDS_ITS_FACE for one in staged(shot.happening))
    return free and shot.illustration in _EITHER_WAY and shot.seed // 3 % 2 == 1


def _stands(context: SceneContext) -> bool:
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


def place_art(context: SceneContext, left: float, top: float, right: float, bottom: float) -> Art | None:
    """The shot's illustration in the middle of a room, as large as what it shows fits; None without one, or room."""
    name = context.shot.illustration
    if name is None or min(right - left, bottom - top) < SMALLEST:
        return None
    return Art(name, context, Box(left, top, right, bottom), in_column=left >= LEFT and right <= RIGHT)


HALF = 470
"""How wide what is written beside a subject may be."""
_BESIDE_LEFT, _OVER_THE_EDGE = 548, 50
"""Where the room of a subject beside a headline begins, and how far it reaches beyond the frame."""
ROOM = 560
"""How tall the room of a subject above or below what is written shall be: a quarter of the frame is seen of it."""
_UNDER_TYPE = RIGHT - HALF - 30
"""Where the room of a subject ends that stands where reading begins: what is written may have a box."""


def text_left(arrangement: Arrangement | None) -> float:
    """Where what is written begins."""
    return RIGHT - HALF if arrangement == "across" else LEFT


def place_art_beside(context: SceneContext, top: float = CLOSE_TOP, bottom: float = CAPTIONS_TOP - 14) -> Art | None:
    """The shot's illustration in the half of the column where nothing is written."""
    left, right = _BESIDE_LEFT, WIDTH + _OVER_THE_EDGE
    if context.shot.arrangement == "across":
        left, right = -_OVER_THE_EDGE, _UNDER_TYPE
        top = max(top, KICKER_Y + 20) if context.shot.scene.kicker else top
    if context.right_to_left:
        left, right = LEFT + RIGHT - right, LEFT + RIGHT - left
    return place_art(context, left, top, right, bottom)


def place_arranged_art(
    context: SceneContext,
    over: tuple[float, float],
    under: float,
    usual: Arrangement = "above",
    side_top: float = CLOSE_TOP,
) -> Art | None:
    """The shot's illustration as it is arranged to what is written, or else as is `usual`; None as for `place_art`.

    `over`: from where to where there is room over what is written; `under`: from where on, below it; `side_top`: from
    where on, beside it.
    """
    match context.shot.arrangement or usual:
        case "beside" | "across":
            return place_art_beside(context, side_top)
        case "below":
            return place_art(context, 0, over[0], WIDTH, over[1])
        case "above":
            return place_art(context, 0, under, WIDTH, CAPTIONS_TOP - 14)


class CloseUp:
    """The subject alone, as large as the picture above the captions allows, while nothing else is named.

    `looks`: the parts of it that are seen one after another; it is seen as a whole where there are none. `seen`: what
    happens to it has been seen to begin.
    """

    def __init__(
        self, name: str, context: SceneContext, span: Span, kept: float, looks: Sequence[Look] = (), *,
        seen: bool = False,
    ) -> None:  # fmt: skip
        self.start, self._end = span
        self._tempo = context.tempo
        top = CLOSE_TOP + kept
        room = Box(_MARGIN, top, WIDTH - _MARGIN, CAPTIONS_TOP - _MARGIN)
        whole = Box(0, top - 20, WIDTH, CAPTIONS_TOP)
        stands = _stands(context)
        fit = _fit(name, room, stands=stands, share=1 / (1 + _NEARER))
        self.foot = room.bottom - _TOES if stands else None
        self._middle = (room.x, self.foot or room.y)
        self._subject = _Subject(name, context, fit, whole, ALWAYS if seen else span)
        self._camera = self._make_camera(name, context, kept, looks)

    def _make_camera(self, name: str, context: SceneContext, kept: float, looks: Sequence[Look]) -> Camera:
        """What shows the parts, below all that is kept; where a close-up begins with one, it cuts there."""
        top = CLOSE_TOP + max(kept, _RANKED if context.rank else 0.0)
        camera = Camera(self._subject, context, Box(0, top, WIDTH, CAPTIONS_TOP))
        floats = any(one.kind in AMBIENT for one in staged(context.shot.happening))
        for look in looks:
            part = None if look.view == WHOLE else self._subject.part(views_of(name)[look.view].at)
            camera.turn_to(look.at, part, goes=look.at > self.start and not floats)
        return camera

    def shows(self, at: float) -> bool:
        """Whether the subject is seen alone at this moment."""
        return self.start <= at < self._end

    def fills(self, at: float) -> bool:
        """Whether a part of it fills the whole frame."""
        return self._camera.covers(at)

    def draw_part(self, canvas: Canvas, at: float, paint_world: PaintWorld) -> None:
        """Draw the whole frame while a part fills it, with the world behind."""
        with canvas.unmirrored():
            self._camera.draw(canvas, at, paint_world)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw all of it: it comes at once, and alone nearer all the time."""
        since = at - self.start
        nearness = 0.9 + 0.1 * self._tempo.pop(since + 0.1, 0.0, 0.4)
        if not self._subject.fills:  # who stands beside it would be moved over the frame's edge
            nearness += _NEARER * min(since / _NEARER_S, 1.0)
        with canvas.unmirrored(), canvas.zoom(*self._middle, nearness):
            self._subject.draw(canvas, at, 0.0, BARELY)


def close_ups(context: SceneContext, kept: float = 0.0, *, shown: bool = False) -> tuple[CloseUp, ...]:
    """The close-ups of a shot, in their order, below the `kept` pixels that its template keeps at the top.

    `shown`: the template shows the subject, too.
    """
    shot, found = context.shot, list[CloseUp]()
    if shot.illustration is None:
        return ()
    for span in close_up_spans(shot.scene, shot.happening, shot.position):
        looks = [look for look in shot.looks if span[0] <= look.at < span[1]]
        seen = _has_begun(shot, shown=bool(found) or (shown and span[0] > 0))
        found.append(CloseUp(shot.illustration, context, span, kept, looks, seen=seen))
    return tuple(found)


def _has_begun(shot: Shot, *, shown: bool) -> bool:
    """Whether what happens to a subject that has been `shown` goes on: what a hook tells, and who has come, does."""
    told = shot.happening
    return isinstance(shot.scene.picture, Hook) or (shown and told is not None and told.happens_once)


def art_colours(context: SceneContext) -> dict[str, str]:
    """The colours of an illustration's parts that take the palette's, by their role."""
    palette = context.palette
    return {"accent": palette.accent_shape, "accent2": palette.accent2, "ink": palette.ink}
