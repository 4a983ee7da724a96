"""How the sentences of facts follow each other: the subject is not named anew in each, and not all have one shape.

Words are left out or joined as a speaker would, where the sentence keeps its sense, its numbers and its order.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from vidpipe_assets.model.pictures import Versus
from vidpipe_assets.writing.beats import all_possible_values
from vidpipe_assets.writing.offline.telling import Piece, Telling
from vidpipe_assets.writing.shown import figure_text
from vidpipe_assets.writing.text import capitalize_first, folded_words, sentences

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


def let_flow(told: Sequence[Telling], name: str) -> list[Telling]:
    """The tellings as one text about `name`, the subject as sentences call it."""
    return _with_contrast(_called_it(call_shortly(told, name), name))


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
    return one if _needs(one, name) else _reworded(one, pieces)


def _needs(one: Telling, name: str) -> bool:
    """Whether a figure of the telling shows the subject's name."""
    known = set(folded_words(name))
    return any(known <= {"the", *folded_words(figure_text(piece.figure))} for piece in one.pieces)


def _reworded(one: Telling, pieces: tuple[Piece, ...]) -> Telling:
    """The telling in other words; as it is where something that happens in it is not told in them any more."""
    event = one.fact.event
    text = " ".join(piece.text for piece in pieces)
    told = [each for each in (event, event and event.also) if each and each.place_in(one.text) is not None]
    return one if any(each.place_in(text) is None for each in told) else replace(one, pieces=pieces)


def _called_it(told: Sequence[Telling], name: str) -> list[Telling]:
    """The tellings, one of which begins with 'It' where the one before is one sentence that begins with the subject."""
    names = [capitalize_first(one) for one in (name, class_name(name)) if one.startswith("the ")]
    if not names:
        return list(told)
    named = re.compile(rf"(?:{'|'.join(map(re.escape, names))}) (?=[a-z])")
    for at in range(1, len(told) - 1):
        before, one = told[at - 1], told[at]
        first = one.pieces[0]
        if (
            len(sentences(before.text)) == 1
            and named.match(before.text)
            and named.match(first.text)
            and not (first.lead or first.picture or first.asks or _needs(one, name))
        ):
            said = replace(first, text=named.sub("It ", first.text, count=1))
            return [*told[:at], _reworded(one, (said, *one.pieces[1:])), *told[at + 1 :]]
    return list(told)


_OTHER = re.compile(r"(?:The|An?) [^,;:]*\.")
"""A sentence about somebody or something else, in one breath."""
_LONGEST = 24
"""Words of two sentences that may become one."""


def _with_contrast(told: Sequence[Telling]) -> list[Telling]:
    """The tellings, in one of which the two sides of a comparison are one sentence: the first that allows it.

    The last one keeps its short sentences: it is the payoff.
    """
    for at, one in enumerate(told[:-1]):
        if contrasted := _contrasted(one):
            return [*told[:at], contrasted, *told[at + 1 :]]
    return list(told)


def _contrasted(one: Telling) -> Telling | None:
    first, *more = one.pieces
    two = sentences(first.text)
    if not isinstance(first.figure, Versus) or first.lead or first.picture or len(two) != 2 or more:
        return None
    this, other = two
    counts = all(map(all_possible_values, two)) and len(first.text.split()) <= _LONGEST
    if not counts or "," in this or not this.endswith(".") or not _OTHER.fullmatch(other):
        return None
    text = f"{this.removesuffix('.')}, while {other[0].lower()}{other[1:]}"
    found = _reworded(one, (replace(first, text=text),))
    return found if found is not one else None
