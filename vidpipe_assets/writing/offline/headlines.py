"""A card's headline comes early: its words are seen as they are said, and a card that waits for them stands empty.

Where the headline of a fact is said late (a number at the sentence's end), what the sentence begins with stands above
it, if it is short: all that leads up to it ('It held its breath for' - '32 minutes'), the sentence itself, its first
clause, or whom it is about.
"""

import math
import re
from collections.abc import Iterator

from vidpipe_assets.language.words import word_texts
from vidpipe_assets.model.pictures import IconCard, Picture, Rank
from vidpipe_assets.model.plan import LEAD_IN_S
from vidpipe_assets.writing.pace import SpeechSeconds
from vidpipe_assets.writing.plans import STOP_WORDS
from vidpipe_assets.writing.shown import says_all
from vidpipe_assets.writing.text import capitalize_first, folded_words, sentences

SOON_S = 1.2
"""A headline that has begun by then does not seem to be missing."""

_TITLE, _STAT, _DISTINCT, _ALIKE = 40, 24, 4, 0.6
_BEGINNING = 24
"""Characters of a sentence's beginning: a longer one would only repeat what the captions say then."""
_FEWEST_WORDS, _MOST_NAMED = 3, 5
_CLAUSE = re.compile(r"[,:;](?=\s)")
_TO_COME = frozenset(
    ("a", "an", "the", "of", "and", "or", "to", "not", "only", "about", "more", "that", "which", "who", "first", "last")
)
_HEDGE = re.compile(r"(?:\s*\b(?:about|almost|nearly|only|just|some|over|more than|less than|up to|a|an|the))+\s*$")
_JOINS = re.compile(r",? (?:and|but|so|or)$")
_ARTICLE = re.compile(r"\b(?:a|an) \S+$")
_ARTICLES = frozenset(("a", "an", "the", "one", "some", "most", "whole", "first"))
_AUXILIARIES = frozenset(("is", "are", "was", "were", "has", "had", "have", "can", "could", "will", "would"))
_STARTS_NO_NAME = frozenset(
    (
        "in",
        "on",
        "at",
        "by",
        "under",
        "to",
        "for",
        "from",
        "since",
        "when",
        "during",
        "about",
        "around",
        "more",
        "nobody",
        "there",
    )
)
_ENDS_A_NAME = re.compile(
    r"is|are|was|were|has|had|have|can|could|may|might|must|will|would|cannot|with|in|on|at|for|from|by|during|through|"
    r"ran|flew|held|sold|came|went|took|made|met|began|found|put|wrote|stood|lay|spent|cost|let|fell|hid|rode|won|shot|"
    r"sank|swam|kept|sang|hit|hits|use|uses|need|needs|know|feel|learn|sees|tell|beats|weighs|holds|lifts|turns|sets|"
    r"takes|covers|carries|works|measures|moves|bakes|punches|stands|dives|closes|defend|cross|grow|live|needed|said|"
    r"named|boils|gains|points|accelerates|looks|lays|paid|also|once|then|\w{3,}ed"
)


def title_wait_s(title: str, said: str, lead: str, spoken_s: SpeechSeconds) -> float:
    """Seconds from the end of `lead`, which only announces, to the word that a title begins to be seen with.

    Infinite for a title of which nothing is said.
    """
    words = word_texts(said)
    start = len(word_texts(lead))
    for token in folded_words(title):
        if len(token) < _DISTINCT and not token[0].isdigit():
            continue
        for at in range(start, len(words)):
            if any(_same_stem(token, one) for one in folded_words(words[at])):
                return LEAD_IN_S + (spoken_s(" ".join(words[start:at])) if at > start else 0.0)
    return math.inf


def _same_stem(one: str, other: str) -> bool:
    if one == other or one[0].isdigit() or other[0].isdigit():
        return one == other
    shorter = min(len(one), len(other))
    alike = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return alike >= max(_DISTINCT, _ALIKE * shorter)


def with_early_title(
    picture: Picture, short: str, said: str, lead: str, subject: str, spoken_s: SpeechSeconds
) -> Picture:
    """The card under a headline that is said soon, with its own below; as it is where that comes soon, or none does.

    `short`: the fact's short form, which may be said sooner than the part of it that is the headline.
    """
    if not isinstance(picture, IconCard | Rank) or title_wait_s(picture.title, said, lead, spoken_s) <= SOON_S:
        return picture
    whole = short.replace("*", "")
    short_fits = len(whole) <= _TITLE and says_all(whole, said)
    told = said.removeprefix(lead).strip()
    led_up = _leading_up_to(picture.title, sentences(told)[0])
    named = _named_subject(sentences(told)[0], picture.title, subject)
    for title in (*([whole] if short_fits else ()), *led_up, *_beginnings(told, picture.title, subject), *named):
        if title_wait_s(title, said, lead, spoken_s) <= SOON_S:
            return _under(picture, title, said)
    return picture


