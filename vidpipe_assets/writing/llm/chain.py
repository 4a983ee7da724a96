"""The first four steps of the scripts' chain: what each asks a model for, and when its answer is good.

angle -> facts -> hook -> scenes -> wording. Each is a small question of its own, so that a wrong answer costs one small
repair, and a killed run finds again what was answered. The rules that every answer is held to:
- What is told is named by tag, and exists. Every number said or written occurs in the facts that it is about, but for
  those that count the scenes or are part of the subject's name.
- Seconds are from 2 to 20 a scene. What counts is their proportion: they are scaled to fill the video, as words to be
  written; and the words then decide (`chain_wording`).

The last step of the scripts' chain: all words, as many as the time holds.

Within 10 % of the theme's seconds, spoken, is wished for: what misses it is repaired once, and let through up to 25 %,
where the check `plan_length` tells the person. What is further off is refused.

The scripts' chain: a language model writes the plan in five steps, each asked for once, checked, and kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from vidpipe_assets.model.plan import ProductionPlan, scene_seconds
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.providers.text import Prompt
from vidpipe_assets.writing.llm.prompts import Material, as_line
from vidpipe_assets.writing.llm.story import (
    MOST_TOKENS,
    Angle,
    HookIdea,
    PlanOutline,
    SceneIdeas,
    Selection,
    StoryBrief,
    Wording,
    build_script,
    unspeakable_problems,
)
from vidpipe_assets.writing.llm.writer import AnswerRequest, LlmWriter
from vidpipe_assets.writing.offline.fact_choice import SpeechSeconds
from vidpipe_assets.writing.pace import spoken_seconds
from vidpipe_assets.writing.plan_checks import TOLERANCE
from vidpipe_assets.writing.plans import build_plan, total_seconds
from vidpipe_assets.writing.text import fits_headline

END_S = 4.0
"""What the end card will probably take."""

_MOST_HOOK_WORDS = 14
_MOST_OBJECTIONS = 5

_TONES = {
    "wry": "dry and amused, never mocking people",
    "warm": "friendly, as one tells a friend",
    "urgent": "fast and tense, without shouting",
    "plain": "plain and matter-of-fact",
}


def writer_style(theme: Theme, objections: Sequence[str] = ()) -> str:
    """What a model is told before every step. `objections`: why a person rejected earlier plans, oldest first."""
    manner = (
        "You write short vertical videos: a countdown of true facts about one subject, spoken by one voice and "
        f"captioned word for word. Language: {theme.language}. Tone: {_TONES[theme.tone]}. Short sentences, concrete "
        "words, active voice; no emoji, no hashtags or addresses in spoken text, no clickbait that is not kept. State "
        "only what the facts given state, and write no number that they do not have."
    )
    if not objections:
        return manner
    said = "\n".join(f"- {as_line(one)}" for one in objections[-_MOST_OBJECTIONS:])
    return f"{manner}\n\nThe editor has rejected what was written before. Do otherwise what was said about it:\n{said}"


def angle_request(story: StoryBrief) -> AnswerRequest[Angle]:
    """Step 1: from which angle, and why a viewer stays."""
    return AnswerRequest(
        name="angle",
        kind=Angle,
        task="Choose the angle from which this story is told to this audience.",
        most_tokens=MOST_TOKENS["angle"],
        data={**brief_data(story), "why_now": _why_now(story), "facts": [one.for_model for one in story.materials]},
        check=lambda value: [
            *story.false("angle", value.angle, story.materials, story.most),
            *story.false("promise", value.promise, story.materials, story.most),
        ],
    )


def selection_request(story: StoryBrief, chosen: Angle) -> AnswerRequest[Selection]:
    """Step 2: which facts are told, in which order."""
    fewest, most = story.fewest, story.most
    tags = [one.tag for one in story.materials]

    def check(value: Selection) -> Iterable[str]:
        yield from (f"facts: there is no {tag}" for tag in value.facts if tag not in tags)
        if len(set(value.facts)) < len(value.facts):
            yield "facts: each may be told once"
        if not fewest <= len(value.facts) <= most:
            yield f"facts: must be from {fewest} to {most}, not {len(value.facts)}"

    return AnswerRequest(
        name="facts",
        kind=Selection,
        task=f"Choose from {fewest} to {most} facts that fit the angle, in the order of telling: good ones first, and "
        "the most surprising one last.",
        most_tokens=MOST_TOKENS["facts"],
        data={**brief_data(story), "angle": _angle_data(chosen), "facts": [one.for_model for one in story.materials]},
        check=check,
    )


def hook_request(story: StoryBrief, chosen: Angle, told: tuple[Material, ...]) -> AnswerRequest[HookIdea]:
    """Step 3: the first seconds."""

    def check(value: HookIdea) -> Iterable[str]:
        about = [one for one in told if one.tag == value.fact]
        if not about:
            yield f"fact: must be one of {', '.join(one.tag for one in told)}"
            return
        if len(value.narration.split()) > _MOST_HOOK_WORDS:
            yield f"narration: {len(value.narration.split())} words, at most {_MOST_HOOK_WORDS}"
        if not fits_headline(value.headline):
            yield "headline: must break into 2 to 4 lines of at most 18 characters, with no word of over 16"
        yield from unspeakable_problems("narration", value.narration)
        for path, text in (("narration", value.narration), ("headline", value.headline), ("sub", value.sub)):
            yield from story.false(path, text, about, len(told))

    return AnswerRequest(
        name="hook",
        kind=HookIdea,
        task="Write the hook: the first three seconds, spoken, and the headline shown meanwhile. It names the subject "
        "and gives away just enough of one of these facts (best of the last one) that the viewer stays for it.",
        most_tokens=MOST_TOKENS["hook"],
        data={**brief_data(story), "angle": _angle_data(chosen), "facts": [one.for_model for one in told]},
        check=check,
    )


def scenes_request(story: StoryBrief, told: tuple[Material, ...]) -> AnswerRequest[SceneIdeas]:
    """Step 4: how each fact is shown, and how the time is shared out."""

    def check(value: SceneIdeas) -> Iterable[str]:
        yield from order_problems([one.fact for one in value.scenes], told)
        before = ""
        for place, (idea, fact) in enumerate(zip(value.scenes, told, strict=False)):
            if idea.picture not in fact.pictures:
                yield f"scenes[{place}].picture: must be one of {', '.join(fact.pictures)}, not {idea.picture}"
            elif idea.picture == before:
                yield f"scenes[{place}].picture: the scene before has {before}, too"
            before = idea.picture

    return AnswerRequest(
        name="scene_plan",
        kind=SceneIdeas,
        task=f"Plan one scene for each of these facts, in this order: its picture and its seconds, together about "
        f"{story.theme.format.seconds - 3 - (END_S if story.theme.picture.end_card else 0):.0f}.",
        most_tokens=MOST_TOKENS["scene_plan"],
        data={**brief_data(story), "facts": [one.for_model for one in told]},
        check=check,
    )


def brief_data(story: StoryBrief) -> dict[str, Any]:
    """What every step is told of the video."""
    theme = story.theme
    brief = {"subject": story.subject, "channel": theme.channel, "audience": theme.audience}
    return {"brief": {**brief, "seconds": theme.format.seconds}}


def _why_now(story: StoryBrief) -> dict[str, Any]:
    report = story.report
    own = set(report.claimed.evidence) if report.claimed else set[str]()
    titles = [one.title for one in report.ranked if not own or one.trend_id in own]
    reason = report.claimed.reason if report.claimed else report.narrative
    return {"reason": reason, "titles": titles[:10], "phrases": report.phrases[:10]}


def _angle_data(chosen: Angle) -> dict[str, str]:
    return {"angle": chosen.angle, "promise": chosen.promise}


def order_problems(tags: list[str], told: tuple[Material, ...]) -> Iterable[str]:
    """That the scenes are not one for each fact told, in their order."""
    wanted = [one.tag for one in told]
    if tags != wanted:
        yield f"scenes: must be of {', '.join(wanted)}, in this order, one each"


_FAR = 0.25
_WORDS_A_SECOND = 2.7
"""Of the offline writer's English, pauses included: 2.7 to 3.1."""


