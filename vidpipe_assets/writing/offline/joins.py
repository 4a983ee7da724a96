"""What joins the facts of a video, so that it is told and not listed.

A join claims nothing: it goes on in time, promises in the middle what the opening has asked, comes back to that before
the fact that answers it, asks what the next fact answers, or says what a narrator thinks of what was just told. Each is
used where the words of the facts carry it, and none twice in a video; from day to day they take turns, and most facts
have none: a sentence that stands on its own needs no word around it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import all_possible_values
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.formats import YEAR
from vidpipe_assets.writing.offline.telling import Telling, with_lead
from vidpipe_assets.writing.offline.topics import topic_of
from vidpipe_assets.writing.plans import STOP_WORDS
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
    "wry": ("I have questions.", "", "Perfectly normal.", ""),
    "warm": ("I love that.", "", "That one stays with me.", ""),
    "urgent": ("Yes, really.", "", "No joke.", ""),
}
"""What the narrator thinks, every other day, after what is most surprising and sad for nobody; a plain one keeps it to
himself. Nothing that fits everything: by 'Let that sink in' viewers knew the machine."""

HELD: dict[str, tuple[str, ...]] = {
    "wry": ("And {riddle}? Patience.", "I know: {riddle}. Soon.", "Still to come: {riddle}."),
    "warm": ("And {riddle}? I am getting there.", "Wait until we get to {riddle}.", "Still to come: {riddle}."),
    "urgent": ("And {riddle}? Almost there.", "Stay for {riddle}.", "Hold on for {riddle}."),
    "plain": ("Still to come: {riddle}.", "More on {riddle} in a moment.", "We will get to {riddle}."),
}
"""What keeps the opening's question open in the middle of a story."""
BACK = ("So, {riddle}.", "Back to {riddle}.", "Now, {riddle}.", "")
"""What comes back to it; nothing: the opening's own words do."""
_FIRST_WORDS = 9
"""Of a fact: what is heard in the same breath as what leads in to it."""
_SHORT = 3
"""Letters of words that tell nothing."""
_HELD_FROM = 4
"""Facts of a story that is long enough to promise its end once more."""

_SAD = re.compile(
    r"\b(?:died|die|dies|dead|deaths?|deadly|killed|kills?|disease|buried|wars?|bomb\w*|shot|rammed|sank|sinking|drown\w*|slaves?|"
    r"burn\w*|hunt\w*|earthquake|crash\w*|victims?|cancer|lost|fell|fall|poison\w*|stolen|ate|eats?|starv\w*|soldiers?|"
    r"injur\w*|hurt|prison|iceberg|nobody survived|survivors?)\b",
    re.IGNORECASE,
)


def is_sad(text: str) -> bool:
    """Whether a text tells of what nobody jokes about."""
    return _SAD.search(text) is not None


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
_FRAMED = re.compile(r"(?:In|At|On|From|For|By|When|After|Before|Under|With|Without|If|To)\b|.*\bgrow")
"""What begins with where, when or how answers a short question too late; what grows has no size yet."""
_COLD = re.compile(r"\b(?:minus|cold|freez\w+|frozen|ice)\b", re.IGNORECASE)
_SURPRISING = 5


def resolving_lead(asked: str, shown: str, answer: str = "") -> str:
    """What the fact begins with that answers the opening: its question again, behind the words that it showed.

    `asked`: what the opening said; `shown`: its large words, which nobody has said yet: not those with which the fact,
    `answer`, begins itself. Empty where it asked nothing.
    """
    heading = shown.replace("*", "").strip()
    first, *_ = sentences(asked)
    question = next((one for one in reversed(sentences(asked)) if one.endswith("?")), "")
    if not question or "?" in heading[:-1]:
        return ""
    if heading.endswith("?"):
        return heading
    again = f"So, {question[0].lower()}{question[1:]}" if _is_short_question(question) else ""
    if answer and _begins_with(answer, heading):
        return "" if _begins_with(answer, question) else again
    together = f"{heading.rstrip('.!')}. {question}"
    if question == first or _asks(heading):
        return f"{heading.rstrip('.!')}."
    if len(together.split()) <= _MOST_RECALLED:
        return together
    return again


def _begins_with(answer: str, words: str) -> bool:
    """Whether a fact begins with what is in these words: said before it, they would be heard twice."""
    telling = {word for word in folded_words(words) if len(word) > _SHORT and word not in STOP_WORDS}
    return telling <= set(folded_words(answer)[:_FIRST_WORDS])


def _asks(text: str) -> bool:
    return folded_words(text)[:1] != () and folded_words(text)[0] in _ASKS


def _is_short_question(question: str) -> bool:
    return _asks(question) and _WHOLE_QUESTION <= len(question.split()) < _MOST_RECALLED


