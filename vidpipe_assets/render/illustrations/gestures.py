"""Persons in another pose than they are drawn in: their arms and their mouth say what they feel. Pure.

A gesture takes the place of whatever the arms held: who raises both hands before a fire lets a sheet of paper go. A
person whose file marks no arms, as one who holds a wheel with both, keeps the pose.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.svg import Move, Part, Shape, Style

Gesture = Literal["fright", "despair", "cold", "deaf", "dazzled", "awe", "cheer"]


@dataclass(frozen=True)
class _Pose:
    """`right`: shoulder, elbow and hand of the arm at the viewer's right, in units of the field; `left`: of the other.

    `swings` degrees each way in `period_s`; `mouth`: its outline, open where it is filled.
    """

    right: tuple[float, ...]
    left: tuple[float, ...]
    swings: float
    period_s: float
    mouth: str
    opened: bool = False


def _both(elbow: tuple[float, float], hand: tuple[float, float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Both arms alike."""
    right = (608.0, 284.0, *elbow, *hand)
    return right, tuple(number if at % 2 else 1000 - number for at, number in enumerate(right))


_HANGS = (392.0, 286.0, 346.0, 392.0, 352.0, 496.0)
_O = "M500 250Q528 250 528 276Q528 300 500 300Q472 300 472 276Q472 250 500 250Z"
_LAUGH = "M456 256Q500 268 544 256Q536 302 500 302Q464 302 456 256Z"
_DOWN = "M464 284Q500 258 536 284"
_TEETH = "M460 272L480 264L500 274L520 264L540 272"
_POSES: Mapping[Gesture, _Pose] = {
    "fright": _Pose(*_both((704, 262), (690, 128)), 7, 0.5, _O, opened=True),
    "despair": _Pose(*_both((706, 190), (572, 104)), 2, 1.4, _DOWN),
    "cold": _Pose((608, 286, 640, 410, 452, 398), (392, 286, 360, 420, 552, 436), 1.6, 0.22, _TEETH),
    "deaf": _Pose(*_both((700, 236), (582, 152)), 2, 0.5, _TEETH),
    "dazzled": _Pose((608, 284, 704, 226, 560, 92), _HANGS, 2, 2.6, _DOWN),
    "awe": _Pose((608, 284, 706, 216, 778, 110), _HANGS, 4, 1.9, _O, opened=True),
    "cheer": _Pose(*_both((690, 196), (722, 62)), 11, 0.6, _LAUGH, opened=True),
}
_HAND, _SLEEVE = 29.0, 54.0
_SHADE = 0.14
"""How dark an arm's shadow is, which parts it from clothes of its colour."""
_OPEN_MOUTH, _MOUTH = "#6E2A28", 10.0


def can_gesture(name: str) -> bool:
    """Whether an illustration marks both arms of a person."""
    return {"left-arm", "right-arm"} <= {part.limb for part in _parts(load_illustration(name))}


@lru_cache(maxsize=32)
def gesturing(name: str, gesture: Gesture) -> Part:
    """The person `name` in a gesture; as it is drawn, where it marks no arms."""
    whole = load_illustration(name)
    return _posed(whole, _POSES[gesture]) if can_gesture(name) else whole


def _parts(part: Part) -> Iterator[Part]:
    for one in part.content:
        if isinstance(one, Part):
            yield one
            yield from _parts(one)


def _posed(part: Part, pose: _Pose) -> Part:
    """A part with both arms where the front one lies, so that neither is behind the body, and the mouth in its head."""
    if part.limb == "mouth":
        return replace(part, content=tuple(_mouth(one, pose) for one in part.content if isinstance(one, Shape)))
    arms = [one for one in part.content if isinstance(one, Part) and one.limb.endswith("arm")]
    content = list[Shape | Part]()
    for one in part.content:
        if one in arms:
            content.extend(_arm(arm, pose) for arm in arms if one is arms[-1])
        else:
            content.append(_posed(one, pose) if isinstance(one, Part) else one)
    return replace(part, content=tuple(content))


def _arm(arm: Part, pose: _Pose) -> Part:
    """An arm in its own colours: that of its sleeve, and of its hand."""
    shapes = [one for one in arm.content if isinstance(one, Shape)]
    sleeve = next(one.style.stroke for one in shapes if one.style.stroke != "none")
    hand = next(one.style.fill for one in reversed(shapes) if one.tag == "circle")
    right = arm.limb == "right-arm"
    x, y, *rest = pose.right if right else pose.left
    way = f"M{x} {y}L{rest[0]} {rest[1]}L{rest[2]} {rest[3]}"
    drawn = Shape("path", {"d": way}, Style("none", sleeve, _SLEEVE, "round"))
    shade = Shape("path", {"d": way}, Style("none", "#000000", _SLEEVE, "round", _SHADE), (("translate", (0.0, 9.0)),))
    palm = Shape("circle", {"cx": str(rest[2]), "cy": str(rest[3]), "r": str(_HAND)}, Style(hand))
    swings = pose.swings if right else -pose.swings
    return replace(arm, content=(shade, drawn, palm), move=Move("sway", (x, y), pose.period_s, swings))


def _mouth(mouth: Shape, pose: _Pose) -> Shape:
    if pose.opened:
        return Shape("path", {"d": pose.mouth}, Style(_OPEN_MOUTH))
    return Shape("path", {"d": pose.mouth}, Style("none", mouth.style.stroke, _MOUTH, "round"))