def wording_request(story: StoryBrief, decided: PlanOutline, spoken_s: SpeechSeconds) -> AnswerRequest[Wording]:
    """Step 5: all words."""

    def check(value: Wording) -> Iterable[str]:
        out_of_order = list(order_problems([one.fact for one in value.scenes], decided.told))
        yield from out_of_order or _wrong_words(story, decided, value)
        if not out_of_order:
            yield from _length(story, decided, value, spoken_s, _FAR)

    return AnswerRequest(
        name="wording",
        kind=Wording,
        task="Write the narration of each scene in about the words given, as a countdown to number one; then the "
        "question and the call to action at the end, and the title, the description and the hashtags of the video. The "
        "hook is spoken before the first scene: do not repeat it.",
        most_tokens=MOST_TOKENS["wording"],
        data={
            **brief_data(story),
            "angle": decided.angle,
            "hook": decided.hook.narration,
            "scenes": _budgets(story, decided, spoken_s),
        },
        check=check,
        wishes=lambda value: _length(story, decided, value, spoken_s, TOLERANCE),
    )


def _budgets(story: StoryBrief, decided: PlanOutline, spoken_s: SpeechSeconds) -> list[dict[str, Any]]:
    """Each fact with its rank and the words that its share of the time holds."""
    ideas = decided.scenes.scenes
    opening_s = scene_seconds(spoken_s(decided.hook.narration), last=False)
    left_s = story.theme.format.seconds - opening_s - (END_S if story.theme.picture.end_card else 0)
    scale = left_s / sum(idea.seconds for idea in ideas)
    pace = _WORDS_A_SECOND * story.theme.voice.speed
    return [
        {
            "fact": fact.tag,
            "says": fact.says,
            "number": len(ideas) - place,
            "words": max(round(idea.seconds * scale * pace), 6),
        }
        for place, (fact, idea) in enumerate(zip(decided.told, ideas, strict=True))
    ]


