"""An illustration in a scene: where its room is, how it comes in, and how it steps aside with the camera."""

import math

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.arrangements import Arrangement
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.scenes.close_up import CLOSE_TOP
from vidpipe_assets.render.scenes.context import CAPTIONS_TOP, HEAD_START_S, KICKER_Y, LEFT, RIGHT, SceneContext
from vidpipe_assets.render.scenes.staging import Box
from vidpipe_assets.render.scenes.subject import TOES, Subject, fit_into, stands_there

_COMES_S = 1.1
_ASIDE, _HOPS_S = 64, 0.34
"""How far it steps aside when the camera goes to another place, and how long that takes."""
_HOP = 0.09
_STARTED_S = 0.35
"""How far it is on its way at the first frame: something of it can be seen at once."""
_HOVERS, _HOVERS_S = 13, 5.2
"""How far up and down what does not stand goes, and in what time it is where it was."""
SMALLEST = 200
"""Below this an illustration says less than an icon."""


class Art:
    """The illustration of a shot in a room.

    `in_column`: it stands beside what is written, and changes sides with it; else in the whole frame. It steps a
    little to either side when the camera goes to another place, as far as the room allows.
    """

    def __init__(self, name: str, context: SceneContext, room: Box, *, in_column: bool) -> None:
        stands = stands_there(context)
        fit = fit_into(name, room, stands=stands)
        self.x, self.y, self.size = fit.x, fit.y, fit.size
        self.foot = room.bottom - TOES if stands else None
        self._in_column = in_column
        self._cuts = [HEAD_START_S + cut for cut in context.cuts]
        self._subject = Subject(name, context, fit, room)
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


def place_art(context: SceneContext, left: float, top: float, right: float, bottom: float) -> Art | None:
    """The shot's illustration in the middle of a room, as large as what it shows fits; None without one, or room."""
    name = context.shot.illustration
    if name is None or min(right - left, bottom - top) < SMALLEST:
        return None
    return Art(name, context, Box(left, top, right, bottom), in_column=left >= LEFT and right <= RIGHT)


HALF = 470
"""How wide what is written beside a subject may be."""
_APART, _EDGE = 30, 20
"""How far a subject's room keeps off what is written beside it, which may have a box, and off the frame's edges."""
ROOM = 560
"""How tall the room of a subject above or below what is written shall be: a quarter of the frame is seen of it."""


def text_left(arrangement: Arrangement | None, written: float = HALF) -> float:
    """Where what is written begins, which is `written` wide beside a subject."""
    return RIGHT - written if arrangement == "across" else LEFT


def place_art_beside(
    context: SceneContext, top: float = CLOSE_TOP, bottom: float = CAPTIONS_TOP - 14, written: float = HALF
) -> Art | None:
    """The shot's illustration in the part of the frame's width where nothing is written."""
    room = room_beside(context, top, bottom, written)
    return place_art(context, room.left, room.top, room.right, room.bottom)


def room_beside(context: SceneContext, top: float, bottom: float, written: float) -> Box:
    """The room beside what is so wide: inside the frame, and below the number of a countdown."""
    left, right = LEFT + written + _APART, WIDTH - _EDGE
    if context.shot.arrangement == "across":
        left, right = _EDGE, RIGHT - written - _APART
        top = max(top, KICKER_Y + 20) if context.shot.scene.kicker else top
    else:
        top = context.below_rank(top)
    if context.right_to_left:
        left, right = max(LEFT + RIGHT - right, _EDGE), LEFT + RIGHT - left
    return Box(left, top, right, bottom)


def place_arranged_art(
    context: SceneContext,
    over: tuple[float, float],
    under: float,
    usual: Arrangement = "above",
    side_top: float = CLOSE_TOP,
    written: float = HALF,
) -> Art | None:
    """The shot's illustration as it is arranged to what is written, or else as is `usual`; None as for `place_art`.

    `over`: from where to where there is room over what is written; `under`: from where on, below it; `side_top`: from
    where on, beside it, and `written`: how wide that is.
    """
    match context.shot.arrangement or usual:
        case "beside" | "across":
            return place_art_beside(context, side_top, written=written)
        case "below":
            return place_art(context, 0, context.below_rank(over[0]), WIDTH, over[1])
        case "above":
            return place_art(context, 0, under, WIDTH, CAPTIONS_TOP - 14)
