"""What joins the facts of a video, so that it is told and not listed.

A join claims nothing: it asks what the next fact answers, goes on in time, sets what is denied against what was said,
comes back to the opening's question before the fact that answers it, or says, in the channel's tone, what a narrator
thinks of what was just told. Each is used where the words of the facts carry it, and none twice in a video.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import all_possible_values
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.formats import YEAR
from vidpipe_assets.writing.offline.telling import Telling, with_lead
from vidpipe_assets.writing.offline.topics import topic_of
from vidpipe_assets.writing.shown import figure_text
from vidpipe_assets.writing.text import MOST_WORDS, capitalize_first, folded_words, sentences

JOIN_S = 0.95
"""Seconds that a join takes, on the average."""

_MOST_RECALLED = 9
"""Words in which the opening's question is asked again."""
_WHOLE_QUESTION = 3
"""A question of so many words is understood without what stood before it."""

_ASKS = frozenset(
    ("what", "who", "why", "how", "which", "where", "when", "does", "did", "is", "are", "was", "for", "by")
)

REACTIONS: dict[str, tuple[str, ...]] = {
    "wry": ("I have questions.", "Make of that what you will.", "Perfectly normal."),
    "warm": ("I love that.", "Isn't that something?", "That one stays with me."),
    "urgent": ("Let that sink in.", "Think about that.", "Say that again, slowly."),
}
"""What the narrator thinks, after what is surprising and sad for nobody; a plain one keeps it to himself."""

_SAD = re.compile(
    r"\b(?:died|die|dies|dead|deaths?|deadly|killed|kills?|disease|buried|wars?|bomb\w*|shot|rammed|sank|sinking|drown\w*|slaves?|"
    r"burn\w*|hunt\w*|earthquake|crash\w*|victims?|cancer|lost|fell|fall|poison\w*|stolen|ate|eats?|starv\w*|soldiers?|"
    r"injur\w*|hurt|prison|iceberg|nobody survived|survivors?)\b",
    re.IGNORECASE,
)


def is_sad(text: str) -> bool:
    """Whether a text tells of what nobody jokes about."""
    return _SAD.search(text) is not None


_DENIES = re.compile(r"^(?:Nobody|Nothing|None|No|Not|Only|Never|Neither)\b")
_IN_YEAR = re.compile(r"^In (\d{4}),? ")

ASKED_BY_TOPIC = {
    "the price": "What did it cost?",
    "the speed": "How fast?",
    "the weight": "How heavy?",
    "the height": "How tall?",
    "the depth": "How deep?",
    "the thickness": "How thick?",
    "the width": "How wide?",
    "the length": "How long?",
    "the size": "How big?",
    "the temperature": "How hot?",
    "the memory": "How much memory?",
}
_COUNTED = re.compile(r"[a-z]{4,}s")
_FRAMED = re.compile(r"(?:In|At|On|From|For|By|When|After|Before|Under|With|Without|If|To)\b|.*\bgrow")
"""What begins with where, when or how answers a short question too late; what grows has no size yet."""
_COLD = re.compile(r"\b(?:minus|cold|freez\w+|frozen|ice)\b", re.IGNORECASE)
_SURPRISING = 4


def resolving_lead(asked: str, shown: str) -> str:
    """What the fact begins with that answers the opening: its question again, behind the words that it showed.

    `asked`: what the opening said; `shown`: its large words, which nobody has said yet. Empty where it asked nothing.
    """
    heading = shown.replace("*", "").strip()
    first, *_ = sentences(asked)
    question = next((one for one in reversed(sentences(asked)) if one.endswith("?")), "")
    if not question or "?" in heading[:-1]:
        return ""
    if heading.endswith("?"):
        return heading
    together = f"{heading.rstrip('.!')}. {question}"
    if question == first or _asks(heading):
        return f"{heading.rstrip('.!')}."
    if len(together.split()) <= _MOST_RECALLED:
        return together
    return f"So, {question[0].lower()}{question[1:]}" if _is_short_question(question) else ""


def _asks(text: str) -> bool:
    return folded_words(text)[:1] != () and folded_words(text)[0] in _ASKS


def _is_short_question(question: str) -> bool:
    return _asks(question) and _WHOLE_QUESTION <= len(question.split()) < _MOST_RECALLED


def join_up(
    told: Sequence[Telling], lead: str, tone: str, rng: SeededRandom, most: int, asked: str = ""
) -> list[Telling]:
    """The tellings, joined by at most `most` joins. `lead`: what the last one begins with; empty for nothing.

    `asked`: what the opening said: no join asks that again.
    """
    found = _in_time(told)
    if not most or len(found) < 2:
        return found
    if lead:
        found[-1] = with_heading(found[-1], lead)
    left = most - bool(lead)
    inner = range(1, len(found) - 1)
    used = set[str]()
    for at in sorted(inner, key=lambda at: (-_eagerness(found[at - 1], found[at]), rng.fraction(f"join {at}"))):
        if left <= 0:
            break
        if join := _join(found[at - 1], found[at], used, asked):
            found[at] = join
            left -= 1
    if left > 0 and tone in REACTIONS and (at := _reacted_to(found)) is not None:
        found[at] = _with_reaction(found[at], rng.pick("reaction", REACTIONS[tone]))
    return found


