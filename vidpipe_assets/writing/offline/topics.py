"""What a fact is about, in a word or two: how a countdown announces it, and what its card says.

A topic that tells nothing ('the number', 'a place') is none, and neither is one that tells the fact itself.
"""

import re

from vidpipe_assets.model.pictures import Number, Quote, Steps, Timeline, Versus, Where
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import all_possible_values
from vidpipe_assets.writing.offline.telling import figure_title
from vidpipe_assets.writing.plans import STOP_WORDS
from vidpipe_assets.writing.text import folded_words

_CLOSE = 0.02
"""'Almost 119 million' says 118.69 million."""
_LONGEST_TOPIC = 7
"""Words of a title that may announce a fact."""
_PER_TIME = re.compile(r"\b(?:every|an?|per) (?:second|minute|hour)\b")
"""A distance that is covered in some time is a speed."""
_OF = re.compile(r"\bof ([a-z]{3,})\b")
"""'16 tons of krill': what is weighed; '900 kilometers of pipe': what is so long."""
_COUNTED = re.compile(r"(?<![\d.,])\d[\d,.]*(?: million| billion)? (?:[a-z]+ )??([a-z]{4,}s)\b")
"""'24,000 windows', '200 million cassette players'."""
_COUNTED_BESIDE = re.compile(r"\b(?:on|of) (?:\w+ )?([a-z]{3,}[^su\W]s)$")
_SAYS_NOTHING = re.compile(
    r"kinds|times|ways|things|turns|beats|liters|years|days|hours|seconds|minutes|degrees|inches|\w*(?:meters|grams|watts|bytes|bits)"
)

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
_SIZES = {
    "deep": "the depth", "down": "the depth", "tall": "the height", "high": "the height", "thick": "the thickness",
    "wide": "the width", "across": "the width", "long": "the length", "large": "the size", "larger": "the size",
    "grow": "the size", "screen": "the size",
}  # fmt: skip
"""What a text says of a size -> which one it is."""
_SMALL = re.compile(
    "an?|the|how|what|why|where|when|on|in|from|to|by|for|meant|built|down|up|two|three|four|one|first|back|always|"
    "little|almost|nearly|faster|never|every|gone|no|more"
)


def topic_of(fact: Fact, told: str = "") -> str:
    """What a fact is about, as far as it is `told`, as an announcement says it: 'the price'; empty where nothing tells.

    A speaker and two names that are compared are said as they are seen then. A place is where something happened: it
    says nothing of what that was.
    """
    match fact.figure:
        case None:
            return ""
        case Timeline() | Steps() as figure:
            return _title_topic(figure_title(figure), fact)
        case Quote() | Versus() as figure if named := _named(figure, told or fact.statement):
            return named
        case Where() | Quote():
            return ""
        case Number(value=value) if told and not any(
            abs(one - value) <= _CLOSE * abs(value) for one in all_possible_values(told)
        ):
            return ""
        case _:
            return _measured(fact) or _counted(fact)


def announced_topic(fact: Fact, told: str, opening: str) -> str:
    """What a countdown may say of a fact before it is `told`: a title of its own that is news; mostly empty.

    A measure ('the price') tells nothing, two names are said at once anyway, and what the `opening` has asked or the
    fact itself says next is heard twice.
    """
    match fact.figure:
        case Timeline() | Steps() as figure if not fact.myth:
            topic = _title_topic(figure_title(figure), fact)
            known = set(folded_words(f"{told} {opening}"))
            telling = [word for word in folded_words(topic) if len(word) > 3 and word not in STOP_WORDS]
            news = [word for word in telling if not known & {word, f"{word}s", word.removesuffix("s")}]
            return topic if len(news) > len(telling) / 2 else ""
        case _:
            return ""


def _title_topic(title: str, fact: Fact) -> str:
    """A figure's title inside a sentence; none that has numbers, and no question: 'When may you eat?'."""
    fitting = not any(c.isdigit() for c in title) and len(title.split()) <= _LONGEST_TOPIC and not title.endswith("?")
    return _uncapitalized(title, fact) if fitting else ""


def _named(figure: Quote | Versus, told: str) -> str:
    """The speaker or the two names that are compared, where what is told names them; else empty."""
    match figure:
        case Quote(by=by):
            return by if by.split()[-1] in told else ""
        case Versus(left=left, right=right):
            names = all(tag in told and tag[0].isupper() for tag in (left.tag, right.tag))
            return f"{left.tag} against {right.tag}" if names else ""


def _measured(fact: Fact) -> str:
    """What is measured: 'the price'; of a time, a weight or a distance what it is one of, if the short form says it."""
    thing, said = thing_of(fact), set(folded_words(f"{fact.short} {fact.statement}"))
    if thing == "distance" and _PER_TIME.search(fact.statement):
        return "the speed"
    if thing == "time" and (counted := _COUNTED_BESIDE.search(fact.short)):
        return counted.group(1)  # '10 hours on four batteries' is about batteries
    of = _OF.search(fact.short) if thing in ("weight", "distance") else None
    if of and of.group(1) in fact.statement:  # a tern of '100 grams of bird' is about its weight
        return of.group(1)
    if thing == "size":
        return next((size for word, size in _SIZES.items() if word in said), "")
    if thing == "memory" and thing not in said:
        return ""
    return "" if thing == "number" else f"the {thing}"


def _counted(fact: Fact) -> str:
    """What a fact counts, by its short form or its unit: 'windows'."""
    counted = _COUNTED.search(fact.short)
    noun = counted.group(1) if counted else str(getattr(fact.figure, "unit", ""))
    return noun if noun.endswith("s") and len(noun) > 4 and not _SAYS_NOTHING.fullmatch(noun) else ""


def _uncapitalized(title: str, fact: Fact) -> str:
    """A title inside a sentence: its first letter small, unless the fact has the word with a large one, as a name."""
    first, _, rest = title.partition(" ")
    common = first.lower() in STOP_WORDS or _SMALL.fullmatch(first.lower()) or first.endswith(("ing", "ed"))
    named = re.search(rf"\b{re.escape(first)}\b", fact.statement) is not None
    return f"{first if named and not common else first.lower()} {rest}".strip()


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
