"""The first seconds: what is at stake and a question whose answer comes last, or what kind of game this is.

A fact may bring its own tease. Of others, what is held back is the number that they are about, their short form's last
word, or what a place has to do with all this. Voice and picture share the work: the one names the subject and asks, the
other shows what is asked about.
"""

import re
from typing import NamedTuple

from vidpipe_assets.model.pictures import Hook, Quote, Steps, Timeline, Versus, Where
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import all_possible_values, number_word
from vidpipe_assets.writing.offline.asking import TRUE_OR_FALSE, number_question
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.telling import figure_title
from vidpipe_assets.writing.offline.topics import thing_of, topic_of
from vidpipe_assets.writing.plans import STOP_WORDS
from vidpipe_assets.writing.text import (
    capitalize_first,
    fits_headline,
    folded_words,
    headline_lines,
    mentions_subject,
    plural_in,
    truncate,
)

MOST_WORDS = 15
"""Of a hook: what is said in about five seconds."""

_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_NUMERAL = re.compile(r"(?<![\w.,])[$£€¥]?\d[\d,]*(?:\.\d+)?(?:\s(?:million|billion|thousand))?(?![\w])")

_GUESSES: dict[str, tuple[str, ...]] = {
    "wry": ("Care to guess the {thing}?", "Go on, guess the {thing}."),
    "warm": ("Can you guess the {thing}?", "What would you say is the {thing}?"),
    "urgent": ("Guess the {thing}. Quick.", "Quick: guess the {thing}."),
    "plain": ("Can you guess the {thing}?", "Guess the {thing}."),
}
_ENDS: dict[str, tuple[str, ...]] = {
    "wry": ("Finish that sentence. Go on.", "How does this sentence end?"),
    "warm": ("Can you finish this sentence?", "How do you think this ends?"),
    "urgent": ("Finish this sentence. Quick.", "How does this end?"),
    "plain": ("Can you finish this sentence?", "How does this sentence end?"),
}
_STARTS = {"wry": " Good luck.", "warm": " Ready?", "urgent": " Go.", "plain": ""}
_SHORT_NAME = 12
"""Letters of a subject beside which a quiz has a word more within its three seconds."""
_RIDDLES: dict[str, tuple[str, ...]] = {
    "wry": ("What on Earth does this have to do with {name}?",),
    "warm": ("What does this have to do with {name}?",),
    "urgent": ("What does this have to do with {name}?",),
    "plain": ("What does this have to do with {name}?",),
}
"""Beside a title that names what happens, and not how it belongs to the subject."""
_HOWS: dict[str, tuple[str, ...]] = {
    "wry": ("Go on, explain this about {name}.",),
    "warm": ("Can you explain this about {name}?",),
    "urgent": ("Can you explain this about {name}?",),
    "plain": ("Can you explain this about {name}?",),
}
"""Beside a title that asks how something is done."""
_COMPARED = {
    "price": "costs more", "speed": "is faster", "weight": "is heavier", "distance": "goes farther",
    "size": "is larger", "temperature": "is hotter", "time": "lasts longer", "memory": "holds more",
}  # fmt: skip


class Opening(NamedTuple):
    """What is said and shown first.

    `evidence`: the facts that it teases. `title`: the video's, which gives nothing away either. `back`: what the scene
    that resolves it may begin with. `said_for_all`: what the first fact need not be announced by any more.
    """

    narration: str
    picture: Hook
    title: str
    evidence: tuple[str, ...] = ()
    back: str = ""
    said_for_all: str = ""


def teasing_openings(name: str, best: Fact, subject: str, tone: str, rng: SeededRandom) -> list[Opening]:
    """The ways of teasing `best`, the strongest first; a challenge as the last.

    They are its own tease, or, where it brings none, what its words and figure allow.
    """
    if own := tease_opening(best):
        return [own, challenge_opening(name)]
    found = [
        _guess(name, best, subject, tone, rng),
        _place(name, best, subject, rng),
        _riddle(name, best, tone, rng),
        _speaker(name, best),
        _unfinished(name, best, subject, tone, rng),
        _sides(name, best),
    ]
    fitting = [one for one in found if one is not None and len(one.narration.split()) <= MOST_WORDS]
    return [*fitting, challenge_opening(name)]


def tease_opening(best: Fact) -> Opening | None:
    """The tease that the fact itself brings: what is at stake, and what to ask."""
    if best.tease is None:
        return None
    lines = headline_lines(best.tease.shown, _starred(best.tease.shown))
    return Opening(best.tease.said, Hook(lines=lines), truncate(best.tease.said, 100), (best.id,))


