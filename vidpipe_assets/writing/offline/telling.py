"""The ways in which one fact can be told: its words, what its figure adds to them, and the scenes that this makes.

A fact is told whole, or cut after a sentence that still says what its short form says. Its figure is shown as far as
these words say it; told in full, the words go on with what the figure holds (its moments, steps, bars).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vidpipe_assets.model.pictures import FactFigure, IconCard, Picture, Steps, Timeline, Versus
from vidpipe_assets.model.plan import scene_seconds
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.pace import SpeechSeconds
from vidpipe_assets.writing.plans import STOP_WORDS
from vidpipe_assets.writing.shown import Reading, as_said, joined, read_aloud, says_all
from vidpipe_assets.writing.text import (
    folded_words,
    mentions_subject,
    sentences,
    speech_problems,
    starts_with_reference,
    truncate,
)

_FEWEST_WORDS, _MOST_WORDS = 4, 38
"""Words of a first sentence that may stand alone, and of a whole scene."""

_MOST_TOGETHER = 19
"""Words of statement and figure in one scene: more make two scenes of it."""

_TITLE = 40
"""Characters of a card's headline."""

_COMFORTABLE_S = (3.4, 7.5)
"""Length of a scene that is neither breathless nor slow."""

_VERBS = (
    "is are was were has had have can could will would ran held made sold saved wanted turned flew drove grew won gave "
    "took left lost lives live lived climb climbs hold holds needs need know knows understand"
)
_PREDICATES = frozenset(_VERBS.split())
"""What makes a short form a sentence; another one is told of its subject: 'Voyager 1: A full light-day away.'"""

TOLD_WORTH, FIGURE_WORTH = 0.5, 1.8
_CUT, _CUT_BEST, _CUT_TEASED = 1.5, 3.0, 6.0
"""What it costs to leave a sentence out: of any fact, of the hook's, of one whose tease that sentence may answer."""


@dataclass(frozen=True)
class Piece:
    """One scene of a telling: its words, the figure that they say, or a picture that is settled already."""

    text: str
    figure: FactFigure | None = None
    picture: Picture | None = None
    lead: str = ""
    """What the text begins with and the picture does not show."""
    heading: str = ""
    """The beginning of the lead, which a card may show above its own title."""
    pause_s: float = 0.0
    title: str = ""
    """The chapter, where it is not the fact's short form."""
    asks: bool = False
    """A question, whose answer nothing may give away: the scene says what it is about in general only."""


@dataclass(frozen=True)
class Telling:
    """One fact, told in one way. `worth`: what these words add to the fact's own worth, or cost."""

    fact: Fact
    pieces: tuple[Piece, ...]
    seconds: float
    worth: float
    year: int = 0
    """The earliest year that it says; 0 for none."""

    @property
    def id(self) -> str:
        """The fact's."""
        return self.fact.id

    @property
    def text(self) -> str:
        """All that is said."""
        return joined(piece.text for piece in self.pieces)


def tellings(
    fact: Fact, spoken_s: SpeechSeconds, subject: str, *, best: bool = False, short: bool = False
) -> tuple[Telling, ...]:
    """The ways of telling `fact`.

    `best`: it is what the hook promises, and cutting it costs more. `short`: its short form is one, too, for the
    shortest videos.
    """
    found: dict[tuple[str, ...], Telling] = {}
    for text, cut in _texts(fact, subject, short=short and not best):
        cost = _cut_cost(fact, best=best) * cut
        for pieces, worth in _ways(fact, text, subject, cut=bool(cut)):
            if all(_fits(piece) for piece in pieces):
                found.setdefault(tuple(piece.text for piece in pieces), telling(fact, pieces, worth - cost, spoken_s))
    return tuple(found.values())


def _cut_cost(fact: Fact, *, best: bool) -> float:
    return (_CUT_TEASED if fact.tease else _CUT_BEST) if best else _CUT


