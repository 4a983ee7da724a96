"""The scripts' chain: a language model writes the plan in five steps, each asked for once, checked, and kept.

angle -> facts -> hook -> scenes -> wording. Each is a small question of its own, so that a wrong answer costs one small
repair, and a killed run finds again what was answered. The rules that every answer is held to:

- Facts are named by tag, and exist. Every number said or written occurs in the facts that it is about, but for those
  that count the scenes or are part of the subject's name.
- Seconds are from 2 to 20 a scene. What counts is their proportion: they are scaled to fill the video, as words to be
  written; and the words of the last step then decide.
- Joins, a ranking that says what it ranks by, and an end question of its own are wished for in English, too: what only
  counts or fits every video is repaired once.
- A length within 10 % of the theme's seconds, spoken, is wished for: what misses it is repaired once, and let through
  up to 25 %, where the check `plan_length` tells the person. What is further off is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from vidpipe_assets.model.plan import ProductionPlan, scene_seconds
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.providers.text import Prompt
from vidpipe_assets.voice import unread_signs
from vidpipe_assets.writing.llm.forms import (
    ASKING,
    MANNERS,
    ORDERS,
    TASKS,
    VIRTUES,
    question_problems,
    selection_problems,
    style_problems,
)
from vidpipe_assets.writing.llm.prompts import Material, as_line
from vidpipe_assets.writing.llm.story import (
    MOST_TOKENS,
    Angle,
    HookIdea,
    PlanOutline,
    SceneIdeas,
    SceneWords,
    Selection,
    StoryBrief,
    Wording,
    build_script,
    unspeakable_problems,
)
from vidpipe_assets.writing.llm.writer import AnswerRequest, LlmWriter
from vidpipe_assets.writing.pace import SpeechPace, SpeechSeconds
from vidpipe_assets.writing.plan_checks import TOLERANCE
from vidpipe_assets.writing.plans import build_plan, total_seconds
from vidpipe_assets.writing.text import fits_headline, headline_rule

END_S = 4.0
"""Seconds that the end card will probably take."""

_MOST_HOOK_S = 5.2
_MOST_OBJECTIONS = 5

_TONES = {
    "wry": "dry and amused, never mocking people",
    "warm": "friendly, as one tells a friend",
    "urgent": "fast and tense, in the shortest sentences, without shouting",
    "plain": "plain and matter-of-fact, precise, without remarks",
}


def writer_style(theme: Theme, objections: Sequence[str] = ()) -> str:
    """The system prompt of every step. `objections`: why a person rejected earlier plans, oldest first."""
    form = MANNERS.get(theme.format.kind, "true facts about one subject, told in the format that each task names")
    manner = (
        f"You write short vertical videos: {form}, spoken by one voice and "
        f"captioned word for word. Language: {theme.language}. Tone: {_TONES[theme.tone]}. Short sentences, concrete "
        "words, active voice; no emoji, no hashtags or addresses in spoken text, no clickbait that is not kept. State "
        f"only what the facts given state, and write no number that they do not have. {VIRTUES}"
    )
    if not objections:
        return manner
    listed = "\n".join(f"- {as_line(objection)}" for objection in objections[-_MOST_OBJECTIONS:])
    return (
        f"{manner}\n\nThe editor has rejected what was written before. Do otherwise what was said about it:\n{listed}"
    )


def angle_request(story: StoryBrief) -> AnswerRequest[Angle]:
    """Step 1: from which angle, and why a viewer stays."""
    return AnswerRequest(
        name="angle",
        kind=Angle,
        task="Choose the angle from which this story is told to this audience.",
        most_tokens=MOST_TOKENS["angle"],
        data={**brief_data(story), "why_now": _why_now(story), "facts": [fact.prompt_data for fact in story.materials]},
        check=lambda value: [
            *story.number_problems("angle", value.angle, story.materials, story.most),
            *story.number_problems("promise", value.promise, story.materials, story.most),
        ],
    )


def selection_request(story: StoryBrief, chosen: Angle) -> AnswerRequest[Selection]:
    """Step 2: which facts are told, in which order."""
    fewest, most = story.fewest, story.most
    tags = [fact.tag for fact in story.materials]

    def check(value: Selection) -> Iterable[str]:
        yield from (f"facts: there is no {tag}" for tag in value.facts if tag not in tags)
        if len(set(value.facts)) < len(value.facts):
            yield "facts: each may be told once"
        if not fewest <= len(value.facts) <= most:
            yield f"facts: must be from {fewest} to {most}, not {len(value.facts)}"
        yield from selection_problems(story.kind, story.materials_for(value.facts))

    return AnswerRequest(
        name="facts",
        kind=Selection,
        task=f"Choose from {fewest} to {most} facts that fit the angle, {ORDERS[story.kind]}.",
        most_tokens=MOST_TOKENS["facts"],
        data={
            **brief_data(story),
            "angle": _angle_data(chosen),
            "facts": [fact.prompt_data for fact in story.materials],
        },
        check=check,
    )


def hook_request(story: StoryBrief, chosen: Angle, facts: tuple[Material, ...]) -> AnswerRequest[HookIdea]:
    """Step 3: the first seconds."""
    most, unit = round(_MOST_HOOK_S * story.pace.units_a_second), story.pace.unit

    def check(value: HookIdea) -> Iterable[str]:
        about = [fact for fact in facts if fact.tag == value.fact]
        if not about:
            yield f"fact: must be one of {', '.join(fact.tag for fact in facts)}"
            return
        if (count := story.pace.count(value.narration)) > most:
            yield f"narration: {count} {unit}, at most {most}"
        if not fits_headline(value.headline):
            yield f"headline: must break into {headline_rule(value.headline)}"
        yield from unspeakable_problems("narration", value.narration)
        for path, text in (("narration", value.narration), ("headline", value.headline)):
            yield from story.number_problems(path, text, about, len(facts))

    def mend(value: HookIdea) -> HookIdea:
        about = [fact for fact in facts if fact.tag == value.fact]
        unsourced = story.number_problems("sub", value.sub, about, len(facts))
        return value.model_copy(update={"sub": ""}) if unsourced else value

    return AnswerRequest(
        name="hook",
        kind=HookIdea,
        task="Write the hook: the first three seconds, spoken, and the headline shown meanwhile. It names the subject "
        "and teases one of these facts (best the last one) without giving it away: its number or its point comes "
        f"later. {_GAMES.get(story.kind, '')}The headline does not repeat the narration. The narration has at most "
        f"{most} {unit}; the headline breaks into {headline_rule(unit)}.",
        most_tokens=MOST_TOKENS["hook"],
        data={**brief_data(story), "angle": _angle_data(chosen), "facts": [fact.prompt_data for fact in facts]},
        check=check,
        mend=mend,
    )


def scenes_request(story: StoryBrief, facts: tuple[Material, ...]) -> AnswerRequest[SceneIdeas]:
    """Step 4: how each fact is shown, and how the time is shared out."""

    def check(value: SceneIdeas) -> Iterable[str]:
        yield from order_problems([scene.fact for scene in value.scenes], facts)
        before = ""
        for index, (idea, fact) in enumerate(zip(value.scenes, facts, strict=False)):
            allowed = [name for name in fact.pictures if story.kind == "countdown" or name != "rank"]
            if idea.picture not in allowed:
                yield f"scenes[{index}].picture: must be one of {', '.join(allowed)}, not {idea.picture}"
            elif idea.picture == before and len(allowed) > 1:
                yield f"scenes[{index}].picture: the scene before has {before}, too"
            before = idea.picture

    return AnswerRequest(
        name="scene_plan",
        kind=SceneIdeas,
        task=f"Plan one scene for each of these facts, in this order: its picture and its seconds, together about "
        f"{story.theme.format.seconds - 3 - (END_S if story.theme.picture.end_card else 0):.0f}.",
        most_tokens=MOST_TOKENS["scene_plan"],
        data={**brief_data(story), "facts": [fact.prompt_data for fact in facts]},
        check=check,
    )


def brief_data(story: StoryBrief) -> dict[str, Any]:
    """What every step is told of the video: subject, channel, audience, seconds."""
    theme = story.theme
    brief = {"subject": story.subject, "channel": theme.channel, "audience": theme.audience}
    return {"brief": {**brief, "seconds": theme.format.seconds, "format": MANNERS[story.kind]}}


def _why_now(story: StoryBrief) -> dict[str, Any]:
    report = story.report
    own = set(report.claimed.evidence) if report.claimed else set[str]()
    titles = [post.title for post in report.ranked if not own or post.trend_id in own]
    reason = report.claimed.reason if report.claimed else report.narrative
    return {"reason": reason, "titles": titles[:10], "phrases": report.phrases[:10]}


def _angle_data(chosen: Angle) -> dict[str, str]:
    return {"angle": chosen.angle, "promise": chosen.promise}


def order_problems(tags: list[str], facts: tuple[Material, ...]) -> Iterable[str]:
    """A problem where the scenes, by their tags, are not one for each fact in the facts' order."""
    expected = [fact.tag for fact in facts]
    if tags != expected:
        yield f"scenes: must be of {', '.join(expected)}, in this order, one each"


