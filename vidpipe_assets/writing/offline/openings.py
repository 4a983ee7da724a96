"""The first seconds: a tease of what comes last, which never gives it away, or what kind of game this is.

Voice and picture share the work: the one names the subject and asks, the other shows what is asked about. What is held
back is a number of the best fact's short form, its last word, or what a place has to do with all this.
"""

import re
from typing import NamedTuple

from vidpipe_assets.model.pictures import Bars, Hook, Quote, Steps, Timeline, Versus, Where
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import all_possible_values, number_word
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.telling import figure_title
from vidpipe_assets.writing.plans import STOP_WORDS
from vidpipe_assets.writing.text import (
    capitalize_first,
    fits_headline,
    folded_words,
    headline_lines,
    plural_in,
    truncate,
)

_LONGEST_TOPIC = 7
"""Words of a title, or of a fact's short form, that may announce it."""
_PER_TIME = re.compile(r"\b(?:every|an?|per) (?:second|minute|hour)\b")
"""A distance that is covered in some time is a speed."""
_OF = re.compile(r"\bof ([a-z]{3,})\b")
"""'16 tons of krill': what is weighed."""

_COUNTED_BESIDE = re.compile(r"\b(?:on|of) (?:\w+ )?([a-z]{4,}[^su\W]s)$")

_MOST_WORDS = 13
"""Of a hook: what is said in about four seconds."""

_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_NUMERAL = re.compile(r"(?<![\w.,])[$£€¥]?\d[\d,]*(?:\.\d+)?(?:\s(?:million|billion|thousand))?(?![\w])")

_THINGS = {
    "price": ("$", "£", "€", "¥", "cents", "dollars", "euros", "pounds", "yen"),
    "speed": ("km/h", "m/s", "mph"),
    "weight": ("g", "kg", "t", "tons", "grams", "kilograms", "billion tons"),
    "distance": ("km", "kilometers", "M km", "miles"),
    "size": ("m", "cm", "mm", "nm", "in", "ft", "meters", "micrometers", "microns", "nanometers"),
    "temperature": ("°C", "°F", "degrees"),
    "time": ("h", "min", "s", "hours", "minutes", "seconds", "days", "years", "months", "weeks", "ms"),
    "memory": ("KB", "MB", "GB"),
}
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "how",
        "what",
        "why",
        "where",
        "when",
        "on",
        "in",
        "from",
        "to",
        "by",
        "for",
        "meant",
        "built",
        "down",
        "up",
        "two",
        "three",
        "four",
        "one",
        "first",
        "back",
        "always",
        "little",
        "little",
        "almost",
        "nearly",
        "faster",
        "never",
        "every",
        "gone",
        "no",
        "more",
    ]
)
_TOPICS = {
    "price": "the price", "speed": "the speed", "weight": "the weight", "distance": "the distance", "size": "the size",
    "temperature": "the temperature", "time": "the time", "memory": "the memory",
}  # fmt: skip

_GUESSES: dict[str, tuple[str, ...]] = {
    "wry": ("Go on, guess the {thing}.", "Guess the {thing}. You will be wrong.", "Care to guess the {thing}?"),
    "warm": ("Can you guess the {thing}?", "Take a guess at the {thing}.", "What would you say is the {thing}?"),
    "urgent": ("Guess the {thing}. Quick.", "Guess the {thing} before the end.", "Quick: guess the {thing}."),
    "plain": ("Can you guess the {thing}?", "Guess the {thing}.", "What is the missing {thing}?"),
}
_ENDS: dict[str, tuple[str, ...]] = {
    "wry": ("Finish that sentence. Go on.", "How does this sentence end?"),
    "warm": ("Can you finish this sentence?", "How do you think this ends?"),
    "urgent": ("Finish this sentence. Quick.", "How does this end?"),
    "plain": ("Can you finish this sentence?", "How does this sentence end?"),
}
_RIDDLES: dict[str, tuple[str, ...]] = {
    "wry": ("Yes, this is about {name}.", "This is about {name}. It will make sense."),
    "warm": ("What does this have to do with {name}?", "Stay, and see what this has to do with {name}."),
    "urgent": ("What does this have to do with {name}?", "This is about {name}. Wait for it."),
    "plain": ("What does this have to do with {name}?", "This is about {name}. The explanation comes last."),
}
"""Beside a title that names what happens, and not how it belongs to the subject."""
_HOWS: dict[str, tuple[str, ...]] = {
    "wry": ("Yes, this is about {name}.", "There is a way, and it is about {name}."),
    "warm": ("Here is a story about {name} that shows you.", "Stay, and {name} will show you."),
    "urgent": ("This is about {name}. Watch to the end.", "Watch this to the end. It is about {name}."),
    "plain": ("This is about {name}. The answer comes last.", "A story about {name} has the answer."),
}
"""Beside a title that asks how something is done."""


