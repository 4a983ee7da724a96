"""How a subject is staged when something happens to it: what lies behind and before it, and how it moves itself.

Everything is a function of the moment alone, starts with the word that tells it, and stays in the illustration's room.
"""

import math
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import NamedTuple

from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic, out_back, out_cubic, progress
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.happenings import Happening
from vidpipe_assets.render.moments import word_s
from vidpipe_assets.render.scenes.context import HEAD_START_S, SceneContext

_FROM_THE_START = ("float", "bubbles")
"""What a world of its own says as soon as it is seen."""
_STANDING = ("scale", "pulse")
"""What the subject stands on from the beginning."""
_LATEST = 0.7
"""A share of the scene: what happens must be seen for a while."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        """From side to side."""
        return self.right - self.left

    @property
    def high(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """The middle."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle."""
        return (self.top + self.bottom) / 2


class Pose(NamedTuple):
    """Shift to the right and down in pixels, turn in degrees, scale over the subject's foot."""

    across: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    scale: float = 1.0


RESTS = Pose()


class Staging:
    """What happens to a subject that has ink in `ink` and may be seen in `room`. Moments count as the template's."""

    def __init__(self, happening: Happening, context: SceneContext, ink: Box, room: Box) -> None:
        self.kind = happening.kind
        self._text = happening.text
        self._context, self._palette = context, context.palette
        self._ink, self._room = ink, room
        said = HEAD_START_S + min(word_s(context.shot.scene, happening.word), context.seconds * _LATEST)
        self.start = -1.0 if self.kind in _FROM_THE_START else max(said - 0.1, 0.3)
        chance = Random(context.shot.seed)  # noqa: S311 - for variety, not for secrecy
        self._less = 0.5 if context.tempo.calm else 1.0
        self._poses: Mapping[str, Callable[[float], Pose]] = {
            "float": self._floating, "bubbles": self._swimming, "speed": self._racing, "scale": self._weighed,
            "flames": self._shaken, "rings": self._shaken, "sparks": self._shaken, "drop": self._dropped,
            "pulse": self._beating, "vanish": self._vanishing, "crowd": self._in_a_crowd,
            "ruler": self._stepping_aside, "calendar": self._stepping_aside, "clock": self._stepping_aside,
        }  # fmt: skip
        self._bits = [(chance.random(), chance.random(), chance.uniform(0.6, 1.3)) for _ in range(34)]

    @contextmanager
    def posed(self, canvas: Canvas, at: float) -> Generator[None]:
        """Draw the subject inside as it moves."""
        pose, ink = self._pose(at), self._ink
        with (
            canvas.transform(pose.across, pose.down),
            canvas.zoom(ink.x, ink.bottom, pose.scale),
            canvas.zoom(ink.x, ink.y, 1.0, pose.turn),
        ):
            yield

    def moves(self, at: float) -> bool:
        """Whether the subject is not where it rests."""
        return self._pose(at) != RESTS

    def behind(self, canvas: Canvas, at: float) -> None:
        """What lies behind the subject."""
        with self._within(canvas):
            match self.kind:
                case "rings":
                    self._rings(canvas, at)
                case "flames":
                    self._flames(canvas, at, number_of=9, wide=1.25, tall=1.0)
                case "heat":
                    self._heat(canvas, at)
                case "speed":
                    self._speed(canvas, at)
                case "scale":
                    self._scale(canvas, at)
                case "pulse":
                    self._pulse(canvas, at)
                case _:
                    pass

    def front(self, canvas: Canvas, at: float) -> None:
        """What lies before the subject."""
        with self._within(canvas):
            match self.kind:
                case "flames":
                    self._flames(canvas, at, number_of=7, wide=0.95, tall=0.42)
                case "snow" | "bubbles" | "float" | "coins":
                    self._falling(canvas, at)
                case "sparks":
                    self._sparks(canvas, at)
                case "vanish":
                    self._outline(canvas, at)
                case "ruler":
                    self._ruler(canvas, at)
                case "calendar":
                    self._calendar(canvas, at)
                case "clock":
                    self._clock(canvas, at)
                case _:
                    pass

    @contextmanager
    def _within(self, canvas: Canvas) -> Generator[None]:
        room = self._room
        with canvas.clip(room.left, room.top, room.right, room.bottom):
            yield

    def _since(self, at: float) -> float:
        return at - self.start

    def _share(self, at: float, length: float = 0.5) -> float:
        return progress(at, self.start, length, out_cubic)

    def _pose(self, at: float) -> Pose:
        if self._since(at) < 0 and self.kind not in _STANDING:
            return RESTS
        return self._poses[self.kind](at) if self.kind in self._poses else RESTS

    def _floating(self, at: float) -> Pose:
        way = at * 0.5
        drift = min(24.0, self._side_room()) * math.sin(way)
        return Pose(drift, 16 * math.sin(way * 1.7), 13 * self._less * math.sin(way * 1.1), 0.9)

    def _swimming(self, at: float) -> Pose:
        return Pose(0.0, 10 * math.sin(at * 1.3), 3 * self._less * math.sin(at * 0.9), 0.94)

    def _shaken(self, at: float) -> Pose:
        fading = math.exp(-2.2 * self._since(at)) * self._less
        return Pose(9 * fading * math.sin(at * 60), 4 * fading * math.sin(at * 47))

    def _racing(self, at: float) -> Pose:
        lean = self._share(at, 0.3) * self._less
        return Pose(6 * lean * math.sin(at * 34), 3 * lean * math.sin(at * 51), -4 * lean, 0.94)

    def _weighed(self, at: float) -> Pose:
        return Pose(down=self._pan(at) - self._ink.bottom, scale=0.76)

    def _dropped(self, at: float) -> Pose:
        fallen = clamp(self._since(at) / 0.5) ** 2
        return Pose(down=-(1 - fallen) * min(self._ink.high * 0.5, self._ink.top - self._room.top))

    def _beating(self, at: float) -> Pose:
        beat = 0.05 * self._less * max(math.sin(at * math.tau * 1.2), 0) ** 4
        return Pose(down=-0.05 * self._ink.high, scale=0.88 + beat)

    def _vanishing(self, at: float) -> Pose:
        gone = self._gone(at)
        return Pose(gone * (self._room.right - self._ink.left + 40), turn=8 * gone)

    def _in_a_crowd(self, at: float) -> Pose:
        return Pose(scale=1 - 0.14 * self._share(at))

    def _stepping_aside(self, at: float) -> Pose:
        return Pose(self._aside() * self._share(at))

    def _side_room(self) -> float:
        return max(min(self._ink.left - self._room.left, self._room.right - self._ink.right), 0.0)

    def _aside(self) -> float:
        """How far the subject makes room at its left for what is put there."""
        return min(70.0, max(self._room.right - self._ink.right - 12, 0.0))

    def _falling(self, canvas: Canvas, at: float) -> None:
        """Snow, coins, bubbles or stars, through the whole room; those nearer are larger and faster."""
        share, room = self._share(at, 0.8), self._room
        if share <= 0:
            return
        way = -1 if self.kind == "bubbles" else 1
        pace = {"snow": 120, "coins": 420, "bubbles": 150, "float": 26}[self.kind]
        for number, (x, y, size) in enumerate(self._bits[: 22 if self.kind == "coins" else 34]):
            down = (y * (room.high + 120) + way * pace * size * at) % (room.high + 120) - 60
            left = room.left + x * room.wide + 14 * math.sin(at * 1.4 + number)
            self._bit(canvas, left, room.top + down, size, number, at, share)

    def _bit(self, canvas: Canvas, x: float, y: float, size: float, number: int, at: float, share: float) -> None:
        palette = self._palette
        match self.kind:
            case "snow":
                canvas.circle(x, y, 9 * size, fill("#FFFFFF" if palette.dark else "#6E9BC8", 0.8 * share))
            case "coins":
                turned = abs(math.cos(at * 5 + number))
                canvas.oval(x, y, 26 * size * max(turned, 0.12), 26 * size, fill("#B7791F", share))
                canvas.oval(x, y, 21 * size * max(turned, 0.1), 21 * size, fill("#F6C445", share))
            case "bubbles":
                colour = "#FFFFFF" if palette.dark else "#2F78B0"
                canvas.circle(x, y, 13 * size, stroke(colour, 3, 0.75 * share))
                canvas.circle(x - 4 * size, y - 4 * size, 3 * size, fill(colour, 0.75 * share))
            case _:
                canvas.circle(x, y, 2.6 * size, fill(palette.ink, 0.7 * share))

    def _rings(self, canvas: Canvas, at: float) -> None:
        since, ink = self._since(at), self._ink
        if since < 0:
            return
        for number in range(4):
            wave = (since * 0.75 - number * 0.25) % 1.0 if since * 0.75 > number * 0.25 else 0.0
            if wave > 0:
                radius = (0.35 + 0.75 * wave) * max(ink.wide, ink.high)
                canvas.circle(ink.x, ink.y, radius, stroke(self._palette.accent_shape, 14 * (1 - wave) + 3, 1 - wave))

    def _flames(self, canvas: Canvas, at: float, *, number_of: int, wide: float, tall: float) -> None:
        share, ink = self._share(at, 0.7), self._ink
        if share <= 0:
            return
        step = ink.wide * wide / number_of
        for colour, less in (("#E8481C", 1.0), ("#FF8A1F", 0.74), ("#FFD24A", 0.44)):
            for number in range(number_of):
                x = ink.x + (number - (number_of - 1) / 2) * step
                lick = 0.72 + 0.28 * math.sin(at * (7 + number % 3) + number * 2.1)
                edge = 1 - 0.35 * abs(number - (number_of - 1) / 2) / number_of * 2
                top = ink.bottom - ink.high * tall * less * lick * edge * share
                sway = 0.3 * step * math.sin(at * 5 + number)
                half = step * 0.85 * less
                foot = ink.bottom + 14
                tongue = [(x - half, foot), (x - half * 0.8, foot - (foot - top) * 0.35), (x + sway, top),
                          (x + half * 0.8, foot - (foot - top) * 0.35), (x + half, foot)]  # fmt: skip
                canvas.path(polygon(tongue), fill(colour))

    def _heat(self, canvas: Canvas, at: float) -> None:
        share, ink = self._share(at, 0.8), self._ink
        if share <= 0:
            return
        colour = "#FF8A1F" if self._palette.dark else "#D4500F"
        for number in range(5):
            x = ink.x + (number - 2) * ink.wide * 0.3
            rise = (at * 0.5 + number * 0.37) % 1
            foot = ink.bottom - rise * ink.high * 0.7
            points = [(x + 16 * math.sin(step * 0.9 + at * 4), foot - step * ink.high * 0.045) for step in range(9)]
            alpha = share * math.sin(rise * math.pi)
            for one, other in pairwise(points):
                canvas.line(one, other, stroke(colour, 10, alpha))

    def _speed(self, canvas: Canvas, at: float) -> None:
        share, room, ink = self._share(at, 0.3), self._room, self._ink
        if share <= 0:
            return
        for number, (x, y, size) in enumerate(self._bits[:16]):
            length = (120 + 180 * size) * share
            across = room.right + 200 - (x * (room.wide + 500) + at * (1500 + 500 * size)) % (room.wide + 500)
            down = ink.top + ink.high * (number + 0.5 * y) / 16
            colour = self._palette.accent_shape if number % 3 == 0 else self._palette.ink
            canvas.line((across, down), (across + length, down), stroke(colour, 5 * size + 2, 0.75 * share))

    def _scale(self, canvas: Canvas, at: float) -> None:
        """A scale: the pan sinks, and the hand of the dial below it swings."""
        ink, palette = self._ink, self._palette
        pan, foot, half = self._pan(at), ink.bottom, min(ink.wide * 0.55, 1.2 * ink.high)
        rim = 0.045 * ink.high
        canvas.box(ink.x - half, pan, 2 * half, rim, fill(palette.ink), rim / 2)
        canvas.box(ink.x - 8, pan + rim / 2, 16, foot - pan - rim, fill(palette.ink))
        stand = [(ink.x - half * 0.62, foot), (ink.x - half * 0.4, pan + rim * 2.4),
                 (ink.x + half * 0.4, pan + rim * 2.4), (ink.x + half * 0.62, foot)]  # fmt: skip
        canvas.path(polygon(stand), fill(palette.accent_shape))
        radius = (foot - pan - rim * 2.4) * 0.4
        x, y = ink.x, (foot + pan + rim * 2.4) / 2
        canvas.circle(x, y, radius, fill("#FFFFFF"))
        angle = math.radians(-210 + 210 * progress(at, self.start, 0.8, out_back))
        tip = (x + radius * 0.8 * math.cos(angle), y + radius * 0.8 * math.sin(angle))
        canvas.line((x, y), tip, stroke("#B5121B", max(radius * 0.16, 4)))

    def _pan(self, at: float) -> float:
        """How high the pan of the scale is."""
        sunk = progress(at, self.start, 0.6, in_out_cubic)
        return self._ink.bottom - (0.25 - 0.05 * sunk) * self._ink.high

    def _pulse(self, canvas: Canvas, at: float) -> None:
        room, ink = self._room, self._ink
        y, reach = ink.bottom - 0.02 * ink.high, ink.high * 0.16
        head = (at * 0.62) % 1.25
        beat = ((0.0, 0.0), (0.36, 0.0), (0.42, -0.4), (0.48, 1.0), (0.54, -0.8), (0.6, 0.2), (0.66, 0.0), (1.0, 0.0))
        points = [(room.left + (turn + x) / 3 * room.wide, y - up * reach) for turn in range(3) for x, up in beat]
        for one, other in pairwise(points):
            seen = clamp(1.4 - abs(head - (other[0] - room.left) / room.wide) * 2.2)
            canvas.line(one, other, stroke(self._palette.accent_shape, 8, 0.15 + 0.85 * seen))

    def _sparks(self, canvas: Canvas, at: float) -> None:
        since, ink = self._since(at), self._ink
        if since < 0:
            return
        for number in range(5):
            if math.sin(at * 9 + number * 2.4) < -0.2:
                continue
            angle = number * math.tau / 5 + math.floor(at * 4) * 0.7
            reach = 0.34 * min(ink.wide, ink.high)
            x, y = ink.x + reach * math.cos(angle), ink.y + reach * math.sin(angle)
            for step in range(3):
                end = (x + 46 * math.cos(angle + (0.8 if step % 2 else -0.8)),
                       y + 46 * math.sin(angle + (0.8 if step % 2 else -0.8)))  # fmt: skip
                canvas.line((x, y), end, stroke("#FFE066" if self._palette.dark else "#E09B00", 9))
                x, y = end

    def _gone(self, at: float) -> float:
        """How far away it is; in the end it comes back."""
        return progress(at, self.start, 0.55, in_out_cubic) - progress(at, self.start + 2.2, 0.5, out_cubic)

    def _outline(self, canvas: Canvas, at: float) -> None:
        """Where it stood."""
        gone = self._gone(at)
        if gone > 0:
            ink = self._ink
            dashes = stroke(self._palette.accent_shape, 8, gone, dash=(26, 20))
            canvas.box(ink.left, ink.top, ink.wide, ink.high, dashes, 40)

    def _ruler(self, canvas: Canvas, at: float) -> None:
        share, ink = self._share(at, 0.9), self._ink
        if share <= 0:
            return
        palette, x = self._palette, max(ink.left + self._aside() - 44, self._room.left + 26)
        top = ink.bottom - ink.high * share
        canvas.line((x, ink.bottom), (x, top), stroke(palette.accent_shape, 8))
        for number in range(round(11 * share) + 1):
            y = ink.bottom - ink.high * number / 11
            canvas.line((x, y), (x + (34 if number % 5 == 0 else 20), y), stroke(palette.accent_shape, 6))
        canvas.path(polygon([(x - 18, top + 8), (x, top - 18), (x + 18, top + 8)]), fill(palette.accent_shape))

    def _badge(self, at: float) -> tuple[float, float, float, float]:
        """Where what is put beside the subject stands: its middle, its size, and how far it has come."""
        size = clamp(self._ink.high / 420) * 150
        x = max(self._ink.left + self._aside() - size * 0.45, self._room.left + size * 0.6 + 12)
        y = max(self._ink.top + size * 0.55, self._room.top + size * 0.66)
        return x, y, size, self._context.tempo.pop(at, self.start)

    def _calendar(self, canvas: Canvas, at: float) -> None:
        """A leaf of a calendar with the year."""
        x, y, size, share = self._badge(at)
        if share <= 0:
            return
        year = self._context.numeral(self._text, size * 0.42, width=size * 0.84)
        with canvas.transform(x, y, turn=-6 + 2 * math.sin(at * 1.5), scale=share):
            half = size / 2
            canvas.box(-half + 6, -half + 10, size, size, fill("#000000", 0.25), 16)
            canvas.box(-half, -half, size, size, fill("#F6EBD2"), 16)
            with canvas.clip(-half, -half, half, -half + size * 0.3, 0):
                canvas.box(-half, -half, size, size, fill("#B5482F"), 16)
            for hole in (-0.25, 0.25):
                canvas.circle(hole * size, -half + size * 0.13, size * 0.05, fill("#F6EBD2"))
            year.draw(canvas, 0, half - size * 0.18, "#3A2A1C", align=0.5)

    def _clock(self, canvas: Canvas, at: float) -> None:
        """A clock whose hands run."""
        x, y, size, share = self._badge(at)
        if share <= 0:
            return
        palette, half = self._palette, size * 0.46
        with canvas.transform(x, y, scale=share):
            canvas.circle(0, 0, half, fill(palette.accent_shape))
            canvas.circle(0, 0, half * 0.82, fill(palette.ground))
            for turns, length, width in ((self._since(at) * 0.9, 0.62, 8), (self._since(at) * 0.12, 0.42, 11)):
                angle = turns * math.tau - math.pi / 2
                tip = (half * length * math.cos(angle), half * length * math.sin(angle))
                canvas.line((0, 0), tip, stroke(palette.ink, width))
