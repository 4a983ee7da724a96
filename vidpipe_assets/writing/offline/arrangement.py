"""Which picture each scene has, so that neighbours differ and no template is seen too often."""

from collections.abc import Sequence
from itertools import pairwise

from vidpipe_assets.writing.offline.telling import Piece

_WIDTH = 40
"""Arrangements that are kept at each scene."""


def arrange_pictures(scenes: Sequence[tuple[Piece, bool]]) -> tuple[str, ...]:
    """A template a scene: never the same twice running where that can be, as many own figures as possible.

    Each scene comes with whether it has a number, without which it cannot be shown as a rank.
    """
    kept: list[tuple[str, ...]] = [()]
    for piece, counted in scenes:
        grown = [(*before, name) for before in kept for name in _templates(piece, counted)]
        kept = sorted(grown, key=_worth, reverse=True)[:_WIDTH]
    return kept[0]


def _templates(piece: Piece, counted: bool) -> tuple[str, ...]:
    if piece.picture is not None:
        return (piece.picture.template,)
    own = (piece.figure.template,) if piece.figure is not None else ()
    return (*own, "rank", "icon") if counted else (*own, "icon")


def _worth(chosen: Sequence[str]) -> tuple[float, ...]:
    running = sum(1 for a, b in pairwise(chosen) if a == b)
    too_many = sum(max(chosen.count(name) - max(2, len(chosen) // 3), 0) for name in set(chosen))
    # The last scene looks best with its own figure, so later figures weigh a little more.
    figures = sum(1 + i / 100 for i, name in enumerate(chosen) if name not in ("rank", "icon"))
    ranks = sum(1 for name in chosen if name == "rank")
    return (-running - 0.5 * too_many, figures, min(len(set(chosen)), 3), ranks)
