"""Where headline and subject stand to each other: by what a scene shows, never the same twice running. Pure.

`above`: the headline above its subject; `below`: low, its subject above it; `beside`: where reading begins, its subject
large at the other side, up to the frame's edge; `across`: the other way round.
"""

from collections.abc import Container, Iterator, Sequence
from typing import Literal

from vidpipe_assets.model.pictures import End, Hook, IconCard, Number, Picture, Rank
from vidpipe_assets.render.illustrations.files import further_drawings

Arrangement = Literal["above", "below", "beside", "across"]
SIDES: tuple[Arrangement, ...] = ("beside", "across")
"""Headline and subject share the width."""

TALL = frozenset((
    "burj-khalifa", "cat", "chip", "clock", "coins", "dna", "dog", "eiffel-tower", "fire", "flask", "flower",
    "football", "game-boy", "globe", "guitar", "hummingbird", "iphone", "light-bulb", "microscope",
    "neutron-star", "nokia", "octopus", "padlock", "penguin", "pizza", "qr-code", "robot", "rocket",
    "skyscraper", "sun", "telescope", "tern", "tree", "trophy", "usb", "venus", "voyager", "walkman",
))  # fmt: skip
"""Illustrations that are as tall as wide, or taller: those that fill the frame beside a headline."""
NARROW = frozenset(("dna", "fire", "flower", "game-boy", "guitar", "iphone", "nokia", "penguin", "rocket"))
"""Those that are taller than wide by a quarter at least: beside an opening's lines the others would be small."""
_SHORT_LINE, _SHORT_QUESTION, _SHORT_LABEL, _SHORT_TITLE = 10, 14, 24, 30
"""How many characters a line, that of a last question, a number's label and a title may have beside a subject."""


def arrange(
    pictures: Sequence[tuple[Picture, str | None]],
    seed: int,
    accompanied: Container[int] = (),
    *,
    opening: Arrangement | None = None,
) -> Iterator[Arrangement | None]:
    """How each picture with its illustration is arranged; None for those that have one way only.

    `accompanied`: the numbers of those in which somebody stands beside the subject, which takes the whole width;
    `opening`: how the first one is arranged, where it can be.
    """
    before: Arrangement | None = None
    for number, (picture, illustration) in enumerate(pictures):
        ways: list[Arrangement] = [
            way for way in _ways(picture, illustration) if way not in SIDES or number not in accompanied
        ]
        fresh: list[Arrangement] = [way for way in ways if way != before]
        chosen = fresh[(seed // 11 + number) % len(fresh)] if fresh else None
        if number == 0 and opening in ways:
            chosen = opening
        before = chosen or before
        yield chosen


def _ways(picture: Picture, illustration: str | None) -> tuple[Arrangement, ...]:
    if illustration is None or not isinstance(picture, (Hook, Number, IconCard, Rank, End)):
        return ()
    fills_a_side = illustration in NARROW if isinstance(picture, Hook) else is_tall(illustration)
    if fills_a_side and _fits_beside(picture):
        return SIDES if isinstance(picture, End) else ("above", *SIDES, "below")
    return ("above", "below")


def is_tall(illustration: str) -> bool:
    """Whether it is as tall as wide, or taller."""
    drawing = further_drawings().get(illustration)
    return drawing.tall if drawing else illustration in TALL


def _fits_beside(picture: Hook | Number | IconCard | Rank | End) -> bool:
    """Whether the words are few enough for half of the width."""
    match picture:
        case Hook():
            return _longest(picture.lines) <= _SHORT_LINE and len(picture.sub) <= 30
        case End():
            return _longest(picture.lines) <= _SHORT_QUESTION
        case Number():
            return picture.is_bare and picture.value < 1000 and len(picture.label) <= _SHORT_LABEL
        case IconCard() | Rank():
            return len(picture.title) <= _SHORT_TITLE and _longest(picture.title.split()) <= _SHORT_LINE


def _longest(texts: Sequence[str]) -> int:
    return max((len(text.replace("*", "")) for text in texts), default=0)
