"""The countdown: a script of facts about one subject, from a hook over facts by surprise to the best fact and an end.

Nothing is invented: each scene says what a sourced fact says, and the words around the facts claim nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.plan import scene_seconds
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Fact, Opportunity
from vidpipe_assets.writing.beats import number_word, starts_with_number
from vidpipe_assets.writing.cards import card_heading, choose_templates, fact_icon, fact_picture
from vidpipe_assets.writing.offline.fact_choice import (
    FIRST_TAKE,
    CountdownFrame,
    FactChoice,
    FactWording,
    FormerTakes,
    SeededRandom,
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
from vidpipe_assets.writing.pace import SpeechSeconds
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

_MOST_SURPRISE = 9
"""More than any fact's."""

_ROOMY_S = 22
"""Shorter videos have a shorter hook and plain announcements."""

_GOOD, _LIMIT = 0.04, 0.09
"""Shares by which the length may be off: up to the first nothing else is tried, beyond the second nothing is taken.

The plan's check allows a tenth; the voice, which is never as long as estimated, needs the rest of it.
"""


def write_countdown(
    story: Opportunity,
    theme: Theme,
    rng: SeededRandom,
    spoken_s: SpeechSeconds,
    note: str,
    former: FormerTakes = FIRST_TAKE,
) -> Script:
    """The script of a countdown; `note` is what must be said about the data, and stands on the end card.

    It begins with another fact, and tells others, than the `former` takes did, as far as there are any. Raises
    `PermanentError` when the facts are too few or too long for the theme's seconds.
    """
    for best in _best_facts(story, rng, former):
        tried: list[tuple[float, Script]] = []
        for style in _countdown_styles(best, theme.format.seconds):
            script = _Countdown(story, style, theme, rng, spoken_s, note, former).script()
            if script is not None:
                off = abs(total_seconds(script.drafts, spoken_s) / theme.format.seconds - 1)
                if off <= _GOOD:
                    return script
                tried.append((off, script))
        if tried:
            return min(tried, key=lambda attempt: attempt[0])[1]
    raise _does_not_fit_error(story, theme)


def _best_facts(story: Opportunity, rng: SeededRandom, former: FormerTakes) -> list[Fact]:
    """The facts that may come last, the most surprising first; after a rejection those that were not last before."""
    most = max(fact.surprise for fact in story.facts)
    bests = [fact for fact in story.facts if fact.surprise >= most - (2 if former else 1)]
    return sorted(bests, key=lambda fact: (fact.id in former.bests, -fact.surprise, rng.fraction(f"best {fact.id}")))


@dataclass(frozen=True)
class _CountdownStyle:
    """Which fact comes last, whether hook and announcements are as short as can be, and whether the hook asks."""

    best: Fact
    terse: bool
    challenging: bool


def _countdown_styles(best: Fact, seconds: float) -> tuple[_CountdownStyle, ...]:
    styles = (
        _CountdownStyle(best, False, False),
        _CountdownStyle(best, True, False),
        _CountdownStyle(best, True, True),
    )
    return styles if seconds >= _ROOMY_S else styles[1:]


