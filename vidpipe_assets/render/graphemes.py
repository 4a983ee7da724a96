"""Which of a text's code points can be seen, and which of them belong together."""

import unicodedata

from vidpipe_assets.language.letters import plain_letters
from vidpipe_assets.language.words import grapheme_clusters

__all__ = ["ZERO_WIDTH_JOINER", "grapheme_clusters", "visible_text"]

ZERO_WIDTH_JOINER = "\u200d"
_KEPT_FORMATS = {"\u200c", ZERO_WIDTH_JOINER}
_TAGS = ("\U000e0020", "\U000e007f")


def visible_text(text: str) -> str:
    """`text` as it is shown: plain, composed letters, no control characters, nothing that no typeface has."""
    return "".join(character for character in plain_letters(text) if _is_visible(character))


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _KEPT_FORMATS or _within(character, _TAGS)
    return category not in ("Cc", "Cs", "Zl", "Zp")


def _within(character: str, limits: tuple[str, str]) -> bool:
    return limits[0] <= character <= limits[1]
