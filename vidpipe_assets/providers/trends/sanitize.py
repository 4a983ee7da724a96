"""What strangers wrote, made harmless: text without tags and unseen characters, https links only, counters as numbers.

It stays data all the same: whoever shows it or gives it to a language model treats it as such.

Headlines as facts: what a publisher says, with the publisher as its source.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from vidpipe_assets.language.letters import is_hashtag, is_word_character, plain_letters, word_runs
from vidpipe_assets.model.trends import Fact, Source
from vidpipe_assets.model.values import content_hash

MOST_COUNTED = 10**12
"""Nothing was ever seen, liked or shared so often; what is above is a broken counter."""

_MOST_READ = 20_000
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[a-z/!?][^<>]*>", re.IGNORECASE | re.DOTALL)
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}
"""Persian and many emoji are not right without them."""


def _counted(value: Any) -> int | None:
    """A counter as services write it: 12, "12"; None for anything else."""
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or not text.isdecimal():
        return None
    return min(int(text[:13]) if len(text) <= 13 else MOST_COUNTED, MOST_COUNTED)


Count = Annotated[int | None, BeforeValidator(_counted)]


def plain_text(text: str, most: int) -> str:
    """At most `most` characters on one line, without HTML, control characters and what turns the reading direction."""
    shown = text[:_MOST_READ]
    for _ in range(2):  # "&lt;b&gt;" is a tag that was escaped once more than meant
        shown = html.unescape(_TAGS.sub(" ", shown))
    shown = _TAGS.sub(" ", plain_letters(shown))
    shown = "".join(_seen(character) for character in shown)
    shown = " ".join(shown.split())
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def https_url(url: str, most: int = 2000) -> str:
    """`url` if it is a whole https address, else nothing."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    plain = parts.scheme == "https" and parts.hostname and not parts.username and not parts.password
    fits = len(url) <= most and url.isprintable() and " " not in url.strip()
    return url.strip() if plain and fits else ""


def hashtags_of(*texts: str, tags: Iterable[str] = ()) -> tuple[str, ...]:
    """The hashtags in the texts, and `tags` where they are one word, each once, at most 30."""
    found = [word_runs(rest)[0] for text in texts for rest in text.split("#")[1:] if is_word_character(rest[:1] or " ")]
    found = [tag for tag in (*found, *tags) if len(tag) <= 60 and is_hashtag(tag)]
    return tuple({tag.casefold(): tag for tag in found}.values())[:30]


def _seen(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _UNSEEN:
        return character
    return " "


_ENDS = (".", "!", "?", "…", '"', "”")


def headline(title: str, url: str, publisher: str) -> tuple[Fact, ...]:
    """The fact that the headline states; none where there is no page to point at, or nothing is said."""
    said, page, name = plain_text(title, 298), https_url(url), plain_text(publisher, 80)
    if not (len(said.split()) > 2 and page and name):
        return ()
    return (
        Fact(
            id=f"news-{content_hash(page)}",
            statement=said if said.endswith(_ENDS) else f"{said}.",
            short=plain_text(said, 60),
            surprise=2,
            icon="newspaper",
            source=Source(name=name, title=plain_text(title, 200), url=page),
        ),
    )