def under_heading(picture: Picture, heading: str) -> Picture:
    """The card under what its scene begins with, and its own title below; another picture, or one for which that is
    too long, as it is.
    """
    if not isinstance(picture, IconCard | Rank) or len(heading) > _TITLE:
        return picture
    if set(folded_words(heading)) & set(folded_words(picture.title)) - STOP_WORDS - _TO_COME:
        return picture.model_copy(update={"title": heading})  # what the title says is in the words that are spoken
    if isinstance(picture, IconCard):
        return picture.model_copy(update={"title": heading, "sub": picture.title})
    return picture.model_copy(update={"title": heading, "detail": picture.title})


def _under(picture: IconCard | Rank, title: str, said: str) -> Picture:
    """The card under `title`, and below it what the card said before, if that is more."""
    more = picture.title
    if set(folded_words(more)) <= set(folded_words(title)) or not set(folded_words(more)) & set(folded_words(said)):
        more = ""
    if isinstance(picture, IconCard):
        return picture.model_copy(update={"title": title, "sub": more})
    if any(map(str.isdigit, more)) and len(more) <= _STAT:  # the pill is larger than what stands below the title
        return picture.model_copy(update={"title": title, "detail": "", "stat": more})
    repeated = bool(picture.stat) and bool(set(folded_words(picture.stat)) & set(folded_words(f"{title} {more}")))
    return picture.model_copy(update={"title": title, "detail": more, "stat": "" if repeated else picture.stat})


def _leading_up_to(title: str, sentence: str) -> tuple[str, ...]:
    """What a sentence says before the words of `title`, which then end it below."""
    place = sentence.lower().find(title.lower())
    before = _HEDGE.sub("", sentence[: max(place, 0)]).strip(" ,:;")
    before = _JOINS.sub("", before)
    return (before,) if len(before) <= _BEGINNING and len(before.split()) >= _FEWEST_WORDS else ()


def _beginnings(told: str, title: str, subject: str) -> Iterator[str]:
    """What a text begins with and can stand alone: its first sentence, that one's first clause, whom it is about."""
    first = sentences(told)[0].rstrip(".!?")
    if len(first) <= _BEGINNING:
        yield first
    for found in _CLAUSE.finditer(first):
        clause = first[: found.start()]
        numbers = any(map(str.isdigit, clause)) and any(map(str.isdigit, title))
        inside = _ARTICLE.search(clause)  # 'a smooth, white coat'
        cut = clause.split()[0].lower() in _STARTS_NO_NAME or inside or numbers
        if len(clause) <= _BEGINNING and len(clause.split()) >= _FEWEST_WORDS and not cut:
            yield clause
    if name := _whom(first, subject):
        yield name


def _named_subject(sentence: str, title: str, subject: str) -> Iterator[str]:
    """What a sentence that begins with the subject says of it up to the words of `title`.

    Neither the subject's name alone, which says nothing that is not seen, nor a year, which is not what is told.
    """
    words = sentence.split()
    known = {*folded_words(subject), *(f"{word}s" for word in folded_words(subject))}
    named = [at for at, word in enumerate(words[:_MOST_NAMED]) if set(folded_words(word)) & known]
    if not named or any(map(str.isdigit, words[0])) or words[0].lower() in _STARTS_NO_NAME:
        return
    end = named[-1] + 1
    if set(folded_words(" ".join(words[:end]))) - known - _ARTICLES:
        return
    place = sentence.lower().find(title.lower())
    said = _JOINS.sub("", _HEDGE.sub("", sentence[: max(place, 0)]).strip(" ,:;")).split()
    doing = [word for at, word in enumerate(said[end:]) if at or word not in _AUXILIARIES]
    if len(doing) > 1 and len(" ".join(doing)) <= _BEGINNING and len(said) > end:
        yield capitalize_first(" ".join(doing))


def _whom(sentence: str, subject: str) -> str:
    """Whom or what a sentence is about, where it begins with that and it is not the subject anyway."""
    words = sentence.split()
    end = next((at for at, word in enumerate(words) if _ENDS_A_NAME.fullmatch(word.lower())), 0)
    name = words[:end]
    if len(name) > _MOST_NAMED:
        name = words[: next((at for at, word in enumerate(name) if word in ("of", "below")), 0)]
    own = {*folded_words(" ".join(name))} - {"a", "an", "the", "some", "most"} <= {*folded_words(subject)}
    if len(name) < 2 or own or name[0].lower() in _STARTS_NO_NAME or name[-1].lower() in _TO_COME:
        return ""
    return "" if any("," in word for word in name) else capitalize_first(" ".join(name))