def _starred(text: str) -> str:
    return "".join(re.findall(r"\*([^*]+)\*", text))


def challenge_opening(name: str) -> Opening:
    """A challenge to the viewer; shorter than most."""
    return Opening(
        f"How well do you know {name}?",
        Hook(lines=("Think you", "*know it?*")),
        f"How well do you know {name}?",
    )


def game_opening(kind: str, name: str, best: Fact, count: int, subject: str, tone: str, rng: SeededRandom) -> Opening:
    """The opening of a quiz, of true or false, or of a comparison: what is played, and what with, never the answer."""
    match kind:
        case "quiz":
            return _quiz(name, best, count, subject, tone)
        case "myth_or_fact":
            return _claims(name, best, subject)
        case _:
            return _sides(name, best) or _guess(name, best, subject, tone, rng) or _measures(name)


def _quiz(name: str, best: Fact, count: int, subject: str, tone: str) -> Opening:
    """What is played, in a breath: who has come for questions hears the first one within three seconds."""
    tease, blank = best.tease, _blank(best, subject)
    shown = capitalize_first(blank) or (tease.shown if tease else "Can you get *them all?*")
    lines = headline_lines(shown, "?" if blank else _starred(shown))
    more = _STARTS[tone] if len(subject) <= _SHORT_NAME and subject.isalpha() else ""
    spoken = f"{capitalize_first(subject)}: {number_word(count)} questions.{more}"
    return Opening(
        spoken, Hook(lines=lines), f"{capitalize_first(name)}: the quiz", (best.id,) if blank or tease else ()
    )


def _claims(name: str, best: Fact, subject: str) -> Opening:
    """The myth, as a question, or what is played, beside a claim that is one of those to come."""
    title, tease = f"{capitalize_first(name)}: true or false?", best.tease
    if tease and best.myth:
        return Opening(tease.said, Hook(lines=headline_lines(tease.shown, _starred(tease.shown))), title, (best.id,))
    short = best.short.replace("*", "").rstrip(".!?")
    numbered = any(c.isdigit() for c in short)
    claim = capitalize_first(_blank(best, subject)) if numbered else "" if best.myth else f"{short}?"
    accent = "?" if numbered else claim.rpartition(" ")[2]
    lines = headline_lines(claim, accent) if claim and fits_headline(claim) else ("True", "*or false?*")
    spoken = f"{capitalize_first(subject)}: {TRUE_OR_FALSE.lower()}"
    return Opening(spoken, Hook(lines=lines), title, (best.id,), said_for_all=TRUE_OR_FALSE)


def _measures(name: str) -> Opening:
    """What is compared, where no names of two sides tell it."""
    lines = ("Compared", "*to what?*")
    return Opening(
        f"How does {name} compare?", Hook(lines=lines), f"{capitalize_first(name)}: measured against the rest"
    )


def titled_opening(name: str, title: str, spoken: str, plain: tuple[str, str]) -> Opening:
    """An opening that shows a figure's title, which it does not say, or `plain` lines where the title does not fit."""
    head = title.strip().rstrip(".")
    cap = capitalize_first(name)
    if not head or any(c.isdigit() for c in head) or not fits_headline(head) or _names(head, name):
        return Opening(f"{cap}, {spoken}.", Hook(lines=plain), f"{cap}, {spoken}")
    return Opening(f"{cap}, {spoken}.", Hook(lines=headline_lines(head, accent_word(head))), f"{cap}: {head}")


def accent_word(text: str) -> str:
    """The word to stress: the first number that is no year, else the last informative word."""
    words = [word.strip(".,:;!?'\"") for word in text.split()]
    numbers = [word for word in words if any(c.isdigit() for c in word) and not _YEAR.fullmatch(word)]
    informative = [word for word in words if len(word) > 3 and word.lower() not in STOP_WORDS and not word.isdigit()]
    return numbers[0] if numbers else informative[-1] if informative else words[-1]


def _names(text: str, name: str) -> bool:
    return bool(set(folded_words(text)) & {word for word in folded_words(name) if len(word) > 3})