def telling(fact: Fact, pieces: tuple[Piece, ...], worth: float, spoken_s: SpeechSeconds) -> Telling:
    """The telling of `fact` in these scenes; what is breathless or slow is worth less."""
    lengths = [scene_seconds(spoken_s(piece.text), last=False, pause_s=piece.pause_s) for piece in pieces]
    rushed = sum(max(_COMFORTABLE_S[0] - one, 0) + max(one - _COMFORTABLE_S[1], 0) for one in lengths)
    shown = FIGURE_WORTH if any(piece.figure is not None for piece in pieces) else 0.0
    return Telling(fact, pieces, sum(lengths), worth + shown - 0.4 * rushed)


def with_lead(one: Telling, lead: str) -> Telling:
    """The telling, announced by `lead`."""
    first = one.pieces[0]
    announced = replace(first, text=f"{lead} {first.text}", lead=f"{lead} {first.lead}".strip())
    return replace(one, pieces=(announced, *one.pieces[1:]))


def without_lead(one: Telling, lead: str) -> Telling:
    """The telling without `lead`, where it begins with that: the opening has said it for all."""
    first = one.pieces[0]
    if not lead or first.lead != lead:
        return one
    picture = first.picture
    if isinstance(picture, IconCard) and picture.title == lead and picture.sub:
        picture = picture.model_copy(update={"title": truncate(picture.sub, _TITLE), "sub": ""})
    bare = replace(first, text=first.text.removeprefix(lead).strip(), lead="", heading="", picture=picture)
    return replace(one, pieces=(bare, *one.pieces[1:]))


def _texts(fact: Fact, subject: str, *, short: bool) -> Iterator[tuple[str, int]]:
    """The whole statement, its beginnings that stand alone, the short form; with how much is cut.

    A comparison is told whole where that shows both its sides: half of it is none.
    """
    parts = sentences(fact.statement)
    yield " ".join(parts), 0
    compares = isinstance(fact.figure, Versus) and as_said(fact.figure, " ".join(parts), subject) is not None
    for end in range(0 if compares and not short else len(parts) - 1, 0, -1):
        text = " ".join(parts[:end])
        if len(parts[0].split()) >= _FEWEST_WORDS and says_all(fact.short, text) and _says_most(fact.short, text):
            yield text, 1
    if short and len(fact.short.split()) >= 3 and not starts_with_reference(fact.short):
        told = fact.short.replace("*", "").rstrip(".") + "."
        whole = mentions_subject(told, subject) or _PREDICATES & set(folded_words(told))
        yield told if whole else f"{subject}: {told}", 2


def _says_most(short: str, text: str) -> bool:
    """Whether a cut statement still says what the fact is about: over half of the words that mean something."""
    words = {word for word in folded_words(short) if len(word) > 2 and word not in STOP_WORDS}
    said = set(folded_words(text))
    return not words or sum(word in said for word in words) > len(words) / 2


def _ways(fact: Fact, text: str, subject: str, *, cut: bool) -> Iterator[tuple[tuple[Piece, ...], float]]:
    said = as_said(fact.figure, text, subject)
    yield (Piece(text, said),), 0.0
    reading = read_aloud(fact.figure, text, subject)
    if not reading.lines and (not reading.lead or said is not None):
        return  # names that the statement says at once need no announcement
    if cut and not isinstance(fact.figure, Timeline | Steps):
        return  # the sentence that was cut off says the figure's numbers better than a reading of its labels
    if isinstance(fact.figure, Timeline | Steps) and len(f"{text} {joined(reading.lines)}".split()) > _MOST_TOGETHER:
        told = joined(reading.lines)
        figure = as_said(fact.figure, told, subject)
        if figure is not None:
            yield (Piece(text), Piece(told, figure, title=figure_title(figure))), TOLD_WORTH
        return
    together = _together(text, reading)
    figure = as_said(fact.figure, together, subject)
    if figure is not None:
        yield (Piece(together, figure, lead=reading.lead),), TOLD_WORTH


def _together(text: str, reading: Reading) -> str:
    return joined((reading.lead, text, *reading.lines))


def figure_title(figure: FactFigure) -> str:
    """A figure's title without its stars; empty where it has none."""
    return str(getattr(figure, "title", "")).replace("*", "")


def _fits(piece: Piece) -> bool:
    return len(piece.text.split()) <= _MOST_WORDS and not any(speech_problems(piece.text))
