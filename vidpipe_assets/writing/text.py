"""Texts that strangers wrote, made comparable and harmless: words, keys, sentences, spoken names, and large type.

Nothing here trusts a title: control and invisible characters, links and markup are taken out. For a voice, a text is
cut into sentences, and what it cannot read is named. For the largest type, a sentence is broken into two to four lines
of at most 18 characters, with one accent word.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from vidpipe_assets.language.letters import plain_letters, word_runs
from vidpipe_assets.language.words import (
    Word,
    count_characters,
    grapheme_clusters,
    is_unspaced,
    join_words,
    split_words,
    text_columns,
    word_texts,
)

_URL = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_KEY_LENGTH = 80


def plain_text(text: str) -> str:
    """`text` on one line, without control and invisible characters, links and surplus spaces."""
    visible = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in plain_letters(text))
    return " ".join(_URL.sub(" ", visible).split())


def folded_words(text: str) -> tuple[str, ...]:
    """The words of `text` in small letters, without punctuation."""
    folded = unicodedata.normalize("NFKC", plain_text(text)).casefold()
    return tuple(word_runs(folded.replace("_", " ")))


def slug(text: str) -> str:
    """A key for `text`: its words joined by hyphens, at most 80 characters; empty when it has no words."""
    return "-".join(folded_words(text))[:_KEY_LENGTH].strip("-")


def truncate(text: str, most: int) -> str:
    """`text` in at most `most` characters, cut between words, with an ellipsis where something is left out.

    No letter loses a mark that belongs to it, and no emoji a part.
    """
    if len(text) <= most:
        return text
    head = ""
    for cluster in grapheme_clusters(text[: most + 40]):
        if len(head) + len(cluster) > most - 1:
            break
        head += cluster
    between = head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head
    return between.rstrip(" ,;:-–—") + "…"


MOST_WORDS, LONGEST_WORD = 40, 40
"""The most words in one scene and characters in one word."""

_MOST_CHARACTERS = 120
"""In one scene, of a script without spaces between words."""

_SPOKEN_URL = re.compile(r"https?:|www\.|\b\w+\.(?:com|org|net|io)\b", re.IGNORECASE)
_UNSPEAKABLE = re.compile(r"[<>{}\[\]\\`|^~*_#]|&\w+;")
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][”\"')»]))\s+(?=[“„«\"'(¿¡]*[^\Wa-z_])"
    r"|(?<=[。！？।॥؟።۔])[」』”’）)»]*\s*(?=\S)"
)
_ABBREVIATED = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|St|No|vs|Inc|Jr|approx)|\b[A-Z])\.$")
_REFERRING = frozenset(("it", "its", "he", "his", "she", "her", "they", "their", "this", "that", "these", "those"))
_NOT_NAMES = frozenset(("the", "first", "new", "old", "great", "and", "for", "how"))
_MARKUP = re.compile(r"#\w+|[@#*_~^|<>{}\[\]\\`=+/]+")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`; a dot after an abbreviation or an initial ends none."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text.strip()):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return tuple(found)


def spoken_name(subject: str, texts: Sequence[str]) -> str:
    """The subject as sentences call it: 'the Game Boy', 'octopuses', 'NASA'; `texts` show how it is used."""
    name = plain_text(subject)
    if name.isupper():
        return name
    if name.lower().startswith("the "):
        return f"the {name[4:]}"
    inside = re.compile(rf"\w+,? (?P<article>the |a |an )?(?P<name>{re.escape(name)})\b(?!(?-i: [A-Z]))", re.IGNORECASE)
    uses = [match for text in texts for match in inside.finditer(text)]
    spelled = next((use["name"] for use in uses if use["name"].lower() == name.lower()), name)
    if re.search(r"[^siu]s$", name) and any(not match["article"] for match in uses):
        return spelled  # 'trees', though some of them are 'the trees'
    last = re.escape(name.split()[-1])
    # 'The Coffee Cantata' is another name.
    definite = re.compile(rf"\b(?i:(?:the|an?) {re.escape(name)}|the {last})\b(?! [A-Z])")
    return f"the {spelled}" if any(definite.search(text) for text in texts) else spelled


def plural_in(subject: str, text: str) -> str:
    """The subject's plural as `text` spells it, when `text` speaks of several only: 'cheetahs'; else empty."""
    found = re.search(rf"\b{re.escape(plain_text(subject))}(s)?\b", text, re.IGNORECASE)
    if not found or not found[1]:
        return ""
    # At the beginning of a sentence the large letter says nothing; a large one further inside does.
    return found[0] if found.start() or (" " in found[0][1:] and not found[0][1:].islower()) else found[0].lower()


