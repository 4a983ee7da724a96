"""Facts as questions: a gap to be filled in, or 'true or false?', with a pause, and the answer in a scene of its own.

Nothing is invented. A gap is a number of the statement itself; what is false is only what the fact names as a myth.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vidpipe_assets.model.pictures import Bars, FactFigure, IconCard, Number, Steps, Timeline, Versus
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import all_possible_values
from vidpipe_assets.writing.cards import fact_icon
from vidpipe_assets.writing.offline.telling import Piece, Telling, telling
from vidpipe_assets.writing.pace import SpeechSeconds
from vidpipe_assets.writing.shown import as_said, joined, read_aloud, says_all, unsaid_side
from vidpipe_assets.writing.text import (
    capitalize_first,
    sentences,
    speech_problems,
    starts_with_reference,
    truncate,
)

THINK_S = 1.3
"""Silence between a question and its answer: with the pauses of the scenes just under two seconds."""

_ABOUT = (
    "no more than|no less than|not more than|"
    "about|almost|nearly|only|just|over|just over|just under|more than|less than|up to|as much as|some|around|exactly|"
    "at least|at most|only about"
)
_GAP = re.compile(
    rf"(?P<before>(?:\b(?:{_ABOUT})\s+)*)(?<![\w.,-])(?P<number>\d{{1,3}}(?:,\d{{3}})*(?:\.\d+)?)"
    r"(?P<scale>\s(?:million|billion|thousand))?"
    r"(?P<noun>\s(?:percent|degrees Celsius|[a-z][a-z-]+(?:\s(?:per|an)\s(?:hour|second))?))(?![\w-])",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNASKABLE = re.compile(r"(?:^(?:at|for|in|by|after|on)|\bthe|\bthe \w+)\s+$", re.IGNORECASE)
"""What stands before a number that 'how many' cannot take the place of: 'At 312 meters, …', 'the 127 minutes'."""
_GOES_ON = re.compile(r", and\b")
_NO_NOUN = frozenset(
    [
        "was",
        "were",
        "is",
        "are",
        "has",
        "had",
        "have",
        "and",
        "or",
        "of",
        "in",
        "at",
        "on",
        "by",
        "to",
        "for",
        "from",
        "with",
        "when",
        "that",
        "than",
        "across",
        "down",
        "up",
        "per",
        "a",
        "an",
        "the",
        "without",
        "minutes'",
        "years'",
        "more",
        "less",
    ]
)
_MOST_WORDS, _MOST_CLAIM = 26, 24
_LONGEST_UNIT = 12
_NO_LABELS = frozenset(("in all", "only", "again", "too", "or less", "or more"))
"""What follows a number and says nothing of it."""
_ADJECTIVES = frozenset(
    ("long", "high", "wide", "tall", "thick", "deep", "across", "old", "up", "apart", "heavy", "air")
)
_MODALS = frozenset(("can", "could", "may", "might", "must", "will", "would", "should"))
_ASKING_WORDS = _MODALS | {"is", "are", "was", "were", "has", "have", "had", "does", "do", "did"}
_SMALL_INSIDE = frozenset(("The", "A", "An", "One", "Some", "It", "They", "That", "This", "Its", "Their", "People"))
_FRONTED = frozenset(("In", "At", "On", "By", "From", "For", "Until", "After", "Before", "When", "During", "Every"))
_FORMS = {
    **{be: (be, "") for be in ("is", "are", "was", "were")},
    "has": ("does", "have"),
    "have": ("do", "have"),
    "had": ("did", "have"),
    **{f"{base}s": ("does", base) for base in ("hold", "lift", "take", "need", "weigh", "cover", "see", "turn")},
    **{base: ("do", base) for base in ("hold", "lift", "take", "need", "weigh", "cover", "see", "use", "eat")},
    **{past: ("did", base) for past, base in (
        ("held", "hold"), ("took", "take"), ("needed", "need"), ("weighed", "weigh"), ("saw", "see"), ("sold", "sell"),
        ("flew", "fly"), ("drove", "drive"), ("made", "make"), ("cost", "cost"), ("spent", "spend"), ("ran", "run"),
        ("saved", "save"), ("used", "use"), ("carried", "carry"), ("scored", "score"), ("paid", "pay"),
        ("lost", "lose"),
    )},
}  # fmt: skip
"""A verb before a number -> the word that asks with it, and its base form, where it has another one."""
_FALSE_WORTH = 4.0
"""What a myth is worth in a game in which most claims are true: where all are, nobody has to think."""
TRUE_OR_FALSE = "True or false?"
"""What a claim is announced by."""


class _Question(NamedTuple):
    text: str
    title: str
    answer: str
    rest: str
    number: Number
    """The answer as a picture, whose label is what follows the number in the question."""


def quiz_tellings(fact: Fact, spoken_s: SpeechSeconds, subject: str) -> tuple[Telling, ...]:
    """The fact as a question about one of its numbers; none where no number of it can be asked for."""
    found: list[Telling] = []
    for asked in _questions(fact, subject):
        question = Piece(
            asked.text,
            picture=IconCard(icon="circle-help", title=asked.title),
            pause_s=THINK_S,
            title=asked.title,
            asks=True,
        )
        for told in _answers(fact, asked, subject):
            if not any(speech_problems(asked.text)) and len(told.text.split()) <= _MOST_WORDS:
                bare = -1.5 if asked.rest and asked.rest not in told.text else 0.0
                found.append(telling(fact, (question, told), bare, spoken_s))
    return tuple(found)


def number_question(fact: Fact, subject: str) -> str:
    """The fact's first sentence, asking for the number that it is about; empty where that cannot be asked for."""
    return next((asked.text for asked in _questions(fact, subject) if len(sentences(asked.text)) == 1), "")


