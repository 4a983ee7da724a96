"""The last step of the scripts' chain: all words, as many as the time holds.

Within 10 % of the theme's seconds, spoken, is wished for: what misses it is repaired once, and let through up to 25 %,
where the check `plan_length` tells the person. What is further off is refused.

The scripts' chain: a language model writes the plan in five steps, each asked for once, checked, and kept.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from vidpipe_assets.model.plan import ProductionPlan, scene_seconds
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.providers.text import Prompt
from vidpipe_assets.writing.llm.steps import (
    END_S,
    angle_request,
    brief_data,
    hook_request,
    order_problems,
    scenes_request,
    selection_request,
)
from vidpipe_assets.writing.llm.story import (
    MOST_TOKENS,
    PlanOutline,
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
