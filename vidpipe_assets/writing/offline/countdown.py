"""A countdown of facts about one subject: hook, facts by surprise with the best last, end. Nothing is invented."""

from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.plan import scene_seconds
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Fact, Opportunity
from vidpipe_assets.writing.beats import number_word, starts_with_number
from vidpipe_assets.writing.cards import card_heading, choose_templates, fact_icon, fact_picture
from vidpipe_assets.writing.offline.fact_choice import (
    CountdownFrame,
    FactChoice,
    FactWording,
    SeededRandom,
    SpeechSeconds,
    best_fact_choices,
)
from vidpipe_assets.writing.offline.wording import (
    REFRAIN,
    announcements,
    challenge_opening,
    end_draft,
    theme_ending,
    write_opening,
)
from vidpipe_assets.writing.plans import SceneDraft, Script, search_terms, total_seconds
from vidpipe_assets.writing.text import (
    capitalize_first,
    mentions_subject,
    plain_text,
    plural_in,
    spoken_name,
    starts_with_reference,
    truncate,
)

_ORDERS = 24
"""How many orders of equally surprising facts are tried."""

_ROOMY_S = 22
"""Shorter videos have a shorter hook and plain announcements."""

_GOOD, _LIMIT = 0.04, 0.09
"""How far the length may be off: nothing else is tried then, and the most; the voice needs the rest of the tenth."""


def write_countdown(
    story: Opportunity, theme: Theme, chance: SeededRandom, spoken_s: SpeechSeconds, note: str
) -> Script:
    """The script. Raises `PermanentError` when the facts are too few or too long for the theme's seconds."""
    most = max(fact.surprise for fact in story.facts)
    bests = [fact for fact in story.facts if fact.surprise >= most - 1]
    for best in sorted(bests, key=lambda fact: (-fact.surprise, chance.share(f"best {fact.id}"))):
        tried: list[tuple[float, Script]] = []
        for manner in _countdown_styles(best, theme.format.seconds):
            script = _Countdown(story, manner, theme, chance, spoken_s, note).script()
            if script is not None:
                off = abs(total_seconds(script.drafts, spoken_s) / theme.format.seconds - 1)
                if off <= _GOOD:
                    return script
                tried.append((off, script))
        if tried:
            return min(tried, key=lambda one: one[0])[1]
    raise _does_not_fit_error(story, theme)


@dataclass(frozen=True)
class _CountdownStyle:
    """Which fact comes last, whether hook and announcements are as short as can be, and whether the hook asks."""

    best: Fact
    terse: bool
    challenging: bool


def _countdown_styles(best: Fact, seconds: float) -> tuple[_CountdownStyle, ...]:
    manners = (
        _CountdownStyle(best, False, False),
        _CountdownStyle(best, True, False),
        _CountdownStyle(best, True, True),
    )
    return manners if seconds >= _ROOMY_S else manners[1:]