def _questions(fact: Fact, subject: str) -> Iterator[_Question]:
    """The one question about the number that the fact is about, if there is such a number."""
    parts = sentences(fact.statement)
    gaps = [(at, gap) for at, sentence in enumerate(parts) for gap in _GAP.finditer(sentence)]
    askable = [one for one in gaps if _is_askable(one[1], parts[one[0]], subject) and _in_short(one[1], fact)]
    figured = [one for one in gaps if _is_askable(one[1], parts[one[0]], subject) and _in_figure(one[1], fact)]
    for at, gap in (*figured, *askable):
        question = _question(parts, at, gap)
        leaks = all_possible_values(gap["number"]) & all_possible_values(question.text)
        if not leaks and len(question.text.split()) <= _MOST_WORDS and not starts_with_reference(question.text):
            yield question
            return


def _question(parts: tuple[str, ...], at: int, gap: re.Match[str]) -> _Question:
    sentence, noun = parts[at], gap["noun"].strip()
    how = "what percent" if noun == "percent" else f"how many {noun}"
    rest = sentence[gap.end() :]
    further = _GOES_ON.search(rest)
    asked = rest[: further.start()] if further else rest.rstrip(".!")
    more = f"{rest[further.start() :]}" if further else "."
    before = sentence[: gap.start()]
    bare = not at and starts_with_reference(before)  # nothing before it says what 'that' is
    text = joined(
        (*parts[:at], capitalize_first(f"{before}{how}{asked}?") if bare else _asked_first(before, how, asked))
    )
    number = f"{gap['number']}{gap['scale'] or ''} {noun}"
    answer = f"{capitalize_first(gap['before'] + number)}{more}"
    title = capitalize_first(how.removesuffix(" per hour").removesuffix(" an hour").removesuffix(" per second"))
    return _Question(text, f"{title}?", answer, joined(parts[at + 1 :]), _answer_picture(gap, noun, asked))


