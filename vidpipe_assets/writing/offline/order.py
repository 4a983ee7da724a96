"""In which order a format tells its facts.

A countdown goes by surprise, a timeline by years. Where the order is free, a strong fact opens: one that is told in a
sentence and that something happens in. The best one comes last, and the dullest in between, where viewers who have come
so far stay for the end.
"""

from collections.abc import Sequence
from itertools import pairwise, permutations

from vidpipe_assets.model.events import MEASURES
from vidpipe_assets.model.pictures import Number, Steps
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.telling import Telling
from vidpipe_assets.writing.text import folded_words, mentions_subject, starts_with_reference

_OPENING_S, _LONGEST_OPENING_S = 5.0, 6.0
"""How long the first fact should take, and the longest that it may: viewers leave longer ones before they are told."""
_EACH_SECOND_MORE = 0.9
_HAPPENS, _IS_MEASURED, _BARE_NUMBER = 1.5, 0.5, -0.8
"""What an event adds to a fact's surprise, what a time or a weight does that can be seen, and what a number without
either loses."""
_NAMES_IT, _REFERS_BACK, _LONG_SENTENCE = 3.0, -3.0, -0.5
_MOST_WORDS = 24
"""Of a first sentence."""
_MOST_PERMUTED = 6
"""Facts of which all orders are compared; more keep the order of their surprise."""
_SAME_FIGURE, _BOTH_PLAIN = 1.0, 1.5
"""What two facts running lose that have figures of one kind, and two in which nothing happens."""


def happens_in(one: Telling) -> bool:
    """Whether something can be seen happen in a telling: its fact's event, where these words tell it."""
    event = one.fact.event
    return (
        event is not None and event.place_in(one.text) is not None and (event.kind not in MEASURES or bool(event.actor))
    )


def opening_worth(one: Telling, subject: str) -> float:
    """How good a telling is as the first: strong, short, seen to happen, and in need of nothing said before."""
    event = one.fact.event
    staged = event is not None and event.place_in(one.text) is not None
    bare = not staged and isinstance(one.fact.figure, Number)
    first = one.pieces[0].text
    return (
        one.fact.surprise
        + (_HAPPENS if happens_in(one) else _IS_MEASURED if staged else _BARE_NUMBER if bare else 0.0)
        - _EACH_SECOND_MORE * max(one.seconds - _OPENING_S, 0.0)
        + (_NAMES_IT if mentions_subject(first, subject) else 0.0)
        + (_REFERS_BACK if starts_with_reference(first) else 0.0)
        + (_LONG_SENTENCE if len(folded_words(first)) >= _MOST_WORDS else 0.0)
    )


def short_tellings(options: Sequence[Telling]) -> tuple[Telling, ...]:
    """Those ways of telling a fact that are short enough for the first one; the shortest where none is."""
    short = tuple(one for one in options if one.seconds <= _LONGEST_OPENING_S)
    return short or (min(options, key=lambda one: one.seconds),)


def may_open(kind: str, one: Telling) -> bool:
    """Whether a format may begin with this telling: steps, years and ranks have their own order."""
    return kind not in ("timeline", "countdown") and not _in_steps(one)


def in_order(
    kind: str, chosen: Sequence[Telling], best: str, subject: str, rng: SeededRandom, *, promised: bool
) -> list[Telling]:
    """The tellings in the order of the format. `promised`: the hook is about `best`, which comes last."""

    def tie(one: Telling) -> float:
        return rng.fraction(f"order {one.id}")

    def by_surprise(one: Telling) -> tuple[object, ...]:
        return (promised and one.id == best, one.fact.surprise, one.id == best, tie(one))

    if kind == "countdown":
        # It ranks by surprise, and says so. Of facts that are alike the better opening is the first.
        first = min((one.fact.surprise for one in chosen), default=0)
        return sorted(
            chosen,
            key=lambda one: (
                promised and one.id == best,
                one.fact.surprise,
                one.id == best,
                -opening_worth(one, subject) if one.fact.surprise == first else 0.0,
                tie(one),
            ),
        )
    if kind == "timeline":
        # What has no year stands first: it says what all this is about.
        return sorted(chosen, key=lambda one: (one.year, one.fact.surprise, tie(one)))
    if kind == "story":
        *rest, last = sorted(chosen, key=lambda one: one.id == best)
        dated = sorted((one for one in rest if one.year), key=lambda one: one.year)
        plain = sorted((one for one in rest if not one.year), key=by_surprise)
        openers = [*plain, *dated[:1]]
    else:
        explains = kind == "how_it_works"  # elsewhere steps are a fact as others, and none comes behind the best one
        *rest, last = sorted(chosen, key=lambda one: (explains and _in_steps(one), *by_surprise(one)))
        dated, plain = [], rest
        openers = rest
    if not openers:
        return [last]
    first = max(openers, key=lambda one: (may_open(kind, one), opening_worth(one, subject), tie(one)))
    middle = [one for one in plain if one is not first]
    dated = [one for one in dated if one is not first]
    if kind == "story":
        return [first, *dated, *_varied(middle, (first, *dated)[-1], last), last]
    steps = [one for one in middle if _in_steps(one)]
    others = [one for one in middle if not _in_steps(one)]
    return [first, *_varied(others, first, (*steps, last)[0]), *steps, last]


def _in_steps(one: Telling) -> bool:
    return any(isinstance(piece.figure, Steps) for piece in one.pieces)


def _varied(middle: Sequence[Telling], before: Telling, after: Telling) -> list[Telling]:
    """What stands between the first fact and the last: neighbours differ, and the dullest is farthest from both."""
    if len(middle) > _MOST_PERMUTED:
        return list(middle)
    return list(max(permutations(middle), key=lambda order: _rhythm((before, *order, after))))


def _rhythm(told: Sequence[Telling]) -> float:
    kinds = [_figure_kind(one) for one in told]
    same = sum(bool(one) and one == other for one, other in pairwise(kinds))
    plain = sum(not happens_in(one) and not happens_in(other) for one, other in pairwise(told))
    inner = range(1, len(told) - 1)
    depth = sum(told[at].fact.surprise * abs(at - (len(told) - 1) / 2) for at in inner)
    return -_SAME_FIGURE * same - _BOTH_PLAIN * plain + 0.1 * depth


def _figure_kind(one: Telling) -> str:
    """The kind of figure that a telling ends with, of which only one can be seen where two follow each other."""
    figure = one.pieces[-1].figure
    return figure.template if figure else ""