def _wrong_words(story: StoryBrief, decided: PlanOutline, value: Wording) -> Iterable[str]:
    for place, (words, fact) in enumerate(zip(value.scenes, decided.told, strict=True)):
        yield from unspeakable_problems(f"scenes[{place}].narration", words.narration)
        yield from story.false(f"scenes[{place}].narration", words.narration, [fact], len(decided.told))
        yield from story.false(f"scenes[{place}].title", words.title, [fact], len(decided.told))
    yield from unspeakable_problems("question", f"{value.question} {value.action}")
    for path, text in (("question", value.question), ("action", value.action)):
        yield from story.false(path, text, (), len(decided.told))
    for path, text in (("title", value.title), ("description", value.description)):
        yield from story.false(path, text, decided.told, len(decided.told))


def _length(story: StoryBrief, decided: PlanOutline, value: Wording, spoken_s: SpeechSeconds, most: float) -> list[str]:
    """That the video would be too long or too short, and which scene takes how long."""
    if list(order_problems([one.fact for one in value.scenes], decided.told)):
        return []
    drafts = build_script(story, decided, value).drafts
    seconds, wanted = total_seconds(drafts, spoken_s), story.theme.format.seconds
    if abs(seconds / wanted - 1) <= most:
        return []
    each = ", ".join(f"{spoken_s(one.narration):.1f}" for one in drafts)
    change = "shorter" if seconds > wanted else "longer"
    share = abs(1 - wanted / seconds)
    return [
        f"scenes: spoken, the video lasts {seconds:.1f} s and must last {wanted} s (hook, scenes and end: {each} s): "
        f"make the narrations about {share:.0%} {change}"
    ]


def write_plan_with_llm(author: LlmWriter, report: TrendReport, theme: Theme) -> ProductionPlan:
    """The plan as `author` writes it. `author.style` is `writer_style(theme)`.

    Raises what `Author.write` does, and `PermanentError` before anything is asked when there is nothing to tell.
    """

    @cache
    def spoken_s(text: str) -> float:
        return spoken_seconds(text, theme.voice.speed)

    story = StoryBrief.of(report, theme)
    angle = author.write(angle_request(story))
    told = story.tagged(author.write(selection_request(story, angle)).facts)
    hook = author.write(hook_request(story, angle, told))
    scenes = author.write(scenes_request(story, told))
    decided = PlanOutline(angle.angle, told, hook, scenes)
    wording = author.write(wording_request(story, decided, spoken_s))
    plan = build_plan(build_script(story, decided, wording), report, theme, spoken_s, author.model.name)
    return plan.model_copy(update={"model": ", ".join(sorted(author.answered))})


def expected_prompts(author: LlmWriter, report: TrendReport, theme: Theme, *, since: str) -> tuple[Prompt, ...]:
    """For each step from the one called `since`, a prompt of about its length; its own follows from earlier answers."""
    first = replace(angle_request(StoryBrief.of(report, theme)).prompt(author.style), model=author.which)
    names = list(MOST_TOKENS)
    return tuple(replace(first, name=name, most_tokens=MOST_TOKENS[name]) for name in names[names.index(since) :])
