"""Characters as a reader takes them: which of a text's code points can be seen, and which belong together."""

import unicodedata

ZERO_WIDTH_JOINER = "\u200d"
_KEPT_FORMATS = {"\u200c", ZERO_WIDTH_JOINER}
_VARIATION_SELECTORS = ("\ufe00", "\ufe0f")
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
_REGIONAL_INDICATORS = ("\U0001f1e6", "\U0001f1ff")


def visible_text(text: str) -> str:
    """`text` as captions show it: composed accents, no control characters, nothing that no typeface has."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(character for character in composed if _is_visible(character))


def grapheme_clusters(text: str) -> list[str]:
    """What a reader takes for one character: a base with its marks, a joined emoji, a flag."""
    result: list[str] = []
    for character in text:
        if result and (_extends(character) or _continues(result[-1], character)):
            result[-1] += character
        else:
            result.append(character)
    return result


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _KEPT_FORMATS or _within(character, _TAGS)
    return category not in ("Cc", "Cs", "Zl", "Zp")


def _within(character: str, limits: tuple[str, str]) -> bool:
    return limits[0] <= character <= limits[1]


def _extends(character: str) -> bool:
    if character == ZERO_WIDTH_JOINER or unicodedata.category(character).startswith("M"):
        return True
    return any(_within(character, limits) for limits in (_VARIATION_SELECTORS, _SKIN_TONES, _TAGS))


def _continues(cluster: str, character: str) -> bool:
    if cluster.endswith(ZERO_WIDTH_JOINER):
        return True
    half_a_flag = len(cluster) == 1 and _within(cluster, _REGIONAL_INDICATORS)
    return half_a_flag and _within(character, _REGIONAL_INDICATORS)