def _asked_first(before: str, how: str, after: str) -> str:
    """The question as a person asks it, 'How many meters high is the dam?', where its verb stands before the number;
    else with the question in the number's place.
    """
    as_it_stands = capitalize_first(f"{before}{how}{after}?")
    who, auxiliary, base = _turned(before)
    if not who or "," in f"{who}{after}" or " that " in who or who.split()[0] in _FRONTED or _is_plural(who):
        return as_it_stands
    first, *others = who.split()
    who = " ".join((first.lower() if first in _SMALL_INSIDE else first, *others))
    if base:
        of, rest = (after, "") if after.startswith(" of ") else ("", after)
        return capitalize_first(f"{how}{of} {auxiliary} {who} {base}{rest}?")
    if after and after.strip() not in _ADJECTIVES:
        return as_it_stands
    return capitalize_first(f"{how}{after} {auxiliary} {who}?")


def _turned(before: str) -> tuple[str, str, str]:
    """Who does something, the word that asks, and the verb's base form; who is empty where the verb is not known.

    The base form is empty where the verb itself asks: 'is'.
    """
    who, _, verb = before.rstrip().rpartition(" ")
    whom, _, modal = who.rpartition(" ")
    if modal in _MODALS:
        return whom, modal, verb
    auxiliary, base = _FORMS.get(verb, ("", ""))
    return (who, auxiliary, base) if auxiliary and not _ASKING_WORDS & set(who.split()) else ("", "", "")


def _is_plural(who: str) -> bool:
    """Whether a sentence begins with a plain plural, whose capital letter may be that of a name or not."""
    first = who.split(maxsplit=1)[0]
    return first.endswith("s") and "'" not in first and first not in _SMALL_INSIDE and not first.isupper()


def _answer_picture(gap: re.Match[str], noun: str, asked: str) -> Number:
    """The number that was asked for, with its unit, and what it is a number of."""
    scale = (gap["scale"] or "").strip()
    unit = scale or ("%" if noun == "percent" else noun)
    beside = f"{noun}{asked}" if scale or len(unit) > _LONGEST_UNIT else asked
    return Number(
        value=float(gap["number"].replace(",", "")),
        decimals=len(gap["number"].partition(".")[2]),
        unit=unit if len(unit) <= _LONGEST_UNIT else "",
        label=truncate(re.split(r"[,;:]", beside)[0].strip() or "in all", 70),
    )


def _is_askable(gap: re.Match[str], sentence: str, subject: str) -> bool:
    noun = gap["noun"].strip()
    counted = noun.split()[0].endswith("s") or noun in ("percent", "people")
    named = gap["number"] in re.findall(r"[\d.,]+", subject)
    year = re.fullmatch(r"(?:1\d|20)\d\d", gap["number"])
    before, after = sentence[: gap.start()], sentence[gap.end() :]
    joins = after.startswith(" and ")
    return not (named or year or joins or noun in _NO_NOUN) and counted and not _UNASKABLE.search(before)


def _in_short(gap: re.Match[str], fact: Fact) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(gap['number'])}(?![\d,])", fact.short) is not None


def _in_figure(gap: re.Match[str], fact: Fact) -> bool:
    match fact.figure:
        case Number(value=value):
            values = {value}
        case Versus(left=left, right=right):
            values = {left.value, right.value}
        case Bars(bars=bars):
            values = {bar.value for bar in bars if bar.highlighted}
        case _:
            values = set[float]()
    return float(gap["number"].replace(",", "")) in values


def _answers(fact: Fact, asked: _Question, subject: str) -> Iterator[Piece]:
    """The answer, with what the statement goes on with, and alone."""
    for text in dict.fromkeys((joined((asked.answer, asked.rest)), asked.answer)):
        figure = as_said(fact.figure, text, subject)
        title = asked.answer.split(", and")[0].rstrip(".")
        own_label = asked.number.label not in _NO_LABELS and says_all(f"a {asked.number.label}", text)
        label = asked.number.label if own_label else _label(fact, asked.answer, text, subject)
        counted = asked.number.model_copy(update={"label": label})
        own = figure if isinstance(figure, Number | Versus | Bars) else None
        yield Piece(text, own, None if own else counted, title=title)