_ASKED_S = 5.0
"""Of a question, its pause included."""

_GAMES = {
    "quiz": "It says that this is a quiz. ",
    "myth_or_fact": "It says that what follows may be true or false. ",
    "timeline": "It may name the first year, and not the last. ",
}
_FAR = 0.25
_FEWEST_S = 2.2
"""Of a scene: six words of English."""


def wording_request(story: StoryBrief, outline: PlanOutline, spoken_s: SpeechSeconds) -> AnswerRequest[Wording]:
    """Step 5: all words."""

    def check(value: Wording) -> Iterable[str]:
        out_of_order = list(order_problems([scene.fact for scene in value.scenes], outline.facts))
        yield from out_of_order or _wrong_words(story, outline, value)
        if not out_of_order:
            yield from _length(story, outline, value, spoken_s, _FAR)

    return AnswerRequest(
        name="wording",
        kind=Wording,
        task=f"Write the narration of each scene in about the {story.pace.unit} given, {TASKS[story.kind]}; "
        "then the question and the call to action at the end, and the title, the description and the hashtags of the "
        "video. The hook is spoken before the first scene: do not repeat it.",
        most_tokens=MOST_TOKENS["wording"],
        data={
            **brief_data(story),
            "angle": outline.angle,
            "hook": outline.hook.narration,
            "scenes": _budgets(story, outline, spoken_s),
        },
        check=check,
        wishes=lambda value: [
            *_length(story, outline, value, spoken_s, TOLERANCE),
            *_unread(story, value),
            *_style(story, outline, value),
        ],
    )


