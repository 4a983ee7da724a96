"""Amounts to be seen: buckets, pools and bags that are counted, and heaps of scrap or coins at the subject's foot."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.scenes.staging.falling import falling, in_bitcoins
from vidpipe_assets.render.scenes.staging.stage import Stage
from vidpipe_assets.render.worlds.grounds import stands_in

_LIQUIDS = {"blood": "#B5232B", "milk": "#F6F3EA", "coffee": "#5A3820"}
_WATER = "#1E78C8"
_MUCH = re.compile(r"\d,\d{3}|illion")
"""What is paid for with a heap of coins."""
_GOLD = ("#9A6514", "#F6C445", "#E9AE2E", "#D99A22")
_BITCOIN = ("#9A5A12", "#FFB84A", "#F7A23A", "#FFF3DC")
"""A coin's edge, its face and that of every third, and what is on it."""
_SCRAP = ("#8C97A5", "#6B7683", "#B5653A", "#9A4F2C", "#AEB8C4", "#7A5A44")


def liquid_colour(narration: str) -> str:
    """The colour of what is told of."""
    return next((colour for name, colour in _LIQUIDS.items() if name in narration.lower()), _WATER)


def draw_thing(canvas: Canvas, name: str, x: float, y: float, size: float, liquid: str) -> None:
    """One of what an amount is counted in, around its middle."""
    with canvas.transform(x, y, scale=size):
        _THINGS[name](canvas, liquid)


def _bucket(canvas: Canvas, liquid: str) -> None:
    canvas.arc(0, -0.24, 0.33, 180, 180, stroke("#5C6878", 0.04))
    canvas.path(polygon([(-0.36, -0.24), (0.36, -0.24), (0.27, 0.4), (-0.27, 0.4)]), fill("#9AAABC"))
    canvas.path(polygon([(0.06, -0.24), (0.36, -0.24), (0.27, 0.4), (0.06, 0.4)]), fill("#7D8DA0"))
    canvas.oval(0, -0.24, 0.36, 0.1, fill("#C9D5E2"))
    canvas.oval(0, -0.23, 0.3, 0.075, fill(liquid))


def _pool(canvas: Canvas, liquid: str) -> None:
    canvas.box(-0.46, -0.27, 0.92, 0.54, fill("#E9E2D2"), 0.05)
    canvas.box(-0.4, -0.21, 0.8, 0.42, fill(liquid), 0.02)
    for lane in (-0.105, 0.0, 0.105):
        canvas.line((-0.38, lane), (0.38, lane), stroke("#FFFFFF", 0.022, 0.85))


def _bottle(canvas: Canvas, liquid: str) -> None:
    canvas.box(-0.08, -0.46, 0.16, 0.12, fill("#44546A"), 0.03)
    canvas.box(-0.07, -0.36, 0.14, 0.16, fill("#DDE8F2"))
    canvas.box(-0.17, -0.24, 0.34, 0.7, fill("#DDE8F2"), 0.07)
    canvas.box(-0.14, -0.12, 0.28, 0.55, fill(liquid), 0.05)


def _bag(canvas: Canvas, liquid: str) -> None:
    canvas.box(-0.28, -0.34, 0.56, 0.78, fill("#8A5A34"), 0.05)
    canvas.box(0.08, -0.34, 0.2, 0.78, fill("#6F4526"), 0.05)
    canvas.box(-0.25, -0.44, 0.5, 0.13, fill("#C9A26A"), 0.03)
    canvas.circle(0, 0.08, 0.17, fill("#F3E6CE"))
    canvas.oval(0, 0.08, 0.07, 0.11, fill(liquid))


_THINGS: Mapping[str, Callable[[Canvas, str], None]] = {
    "bucket": _bucket, "pool": _pool, "bottle": _bottle, "bag": _bag,
}  # fmt: skip


class _Piece(NamedTuple):
    """A piece of a heap: where it lies from the middle of its foot, in heaps' heights, its number and its turn."""

    x: float
    y: float
    number: int
    turn: float


def _pieces(stage: Stage) -> list[_Piece]:
    """Those of a heap, the lowest first: fewer the higher they lie."""
    found = list[_Piece]()
    for row, many in enumerate((9, 7, 5, 3, 2)):
        for place in range(many):
            shift, turn, _ = stage.bits[(7 * row + place) % len(stage.bits)]
            x = (place - (many - 1) / 2) * 0.27 + (shift - 0.5) * 0.12
            found.append(_Piece(x, 0.1 + 0.19 * row, 7 * row + place, 360 * turn))
    return found


def paid(stage: Stage, canvas: Canvas, at: float) -> None:
    """Coins that fall; much money becomes a heap, and what is sold for scrap is one."""
    falling(stage, canvas, at)
    background, subject = stage.context.shot.background, stage.context.shot.illustration or ""
    scrap = "scrap" in stage.narration
    if not (scrap or _MUCH.search(stage.narration)) or not stands_in(background, subject):
        return
    ink, room = stage.ink, stage.room
    high = 0.2 * min(ink.high, ink.wide) if scrap else 0.15 * min(ink.high, ink.wide)
    x = min(ink.right, room.right) - 1.3 * high  # who comes stands beside the subject
    for piece in _pieces(stage):
        share = stage.tempo.pop(stage.since(at), 0.05 * piece.number, 0.3)
        if share > 0:
            with canvas.transform(x + piece.x * high, ink.bottom - piece.y * high, scale=0.2 * high * share):
                if scrap:
                    _scrap(canvas, piece)
                else:
                    _coin(canvas, piece, _BITCOIN if in_bitcoins(stage) else _GOLD)


def _coin(canvas: Canvas, piece: _Piece, tones: Sequence[str]) -> None:
    edge, light, other, middle = tones
    canvas.oval(0, 0.18, 0.9, 0.52, fill(edge))
    canvas.oval(0, 0, 0.9, 0.52, fill(light if piece.number % 3 else other))
    canvas.oval(0, 0, 0.55, 0.3, fill(middle))


def _scrap(canvas: Canvas, piece: _Piece) -> None:
    """A beam, a wheel or a bent plate."""
    colour = _SCRAP[piece.number % len(_SCRAP)]
    with canvas.transform(turn=piece.turn):
        if piece.number % 4 == 0:
            canvas.circle(0, 0, 0.62, stroke(colour, 0.34))
            for spoke in range(3):
                way = (0.6 * math.cos(spoke * math.pi / 3), 0.6 * math.sin(spoke * math.pi / 3))
                canvas.line((-way[0], -way[1]), way, stroke(colour, 0.18))
        elif piece.number % 2:
            canvas.box(-1.2, -0.3, 2.4, 0.6, fill(colour))
            canvas.box(-1.2, -0.08, 2.4, 0.16, fill("#3E454F", 0.5))
        else:
            canvas.path(polygon([(-0.9, -0.5), (0.5, -0.75), (0.9, 0.4), (-0.3, 0.7)]), fill(colour))
            canvas.path(polygon([(-0.9, -0.5), (0.5, -0.75), (0.2, 0.0)]), fill("#FFFFFF", 0.18))