@dataclass(frozen=True)
class Promise:
    """What the opening has asked, and the fact told last answers.

    `asked`: the opening's words; `shown`: its large ones. `riddle`: what it is about, inside a sentence; empty where
    the fact brings no such words. `lead`: what the opening itself says that the answer begins with.
    """

    asked: str
    shown: str
    riddle: str = ""
    lead: str = ""

    def back(self, answer: str, rng: SeededRandom) -> tuple[str, str]:
        """What is said before `answer`, the words of the fact, and what a card may show of that.

        The riddle is no lead to a fact that begins with its very words.
        """
        way = "" if _begins_with(answer, self.riddle) else rng.turn("back", BACK)
        lead = way.format(riddle=self.riddle) or self.lead or resolving_lead(self.asked, self.shown, answer)
        return (lead, capitalize_first(self.riddle)) if way else (lead, "")


def join_up(
    told: Sequence[Telling],
    subject: str,
    tone: str,
    rng: SeededRandom,
    most: int,
    asked: str = "",
    promise: Promise | None = None,
) -> list[Telling]:
    """The tellings about `subject`, joined by at most `most` joins.

    `asked`: what the opening said: no join asks that again. `promise`: what of it the last telling answers; None for
    nothing.
    """
    plain = _in_time(told)
    found = list(plain)
    if not most or len(found) < 2:
        return found
    left = most
    if promise and (led := _come_back(found[-1], promise, rng)) is not found[-1]:
        found[-1] = led
        left -= 1
        if left and promise.riddle and len(found) >= _HELD_FROM:
            held = rng.turn("held", HELD["plain" if is_sad(f"{promise.asked} {found[-1].text}") else tone])
            found, joined = _held(found, held.format(riddle=promise.riddle))
            left -= joined
    if left > 0 and rng.turn("question", (True, False)):
        found, joined = _with_question(found, subject, asked)
        left -= joined
    reaction = rng.turn("reaction", REACTIONS[tone]) if tone in REACTIONS else ""
    if left > 0 and reaction and (at := _reacted_to(found, plain)) is not None:
        found[at] = _with_remark(found[at], reaction)
    return found


def _come_back(last: Telling, promise: Promise, rng: SeededRandom) -> Telling:
    lead, heading = promise.back(last.text, rng)
    return with_heading(last, lead, heading) if lead else last


def _held(told: Sequence[Telling], held: str) -> tuple[list[Telling], bool]:
    """The tellings with the promise behind the middle one, and whether there was room for it."""
    middle = (len(told) - 1) // 2
    found = list(told)
    found[middle] = _with_remark(told[middle], held)
    return found, found[middle] is not told[middle]


def _with_question(told: Sequence[Telling], subject: str, asked: str) -> tuple[list[Telling], bool]:
    """The tellings, one of which is led in by the question that it answers, and whether there is such a one."""
    for at in range(1, len(told) - 1):
        first = told[at].pieces[0]
        question = measured_question(told[at].fact, first.text, subject)
        if question and not first.lead and not first.asks and question.split()[1] not in asked:
            return [*told[:at], with_heading(told[at], question), *told[at + 1 :]], True
    return list(told), False


def with_heading(one: Telling, lead: str, heading: str = "") -> Telling:
    """The telling, led in by what a card may show while it is said; as it is where it has a lead already.

    `heading`: those of the words that the card shows; empty for its first sentence.
    """
    first = one.pieces[0]
    if first.lead or len(f"{lead} {first.text}".split()) > MOST_WORDS:
        return one
    led = with_lead(one, lead)
    shown = heading or sentences(lead)[0].rstrip(".")
    return replace(led, pieces=(replace(led.pieces[0], heading=shown), *led.pieces[1:]))


_IS = "is|are|was|were|stands?|weighs?|weighed|runs?|covers?|costs?|has|have|had"


def measured_question(fact: Fact, told: str, subject: str) -> str:
    """The question that the first sentence told of a fact answers with its number; empty where that is none.

    It is about the subject itself: 'How hot?' is no question about a mountain on which water boils.
    """
    first = sentences(told)[0]
    *names, last = map(re.escape, subject.split())
    named = "".join(f"(?:{name} )?" for name in names)
    about = re.match(rf"(?:The |An? )?{named}{last}s? (?:{_IS})\b", first, re.IGNORECASE)
    topic = topic_of(fact, first)
    if not about or not all_possible_values(first) or _FRAMED.match(first):
        return ""
    if topic == "the temperature" and _COLD.search(first):
        return "How cold?"
    return ASKED_BY_TOPIC.get(topic, "")


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


def _reacted_to(told: Sequence[Telling], plain: Sequence[Telling]) -> int | None:
    """The place of the most surprising of the inner facts to react to: told in one sentence, and unjoined."""
    fitting = [
        at
        for at, one in enumerate(told[:-1])
        if at
        and one is plain[at]
        and one.fact.surprise >= _SURPRISING
        and not is_sad(one.text)
        and not one.pieces[-1].asks
    ]
    return max(fitting, key=lambda at: told[at].fact.surprise, default=None)


def _with_remark(one: Telling, remark: str) -> Telling:
    """The telling with a remark behind it; as it is where it would be too long."""
    last = one.pieces[-1]
    text = f"{last.text} {remark}"
    if len(text.split()) > MOST_WORDS - 2 or last.asks:
        return one
    return replace(one, pieces=(*one.pieces[:-1], replace(last, text=text)))
