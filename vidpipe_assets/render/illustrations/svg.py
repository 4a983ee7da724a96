"""Reads an illustration into values: the part of SVG that our files use, on a field of 1000 x 1000. Pure.

What it does not know it refuses, by file and element, so that no illustration is drawn otherwise than it looks in a
browser. A group moves by `data-move` around `data-pivot`, `data-period` seconds long and `data-amount` far, and is a
share `data-phase` of its period ahead (what falls: that much later); those of the outermost groups that carry
`data-enter` come one after another. What only surrounds the subject, as a lawn or clouds, carries `data-setting="1"`,
among the outermost elements: what covers the subject spares it. A person's arms and mouth carry `data-limb`, so that
they can take another pose.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

from vidpipe_assets.model.errors import BadInput

FIELD = 1000
"""Width and height of an illustration in its own units."""

MOVES: Mapping[str, tuple[float, float]] = {
    "spin": (6.0, 1.0),
    "bob": (3.0, 14.0),
    "sway": (3.2, 6.0),
    "blink": (3.6, 0.9),
    "drift": (6.0, 24.0),
    "pulse": (1.6, 0.06),
    "rise": (2.6, 120.0),
    "flap": (0.9, 0.5),
    "roll": (3.6, 4.0),
    "glow": (1.8, 0.6),
    "fall": (5.0, 200.0),
}
"""Each way to move, with its period in seconds and its amount where a file names none."""

ROLES = ("accent", "accent2", "ink")
"""Colours that the palette gives; a file names them as it names colours."""

_SHAPES = {
    "path": {"d"},
    "rect": {"x", "y", "width", "height", "rx"},
    "circle": {"cx", "cy", "r"},
    "ellipse": {"cx", "cy", "rx", "ry"},
    "polygon": {"points"},
    "polyline": {"points"},
    "line": {"x1", "y1", "x2", "y2"},
}
LIMBS = ("left-arm", "right-arm", "mouth")
"""What of a person takes another pose (`gestures`): a group's name in `data-limb`; left is the viewer's."""

_STYLE = {"fill", "stroke", "stroke-width", "stroke-linecap", "opacity"}
_MOVEMENT = {"data-move", "data-pivot", "data-period", "data-amount", "data-phase", "data-enter"}
_COMMON = _STYLE | {"transform", "clip-path", "data-setting"}
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_CALL = re.compile(r"\s*(translate|rotate|scale)\(([^)]*)\)[\s,]*")
_CLIP = re.compile(r"url\(#([\w-]+)\)")


@dataclass(frozen=True)
class Style:
    """How a shape is painted; `cap` is how lines end, `alpha` includes what is around the shape."""

    fill: str = "#000000"
    stroke: str = "none"
    width: float = 1.0
    cap: str = "butt"
    alpha: float = 1.0


@dataclass(frozen=True)
class Shape:
    """One element that is painted."""

    tag: str
    attributes: Mapping[str, str]
    style: Style
    steps: tuple[tuple[str, tuple[float, ...]], ...] = ()
    """Its transformations, outermost first: the name and its numbers."""
    clip: tuple["Shape", ...] = ()
    setting: bool = False


@dataclass(frozen=True)
class Move:
    """How a part moves."""

    kind: str
    pivot: tuple[float, float]
    period_s: float
    amount: float
    phase: float = 0.0


@dataclass(frozen=True)
class Part:
    """A group: what it holds, from back to front, and how it moves. `enter`: 0 is there from the start.

    `setting`: it surrounds the subject, and is no part of it. `limb`: which one of a person's it is.
    """

    content: tuple["Shape | Part", ...]
    move: Move | None = None
    enter: int = 0
    steps: tuple[tuple[str, tuple[float, ...]], ...] = ()
    clip: tuple[Shape, ...] = ()
    setting: bool = False
    limb: str = ""

    @property
    def moves(self) -> bool:
        """Whether anything in it does."""
        return self.move is not None or any(isinstance(one, Part) and one.moves for one in self.content)


def split_setting(whole: Part) -> tuple[Part, ...]:
    """An illustration cut where its subject gives way to what surrounds it, from back to front."""
    runs = groupby(whole.content, key=lambda one: one.setting)
    return tuple(replace(whole, content=tuple(run), setting=setting) for setting, run in runs)


def read_illustration(text: str, name: str) -> Part:
    """The whole illustration as a part. Raises `BadInput` naming `name` and the element for what is not known."""
    return _Reader(name).read(text)


class _Reader:
    """Reads one file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._clips: dict[str, tuple[Shape, ...]] = {}

    def read(self, text: str) -> Part:
        try:
            root = ElementTree.fromstring(text)  # noqa: S314 - files that come with the package
        except ElementTree.ParseError as error:
            raise BadInput(f"{self._name}: not XML: {error}", remedy="mend the file") from None
        if _tag(root) != "svg" or root.get("viewBox") != f"0 0 {FIELD} {FIELD}" or set(root.keys()) != {"viewBox"}:
            raise self._refusal(root, f'must be <svg viewBox="0 0 {FIELD} {FIELD}"> and nothing more')
        for child in root:
            if _tag(child) == "defs":
                self._read_clips(child)
        return Part(tuple(self._node(child, Style(), outer=True) for child in root if _tag(child) != "defs"))

    def _read_clips(self, defs: Any) -> None:
        for clip in defs:
            if _tag(clip) != "clipPath" or set(clip.keys()) != {"id"}:
                raise self._refusal(clip, "only clipPath with an id may be defined")
            self._clips[clip.get("id")] = tuple(self._shape(child, Style()) for child in clip)

    def _node(self, element: Any, style: Style, *, outer: bool = False) -> Shape | Part:
        if "data-setting" in element.keys() and not outer:  # noqa: SIM118 - an element's keys are no mapping's
            raise self._refusal(element, "data-setting is for the outermost elements")
        if _tag(element) != "g":
            return self._shape(element, style)
        self._check(element, _COMMON | _MOVEMENT | {"data-limb"})
        if "data-enter" in element.keys() and not outer:  # noqa: SIM118 - an element's keys are no mapping's
            raise self._refusal(element, "data-enter is for the outermost groups")
        style = self._style(element, style)
        return Part(
            tuple(self._node(child, style) for child in element),
            self._move(element),
            int(self._numbers(element, "data-enter", "0", 1)[0]),
            self._steps(element),
            self._clip(element),
            element.get("data-setting") == "1",
            self._limb(element),
        )

    def _shape(self, element: Any, style: Style) -> Shape:
        tag = _tag(element)
        if tag not in _SHAPES:
            raise self._refusal(element, f"is not one of g, {', '.join(_SHAPES)}")
        self._check(element, _SHAPES[tag] | _COMMON)
        own = {key: value for key, value in element.items() if key in _SHAPES[tag]}
        setting = element.get("data-setting") == "1"
        return Shape(tag, own, self._style(element, style), self._steps(element), self._clip(element), setting)

    def _style(self, element: Any, outer: Style) -> Style:
        return Style(
            self._colour(element, "fill", outer.fill),
            self._colour(element, "stroke", outer.stroke),
            self._numbers(element, "stroke-width", str(outer.width), 1)[0],
            element.get("stroke-linecap", outer.cap),
            outer.alpha * self._numbers(element, "opacity", "1", 1)[0],
        )

    def _limb(self, element: Any) -> str:
        limb = element.get("data-limb", "")
        if limb and limb not in LIMBS:
            raise self._refusal(element, f"data-limb must be one of {', '.join(LIMBS)}, not {limb!r}")
        return limb

    def _colour(self, element: Any, key: str, default: str) -> str:
        colour = element.get(key, default)
        if colour in ("none", *ROLES) or _COLOUR.fullmatch(colour):
            return colour
        raise self._refusal(element, f"{key} must be #RRGGBB, none or one of {', '.join(ROLES)}, not {colour!r}")

    def _move(self, element: Any) -> Move | None:
        kind = element.get("data-move")
        if kind is None:
            if set(element.keys()) & (_MOVEMENT - {"data-enter"}):
                raise self._refusal(element, f"has {', '.join(sorted(element.keys()))} but no data-move")
            return None
        if kind not in MOVES:
            raise self._refusal(element, f"data-move must be one of {', '.join(MOVES)}, not {kind!r}")
        period, amount = MOVES[kind]
        x, y = self._numbers(element, "data-pivot", "500 500", 2)
        period = self._numbers(element, "data-period", str(period), 1)[0]
        if period <= 0:
            raise self._refusal(element, "data-period must be above 0")
        amount = self._numbers(element, "data-amount", str(amount), 1)[0]
        return Move(kind, (x, y), period, amount, self._numbers(element, "data-phase", "0", 1)[0])

    def _steps(self, element: Any) -> tuple[tuple[str, tuple[float, ...]], ...]:
        text, steps, at = element.get("transform", ""), list[tuple[str, tuple[float, ...]]](), 0
        while at < len(text):
            found = _CALL.match(text, at)
            if not found:
                raise self._refusal(element, f"transform knows translate, rotate and scale, not {text[at:]!r}")
            steps.append((found[1], tuple(float(one) for one in re.split(r"[\s,]+", found[2].strip()))))
            at = found.end()
        return tuple(steps)

    def _clip(self, element: Any) -> tuple[Shape, ...]:
        wanted = element.get("clip-path")
        if wanted is None:
            return ()
        found = _CLIP.fullmatch(wanted)
        if not found or found[1] not in self._clips:
            raise self._refusal(element, f"clip-path {wanted!r} is not defined")
        return self._clips[found[1]]

    def _numbers(self, element: Any, key: str, default: str, count: int) -> list[float]:
        try:
            numbers = [float(one) for one in element.get(key, default).split()]
        except ValueError:
            numbers = []
        if len(numbers) != count:
            raise self._refusal(element, f"{key} must be {count} numbers" if count > 1 else f"{key} must be a number")
        return numbers

    def _check(self, element: Any, known: set[str]) -> None:
        for key in element.keys():  # noqa: SIM118 - an element's keys are no mapping's
            if key not in known:
                raise self._refusal(element, f"has the attribute {key}, which is not drawn")

    def _refusal(self, element: Any, why: str) -> BadInput:
        remedy = "use what CONTRIBUTING.md, 'An illustration', names"
        return BadInput(f"{self._name}: <{_tag(element)}> {why}", remedy=remedy)


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