def with_heading(one: Telling, lead: str) -> Telling:
    """The telling, led in by a question that a card may show while it is said; as it is where it has a lead already."""
    first = one.pieces[0]
    if first.lead or len(f"{lead} {first.text}".split()) > MOST_WORDS:
        return one
    heading = sentences(lead)[0].rstrip(".")
    led = with_lead(one, lead)
    return replace(led, pieces=(replace(led.pieces[0], heading=heading), *led.pieces[1:]))


def _eagerness(before: Telling, one: Telling) -> int:
    """How much a fact wants a join: one that denies, then one that answers a question."""
    return 2 * _denies_after(before, one) + bool(measured_question(one.fact, one.pieces[0].text))


def _denies_after(before: Telling, one: Telling) -> bool:
    """Whether a fact begins with what is not so, behind one that denies nothing."""
    return bool(_DENIES.match(one.text)) and not any(map(_DENIES.match, sentences(before.text)))


def _join(before: Telling, one: Telling, used: set[str], asked: str) -> Telling | None:
    """The telling with a join that its words carry and that was not used yet; None where there is none."""
    first = one.pieces[0]
    if first.lead or first.asks:
        return None
    question = measured_question(one.fact, first.text)
    if question and "question" not in used and question not in asked and question.split()[1] not in asked:
        used.add("question")
        return with_heading(one, question)
    if "but" not in used and _denies_after(before, one):
        used.add("but")
        text = f"But {first.text[0].lower()}{first.text[1:]}"
        return replace(one, pieces=(replace(first, text=text), *one.pieces[1:]))
    return None


def measured_question(fact: Fact, told: str) -> str:
    """The question that the first sentence told of a fact answers with its number; empty where that is none."""
    first = sentences(told)[0]
    topic = topic_of(fact, first)
    if not topic or not all_possible_values(first) or _FRAMED.match(first):
        return ""
    if topic == "the temperature" and _COLD.search(first):
        return "How cold?"
    if topic in ASKED_BY_TOPIC:
        return ASKED_BY_TOPIC[topic]
    counts = _COUNTED.fullmatch(topic) and re.search(rf"\d(?: million| billion)? {topic}\b", first)
    return f"How many {topic}?" if counts else ""


def _in_time(told: Sequence[Telling]) -> list[Telling]:
    """The tellings; one that begins with its year goes on from the one before it, if all of that was earlier."""
    found = list(told[:1])
    for before, one in pairwise(told):
        first = one.pieces[0]
        year = _IN_YEAR.match(first.text)
        latest = max(map(int, YEAR.findall(before.text)), default=0)
        if year and 0 < latest < int(year[1]) and not first.lead:
            text = f"Then, in {year[1]}, {first.text[year.end() :]}"
            found.append(replace(one, pieces=(replace(first, text=text), *one.pieces[1:])))
        else:
            found.append(one)
    return found


def _reacted_to(told: Sequence[Telling]) -> int | None:
    """The place of the most surprising of the inner facts that a narrator may react to."""
    fitting = [
        at
        for at, one in enumerate(told[:-1])
        if at and one.fact.surprise >= _SURPRISING and not is_sad(one.text) and not one.pieces[-1].asks
    ]
    return max(fitting, key=lambda at: told[at].fact.surprise, default=None)


def _with_reaction(one: Telling, reaction: str) -> Telling:
    last = one.pieces[-1]
    text = f"{last.text} {reaction}"
    if len(text.split()) > MOST_WORDS - 2:
        return one
    return replace(one, pieces=(*one.pieces[:-1], replace(last, text=text)))


_CLASS_NAMES = (
    "tower bridge pyramid canal tunnel dam telescope probe station rover helicopter computer whale shrimp falcon ship "
    "volcano heart brain tree tern guitar bicycle phone console plane rocket car train castle temple wall palace "
    "stadium museum clock camera engine machine robot island mountain river lake desert city cup"
)
_CLASSES = frozenset(_CLASS_NAMES.split())
"""What a thing may be called once its name was said: 'the bridge'."""


def class_name(name: str) -> str:
    """'the bridge' of 'the Golden Gate Bridge'; empty where the name's last word says not what it is."""
    *before, last = name.split()
    return f"the {last.lower()}" if name.startswith("the ") and len(before) > 1 and last.lower() in _CLASSES else ""


def call_shortly(told: Sequence[Telling], name: str) -> list[Telling]:
    """The tellings, of which those between the first and the last call the subject what it is, not by its whole name.

    A fact whose event or figure needs the name keeps it.
    """
    short = class_name(name)
    if not short or len(told) < 3:
        return list(told)
    return [told[0], *(_called(one, name, short) for one in told[1:-1]), told[-1]]


def _called(one: Telling, name: str, short: str) -> Telling:
    whole = re.compile(rf"\b(?P<the>[Tt])he {re.escape(name.removeprefix('the '))}\b", re.IGNORECASE)
    if re.search(rf"\b{short.rsplit(maxsplit=1)[-1]}s?\b", whole.sub("", one.text), re.IGNORECASE):
        return one  # another tower is told of

    def spelled(found: re.Match[str]) -> str:
        return capitalize_first(short) if found["the"] == "T" else short

    pieces = tuple(
        piece if piece.lead or piece.picture or piece.asks else replace(piece, text=whole.sub(spelled, piece.text))
        for piece in one.pieces
    )
    event = one.fact.event
    text = " ".join(piece.text for piece in pieces)
    if event and event.place_in(one.text) is not None and event.place_in(text) is None:
        return one
    known = set(folded_words(name))
    shown = (figure_text(piece.figure) for piece in pieces)
    return one if any(known <= {"the", *folded_words(text)} for text in shown) else replace(one, pieces=pieces)
