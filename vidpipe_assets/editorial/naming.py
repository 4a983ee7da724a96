"""Names and words of trends in a comparable form. Titles are data that strangers wrote: nothing here trusts them."""

import re
import unicodedata

_URL = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^\w]+")
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_KEY_LENGTH = 80


def plain(text: str) -> str:
    """`text` on one line, without control and invisible characters, links and surplus spaces."""
    shown = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in unicodedata.normalize("NFC", text))
    return " ".join(_URL.sub(" ", shown).split())


def words(text: str) -> tuple[str, ...]:
    """The words of `text` in small letters, without punctuation."""
    folded = unicodedata.normalize("NFKC", plain(text)).casefold()
    return tuple(word for word in _NOT_WORD.sub(" ", folded).replace("_", " ").split() if word)


def slug(text: str) -> str:
    """A key for `text`: its words joined by hyphens, at most 80 characters; empty when it has no words."""
    return "-".join(words(text))[:_KEY_LENGTH].strip("-")


def cut(text: str, most: int) -> str:
    """`text` in at most `most` characters, cut between words, with an ellipsis where something is left out."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    between = head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head
    return between.rstrip(" ,;:-–—") + "…"