def _style(story: StoryBrief, outline: PlanOutline, value: Wording) -> list[str]:
    """What gives away that nobody wrote it. The theme's own question is spoken instead of the model's."""
    question = "" if story.theme.closing.question.strip() else value.question
    told = [words.narration for words in value.scenes]
    return style_problems(story.kind, outline.hook.narration, told, question, story.theme.language)


def _unread(story: StoryBrief, value: Wording) -> Iterable[str]:
    """What would be shown and not said."""
    for index, words in enumerate(value.scenes):
        for sign in unread_signs(words.narration, story.theme.language):
            yield f"scenes[{index}].narration: a voice does not read {sign!r}: write a word, or leave it out"


def _budgets(story: StoryBrief, outline: PlanOutline, spoken_s: SpeechSeconds) -> list[dict[str, Any]]:
    """Each fact with its rank and the words (or characters) that its share of the time holds."""
    ideas = outline.scenes.scenes
    opening_s = scene_seconds(spoken_s(outline.hook.narration), last=False)
    left_s = story.theme.format.seconds - opening_s - (END_S if story.theme.picture.end_card else 0)
    asked_s = _ASKED_S * len(ideas) if story.kind in ASKING else 0.0
    scale = max(left_s - asked_s, _FEWEST_S) / sum(idea.seconds for idea in ideas)
    pace = story.pace
    return [
        {
            "fact": fact.tag,
            "says": fact.statement,
            **({"also": fact.beside} if fact.beside else {}),
            **({"number": len(ideas) - index} if story.kind == "countdown" else {}),
            pace.unit: pace.units_in(max(idea.seconds * scale, _FEWEST_S)),
        }
        for index, (fact, idea) in enumerate(zip(outline.facts, ideas, strict=True))
    ]


