"""A video told from facts in one format, as long as wanted: which facts, in which words, after which opening.

Nothing is invented: each scene says what a sourced fact says, and the words around the facts claim nothing. What a
scene shows is what it says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.plan import scene_seconds
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Fact, Opportunity
from vidpipe_assets.writing.offline.fact_choice import (
    FIRST_TAKE,
    MOST_FACTS,
    FactChoice,
    FormerTakes,
    Frame,
    SeededRandom,
    best_choices,
    fact_worths,
    longest_seconds,
    pool_of,
)
from vidpipe_assets.writing.offline.fact_scenes import SceneWriter, gives_away, repeats_a_picture
from vidpipe_assets.writing.offline.flow import class_name
from vidpipe_assets.writing.offline.formats import (
    ASKING,
    BEST_LAST,
    Material,
    about,
    bests,
    keeps_its_promise,
    material_of,
    needs,
    openings,
)
from vidpipe_assets.writing.offline.joins import JOIN_S
from vidpipe_assets.writing.offline.openings import Opening
from vidpipe_assets.writing.offline.order import in_order, may_open, opening_worth, short_tellings
from vidpipe_assets.writing.offline.telling import Telling
from vidpipe_assets.writing.offline.wording import Ending, theme_ending
from vidpipe_assets.writing.pace import SpeechSeconds
from vidpipe_assets.writing.plans import Script, total_seconds
from vidpipe_assets.writing.text import plain_text, spoken_name

_OPENERS = 4
"""How many facts are tried as the first."""

_MOST_TOLD = 16
"""Of formats that count nothing."""

_SHORT_S = 20
"""Up to here two facts are enough."""

_LEADS_FROM_S = 22
"""Shorter countdowns announce nothing, and count nothing."""

_GOOD, _NEAR, _LIMIT = 0.035, 0.055, 0.09
"""Shares by which the length may be off: up to the first nothing else is tried, beyond the second only where nothing
else fits, beyond the third nothing is taken.

