"""Which way a text runs, and the order in which its parts stand on a line from left to right. Pure.

The Unicode bidirectional algorithm (UAX 9) by whole parts, each of which runs one way: the words of a title, or the
stretches of a line that one typeface draws. What runs the other way keeps its own order within the line.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_RIGHT_TO_LEFT = frozenset(
    {"aii", "ar", "arc", "az-arab", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "ku-arab", "lrc", "mzn", "nqo"}
    | {"pa-arab", "prs", "ps", "sd", "syr", "ug", "ur", "uz-arab", "yi"}
)


def runs_right_to_left(language: str) -> bool:
    """Whether pages in a language ('ar', 'he-IL', 'pa-Arab') are laid out from right to left."""
    name = language.strip().lower().replace("_", "-")
    return name.partition("-")[0] in _RIGHT_TO_LEFT or name in _RIGHT_TO_LEFT


@lru_cache(maxsize=4096)
def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a script that runs from right to left."""
    return _direction(text) == "R"


def is_neutral(text: str) -> bool:
    """Whether it has neither letters nor figures: its marks stand as the text around it runs."""
    return not any(unicodedata.bidirectional(one) in ("L", "R", "AL", "EN", "AN", "ET", "ES") for one in text)


def has_right_to_left(text: str) -> bool:
    """Whether some of it runs from right to left."""
    return any(unicodedata.bidirectional(one) in ("R", "AL") for one in text)


def has_tails(text: str) -> bool:
    """Whether some of it is in letters as Arabic's, which hang far below the line."""
    return any(unicodedata.bidirectional(one) == "AL" for one in text)


def without_edges(text: str) -> tuple[str, str, str]:
    """`text` in three: what is neutral before its first letter or figure, the text itself, and what is so behind it."""
    core = text.strip("".join({one for one in text if is_neutral(one)}))
    start = text.find(core) if core else len(text)
    return text[:start], core, text[start + len(core) :]


def visual_order(parts: Sequence[str], *, right_to_left: bool) -> list[int]:
    """The numbers of `parts`, which are given as they are read, from left to right as they stand on the line."""
    other = _runs_otherwise([_direction(part) for part in parts], "L" if right_to_left else "R")
    order = list(range(len(parts)))
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and other[end]:
            end += 1
        order[at:end] = reversed(order[at:end])
        at = max(end, at + 1)
    return order[::-1] if right_to_left else order


def _runs_otherwise(directions: Sequence[str], otherwise: str) -> list[bool]:
    """Which parts run against the line: those of the other direction, figures behind them, and what stands between."""
    found = [direction == otherwise for direction in directions]
    last = -1
    for at, direction in enumerate(directions):
        figures_behind = direction == "N" and last >= 0 and all(one in " N" for one in directions[last + 1 : at])
        if direction == otherwise or figures_behind:
            if last >= 0 and all(one in " N" for one in directions[last + 1 : at]):
                found[last + 1 : at + 1] = [True] * (at - last)
            last = at
    return found


def _direction(text: str) -> str:
    """'L' or 'R' by the first letter; without letters 'N' if there are figures, ' ' if there are none."""
    kinds = [unicodedata.bidirectional(one) for one in text]
    letter = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    if letter:
        return "L" if letter == "L" else "R"
    return "N" if any(kind in ("EN", "AN") for kind in kinds) else " "