def mentions_subject(text: str, subject: str) -> bool:
    """Whether `text` says the subject, or a distinctive word of its name, spelled alike: 'Parker', not 'game'."""
    name = plain_text(subject)
    if re.search(rf"\b{re.escape(name)}(?:s|es)?\b", text, re.IGNORECASE):
        return True
    distinctive = [word for word in name.split() if len(word) > 2 and word.lower() not in _NOT_NAMES]
    spelled = sum(1 for word in distinctive if re.search(rf"\b{re.escape(word)}(?:s|es)?\b", text))
    return spelled > 0 or len(set(folded_words(text)) & {word.lower() for word in distinctive}) > 1


def starts_with_reference(text: str) -> bool:
    """Whether the first word needs something said before."""
    first = folded_words(text)[:1]
    return bool(first) and first[0] in _REFERRING


def capitalize_first(text: str) -> str:
    """The first letter large; `text.capitalize()` would make the others small."""
    return text[:1].upper() + text[1:]


def shown_title(title: str, most: int) -> str:
    """A stranger's title in at most `most` characters, as a picture shows it and a model reads it, in any script."""
    return truncate(speakable_title(title) or " ".join(_title_words(_without_signs(title))), most)


def _without_signs(title: str) -> str:
    return "".join(
        c if c in "%&" or unicodedata.category(c)[0] in "LNZPM" or unicodedata.category(c) == "Sc" else " "
        for c in _MARKUP.sub(" ", plain_text(title))
    )


def _title_words(kept: str) -> list[str]:
    return [word for word in kept.split() if any(c.isalnum() for c in word)]


def speakable_title(title: str, most_words: int = 12) -> str:
    """A stranger's title as words that the offline writer's voice can say, which reads English; empty when too little
    is left.
    """
    kept = _without_signs(title)
    spoken = [word for word in _title_words(kept) if len(word) <= 30]
    letters = [c for c in kept if c.isalpha()]
    latin = sum(1 for c in letters if "LATIN" in unicodedata.name(c, ""))
    if len(spoken) < 2 or latin < len(letters) * 0.8:
        return ""
    return " ".join(spoken[:most_words]).rstrip(" .,;:-–—!?…").strip("\"'“”‘’() ")


def speakable_subject(subject: str, otherwise: str) -> str:
    """`subject` if a voice can say it, else those of its words that it can, else `otherwise`."""
    name = plain_text(subject)
    return speakable_title(name) or otherwise if any(speech_problems(name)) else name


def speech_problems(text: str) -> Iterable[str]:
    """What keeps a voice from reading `text`, or a caption from showing it, as one scene; nothing for good text."""
    words = word_texts(text)
    if not any(c.isalnum() for c in text):
        yield "no word to say"
    if is_unspaced(text) and (count := count_characters(text)) > _MOST_CHARACTERS:
        yield f"{count} characters, at most {_MOST_CHARACTERS} in one scene"
    elif len(words) > MOST_WORDS and not is_unspaced(text):
        yield f"{len(words)} words, at most {MOST_WORDS} in one scene"
    longest = max(words, key=len, default="")
    if len(grapheme_clusters(longest)) > LONGEST_WORD:
        yield f"a word of {len(longest)} characters: {longest[:12]}…"
    if _SPOKEN_URL.search(text):
        yield "a web address"
    if _UNSPEAKABLE.search(text):
        yield f"markup: {_UNSPEAKABLE.findall(text)[0]!r}"
    # What this Python does not know yet among emoji is one of a later year.
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and not "\U0001f000" <= c <= "\U0001faff" for c in text):
        yield "control characters"


