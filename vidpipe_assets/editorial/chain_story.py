"""What all steps of the scripts' chain share: the story, what was decided so far, and the script that follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from vidpipe_assets.editorial.chain_answers import HookIdea, SceneIdeas, SceneWords, Wording
from vidpipe_assets.editorial.drafts import Draft, Script, search_terms
from vidpipe_assets.editorial.endings import Ending, end_draft
from vidpipe_assets.editorial.headlines import lines_of
from vidpipe_assets.editorial.hooks import accent_of
from vidpipe_assets.editorial.material import Material, materials, picture_of
from vidpipe_assets.editorial.naming import cut, plain
from vidpipe_assets.editorial.plan_checks import unsourced
from vidpipe_assets.editorial.plans import nothing_to_tell
from vidpipe_assets.editorial.publishing import sample_note
from vidpipe_assets.editorial.speech_text import unspeakable
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Source, TrendReport

MOST_TOKENS = MappingProxyType({"angle": 600, "facts": 500, "hook": 600, "scene_plan": 800, "wording": 2500})
"""The steps by name, in their order, and the most tokens of each answer."""


@dataclass(frozen=True)
class Story:
    """One story for one theme."""

    report: TrendReport
    theme: Theme
    subject: str
    materials: tuple[Material, ...]

    @classmethod
    def of(cls, report: TrendReport, theme: Theme) -> "Story":
        """Raises `PermanentError` when there is nothing to tell."""
        subject = plain(report.claimed.subject) if report.claimed else theme.name.replace("-", " ")
        story = cls(report, theme, subject, materials(report))
        if len(story.materials) < story.fewest:
            raise nothing_to_tell(report)
        return story

    @property
    def fewest(self) -> int:
        """How many facts it takes for a video of four scenes."""
        return 2 if self.theme.picture.end_card else 3

    @property
    def most(self) -> int:
        """How many facts its seconds hold."""
        return max(self.fewest, min(6, self.theme.format.seconds // 6, len(self.materials)))

    def tagged(self, tags: Iterable[str]) -> tuple[Material, ...]:
        """The materials of these tags; of unknown ones, none."""
        known = {one.tag: one for one in self.materials}
        return tuple(known[tag] for tag in tags if tag in known)

    def false(self, path: str, text: str, evidence: Sequence[Material], told: int) -> list[str]:
        """The numbers in `text` that `evidence` does not have, as problems. `told`: how many facts the video tells."""
        known = [f"{one.says} ({one.short})" for one in evidence]
        numbers = unsourced(text, known, self.subject, told + (2 if self.theme.picture.end_card else 1))
        where = f"in {', '.join(one.tag for one in evidence)}" if evidence else "in any fact about this"
        return [f"{path}: the number {number!r} does not occur {where}" for number in numbers]


def unsaid(path: str, text: str) -> list[str]:
    """What keeps a voice from reading `text`, as problems."""
    return [f"{path}: a voice cannot read it: {problem}" for problem in unspeakable(text)]


@dataclass(frozen=True)
class Decided:
    """What was decided before the words are written."""

    angle: str
    told: tuple[Material, ...]
    hook: HookIdea
    scenes: SceneIdeas


def script_of(story: Story, decided: Decided, wording: Wording) -> Script:
    """The script that these words make; the same as the offline writer's in form."""
    told = decided.told
    return Script(
        subject=story.subject,
        title=wording.title,
        summary=wording.description,
        call_to_action=wording.action,
        drafts=(
            hook_draft(story, decided.hook),
            *(_fact(story, decided, place, words) for place, words in enumerate(wording.scenes)),
            *_end(story, wording),
        ),
        sources=_references(told),
        evidence={one.evidence: f"{one.says} ({one.short})" for one in told},
        hashtags=wording.hashtags,
    )


def hook_draft(story: Story, idea: HookIdea) -> Draft:
    """The first scene."""
    (fact,) = story.tagged([idea.fact])
    headline = idea.headline.replace("*", "")
    return Draft(
        narration=idea.narration,
        title=story.subject,
        kicker=_kicker(story),
        picture=Hook(lines=lines_of(headline, accent_of(headline)), sub=idea.sub.replace("*", "")),
        icon=fact.icon,
        evidence=(fact.evidence,),
        source=fact.source,
        about=story.subject,
        terms=search_terms(story.subject, fact.short, fact.icon),
    )


def _fact(story: Story, decided: Decided, place: int, words: SceneWords) -> Draft:
    fact = decided.told[place]
    template = decided.scenes.scenes[place].picture
    return Draft(
        narration=words.narration,
        title=words.title,
        kicker=f"No. {len(decided.told) - place}",
        picture=picture_of(decided.told, place, template, story.subject, sample=story.report.sample),
        icon=fact.icon,
        evidence=(fact.evidence,),
        source=fact.source,
        about=f"{story.subject}: {fact.short}",
        terms=search_terms(story.subject, fact.short, fact.icon),
    )


def _end(story: Story, wording: Wording) -> list[Draft]:
    """The end card, where the theme has one; its own question before the model's."""
    if not story.theme.picture.end_card:
        return []
    closing = story.theme.closing
    question = closing.question.strip() or wording.question
    end = Ending(
        question=question,
        action=wording.action,
        ways=(f"{question} {wording.action}",),
        button=closing.button,
        channel=story.theme.channel,
        note=sample_note(story.report),
    )
    return [replace(end_draft(end, 0, story.subject), title=cut(question, 60))]


def _kicker(story: Story) -> str:
    return story.subject if len(story.subject) <= 24 else story.theme.channel


def _references(told: Sequence[Material]) -> tuple[Source, ...]:
    """The best fact's first, each once."""
    found = [one.reference for one in reversed(told) if one.reference]
    return tuple({source.url: source for source in found}.values())