class Opening(NamedTuple):
    """What is said and shown first.

    `evidence`: the facts that it teases. `title`: the video's, which gives nothing away either. `back`: what the scene
    that resolves it may begin with.
    """

    narration: str
    picture: Hook
    title: str
    evidence: tuple[str, ...] = ()
    back: str = ""


def teasing_openings(name: str, best: Fact, subject: str, tone: str, rng: SeededRandom) -> list[Opening]:
    """The ways of teasing `best` that its words and figure allow, the strongest first; a challenge as the last."""
    found = [
        _place(name, best, subject, rng),
        _guess(name, best, subject, tone, rng),
        _riddle(name, best, tone, rng),
        _speaker(name, best),
        _unfinished(name, best, subject, tone, rng),
        _sides(name, best),
    ]
    fitting = [one for one in found if one is not None and len(one.narration.split()) <= _MOST_WORDS]
    return [*fitting, challenge_opening(name)]


def challenge_opening(name: str) -> Opening:
    """A challenge to the viewer; shorter than most."""
    return Opening(
        f"How well do you know {name}?",
        Hook(lines=("Think you", "*know it?*")),
        f"How well do you know {name}?",
    )


def game_opening(kind: str, name: str, count: int, tone: str, rng: SeededRandom) -> Opening:
    """The opening of a quiz, of true or false, or of a comparison: what is played, never what comes out."""
    word = number_word(count)
    cap = capitalize_first(name)
    ways = {
        "quiz": (
            (f"{cap}: {word} questions. How many can you answer?", ("Can you get", "*them all?*"), "the quiz"),
            (f"{capitalize_first(word)} questions about {name}. Keep count.", ("Think you", "*know it?*"), "the quiz"),
        ),
        "myth_or_fact": (
            (f"{cap}. Which of these would you believe?", ("True", "*or false?*"), "true or false?"),
            (
                f"{cap}. {capitalize_first(word)} claims, and not much time.",
                ("Fact", "*or fiction?*"),
                "true or false?",
            ),
        ),
        "versus": (
            (f"What beats {name}?", ("Compared", "*to what?*"), "measured against the rest"),
            (f"Is there anything like {name}?", ("Side", "*by side*"), "side by side with the others"),
        ),
    }[kind]
    del tone
    narration, lines, title = rng.pick(f"game {kind}", ways)
    return Opening(narration, Hook(lines=lines), f"{cap}: {title}")


def titled_opening(name: str, title: str, spoken: str, plain: tuple[str, str]) -> Opening:
    """An opening that shows a figure's title, which it does not say, or `plain` lines where the title does not fit."""
    head = title.strip().rstrip(".")
    cap = capitalize_first(name)
    if not head or any(c.isdigit() for c in head) or not fits_headline(head) or _names(head, name):
        return Opening(f"{cap}, {spoken}.", Hook(lines=plain), f"{cap}, {spoken}")
    return Opening(f"{cap}, {spoken}.", Hook(lines=headline_lines(head, accent_word(head))), f"{cap}: {head}")


def topic_of(fact: Fact, told: str = "") -> str:
    """What a fact is about, as far as it is `told`, as an announcement says it: 'the price'; empty where nothing tells.

    A place, a speaker and a title are said as they are seen then. Of a number that has no unit it is what the fact's
    short form says, if that does not give the number away.
    """
    figure = fact.figure
    if figure is None:
        return ""
    if isinstance(figure, Timeline | Steps):
        title = figure_title(figure)
        plain = not any(c.isdigit() for c in title) and len(title.split()) <= _LONGEST_TOPIC
        return _uncapitalized(title) if plain else "its history"
    if isinstance(figure, Where | Quote | Versus) and (named := _named(figure, told or fact.statement)):
        return named
    thing = thing_of(fact)
    if thing == "distance" and _PER_TIME.search(fact.statement):
        thing = "speed"
    if thing != "number":
        of = _OF.search(fact.short)
        if thing == "time" and (counted := _COUNTED_BESIDE.search(fact.short)):
            return counted.group(1)  # '10 hours on four batteries' is about batteries
        return of.group(1) if thing == "weight" and of else _TOPICS[thing]
    return _counted(fact)


