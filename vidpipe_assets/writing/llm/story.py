"""The values of the scripts' chain: the answer of each step as a type, the story told, and the script that follows.

The answer types have no field for a price, a path, an address or a state of review, and no length that is taken at its
word: a scene's seconds are what its words take when spoken. A prompt holds their names, docstrings and descriptions: a
change to one of them changes the question, and is paid for again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any, cast

from pydantic import Field, StringConstraints

from vidpipe_assets.language.letters import is_hashtag, plain_letters
from vidpipe_assets.model.events import Event, FurtherEvent
from vidpipe_assets.model.pictures import Hook, IconCard
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Fact, Source, TrendReport
from vidpipe_assets.model.values import Value
from vidpipe_assets.writing.llm.answer_parsing import CLEANED, Dispensable
from vidpipe_assets.writing.llm.forms import ASKING, model_format
from vidpipe_assets.writing.llm.prompts import Material, find_materials, material_picture
from vidpipe_assets.writing.offline.asking import THINK_S
from vidpipe_assets.writing.offline.openings import accent_word
from vidpipe_assets.writing.offline.wording import Ending, end_draft
from vidpipe_assets.writing.pace import SpeechPace
from vidpipe_assets.writing.plan_checks import unsourced_numbers
from vidpipe_assets.writing.plans import (
    SceneDraft,
    Script,
    nothing_to_tell_error,
    sample_note,
    search_terms,
    too_few_facts_error,
    too_few_for_length_error,
)
from vidpipe_assets.writing.text import headline_lines, plain_text, speech_problems, truncate

Tag = Annotated[str, StringConstraints(pattern=r"^f\d{1,2}$")]
Template = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,12}$")]
Hashtag = Annotated[str, StringConstraints(min_length=2, max_length=40)]
MOST_HASHTAGS = 8
MOST_TOLD, MOST_RANKED = 20, 9
"""Facts of a video, and of one that counts them."""

SHORTEST_S, LONGEST_S = 2, 20
"""Seconds that a model may give a scene."""

_AROUND_S = 8
"""Hook and end card, about."""


class Angle(Value):
    """Step 1: the angle from which the story is told."""

    angle: Annotated[str, CLEANED, Field(min_length=10, max_length=240)] = Field(description="one sentence")
    promise: Annotated[str, CLEANED, Field(min_length=5, max_length=160)] = Field(
        description="what the viewer knows at the end"
    )


class Selection(Value):
    """Step 2: what is told."""

    facts: tuple[Tag, ...] = Field(min_length=2, max_length=MOST_TOLD, description="tags in the order of telling")


class HookIdea(Value):
    """Step 3: the first seconds."""

    fact: Tag = Field(description="the fact that it gives away a part of")
    narration: Annotated[str, CLEANED, Field(min_length=6, max_length=150)] = Field(description="what is spoken")
    headline: Annotated[str, CLEANED, Field(min_length=4, max_length=64)] = Field(
        description="shown in very large type"
    )
    sub: Annotated[str, CLEANED, Field(max_length=60)] = Field(default="", description="a small line below, or nothing")


class SceneIdea(Value):
    """One scene of step 4."""

    fact: Tag
    picture: Template = Field(description="one of the fact's pictures, another one than the scene before has")
    seconds: float = Field(ge=SHORTEST_S, le=LONGEST_S, description="how long it should last")


class SceneIdeas(Value):
    """Step 4: how each fact is shown, and how the time is shared out."""

    scenes: tuple[SceneIdea, ...] = Field(min_length=2, max_length=MOST_TOLD, description="one a fact, as ordered")


class SceneWords(Value):
    """One scene of step 5."""

    fact: Tag
    title: Annotated[str, CLEANED, Field(min_length=2, max_length=60)] = Field(description="a chapter's name")
    narration: Annotated[str, CLEANED, Field(min_length=10, max_length=400)] = Field(description="what is spoken")
    question: Annotated[str, CLEANED, Field(max_length=160)] = Field(
        default="", description="only in a quiz or of claims: what the viewer is asked before it"
    )
    event: FurtherEvent | None = Field(
        default=None, description="only where the narration says that just this happens to the subject, or is so"
    )


def usable_hashtags(given: Any) -> tuple[str, ...]:
    """The hashtags among what a model gave as such: with or without the hash, in a list or in one text."""
    entries = re.split(r"[\s,;]+", given) if isinstance(given, str) else given
    listed = cast("list[Any]", entries) if isinstance(entries, list) else []
    tags = (plain_letters(one.strip().lstrip("#")) for one in listed if isinstance(one, str))
    return tuple(dict.fromkeys(tag for tag in tags if 2 <= len(tag) <= 40 and is_hashtag(tag)))[:MOST_HASHTAGS]


class Wording(Value):
    """Step 5: all that is said and written."""

    scenes: tuple[SceneWords, ...] = Field(min_length=2, max_length=MOST_TOLD, description="one a fact, as ordered")
    question: Annotated[str, CLEANED, Field(min_length=5, max_length=60)] = Field(
        description="to the viewer, at the end"
    )
    action: Annotated[str, CLEANED, Field(min_length=5, max_length=90)] = Field(
        description="the call to action after it"
    )
    title: Annotated[str, CLEANED, Field(min_length=5, max_length=100)] = Field(description="of the video")
    description: Annotated[str, CLEANED, Field(min_length=10, max_length=600)] = Field(
        description="below the video; the sources are added by themselves"
    )
    hashtags: Annotated[tuple[Hashtag, ...], Dispensable(usable_hashtags)] = Field(
        min_length=1, max_length=MOST_HASHTAGS, description="without the hash"
    )


MOST_TOKENS = MappingProxyType({"angle": 600, "facts": 500, "hook": 600, "scene_plan": 800, "wording": 2500})
"""The steps by name, in their order, and the most tokens of each answer."""


@dataclass(frozen=True)
class StoryBrief:
    """One story for one theme."""

    report: TrendReport
    theme: Theme
    subject: str
    materials: tuple[Material, ...]
    pace: SpeechPace
    kind: str = "countdown"
    """The format."""

    @classmethod
    def of(cls, report: TrendReport, theme: Theme, pace: SpeechPace | None = None) -> "StoryBrief":
        """`pace`: of the theme's voice. Raises `PermanentError` when there is nothing to tell."""
        subject = plain_text(report.claimed.subject) if report.claimed else theme.name.replace("-", " ")
        pace = pace or SpeechPace(theme.language, theme.voice.speed)
        materials = find_materials(report)
        kind = model_format(theme.format.kind, materials, subject, f"{theme.name} {report.day} {subject}")
        if kind != "countdown" and not isinstance(materials[0].item, Fact):
            raise too_few_facts_error(subject, theme)
        story = cls(report, theme, subject, materials, pace, kind)
        if len(story.materials) < story.fewest:
            raise nothing_to_tell_error(report)
        if len(materials) * LONGEST_S + _AROUND_S < theme.format.seconds:
            raise too_few_for_length_error(subject, theme, len(materials), len(materials) * LONGEST_S + _AROUND_S)
        return story

    @property
    def fewest(self) -> int:
        """How many facts it takes for a video of four scenes."""
        return 2 if self.theme.picture.end_card else 3

    @property
    def most(self) -> int:
        """How many facts its seconds hold."""
        each_s = 9 if self.kind in ASKING else 6
        most = MOST_RANKED if self.kind == "countdown" else MOST_TOLD
        return max(self.fewest, min(most, self.theme.format.seconds // each_s, len(self.materials)))

    def materials_for(self, tags: Iterable[str]) -> tuple[Material, ...]:
        """The materials of these tags; of unknown ones, none."""
        known = {one.tag: one for one in self.materials}
        return tuple(known[tag] for tag in tags if tag in known)

    def scenes_of(self, count: int) -> int:
        """How many scenes a video of `count` facts has."""
        return count * (2 if self.kind in ASKING else 1) + (2 if self.theme.picture.end_card else 1)

    def number_problems(self, path: str, text: str, evidence: Sequence[Material], count: int) -> list[str]:
        """The numbers in `text` that `evidence` does not have, as problems. `count`: how many facts the video tells."""
        known = [one.evidence_text for one in evidence]
        numbers = unsourced_numbers(text, known, self.subject, self.scenes_of(count), self.theme.language)
        where = f"in {', '.join(one.tag for one in evidence)}" if evidence else "in any fact about this"
        return [f"{path}: the number {number!r} does not occur {where}" for number in numbers]


def unspeakable_problems(path: str, text: str) -> list[str]:
    """What keeps a voice from reading `text`, as problems."""
    return [f"{path}: a voice cannot read it: {problem}" for problem in speech_problems(text)]


@dataclass(frozen=True)
class PlanOutline:
    """What the first four steps have decided: angle, facts in their order, hook and scenes."""

    angle: str
    facts: tuple[Material, ...]
    hook: HookIdea
    scenes: SceneIdeas


def build_script(story: StoryBrief, outline: PlanOutline, wording: Wording) -> Script:
    """The script that these words make; the same as the offline writer's in form."""
    return Script(
        subject=story.subject,
        title=wording.title,
        summary=wording.description,
        call_to_action=wording.action,
        drafts=(
            hook_draft(story, outline.hook),
            *(draft for index, words in enumerate(wording.scenes) for draft in _fact(story, outline, index, words)),
            *_end(story, wording),
        ),
        sources=_references(outline.facts),
        evidence={one.evidence: one.evidence_text for one in outline.facts},
        hashtags=wording.hashtags,
        format=story.kind,
    )


def hook_draft(story: StoryBrief, idea: HookIdea) -> SceneDraft:
    """The scene of the hook."""
    (fact,) = story.materials_for([idea.fact])
    headline = idea.headline.replace("*", "")
    return SceneDraft(
        narration=idea.narration,
        title=story.subject,
        kicker=_kicker(story),
        picture=Hook(lines=headline_lines(headline, accent_word(headline)), sub=idea.sub.replace("*", "")),
        icon=fact.icon,
        evidence=(fact.evidence,),
        source=fact.source,
        about=story.subject,
        terms=search_terms(story.subject, fact.short, fact.icon),
    )


def _fact(story: StoryBrief, outline: PlanOutline, index: int, words: SceneWords) -> list[SceneDraft]:
    """The scene of a fact, and before it the one that asks for it."""
    fact = outline.facts[index]
    told = _told(story, outline, index, words)
    if story.kind not in ASKING:
        return [told]
    asked = SceneDraft(
        narration=words.question,
        title=truncate(words.question, 60),
        kicker=_kicker(story),
        picture=IconCard(icon="circle-help", title=truncate(words.question.replace("*", ""), 40)),
        icon="circle-help",
        evidence=(fact.evidence,),
        source=fact.source,
        about=story.subject,
        terms=search_terms(story.subject, "", "circle-help"),
        pause_s=THINK_S,
    )
    return [asked, told]


def _told(story: StoryBrief, outline: PlanOutline, index: int, words: SceneWords) -> SceneDraft:
    fact = outline.facts[index]
    template = outline.scenes.scenes[index].picture
    number = f"#{len(outline.facts) - index}"
    return SceneDraft(
        narration=words.narration,
        title=words.title,
        kicker=number if story.kind == "countdown" else _kicker(story),
        picture=material_picture(
            outline.facts, index, template, story.subject, words.narration, sample=story.report.sample
        ),
        icon=fact.icon,
        evidence=(fact.evidence,),
        source=fact.source,
        about=f"{story.subject}: {fact.short}",
        terms=search_terms(story.subject, fact.short, fact.icon),
        event=_event(words, fact),
    )


def _event(words: SceneWords, fact: Material) -> Event | None:
    """What the model names, if its narration says so; else what the fact names."""
    if words.event is not None and words.event.place_in(words.narration) is not None:
        return Event(**words.event.model_dump())
    return fact.item.event if isinstance(fact.item, Fact) else None


def _end(story: StoryBrief, wording: Wording) -> list[SceneDraft]:
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
        note="" if all(isinstance(one.item, Fact) for one in story.materials) else sample_note(story.report),
    )
    return [replace(end_draft(end, 0, story.subject), title=truncate(question, 60))]


def _kicker(story: StoryBrief) -> str:
    return story.subject if len(story.subject) <= 24 else story.theme.channel


def _references(facts: Sequence[Material]) -> tuple[Source, ...]:
    """The best fact's first, each once."""
    found = [one.reference for one in reversed(facts) if one.reference]
    return tuple({source.url: source for source in found}.values())