_WIDTH = 18
"""Columns of a line: letters as wide as Latin ones; one of Chinese or Japanese is as wide as two."""

_LINES = 4
_LARGE = 12
"""Each line is as wide as the picture: the shorter the longest one, the larger all of them."""


def headline_lines(text: str, accent: str = "") -> tuple[str, ...]:
    """`text` in two to four lines, the last one with stars around `accent` (or around the last word).

    Stars in `text` itself are taken out: they would mean an accent.
    """
    words = [Word(_truncate_word(word.text), word.glued) for word in split_words(text.replace("*", ""))]
    marked = _mark_accent(words, word_texts(accent.replace("*", "")))
    ways = [broken for count in range(2, _LINES + 1) if (broken := _break_evenly(marked, count))]
    large = next((lines for lines in ways if _longest(lines) <= _LARGE), None)
    return large or min(ways, key=_longest, default=None) or _cut_lines(marked)


def fits_headline(text: str) -> bool:
    """Whether `text` can be shown whole."""
    words = split_words(text.replace("*", ""))
    return (
        len(words) > 1
        and all(text_columns(word.text) <= _WIDTH - 2 for word in words)
        and bool(_break_evenly(_mark_accent(words, []), _LINES))
    )


def headline_rule(text: str) -> str:
    """What `fits_headline` wants of a text like this one, or of one whose length is told in 'characters', in words."""
    if text == "characters" or is_unspaced(text):
        return f"2 to {_LINES} lines of at most {_WIDTH // 2} characters"
    return f"2 to {_LINES} lines of at most {_WIDTH} characters, with no word of over {_WIDTH - 2}"


def _truncate_word(word: str) -> str:
    if text_columns(word) <= _WIDTH - 2:
        return word
    return truncate(word, _WIDTH - 2 if text_columns(word) <= len(word) else _WIDTH // 2 - 1)


def _mark_accent(words: Sequence[Word], accent: Sequence[str]) -> list[Word]:
    """The words with stars around the accent; an accent that fits on a line stays together."""
    size = len(accent)
    bare = [word.text.strip(_MARKS).lower() for word in words]
    bare_accent = [word.strip(_MARKS).lower() for word in accent]
    for start in range(len(words) - size, -1, -1):
        if size and bare[start : start + size] == bare_accent:
            phrase = join_words(words[start : start + size])
            if text_columns(phrase) <= _WIDTH - 2:
                return [*words[:start], Word(f"*{phrase}*", words[start].glued), *words[start + size :]]
            break
    return [*words[:-1], Word(f"*{words[-1].text}*", words[-1].glued)] if words else []


_MARKS = ".,:;!?。、！？，।؟،"


def _break_evenly(pieces: Sequence[Word], count: int) -> tuple[str, ...]:
    """The most even way to break `pieces` into at most `count` lines; empty when there is none."""
    best: tuple[tuple[int, int], tuple[str, ...]] | None = None
    for breaks in combinations(range(1, len(pieces)), min(count, len(pieces)) - 1):
        edges = (0, *breaks, len(pieces))
        lines = tuple(join_words(pieces[a:b]) for a, b in pairwise(edges))
        uneven = (_longest(lines), sum(text_columns(line) ** 2 for line in lines))
        if uneven[0] <= _WIDTH and (best is None or uneven < best[0]):
            best = (uneven, lines)
    return best[1] if best and len(best[1]) > 1 else ()


def _longest(lines: Sequence[str]) -> int:
    return max(text_columns(line) for line in lines)


def _cut_lines(pieces: Sequence[Word]) -> tuple[str, ...]:
    """As many words as four lines hold."""
    lines = [""]
    for piece in pieces:
        longer = f"{lines[-1]}{'' if piece.glued else ' '}{piece.text}".strip()
        if text_columns(longer) <= _WIDTH:
            lines[-1] = longer
        elif len(lines) < _LINES:
            lines.append(piece.text)
    return tuple(lines) if len(lines) > 1 else (*lines, "…")