def _place(name: str, best: Fact, subject: str, rng: SeededRandom) -> Opening | None:
    match best.figure:
        case Where(place=place) if not _names(place, subject) and f" {place}" in f" {best.statement}":
            cap = capitalize_first(name)
            ways = ((f"Why *{place}*?", "Why"), (f"*{place}*, of all places", "of all places"))
            line, _ = rng.pick("place", ways)
            lines = headline_lines(line.replace("*", ""), place)
            if not fits_headline(line.replace("*", "")):
                return None
            spoken = f"What does {place} have to do with {name}?"
            return Opening(spoken, Hook(lines=lines), f"{cap}: why {place}?", (best.id,), f"So, {place}.")
        case _:
            return None


def _guess(name: str, best: Fact, subject: str, tone: str, rng: SeededRandom) -> Opening | None:
    blank = _blank(best, subject)
    if not blank:
        return None
    thing = thing_of(best)
    cap = capitalize_first(plural_in(subject, best.statement) or name)
    asked = number_question(best, subject)
    if not asked or len(asked.split()) > MOST_WORDS - 2 or not mentions_subject(asked, subject):
        asked = f"{cap}. {rng.pick('guess', _GUESSES[tone]).format(thing=thing)}"
    lines = headline_lines(capitalize_first(blank), "?")
    title = f"{cap}: guess the {thing}"
    return Opening(asked, Hook(lines=lines), title, (best.id,), f"Now, the {thing}." if thing != "number" else "")


def _blank(best: Fact, subject: str) -> str:
    """The fact's short form with a question mark for each number; empty where it has none, or little else."""
    short = best.short.replace("*", "").strip().rstrip(".!")
    own = all_possible_values(subject)
    spans = [
        found.span()
        for found in _NUMERAL.finditer(short)
        if not _YEAR.fullmatch(found.group()) and not all_possible_values(found.group()) & own
    ]
    if not spans or any(_YEAR.fullmatch(found.group()) for found in _NUMERAL.finditer(short)):
        return ""
    blank = _NUMERAL.sub(lambda found: "?" if found.span() in spans else found.group(), short)
    # 'A bird of ? grams' is a riddle; 'How well do you know ?' is none.
    return blank if len(blank.replace("?", "").split()) > 1 and fits_headline(blank) else ""


def _riddle(name: str, best: Fact, tone: str, rng: SeededRandom) -> Opening | None:
    match best.figure:
        case Steps() | Timeline():
            head = figure_title(best.figure)
        case _:
            return None
    if any(c.isdigit() for c in head) or not fits_headline(head):
        return None
    first = folded_words(head)[0]
    ways = _HOWS if first in ("how", "what", "why", "where", "when") else _RIDDLES
    spoken = rng.pick("riddle", ways[tone]).format(name=name)
    lines = headline_lines(head, accent_word(head))
    return Opening(spoken, Hook(lines=lines), f"{capitalize_first(name)}: {head}", (best.id,))


def _sides(name: str, best: Fact) -> Opening | None:
    """The two names that are compared, if both are names, and what they are compared by."""
    match best.figure:
        case Versus(left=left, right=right) if " against " in topic_of(best):
            head = f"{left.tag} or {right.tag}?"
        case _:
            return None
    if any(c.isdigit() for c in head) or not fits_headline(head):
        return None
    cap = capitalize_first(name)
    lines = headline_lines(head, f"{right.tag}?")
    raced = best.figure.unit in ("s", "seconds")
    wins = "is faster" if raced else _COMPARED.get(thing_of(best), "comes out ahead")
    return Opening(f"{cap}. Which of the two {wins}?", Hook(lines=lines), f"{cap}: {head}", (best.id,))


def _speaker(name: str, best: Fact) -> Opening | None:
    match best.figure:
        case Quote(by=by) if fits_headline(f"{by} said what?"):
            cap = capitalize_first(name)
            lines = headline_lines(f"{by} said what?", "what?")
            return Opening(f"{cap}. Do you know the quote?", Hook(lines=lines), f"{cap}: {by} said what?", (best.id,))
        case _:
            return None


def _unfinished(name: str, best: Fact, subject: str, tone: str, rng: SeededRandom) -> Opening | None:
    short = best.short.replace("*", "").strip().rstrip(".!")
    words = short.split()
    if len(words) < 4 or any(c.isdigit() for c in short):
        return None
    head = f"{capitalize_first(' '.join(words[:-1]))} …?"
    if not fits_headline(head):
        return None
    cap = capitalize_first(plural_in(subject, best.statement) or name)
    spoken = rng.pick("unfinished", _ENDS[tone])
    return Opening(
        f"{cap}. {spoken}", Hook(lines=headline_lines(head, "…?")), truncate(f"{cap}: {head}", 100), (best.id,)
    )