class _Countdown:
    """One story told as a countdown for one theme, in one manner."""

    def __init__(
        self,
        story: Opportunity,
        manner: _CountdownStyle,
        theme: Theme,
        chance: SeededRandom,
        spoken_s: SpeechSeconds,
        note: str,
    ) -> None:
        self._story = story
        self._theme = theme
        self._chance = chance
        self._spoken_s = spoken_s
        self._subject = plain_text(story.subject)
        # The opening claim is the best fact's: it says 'cheetahs' where that fact does.
        several = plural_in(story.subject, manner.best.statement)
        self._name = several or spoken_name(story.subject, [fact.statement for fact in story.facts])
        self._best = manner.best
        self._manner = manner
        self._ending = theme_ending(theme, chance, note)

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

    def _fitting(self) -> tuple[list[FactWording], tuple[SceneDraft, ...]]:
        """The best choice that is as long as wanted once it is written out, announcements and all."""
        target = self._theme.format.seconds
        best: tuple[float, list[FactWording], tuple[SceneDraft, ...]] | None = None
        for choice in best_fact_choices(
            self._story.facts, self._best, self._frame(), target, self._spoken_s, self._chance
        ):
            told = self._ordered(choice)
            drafts = self._drafts(told, choice.end)
            seconds = total_seconds(drafts, self._spoken_s)
            value = choice.value(seconds, target)
            if abs(seconds / target - 1) <= _LIMIT and (best is None or value > best[0]):
                best = (value, told, drafts)
        return (best[1], best[2]) if best else ([], ())

    def _frame(self) -> CountdownFrame:
        hook = self._hook(3).narration
        hook_s = scene_seconds(self._spoken_s(hook), last=False)
        ends = [scene_seconds(self._spoken_s(way), last=True) for way in self._ending.ways]
        # Without an end card the last fact is the last scene and has the longer pause after it.
        only_pause = [scene_seconds(0, last=True) - scene_seconds(0, last=False)]
        return CountdownFrame(hook_s, ends or only_pause, self._announced_s, end_card=bool(ends))

    def _announced_s(self, count: int) -> float:
        """Their own seconds, and the pauses between them and the facts."""
        apart = self._spoken_s("Number one.") + self._spoken_s("And then.")
        pause = self._spoken_s("Number one. And then.") - apart
        said = self._announcements(count)
        return sum(self._spoken_s(words) + pause for words in said)

    def _announcements(self, count: int, numbered: tuple[bool, ...] = ()) -> list[str]:
        return announcements("" if self._manner.terse else self._theme.tone, count, self._chance, numbered)

    def _ordered(self, choice: FactChoice) -> list[FactWording]:
        """Least surprising first; of equals, so that the first names the subject and the pictures differ most."""

        def order(attempt: int) -> list[FactWording]:
            def place(one: FactWording) -> tuple[int, bool, float]:
                by_chance = self._chance.share(f"order {attempt} {one.fact.id}")
                return one.fact.surprise, one.fact.id == self._best.id, by_chance

            return sorted(choice.tellings, key=place)

        def worth(told: Sequence[FactWording]) -> tuple[int, ...]:
            figures = sum(1 for name in choose_templates([one.fact for one in told]) if name not in ("rank", "icon"))
            first = told[0].text
            return (mentions_subject(first, self._subject) - starts_with_reference(first), figures)

        orders = {tuple(one.fact.id for one in told): told for told in map(order, range(_ORDERS))}
        return max(orders.values(), key=worth)

    def _drafts(self, told: Sequence[FactWording], way: int) -> tuple[SceneDraft, ...]:
        end = [end_draft(self._ending, way, self._subject)] if self._ending.ways else []
        hook = self._hook(len(told))
        asks = not hook.evidence  # 'How well do you know Voyager 1?' ends with the name
        return (hook, *self._facts(told, just_named=asks), *end)

    def _hook(self, count: int) -> SceneDraft:
        if self._manner.challenging:
            first = challenge_opening(self._name, count)
        else:
            first = write_opening(
                self._name, self._best, count, self._theme.tone, self._chance, brief=self._manner.terse
            )
        return SceneDraft(
            narration=first.narration,
            title=self._subject,
            kicker=self._subject if len(self._subject) <= 24 else self._theme.channel,
            picture=first.picture,
            icon=fact_icon(self._best),
            evidence=first.evidence,
            source=self._best.source.name if first.evidence else "",
            about=self._subject,
            terms=search_terms(self._subject, self._best.short, fact_icon(self._best)),
        )

    def _facts(self, told: Sequence[FactWording], *, just_named: bool) -> list[SceneDraft]:
        count = len(told)
        numbered = tuple(starts_with_number(one.text) for one in told)
        said = self._announcements(count, numbered)
        shown = choose_templates([one.fact for one in told])
        if not just_named and not mentions_subject(told[0].text, self._story.subject):
            start = "First up" if numbered[0] else REFRAIN.format(n=number_word(count)).rstrip(".")
            said[0] = f"{start}, on {self._name}."
        return [
            self._fact(one, words, template, count - i, count)
            for i, (one, words, template) in enumerate(zip(told, said, shown, strict=True))
        ]

    def _fact(self, telling: FactWording, announced: str, template: str, rank: int, count: int) -> SceneDraft:
        fact = telling.fact
        return SceneDraft(
            narration=f"{announced} {capitalize_first(telling.text)}",
            title=fact.short.replace("*", ""),
            kicker=self._subject if template == "rank" and len(self._subject) <= 24 else f"No. {rank}",
            picture=fact_picture(fact, template, rank, count, self._subject),
            icon=fact_icon(fact),
            evidence=(fact.id,),
            source=fact.source.name,
            about=f"{self._subject}: {fact.short}",
            terms=search_terms(self._subject, " ".join(card_heading(fact, "")), fact_icon(fact)),
            lead=announced,
        )

    def _title(self, count: int) -> str:
        best, name = self._claim(), self._name
        joint, plus = (" – " if ":" in best else ": "), (" – and" if "," in best else ", and")
        more = f"{count - 1} more fact{'' if count == 2 else 's'}"
        options = (
            f"{best}{joint}{name} in {count} facts",
            f"{capitalize_first(name)} in {count} facts{joint}{best}",
            f"{capitalize_first(name)}{joint}{best}{plus} {more}",
            f"{best}{plus} {more} about {name}",
        )
        return truncate(self._chance.pick("title", options), 100)

    def _summary(self, count: int) -> str:
        facts = f"{capitalize_first(number_word(count))} facts about {self._name}"
        return f"{self._claim()}. {facts}, each with its source, the most surprising one last."

    def _claim(self) -> str:
        """The best fact in a few words, as a sentence begins."""
        return capitalize_first(self._best.short.replace("*", "").rstrip("."))


def _does_not_fit_error(story: Opportunity, theme: Theme) -> PermanentError:
    have, subject, seconds = len(story.facts), plain_text(story.subject), theme.format.seconds
    return PermanentError(
        f"the {have} facts about {subject!r} make no countdown of {seconds} s (within 10 %)",
        remedy="set format.seconds in the theme nearer to what the facts fill, collect more facts about the "
        "subject, or choose another text provider",
        facts={"subject": subject, "facts": str(have), "seconds": str(seconds)},
    )