def _named(figure: Where | Quote | Versus, told: str) -> str:
    """The place, the speaker or the two sides, where what is told names them; empty: a comparison that does not."""
    match figure:
        case Where(place=place):
            return place if place in told else "a place"
        case Quote(by=by):
            return by if by.split()[-1] in told else "a quote"
        case Versus(left=left, right=right):
            said = _are_said(left.tag, right.tag, told)
            return f"{_uncapitalized(left.tag)} against {_uncapitalized(right.tag)}" if said else ""


def _counted(fact: Fact) -> str:
    """What a fact counts, where its unit is none of the known ones: 'windows', 'the share'."""
    unit = str(getattr(fact.figure, "unit", ""))
    last = fact.short.split()[-1].strip(".!")
    short = fact.short.replace("*", "").rstrip(".!?")
    if unit == "%":
        return "the share"
    if unit.endswith("s") and len(unit) > 5:
        return unit
    if not any(c.isdigit() for c in short) and len(short.split()) <= _LONGEST_TOPIC:
        return _uncapitalized(short)
    if last.endswith("s") and last.islower() and len(last) > 4:
        return last
    return "a comparison" if isinstance(fact.figure, Versus | Bars) else "the number"


def _are_said(one: str, other: str, told: str) -> bool:
    """Whether both sides of a comparison are named by what is told, and neither is a number."""
    said = set(folded_words(told))
    return all(not any(c.isdigit() for c in tag) and set(folded_words(tag)) <= said for tag in (one, other))


def _uncapitalized(title: str) -> str:
    """A title inside a sentence: its first letter small, if the word is none of a name."""
    first, _, rest = title.partition(" ")
    small = first.lower() in STOP_WORDS | _SMALL or first.endswith(("ing", "ed"))
    return f"{first.lower()} {rest}".strip() if small else title


def thing_of(fact: Fact) -> str:
    """What kind of number a fact has: 'price', 'speed' …, else 'number'."""
    figure = fact.figure
    units = {str(getattr(figure, "unit", "")), str(getattr(figure, "prefix", ""))} - {""}
    words = set(folded_words(fact.short))
    for thing, known in _THINGS.items():
        if units & set(known):
            return thing
    if not units:
        for thing, known in _THINGS.items():
            if words & {one for one in known if len(one) > 3}:
                return thing
    return "number"


def kind_of_fact(fact: Fact) -> str:
    """What a fact is about: its figure's kind where that says more than its number, else as `thing_of`."""
    match fact.figure:
        case Where():
            return "place"
        case Quote():
            return "quote"
        case Steps(title=title) if title.lower().startswith("how"):
            return "steps"
        case Steps() | Timeline():
            return "number"
        case _:
            return thing_of(fact)


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
    short = best.short.replace("*", "").strip().rstrip(".!")
    own = all_possible_values(subject)
    spans = [
        found
        for found in _NUMERAL.finditer(short)
        if not _YEAR.fullmatch(found.group()) and not all_possible_values(found.group()) & own
    ]
    if not spans or any(_YEAR.fullmatch(found.group()) for found in _NUMERAL.finditer(short)):
        return None
    blank = _NUMERAL.sub(
        lambda found: "?" if any(found.span() == one.span() for one in spans) else found.group(), short
    )
    # 'A bird of ? grams' is a riddle; 'How well do you know ?' is none.
    if len(blank.replace("?", "").split()) < 2 or not fits_headline(blank):
        return None
    thing = thing_of(best)
    spoken = rng.pick("guess", _GUESSES[tone]).format(thing=thing)
    cap = capitalize_first(plural_in(subject, best.statement) or name)
    lines = headline_lines(capitalize_first(blank), "?")
    return Opening(f"{cap}. {spoken}", Hook(lines=lines), f"{cap}: guess the {thing}", (best.id,), f"Now, the {thing}.")


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
    match best.figure:
        case Versus(left=left, right=right):
            head = f"{left.tag} or {right.tag}?"
        case _:
            return None
    if any(c.isdigit() for c in head) or not fits_headline(head):
        return None
    cap = capitalize_first(name)
    lines = headline_lines(head, f"{right.tag}?")
    return Opening(f"{cap}. Which one comes out ahead?", Hook(lines=lines), f"{cap}: {head}", (best.id,))


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