def _wrong_words(story: StoryBrief, outline: PlanOutline, value: Wording) -> Iterable[str]:
    for index, (words, fact) in enumerate(zip(value.scenes, outline.facts, strict=True)):
        yield from unspeakable_problems(f"scenes[{index}].narration", words.narration)
        yield from story.number_problems(f"scenes[{index}].narration", words.narration, [fact], len(outline.facts))
        yield from story.number_problems(f"scenes[{index}].title", words.title, [fact], len(outline.facts))
        yield from _wrong_question(story, f"scenes[{index}].question", words, fact, len(outline.facts))
    yield from unspeakable_problems("question", f"{value.question} {value.action}")
    for path, text in (("question", value.question), ("action", value.action)):
        yield from story.number_problems(path, text, (), len(outline.facts))
    for path, text in (("title", value.title), ("description", value.description)):
        yield from story.number_problems(path, text, outline.facts, len(outline.facts))


def _wrong_question(story: StoryBrief, path: str, words: SceneWords, fact: Material, count: int) -> Iterable[str]:
    language = story.theme.language
    yield from question_problems(story.kind, path, words.question, words.narration, fact, language)
    if words.question:
        yield from unspeakable_problems(path, words.question)
        yield from story.number_problems(path, words.question, [fact], count)


def _length(story: StoryBrief, outline: PlanOutline, value: Wording, spoken_s: SpeechSeconds, most: float) -> list[str]:
    """That the video would be too long or too short, and which scene takes how long."""
    if list(order_problems([scene.fact for scene in value.scenes], outline.facts)):
        return []
    drafts = build_script(story, outline, value).drafts
    seconds, target = total_seconds(drafts, spoken_s), story.theme.format.seconds
    if abs(seconds / target - 1) <= most:
        return []
    each = ", ".join(f"{spoken_s(draft.narration):.1f}" for draft in drafts)
    change = "shorter" if seconds > target else "longer"
    share = abs(1 - target / seconds)
    return [
        f"scenes: spoken, the video lasts {seconds:.1f} s and must last {target} s (hook, scenes and end: {each} s): "
        f"make the narrations about {share:.0%} {change}"
    ]


def write_plan_with_llm(
    writer: LlmWriter, report: TrendReport, theme: Theme, pace: SpeechPace | None = None
) -> ProductionPlan:
    """The plan as `writer` writes it. `writer.style` is `writer_style(theme)`, `pace` that of the theme's voice.

    Raises what `LlmWriter.write` raises, and `PermanentError` before anything is asked when there is nothing to tell.
    """
    pace = pace or SpeechPace(theme.language, theme.voice.speed)

    @cache
    def spoken_s(text: str) -> float:
        return pace(text)

    story = StoryBrief.of(report, theme, pace)
    angle = writer.write(angle_request(story))
    facts = story.materials_for(writer.write(selection_request(story, angle)).facts)
    hook = writer.write(hook_request(story, angle, facts))
    scenes = writer.write(scenes_request(story, facts))
    outline = PlanOutline(angle.angle, facts, hook, scenes)
    wording = writer.write(wording_request(story, outline, spoken_s))
    plan = build_plan(build_script(story, outline, wording), report, theme, spoken_s, writer.model.name)
    return plan.model_copy(update={"model": ", ".join(sorted(writer.models_used))})


def expected_prompts(writer: LlmWriter, report: TrendReport, theme: Theme, *, since: str) -> tuple[Prompt, ...]:
    """For each step from the one called `since`, a prompt of about its length; its own follows from earlier answers."""
    first = replace(angle_request(StoryBrief.of(report, theme)).prompt(writer.style), model=writer.model_name)
    names = list(MOST_TOKENS)
    return tuple(replace(first, name=name, most_tokens=MOST_TOKENS[name]) for name in names[names.index(since) :])