class _Countdown:
    """One story told as a countdown for one theme, in one style."""

    def __init__(
        self,
        story: Opportunity,
        style: _CountdownStyle,
        theme: Theme,
        rng: SeededRandom,
        spoken_s: SpeechSeconds,
        note: str,
        former: FormerTakes,
    ) -> None:
        self._story = story
        self._former = former
        self._theme = theme
        self._rng = rng
        self._spoken_s = spoken_s
        self._subject = plain_text(story.subject)
        # The opening claim is the best fact's: it says 'cheetahs' where that fact does.
        plural = plural_in(story.subject, style.best.statement)
        self._name = plural or spoken_name(story.subject, [fact.statement for fact in story.facts])
        self._best = style.best
        self._style = style
        self._ending = theme_ending(theme, rng, note)

    def script(self) -> Script | None:
        """The script, or None when nothing that ends with this fact is as long as wanted."""
        wordings, drafts = self._best_drafts()
        if not wordings:
            return None
        facts = [wording.fact for wording in wordings]
        return Script(
            subject=self._subject,
            title=self._title(len(facts)),
            summary=self._summary(len(facts)),
            call_to_action=self._ending.action,
            drafts=drafts,
            sources=tuple({fact.source.url: fact.source for fact in reversed(facts)}.values()),
            evidence={fact.id: f"{fact.statement} ({fact.short})" for fact in facts},
        )

    def _best_drafts(self) -> tuple[list[FactWording], tuple[SceneDraft, ...]]:
        """The best choice that is as long as wanted once it is written out, announcements and all."""
        target = self._theme.format.seconds
        best: tuple[float, list[FactWording], tuple[SceneDraft, ...]] | None = None
        for choice in best_fact_choices(
            self._story.facts, self._best, self._frame(), target, self._spoken_s, self._rng, self._former
        ):
            wordings = self._order_wordings(choice)
            drafts = self._drafts(wordings, choice.ending)
            seconds = total_seconds(drafts, self._spoken_s)
            score = choice.score(seconds, target)
            if abs(seconds / target - 1) <= _LIMIT and (best is None or score > best[0]):
                best = (score, wordings, drafts)
        return (best[1], best[2]) if best else ([], ())

    def _frame(self) -> CountdownFrame:
        hook = self._hook(3).narration
        hook_s = scene_seconds(self._spoken_s(hook), last=False)
        endings_s = [scene_seconds(self._spoken_s(way), last=True) for way in self._ending.ways]
        # Without an end card the last fact is the last scene and has the longer pause after it.
        only_pause = [scene_seconds(0, last=True) - scene_seconds(0, last=False)]
        return CountdownFrame(hook_s, endings_s or only_pause, self._announcements_s, end_card=bool(endings_s))

    def _announcements_s(self, count: int) -> float:
        """Seconds of the announcements of `count` facts, with the pauses between them and the facts."""
        apart = self._spoken_s("Number one.") + self._spoken_s("And then.")
        pause = self._spoken_s("Number one. And then.") - apart
        return sum(self._spoken_s(words) + pause for words in self._announcements(count))

    def _announcements(self, count: int, numbered: tuple[bool, ...] = ()) -> list[str]:
        return announcements("" if self._style.terse else self._theme.tone, count, self._rng, numbered)

    def _order_wordings(self, choice: FactChoice) -> list[FactWording]:
        """The wordings, least surprising fact first.

        Equals stand so that the first sentence names the subject and the pictures differ most.
        """

        def order(attempt: int) -> list[FactWording]:
            def rank(wording: FactWording) -> tuple[int, bool, float]:
                tie_break = self._rng.fraction(f"order {attempt} {wording.id}")
                is_best = wording.id == self._best.id
                # What another take promises first comes last, however surprising the others are.
                surprise = _MOST_SURPRISE if is_best and self._former else wording.fact.surprise
                return surprise, is_best, tie_break

            return sorted(choice.wordings, key=rank)

        def score(wordings: Sequence[FactWording]) -> tuple[int, ...]:
            templates = choose_templates([wording.fact for wording in wordings])
            figures = sum(1 for name in templates if name not in ("rank", "icon"))
            first = wordings[0].text
            return (mentions_subject(first, self._subject) - starts_with_reference(first), figures)

        orders = {tuple(one.id for one in wordings): wordings for wordings in map(order, range(_ORDERS))}
        return max(orders.values(), key=score)

    def _drafts(self, wordings: Sequence[FactWording], way: int) -> tuple[SceneDraft, ...]:
        end = [end_draft(self._ending, way, self._subject)] if self._ending.ways else []
        hook = self._hook(len(wordings))
        asks = not hook.evidence  # 'How well do you know Voyager 1?' ends with the name
        return (hook, *self._fact_scenes(wordings, just_named=asks), *end)

    def _hook(self, count: int) -> SceneDraft:
        if self._style.challenging:
            first = challenge_opening(self._name, count)
        else:
            first = write_opening(self._name, self._best, count, self._theme.tone, self._rng, brief=self._style.terse)
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

    def _fact_scenes(self, wordings: Sequence[FactWording], *, just_named: bool) -> list[SceneDraft]:
        """One scene a fact. `just_named`: the hook ends with the subject, so that the first fact need not name it."""
        count = len(wordings)
        numbered = tuple(starts_with_number(wording.text) for wording in wordings)
        leads = self._announcements(count, numbered)
        templates = choose_templates([wording.fact for wording in wordings])
        if not just_named and not mentions_subject(wordings[0].text, self._story.subject):
            start = "First up" if numbered[0] else REFRAIN.format(n=number_word(count)).rstrip(".")
            leads[0] = f"{start}, on {self._name}."
        return [
            self._fact_scene(wording, lead, template, count - i, count)
            for i, (wording, lead, template) in enumerate(zip(wordings, leads, templates, strict=True))
        ]

    def _fact_scene(self, wording: FactWording, lead: str, template: str, rank: int, count: int) -> SceneDraft:
        fact = wording.fact
        return SceneDraft(
            narration=f"{lead} {capitalize_first(wording.text)}",
            title=fact.short.replace("*", ""),
            kicker=self._subject if template == "rank" and len(self._subject) <= 24 else f"No. {rank}",
            picture=fact_picture(fact, template, rank, count, self._subject),
            icon=fact_icon(fact),
            evidence=(fact.id,),
            source=fact.source.name,
            about=f"{self._subject}: {fact.short}",
            terms=search_terms(self._subject, " ".join(card_heading(fact, "")), fact_icon(fact)),
            lead=lead,
        )

    def _title(self, count: int) -> str:
        best, name = self._claim(), self._name
        joint = " – " if ":" in best else ": "
        plus = " – and" if "," in best else ", and"
        more = f"{count - 1} more fact{'' if count == 2 else 's'}"
        options = (
            f"{best}{joint}{name} in {count} facts",
            f"{capitalize_first(name)} in {count} facts{joint}{best}",
            f"{capitalize_first(name)}{joint}{best}{plus} {more}",
            f"{best}{plus} {more} about {name}",
        )
        return truncate(self._rng.pick("title", options), 100)

    def _summary(self, count: int) -> str:
        facts = f"{capitalize_first(number_word(count))} facts about {self._name}"
        return f"{self._claim()}. {facts}, each with its source, the most surprising one last."

    def _claim(self) -> str:
        """The best fact in a few words, as a sentence begins."""
        return capitalize_first(self._best.short.replace("*", "").rstrip("."))


def _does_not_fit_error(story: Opportunity, theme: Theme) -> PermanentError:
    count = len(story.facts)
    subject = plain_text(story.subject)
    seconds = theme.format.seconds
    return PermanentError(
        f"the {count} facts about {subject!r} make no countdown of {seconds} s (within 10 %)",
        remedy="set format.seconds in the theme nearer to what the facts fill, collect more facts about the "
        "subject, or choose another text provider",
        facts={"subject": subject, "facts": str(count), "seconds": str(seconds)},
    )
