"""Large type: a sentence broken into two to four lines of at most 18 characters, with one accent word."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from vidpipe_assets.editorial.naming import cut

_WIDTH = 18
_LINES = 4
_LARGE = 12
"""Each line is as wide as the picture: the shorter the longest one, the larger all of them."""


def lines_of(text: str, accent: str = "") -> tuple[str, ...]:
    """`text` in two to four lines, the last one with stars around `accent` (or around the last word).

    Stars in `text` itself are taken out: they would mean an accent.
    """
    words = [_fitting(word) for word in text.replace("*", "").split()]
    words = words if len(words) > 1 else [*words, ""]
    marked = _mark([word for word in words if word], accent.replace("*", "").split())
    ways = [broken for count in range(2, _LINES + 1) if (broken := _broken(marked, count))]
    large = next((lines for lines in ways if _longest(lines) <= _LARGE), None)
    return large or min(ways, key=_longest, default=None) or _cut_lines(marked)


def fits(text: str) -> bool:
    """Whether `text` can be shown whole."""
    words = text.replace("*", "").split()
    return len(words) > 1 and all(len(w) <= _WIDTH - 2 for w in words) and bool(_broken(_mark(words, []), _LINES))


def _fitting(word: str) -> str:
    return cut(word, _WIDTH - 2)


def _mark(words: Sequence[str], accent: Sequence[str]) -> list[str]:
    """The words with stars around the accent; an accent that fits on a line stays together."""
    size = len(accent)
    bare = [word.strip(".,:;!?").lower() for word in words]
    wanted = [word.strip(".,:;!?").lower() for word in accent]
    for start in range(len(words) - size, -1, -1):
        if size and bare[start : start + size] == wanted:
            together = " ".join(words[start : start + size])
            if len(together) <= _WIDTH - 2:
                return [*words[:start], f"*{together}*", *words[start + size :]]
            break
    return [*words[:-1], f"*{words[-1]}*"]


def _broken(pieces: Sequence[str], count: int) -> tuple[str, ...]:
    """The most even way to break `pieces` into at most `count` lines; empty when there is none."""
    best: tuple[tuple[int, int], tuple[str, ...]] | None = None
    for breaks in combinations(range(1, len(pieces)), min(count, len(pieces)) - 1):
        edges = (0, *breaks, len(pieces))
        lines = tuple(" ".join(pieces[a:b]) for a, b in pairwise(edges))
        uneven = (_longest(lines), sum(len(line) ** 2 for line in lines))
        if uneven[0] <= _WIDTH and (best is None or uneven < best[0]):
            best = (uneven, lines)
    return best[1] if best and len(best[1]) > 1 else ()


def _longest(lines: Sequence[str]) -> int:
    return max(len(line) for line in lines)


def _cut_lines(pieces: Sequence[str]) -> tuple[str, ...]:
    """As many words as four lines hold."""
    lines = [""]
    for piece in pieces:
        longer = f"{lines[-1]} {piece}".strip()
        if len(longer) <= _WIDTH:
            lines[-1] = longer
        elif len(lines) < _LINES:
            lines.append(piece)
    return tuple(lines) if len(lines) > 1 else (*lines, "…")
