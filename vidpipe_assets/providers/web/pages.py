"""Answers in pages: read to their end, but not round and round, and every item once."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T")
Page = tuple[Sequence[T], str]
"""The items of a page, and the token of the next one; empty: there is none."""

_MOST_EMPTY = 3
"""Some servers filter after paging: a page may be empty, and the next one not."""


def all_pages(
    ask: Callable[[str], Page[T]], identity: Callable[[T], Hashable], *, most_pages: int = 20, most_items: int = 1000
) -> tuple[T, ...]:
    """Every item once, in the order of the pages; `ask` gets the token of a page, the first one's is empty.

    It ends at the last page, at a token that was seen before, after three pages that held nothing new, and at the
    bounds.
    """
    found: dict[Hashable, T] = {}
    seen, token, barren = {""}, "", 0
    for _ in range(most_pages):
        items, token = ask(token)
        before = len(found)
        for item in items:
            found.setdefault(identity(item), item)
        barren = 0 if len(found) > before else barren + 1
        if not token or token in seen or barren >= _MOST_EMPTY or len(found) >= most_items:
            break
        seen.add(token)
    return tuple(found.values())[:most_items]