def _label(fact: Fact, answer: str, text: str, subject: str) -> str:
    """What stands below a number whose question has no words behind it: the short form, as far as it is about that."""
    short = fact.short.replace("*", "").strip()
    number = _NUMERAL.search(answer)
    if number is None or number.group() not in short or not says_all(short, text):
        return truncate(subject, 70)
    counted = _GAP.match(short)
    if counted is None:
        return truncate(short, 70)
    same = counted["noun"].strip() in answer  # 'tickets' are no 'people'
    return truncate((same and short[counted.end() :].strip(" ,:;")) or subject, 70)


def myth_tellings(fact: Fact, spoken_s: SpeechSeconds, subject: str) -> tuple[Telling, ...]:
    """The fact as 'true or false?': its own first sentence, which is true, or the myth that it refutes."""
    found: list[Telling] = []
    for claim, answer in _claims(fact):
        if len(claim.split()) > _MOST_CLAIM or starts_with_reference(claim) or any(speech_problems(claim)):
            continue
        shown = fact.short.replace("*", "")
        card = IconCard(icon=fact_icon(fact), title=TRUE_OR_FALSE, sub=_claim_shown(fact, claim))
        question = Piece(
            f"{TRUE_OR_FALSE} {claim}",
            picture=card,
            lead=TRUE_OR_FALSE,
            heading=TRUE_OR_FALSE,
            pause_s=THINK_S,
            title=TRUE_OR_FALSE,
            asks=True,
        )
        for text, figure in _true_answers(fact, claim, answer, subject):
            title = "Myth" if fact.myth else "Fact"
            told = Piece(text, figure, None if figure else _verdict(fact, title, text), title=f"{title}: {shown}")
            if len(text.split()) <= _MOST_WORDS and not any(speech_problems(text)):
                found.append(telling(fact, (question, told), _FALSE_WORTH if fact.myth else 0.0, spoken_s))
    return tuple(found)


def _claim_shown(fact: Fact, claim: str) -> str:
    shown = fact.short.replace("*", "")
    return truncate(shown, 80) if not fact.myth and says_all(shown, claim) else ""


def _claims(fact: Fact) -> Iterator[tuple[str, str]]:
    """A claim and what is answered to it: of a fact in one sentence, that in short."""
    if fact.myth:
        yield fact.myth, f"False. {fact.statement}"
        return
    first, *rest = sentences(fact.statement)
    if first.endswith("."):
        yield first, joined(("True.", *rest)) if rest else f"True. {fact.short.replace('*', '').rstrip('.')}."


def _true_answers(fact: Fact, claim: str, answer: str, subject: str) -> Iterator[tuple[str, FactFigure | None]]:
    """The answer with and without what the figure adds: steps, moments, or the number of the claim.

    One that says 'True.' only is none.
    """
    short = answer.removeprefix("True. ").rstrip(".") == fact.short.replace("*", "").rstrip(".")
    goes_on = isinstance(fact.figure, Timeline | Steps) and not short
    lines = read_aloud(fact.figure, answer, subject).lines if goes_on else ()
    number, value = unsaid_side(fact.figure, answer, subject)
    found = re.search(rf"(?:\b(?:{_ABOUT})\s+)*(?<![\w.,-]){re.escape(number)}(?![\w,])", claim) if number else None
    repeated = f"True: {found.group().removesuffix(number)}{value}." if found else "True."
    for text in dict.fromkeys((answer, joined((answer, *lines)), answer.replace("True.", repeated, 1))):
        if len(text.split()) > 1:
            yield text, as_said(fact.figure, text, subject)


def _verdict(fact: Fact, title: str, text: str) -> IconCard:
    shown = fact.short.replace("*", "")
    fits = says_all(shown, text)
    said = "False" if text.startswith("False") else "True"  # a title that is not said would wait for a word
    return IconCard(icon="x" if title == "Myth" else "check", title=said, sub=truncate(shown, 80) if fits else "")
