"""Whether something belongs to a theme's field: for sources that tell what all the world looks at."""

import re
from collections.abc import Iterable

from vidpipe_assets.model.theme import Collect

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> frozenset[str]:
    """The words of `text`, in small letters."""
    return frozenset(_WORD.findall(text.casefold()))


def run_together(text: str) -> str:
    """`text` as a hashtag: "Game Boy" is gameboy."""
    return "".join(_WORD.findall(text.casefold()))


def is_wanted(wanted: Collect, own: frozenset[str], tags: Iterable[str] = ()) -> bool:
    """Whether all words of a query are among `own`, or a hashtag is a word or a tag of it, or nothing is asked for."""
    if not wanted.queries and not wanted.hashtags:
        return True
    asked = [words(query) for query in wanted.queries]
    all_tags = own | {tag.casefold() for tag in tags}
    return any(query and query <= own for query in asked) or any(tag.casefold() in all_tags for tag in wanted.hashtags)