A finished video may be off by a tenth; the voice, which is never as long as estimated, needs the rest of it.
"""


_TEASES_NOTHING = 8
"""What an opening loses that teases no fact: more than what two other facts may be worth."""

_ASKS, _EACH_MORE = 3.5, 0.4
"""What an ending is worth that asks the viewer something, and what each longer one loses: all has been told by then."""

_COMES_BACK, _JOINED, _JOIN_EACH_S = 3.5, 1.0, 11
"""What the first join is worth, which comes back to the opening, and each other one; and the seconds of video for which
there is one."""

_FACT_S, _SHORTER_S = 7.0, 0.3
"""About the length of a fact, and what it saves where the subject is called what it is: 'the bridge'."""

_REPEATED = 1000
"""What a script loses in which two scenes running show the same: any other is better."""


def write_script(
    kind: str,
    story: Opportunity,
    theme: Theme,
    rng: SeededRandom,
    spoken_s: SpeechSeconds,
    former: FormerTakes = FIRST_TAKE,
) -> Script:
    """The script of `story` in the format `kind`. No number of a trend is seen, so its card notes nothing of samples.

    It is about another fact, and tells others, than the `former` takes did, as far as there are any. Raises
    `PermanentError` when the format does not allow these facts, or they are too few or too long for the theme's
    seconds.
    """
    task = _Task(kind, story, theme, rng, spoken_s, former)
    material = material_of(kind, story.facts, spoken_s, plain_text(story.subject))
    if not material.fewest_met:
        raise _unfit_error(kind, material, story, theme)
    shorts = (False, True) if theme.format.seconds <= _LEADS_FROM_S else (False,)
    found = bests(kind, material, former, rng)
    teased = [fact for fact in found if fact.tease]
    tries = [(teased, True), (found, True), (found, False)]
    for (facts, teases), short, limit in product(tries, shorts, (_NEAR, _LIMIT)):
        for fact in facts:
            video = _Video(task, fact, short=short, limit=limit, teases=teases)
            best = max(video.scripts(), key=lambda one: one[0], default=None)
            if best is not None:
                return best[1]
    raise _does_not_fit_error(kind, story, theme, material)


@dataclass(frozen=True)
class _Task:
    """What is to be written: see `write_script`."""

    kind: str
    story: Opportunity
    theme: Theme
    rng: SeededRandom
    spoken_s: SpeechSeconds
    former: FormerTakes


class _Video:
    """One story in one format for one theme, about the fact `best`.

    `short`: facts may be told in their short form. `limit`: the share by which the length may be off. `teases`: it
    opens with what teases a fact, if there is such an opening.
    """

    def __init__(self, task: _Task, best: Fact, *, short: bool, limit: float, teases: bool) -> None:
        story, theme = task.story, task.theme
        self._kind = task.kind
        self._best = best
        self._theme = theme
        self._rng = task.rng
        self._spoken_s = task.spoken_s
        self._target = theme.format.seconds
        self._limit = limit
        self._teases = teases
        self._subject = plain_text(story.subject)
        self._name = spoken_name(story.subject, [fact.statement for fact in story.facts])
        self._scenes = SceneWriter(task.kind, self._subject, self._name, best, theme, task.rng, task.spoken_s)
        self._worth = fact_worths(story.facts, task.rng, task.former)
        self._material = material_of(task.kind, story.facts, task.spoken_s, self._subject, best.id, short=short)

    def scripts(self) -> list[tuple[float, Script]]:
        """The scripts that are as long as wanted, each with how good it is.

        A countdown counts where it has the time, and each of its facts can be seen. The first fact is a short one where
        the length allows it.
        """
        counted = self._kind == "countdown" and self._target >= _LEADS_FROM_S and self._best.figure is not None
        for counts, opens in product((True, False) if counted else (False,), (True, False)):
            if found := list(self._written(counts=counts, opens=opens)):
                return found
        return []

    def _written(self, *, counts: bool, opens: bool) -> Iterator[tuple[float, Script]]:
        for choice in self._choices(counts=counts, opens=opens):
            opening = self._openings(len(choice.tellings))[choice.frame.opening]
            ordered = in_order(
                self._kind, choice.tellings, self._best.id, self._subject, self._rng, promised=bool(opening.evidence)
            )
            ending = self._ending(opening)
            told = self._scenes.announced(ordered, opening, counts=counts, joins=choice.frame.joins)
            drafts = self._scenes.drafts(told, opening, ending, choice.frame.way)
            seconds = total_seconds(drafts, self._spoken_s)
            fits = abs(seconds / self._target - 1) <= self._limit and keeps_its_promise(self._kind, ordered)
            if fits and not (self._kind == "quiz" and gives_away(drafts)):
                repeats = repeats_a_picture(drafts)
                score = choice.score(seconds, self._target) - (_REPEATED if repeats else 0)
                yield score, self._scenes.script(ordered, opening, ending, drafts)
                if abs(seconds / self._target - 1) <= _GOOD and not repeats:
                    return

    def _choices(self, *, counts: bool, opens: bool) -> list[FactChoice]:
        others = [one for one in self._material.facts if one.id != self._best.id and (one.figure or not counts)]
        own = about(self._kind, self._material.ways[self._best.id])
        ways = [own, *(self._material.ways[fact.id] for fact in pool_of(others, self._worth))]
        if counts:
            lead_s = self._spoken_s("Number three. And then.") - self._spoken_s("And then.")
            ways = [[replace(one, seconds=one.seconds + lead_s) for one in options] for options in ways]
        openers = self._openers(ways[1:]) if opens else [()]
        found = [self._opened(choice) for first in openers for choice in self._chosen(ways, first, counts=counts)]
        return sorted(found, key=lambda one: one.score(one.seconds, self._target), reverse=True)

    def _openers(self, others: Sequence[Sequence[Telling]]) -> list[tuple[Telling, ...]]:
        """Those of the others that a video may well begin with, each in the words in which it is short."""
        found = [short_tellings(options) for options in others if any(may_open(self._kind, one) for one in options)]
        found.sort(key=lambda options: max(opening_worth(one, self._subject) for one in options), reverse=True)
        return found[:_OPENERS]

    def _chosen(
        self, ways: Sequence[Sequence[Telling]], first: tuple[Telling, ...], *, counts: bool
    ) -> list[FactChoice]:
        """The choices that are as long as wanted; with one of the tellings `first`, where there are any."""
        opener = first[0].id if first else ""
        return best_choices(
            [first if first and options and options[0].id == opener else options for options in ways],
            (self._best.id, opener),
            self._worth,
            self._frames(),
            self._target,
            (self._fewest(), MOST_FACTS if counts else _MOST_TOLD),
        )

    def _opened(self, choice: FactChoice) -> FactChoice:
        """The choice with what its first fact adds to it."""
        others = [one for one in choice.tellings if one.id != self._best.id and may_open(self._kind, one)]
        more = max((opening_worth(one, self._subject) for one in others), default=0.0)
        return replace(choice, worth=choice.worth + more)

    def _fewest(self) -> int:
        """How many facts make a plan of at least four scenes, and a video of this length."""
        if self._kind in ("quiz", "myth_or_fact"):
            return 2
        return 2 if self._target <= _SHORT_S and self._theme.picture.end_card else 3

    def _openings(self, told: int) -> list[Opening]:
        """The openings of `told` facts."""
        found = openings(self._kind, self._name, self._best, told, self._subject, self._theme.tone, self._rng)
        return [one for one in found if one.evidence or not self._teases] or found

    def _ending(self, opening: Opening) -> Ending:
        """The ending: where the best fact, told last, has answered the opening, it asks about that answer."""
        own = self._best.tease is not None and bool(self._best.tease.asks)
        answered = bool(opening.evidence) and (own or self._kind in BEST_LAST)
        asked = opening.narration if answered else ""
        return theme_ending(self._theme, self._rng, "", self._kind, asked, self._best, self._name)

    def _frames(self) -> list[Frame]:
        """What may stand around the facts: strong openings, short endings and those that ask are worth more."""
        found: list[Frame] = []
        for i, opening in enumerate(self._openings(3)):
            ending = self._ending(opening)
            start = scene_seconds(self._spoken_s(opening.narration), last=False) - self._spoken_s(opening.said_for_all)
            ends = [scene_seconds(self._spoken_s(way), last=True) for way in ending.ways]
            # Without an end card the last fact is the last scene and has the longer pause after it.
            ends = ends or [scene_seconds(0, last=True) - scene_seconds(0, last=False)]
            worth = -0.8 * i - (0 if opening.evidence else _TEASES_NOTHING)
            found += [
                Frame(
                    i,
                    way,
                    start + end + joins_s,
                    _ASKS * ending.asks(way) - _EACH_MORE * way + worth + self._joined(joins),
                    joins,
                )
                for way, end in enumerate(ends)
                for joins, joins_s in self._joins()
            ]
        return found

    @staticmethod
    def _joined(joins: int) -> float:
        """What so many joins are worth: the first one comes back to the opening's question."""
        return _COMES_BACK * min(joins, 1) + _JOINED * max(joins - 1, 0)

    def _joins(self) -> list[tuple[int, float]]:
        """How many joins there may be between the facts, and what they add to the length in seconds, about."""
        if self._kind in ASKING:
            return [(0, 0.0)]
        short = _SHORTER_S * max(self._target / _FACT_S - 2, 0) if class_name(self._name) else 0.0
        most = (
            max(round(self._target / _JOIN_EACH_S), 1)
            if self._kind != "countdown" or self._target < _LEADS_FROM_S
            else 0
        )
        return [(joins, joins * JOIN_S - short) for joins in sorted({0, most // 2, most})]


def _unfit_error(kind: str, material: Material, story: Opportunity, theme: Theme) -> PermanentError:
    subject = plain_text(story.subject)
    return PermanentError(
        f"{len(material.facts)} of the {len(story.facts)} facts about {subject!r} can be told as {kind}, which are too "
        f"few: it needs {needs(kind)}",
        remedy=f"set format.kind: auto in the theme {theme.name}, or another format, or collect more facts",
        facts={"subject": subject, "facts": str(len(material.facts)), "format.kind": kind},
    )


def _does_not_fit_error(kind: str, story: Opportunity, theme: Theme, material: Material) -> PermanentError:
    count, subject, seconds = len(material.facts), plain_text(story.subject), theme.format.seconds
    longest = longest_seconds(list(material.ways.values()), MOST_FACTS if kind == "countdown" else _MOST_TOLD) + 8
    short = f"; told at their longest they fill about {longest:.0f} s" if longest < seconds else ""
    return PermanentError(
        f"the {count} facts about {subject!r} make no {kind} of {seconds} s (within 10 %){short}",
        remedy="set format.seconds in the theme nearer to what the facts fill, collect more facts about the "
        "subject, or choose another text provider",
        facts={"subject": subject, "facts": str(count), "seconds": str(seconds), "format.kind": kind},
    )
