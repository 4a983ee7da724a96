"""How a fact is shown: its own figure, or a rank, or an icon."""

import re

from vidpipe_assets.model.pictures import IconCard, Picture, Rank
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.shown import says_all, unsaid
from vidpipe_assets.writing.text import capitalize_first, folded_words, sentences, truncate

_ICON = re.compile(r"[a-z0-9-]{1,40}")
_COUNTED = r"\s(?!(?:was|is|has|its|across|times)\b)[a-z]{2,}s\b"
_STAT = re.compile(
    r"(?:\b(?:every|over|almost|only|just|about|after|under|up to)\s)?[$€£]?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
    rf"(?:\s?%|\s(?:percent|megahertz|people)\b|\s(?:million|billion)\b(?:{_COUNTED})?|{_COUNTED})"
)
"""A number with what it counts: '37 years'. A number alone says nothing, and may be part of a name: 'Voyager 1'."""
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_BREAK = re.compile(r"\s*(?:[:;–—,]| - )\s+")
_TAIL = re.compile(
    r"\b(?:in|on|at|from|by|with|without|under|below|behind|inside|into|for) (?:(?:an?|the|his|her|its|their) )?"
    r"[\w'-]+(?: [\w'-]+)?$"
)
"""'Hidden in a shoebox': where, with what, by whom."""
_KEY_WORDS = 3
"""A short form of so few words is a headline already."""
_WHOLE_WORDS = 5
"""Of a short form of so few words two say too little: 'in print' of 'the rarest pattern in print'."""
_TITLE = 40


def fact_picture(fact: Fact, template: str, rank: int, of: int, subject: str, said: str = "") -> Picture:
    """The picture of `fact` in `template`; with `said`, the words of its scene, nothing that they do not say."""
    if fact.figure is not None and template == fact.figure.template:
        return fact.figure
    title, detail = (key_phrase(fact, subject, said), "") if said else card_heading(fact, subject)
    detail = detail or ("" if said else _besides(fact, title))
    if template == "icon":
        return IconCard(icon=fact_icon(fact), title=title, sub=truncate(detail, 80))
    return Rank(
        rank=rank,
        of=of,
        title=title,
        detail=detail,
        stat=_stat(said or fact.statement, f"{title} {detail}", subject),
        icon=fact_icon(fact),
    )


def retitled(picture: Picture, topic: str, said: str) -> Picture:
    """The card, under another title where its own only repeats the first words: the `topic`, and the title below it.

    A number is worth its headline even then.
    """
    if not isinstance(picture, IconCard | Rank) or not topic or not says_all(topic, said):
        return picture
    title = set(folded_words(picture.title))
    if any(letter.isdigit() for letter in picture.title) or not title <= set(
        folded_words(" ".join(said.split()[: len(title) + 3]))
    ):
        return picture
    head = truncate(capitalize_first(topic), _TITLE)
    if isinstance(picture, Rank):
        return picture.model_copy(update={"title": head, "detail": picture.title})
    return picture.model_copy(update={"title": head, "sub": picture.title})


def fact_icon(fact: Fact) -> str:
    """The fact's icon, or sparkles when it names none that can exist."""
    return fact.icon if _ICON.fullmatch(fact.icon) else "sparkles"


def card_heading(fact: Fact, subject: str, said: str = "") -> tuple[str, str]:
    """A title of at most 40 characters and what it leaves out of the fact's short form.

    `said`: of a short form that says what these words do not, the subject stands instead.
    """
    short = fact.short.replace("*", "").strip()
    if said and unsaid(IconCard(icon="x", title=truncate(short, _TITLE), sub=truncate(short, 80)), said, subject):
        return truncate(subject.replace("*", ""), _TITLE), ""
    if len(short) <= _TITLE:
        return short, ""
    head, *rest = _BREAK.split(short, maxsplit=1)
    if rest and 8 <= len(head) <= _TITLE:
        return head, rest[0]
    return truncate(subject.replace("*", ""), _TITLE), short


def key_phrase(fact: Fact, subject: str, said: str) -> str:
    """What is worth a headline beside the caption that says it all: a number with what it counts, a place, a means.

    It is the fact's short form where that is short, or has none of these.
    """
    title, _ = card_heading(fact, subject, said)
    if title == truncate(subject.replace("*", ""), _TITLE):  # the words leave the short form out
        tail = _TAIL.search(sentences(said)[0].rstrip(".!?"))
        return capitalize_first(tail.group()) if tail and len(tail.group()) <= _TITLE else title
    if len(title.split()) <= _KEY_WORDS:
        return title
    if stat := _first_stat(title, frozenset(), _TITLE):
        return capitalize_first(stat)
    tail = _TAIL.search(title)
    tells = tail and (len(tail.group().split()) >= _KEY_WORDS or len(title.split()) > _WHOLE_WORDS)
    return capitalize_first(tail.group()) if tail and tells else title


def _besides(fact: Fact, title: str) -> str:
    """The sentence of the statement that says most besides the title; empty when none is short enough."""
    known = set(folded_words(title))
    fitting = [one for one in sentences(fact.statement) if len(one) <= 80]
    new = {one: [word for word in folded_words(one) if len(word) > 3 and word not in known] for one in fitting}
    informative = [one for one in fitting if len(new[one]) > 1]
    return max(informative, key=lambda one: len(new[one]) / len(folded_words(one)), default="")


def usable_templates(fact: Fact) -> tuple[str, ...]:
    """The templates that can show `fact`: its own figure's, if it has one, and two that show any."""
    own = (fact.figure.template,) if fact.figure is not None else ()
    return (*own, "rank", "icon")


def _stat(statement: str, visible: str, subject: str) -> str:
    """The first number with what it counts that is not shown already, is no year and no part of the name."""
    return _first_stat(statement, frozenset(_NUMBER.findall(f"{visible} {subject}")), 24)


def _first_stat(text: str, known: frozenset[str], most: int) -> str:
    """The first number with what it counts in at most `most` characters that is none of `known`, and no year."""
    for match in _STAT.finditer(text):
        found = match.group().strip()
        year = re.fullmatch(r"(?:1\d|20)\d\d", match["number"])
        if match["number"] not in known and not year and 1 < len(found) <= most:
            return found
    return ""
