"""A countdown of facts about one subject: hook, facts by surprise with the best last, end. Nothing is invented."""

from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.plan import scene_seconds
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Fact, Opportunity
from vidpipe_assets.writing.beats import in_words, starts_with_number
from vidpipe_assets.writing.cards import card, heading, icon, templates
from vidpipe_assets.writing.endings import end_draft, ending
from vidpipe_assets.writing.offline.fact_choice import Chance, Choice, Frame, Spoken, Telling, choices
from vidpipe_assets.writing.offline.wording import REFRAIN, announcements, asking, opening
from vidpipe_assets.writing.plans import Draft, Script, search_terms, total_seconds
from vidpipe_assets.writing.text import capital, cut, names_it, plain, plural_in, refers_back, spoken_name

_ORDERS = 24
"""How many orders of equally surprising facts are tried."""

_ROOMY_S = 22
"""Shorter videos have a shorter hook and plain announcements."""

_GOOD, _LIMIT = 0.04, 0.09
"""How far the length may be off: nothing else is tried then, and the most; the voice needs the rest of the tenth."""


def write_countdown(story: Opportunity, theme: Theme, chance: Chance, spoken_s: Spoken, note: str) -> Script:
    """The script. Raises `PermanentError` when the facts are too few or too long for the theme's seconds."""
    most = max(fact.surprise for fact in story.facts)
    bests = [fact for fact in story.facts if fact.surprise >= most - 1]
    for best in sorted(bests, key=lambda fact: (-fact.surprise, chance.share(f"best {fact.id}"))):
        tried: list[tuple[float, Script]] = []
        for manner in _manners(best, theme.format.seconds):
            script = _Countdown(story, manner, theme, chance, spoken_s, note).script()
            if script is not None:
                off = abs(total_seconds(script.drafts, spoken_s) / theme.format.seconds - 1)
                if off <= _GOOD:
                    return script
                tried.append((off, script))
        if tried:
            return min(tried, key=lambda one: one[0])[1]
    raise _does_not_fit(story, theme)


@dataclass(frozen=True)
class _Manner:
    """Which fact comes last, whether hook and announcements are as short as can be, and whether the hook asks."""

    best: Fact
    terse: bool
    challenging: bool


def _manners(best: Fact, seconds: float) -> tuple[_Manner, ...]:
    manners = (_Manner(best, False, False), _Manner(best, True, False), _Manner(best, True, True))
    return manners if seconds >= _ROOMY_S else manners[1:]


