"""Pictures of what is compared: small ones ride on the ends of bars, large ones stand on columns.

Those whose true sizes are known keep them to each other: an elephant beside a bar of 6 meters is no whale's match.
"""

import math
import re
from collections.abc import Sequence

from vidpipe_assets.model.pictures import Bar, Side, Versus
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.choice import choose_illustration
from vidpipe_assets.render.illustrations.files import index, load_illustration, sizes
from vidpipe_assets.render.illustrations.svg import FIELD
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging import ink_of
from vidpipe_assets.render.scenes.subject import art_colours

_WIDEST = 1.7
"""Of its height."""
_SHARE = 2 / 3
"""Of the bars: where fewer have a picture, none is shown."""
_TRUE = 0.3
"""How large the smallest of them is to the largest, at least, for all to be drawn in their true ratio."""
_LEAST = 0.4
"""How large it is drawn where it is smaller: those between come in their order."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_OF_ICONS = {
    "baby": "baby",
    "earth": "globe",
    "helicopter": "helicopter",
    "moon": "moon",
    "plane": "airplane",
    "rocket": "rocket",
    "sailboat": "lifeboat",
    "ship": "ship",
    "sun": "sun",
    "train-front": "train",
    "user": "man",
    "users": "crowd",
}
"""The illustrations of icons that show the very thing; others stand for an idea (a trophy: a record)."""


class BarPicture:
    """An illustration, as large as `scale`: pixels to a unit of its field."""

    def __init__(self, name: str, context: SceneContext, scale: float) -> None:
        left, top, right, bottom = ink_of(name)
        self._left, self._middle = scale * left, scale * (top + bottom) / 2
        self.wide, self.high = scale * (right - left), scale * (bottom - top)
        self._player = Player(load_illustration(name), scale * FIELD, art_colours(context), calm=context.tempo.calm)

    def draw(self, canvas: Canvas, at: float, x: float, y: float) -> None:
        """Draw it with its left end at `x` and its middle at `y`."""
        self._player.draw(canvas, at, x - self._left, y - self._middle)


def to_scale(
    names: Sequence[str | None], context: SceneContext, high: float, widest: float = 0.0
) -> list[BarPicture | None]:
    """Pictures of `names`, each at most `high` pixels high and `widest` wide, in believable sizes to each other."""
    fits = [_fitting(name, high, widest or high * _WIDEST) if name else 0.0 for name in names]
    lengths = _lengths([name for name in names if name])
    largest = min(
        (fit * _longest(name) / lengths[name] for name, fit in zip(names, fits, strict=True) if name in lengths),
        default=0.0,
    )
    scales = [
        largest * lengths[name] / _longest(name) if name in lengths else fit
        for name, fit in zip(names, fits, strict=True)
    ]
    return [BarPicture(name, context, scale) if name else None for name, scale in zip(names, scales, strict=True)]


def _fitting(name: str, high: float, widest: float) -> float:
    left, top, right, bottom = ink_of(name)
    return min(high / (bottom - top), widest / (right - left))


def _longest(name: str | None) -> float:
    """The longest side of what is drawn, in units of its field."""
    left, top, right, bottom = ink_of(name or "")
    return max(right - left, bottom - top)


def _lengths(names: Sequence[str]) -> dict[str | None, float]:
    """How long each of known size is drawn, in lengths of the largest: what would not be seen is larger than true."""
    known = {name: sizes()[name] for name in names if name in sizes()}
    if not known:
        return {}
    least, most = min(known.values()), max(known.values())
    if least >= _TRUE * most:
        return {name: size / most for name, size in known.items()}
    return {
        name: _LEAST + (1 - _LEAST) * math.log(size / least) / math.log(most / least) for name, size in known.items()
    }


def bar_pictures(bars: Sequence[Bar]) -> tuple[str | None, ...]:
    """The illustration that each label names, or none; all none where too few do, or two bars have the same."""
    found = tuple(_named(bar.label) for bar in bars)
    named = [one for one in found if one]
    fits = len(named) >= _SHARE * len(bars) and len(set(named)) > 1
    return found if fits else (None,) * len(bars)


def side_pictures(picture: Versus, subject: str | None) -> tuple[str, str] | None:
    """The illustrations of both sides; None where they are not two things that can be told apart.

    `subject`: the illustration of what the scene is about. It stands for a side that names it, and for one whose rival
    is named: a cheetah called Sarah runs against a man.
    """
    sides = (picture.left, picture.right)
    named = [_named(side.tag) or (subject if _names(side.tag, subject) else None) for side in sides]
    found = [one or _OF_ICONS.get(side.icon) for one, side in zip(named, sides, strict=True)]
    left, right = (one or (subject if rival else None) for one, rival in zip(found, reversed(named), strict=True))
    return (left, right) if left and right and left != right else None


def _named(text: str) -> str | None:
    return choose_illustration(text, (text,), "", opening=True)


def _names(tag: str, illustration: str | None) -> bool:
    """Whether a tag names what an illustration shows by a part of its name: 'Webb', 'the station'."""
    entry = index().get(illustration or "")
    known = " ".join((*entry.subjects, *entry.words)).casefold().split() if entry else []
    return any(word.casefold() in known for word in _WORD.findall(tag))


_QUALIFIERS = {
    "about": "about",
    "at most": "at most",
    "at least": "at least",
    "or more": "at least",
    "and more": "more than",
    "and a few more": "more than",
    "a little less": "just under",
    "and not quite": "almost",
}
_QUALIFIED = re.compile(
    rf"^(?:(?P<first>{'|'.join(_QUALIFIERS)})[,:] )?(?P<rest>.*?)(?:, (?P<last>{'|'.join(_QUALIFIERS)}))?$"
)


def read_label(side: Side) -> tuple[str, str]:
    """What stands before a side's number ('about', or nothing), and the phrase that stands below it."""
    found = _QUALIFIED.match(side.label)
    if found is None:
        return "", side.label
    return _QUALIFIERS.get(found["first"] or found["last"] or "", ""), found["rest"]
