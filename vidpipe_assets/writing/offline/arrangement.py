"""Which picture each scene has, so that neighbours differ and no template is seen too often."""

from collections.abc import Sequence
from itertools import pairwise

from vidpipe_assets.model.pictures import Versus, Where
from vidpipe_assets.writing.offline.telling import Piece

_WIDTH = 40
"""Arrangements that are kept at each scene."""
_HIDDEN = 1.1
"""A comparison that is told and not seen as one is worse than two of them running."""
_ELSEWHERE = 0.75
"""A place that is told in passing is a better picture only than the same card twice running."""
_FIRST_WORDS = 7
"""A place among these is what a scene is about; one that is named later, or not at all, is where something else was."""


def arrange_pictures(scenes: Sequence[tuple[Piece, bool]]) -> tuple[str, ...]:
    """A template a scene: seldom the same twice running, comparisons as such, as many own figures as possible.

    Each scene comes with whether it has a number, without which it cannot be shown as a rank.
    """
    kept: list[tuple[str, ...]] = [()]
    for piece, counted in scenes:
        grown = [(*before, name) for before in kept for name in _templates(piece, counted)]
        pieces = [one for one, _ in scenes[: len(kept[0]) + 1]]
        kept = sorted(grown, key=lambda chosen: _worth(pieces, chosen), reverse=True)[:_WIDTH]
    return kept[0]


def _templates(piece: Piece, counted: bool) -> tuple[str, ...]:
    if piece.picture is not None:
        return (piece.picture.template,)
    own = (piece.figure.template,) if piece.figure is not None else ()
    return (*own, "rank", "icon") if counted else (*own, "icon")


def _in_passing(piece: Piece) -> bool:
    """Whether the figure is a place, and the scene tells something else than it."""
    if not isinstance(piece.figure, Where) or piece.figure.place in piece.lead:
        return False
    told = piece.text.removeprefix(piece.lead).split()
    return piece.figure.place not in " ".join(told[:_FIRST_WORDS])


def _worth(pieces: Sequence[Piece], chosen: Sequence[str]) -> tuple[float, ...]:
    running = sum(1 for a, b in pairwise(chosen) if a == b)
    too_many = sum(max(chosen.count(name) - max(2, len(chosen) // 3), 0) for name in set(chosen))
    # The last scene looks best with its own figure, so later figures weigh a little more.
    figures = sum(1 + i / 100 for i, name in enumerate(chosen) if name not in ("rank", "icon"))
    ranks = sum(1 for name in chosen if name == "rank")
    hidden = sum(isinstance(one.figure, Versus) and name != "versus" for one, name in zip(pieces, chosen, strict=True))
    passed = sum(name == "where" and _in_passing(one) for one, name in zip(pieces, chosen, strict=True))
    return (
        -running - 0.5 * too_many - _HIDDEN * hidden - _ELSEWHERE * passed,
        figures,
        min(len(set(chosen)), 3),
        ranks,
    )