class _Countdown:
    """One story told as a countdown for one theme, in one manner."""

    def __init__(
        self, story: Opportunity, manner: _Manner, theme: Theme, chance: Chance, spoken_s: Spoken, note: str
    ) -> None:
        self._story = story
        self._theme = theme
        self._chance = chance
        self._spoken_s = spoken_s
        self._subject = plain(story.subject)
        # The opening claim is the best fact's: it says 'cheetahs' where that fact does.
        several = plural_in(story.subject, manner.best.statement)
        self._name = several or spoken_name(story.subject, [fact.statement for fact in story.facts])
        self._best = manner.best
        self._manner = manner
        self._ending = ending(theme, chance, note)

    def script(self) -> Script | None:
        """The script, or None when nothing that ends with this fact is as long as wanted."""
        told, drafts = self._fitting()
        if not told:
            return None
        facts = [one.fact for one in told]
        return Script(
            subject=self._subject,
            title=self._title(len(told)),
            summary=self._summary(len(told)),
            call_to_action=self._ending.action,
            drafts=drafts,
            sources=tuple({fact.source.url: fact.source for fact in reversed(facts)}.values()),
            evidence={fact.id: f"{fact.statement} ({fact.short})" for fact in facts},
        )

    def _fitting(self) -> tuple[list[Telling], tuple[Draft, ...]]:
        """The best choice that is as long as wanted once it is written out, announcements and all."""
        target = self._theme.format.seconds
        best: tuple[float, list[Telling], tuple[Draft, ...]] | None = None
        for choice in choices(self._story.facts, self._best, self._frame(), target, self._spoken_s, self._chance):
            told = self._ordered(choice)
            drafts = self._drafts(told, choice.end)
            seconds = total_seconds(drafts, self._spoken_s)
            value = choice.value(seconds, target)
            if abs(seconds / target - 1) <= _LIMIT and (best is None or value > best[0]):
                best = (value, told, drafts)
        return (best[1], best[2]) if best else ([], ())

    def _frame(self) -> Frame:
        hook = self._hook(3).narration
        hook_s = scene_seconds(self._spoken_s(hook), last=False)
        ends = [scene_seconds(self._spoken_s(way), last=True) for way in self._ending.ways]
        # Without an end card the last fact is the last scene and has the longer pause after it.
        only_pause = [scene_seconds(0, last=True) - scene_seconds(0, last=False)]
        return Frame(hook_s, ends or only_pause, self._announced_s, end_card=bool(ends))

    def _announced_s(self, count: int) -> float:
        """Their own seconds, and the pauses between them and the facts."""
        apart = self._spoken_s("Number one.") + self._spoken_s("And then.")
        pause = self._spoken_s("Number one. And then.") - apart
        said = self._announcements(count)
        return sum(self._spoken_s(words) + pause for words in said)

    def _announcements(self, count: int, numbered: tuple[bool, ...] = ()) -> list[str]:
        return announcements("" if self._manner.terse else self._theme.tone, count, self._chance, numbered)

    def _ordered(self, choice: Choice) -> list[Telling]:
        """Least surprising first; of equals, so that the first names the subject and the pictures differ most."""

        def order(attempt: int) -> list[Telling]:
            def place(one: Telling) -> tuple[int, bool, float]:
                by_chance = self._chance.share(f"order {attempt} {one.fact.id}")
                return one.fact.surprise, one.fact.id == self._best.id, by_chance

            return sorted(choice.tellings, key=place)

        def worth(told: Sequence[Telling]) -> tuple[int, ...]:
            figures = sum(1 for name in templates([one.fact for one in told]) if name not in ("rank", "icon"))
            first = told[0].text
            return (names_it(first, self._subject) - refers_back(first), figures)

        orders = {tuple(one.fact.id for one in told): told for told in map(order, range(_ORDERS))}
        return max(orders.values(), key=worth)

    def _drafts(self, told: Sequence[Telling], way: int) -> tuple[Draft, ...]:
        end = [end_draft(self._ending, way, self._subject)] if self._ending.ways else []
        hook = self._hook(len(told))
        asks = not hook.evidence  # 'How well do you know Voyager 1?' ends with the name
        return (hook, *self._facts(told, just_named=asks), *end)

    def _hook(self, count: int) -> Draft:
        if self._manner.challenging:
            first = asking(self._name, count)
        else:
            first = opening(self._name, self._best, count, self._theme.tone, self._chance, brief=self._manner.terse)
        return Draft(
            narration=first.narration,
            title=self._subject,
            kicker=self._subject if len(self._subject) <= 24 else self._theme.channel,
            picture=first.picture,
            icon=icon(self._best),
            evidence=first.evidence,
            source=self._best.source.name if first.evidence else "",
            about=self._subject,
            terms=search_terms(self._subject, self._best.short, icon(self._best)),
        )

    def _facts(self, told: Sequence[Telling], *, just_named: bool) -> list[Draft]:
        count = len(told)
        numbered = tuple(starts_with_number(one.text) for one in told)
        said = self._announcements(count, numbered)
        shown = templates([one.fact for one in told])
        if not just_named and not names_it(told[0].text, self._story.subject):
            start = "First up" if numbered[0] else REFRAIN.format(n=in_words(count)).rstrip(".")
            said[0] = f"{start}, on {self._name}."
        return [
            self._fact(one, words, template, count - i, count)
            for i, (one, words, template) in enumerate(zip(told, said, shown, strict=True))
        ]

    def _fact(self, telling: Telling, announced: str, template: str, rank: int, count: int) -> Draft:
        fact = telling.fact
        return Draft(
            narration=f"{announced} {capital(telling.text)}",
            title=fact.short.replace("*", ""),
            kicker=self._subject if template == "rank" and len(self._subject) <= 24 else f"No. {rank}",
            picture=card(fact, template, rank, count, self._subject),
            icon=icon(fact),
            evidence=(fact.id,),
            source=fact.source.name,
            about=f"{self._subject}: {fact.short}",
            terms=search_terms(self._subject, " ".join(heading(fact, "")), icon(fact)),
            lead=announced,
        )

    def _title(self, count: int) -> str:
        best, name = self._claim(), self._name
        joint, plus = (" – " if ":" in best else ": "), (" – and" if "," in best else ", and")
        more = f"{count - 1} more fact{'' if count == 2 else 's'}"
        options = (
            f"{best}{joint}{name} in {count} facts",
            f"{capital(name)} in {count} facts{joint}{best}",
            f"{capital(name)}{joint}{best}{plus} {more}",
            f"{best}{plus} {more} about {name}",
        )
        return cut(self._chance.pick("title", options), 100)

    def _summary(self, count: int) -> str:
        facts = f"{capital(in_words(count))} facts about {self._name}"
        return f"{self._claim()}. {facts}, each with its source, the most surprising one last."

    def _claim(self) -> str:
        """The best fact in a few words, as a sentence begins."""
        return capital(self._best.short.replace("*", "").rstrip("."))


def _does_not_fit(story: Opportunity, theme: Theme) -> PermanentError:
    have, subject, seconds = len(story.facts), plain(story.subject), theme.format.seconds
    return PermanentError(
        f"the {have} facts about {subject!r} make no countdown of {seconds} s (within 10 %)",
        remedy="set format.seconds in the theme nearer to what the facts fill, collect more facts about the "
        "subject, or choose another text provider",
        facts={"subject": subject, "facts": str(have), "seconds": str(seconds)},
    )
