"""The scripts' chain: a language model writes the plan in five steps, each asked for once, checked, and kept."""

from dataclasses import replace
from functools import cache

from vidpipe_assets.editorial import chain_steps as steps
from vidpipe_assets.editorial.author import Author
from vidpipe_assets.editorial.chain_story import MOST_TOKENS, Decided, Story, script_of
from vidpipe_assets.editorial.chain_wording import wording as wording_of
from vidpipe_assets.editorial.pace import spoken_seconds
from vidpipe_assets.editorial.plans import plan_of
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.providers.text import Prompt


def write_with(author: Author, report: TrendReport, theme: Theme) -> ProductionPlan:
    """The plan as `author` writes it. `author.style` is `steps.style(theme)`.

    Raises what `Author.write` does, and `PermanentError` before anything is asked when there is nothing to tell.
    """

    @cache
    def spoken_s(text: str) -> float:
        return spoken_seconds(text, theme.voice.speed)

    story = Story.of(report, theme)
    angle = author.write(steps.angle(story))
    told = story.tagged(author.write(steps.selection(story, angle)).facts)
    hook = author.write(steps.hook(story, angle, told))
    scenes = author.write(steps.scenes(story, told))
    decided = Decided(angle.angle, told, hook, scenes)
    wording = author.write(wording_of(story, decided, spoken_s))
    plan = plan_of(script_of(story, decided, wording), report, theme, spoken_s, author.model.name)
    return plan.model_copy(update={"model": ", ".join(sorted(author.answered))})


def foreseen(author: Author, report: TrendReport, theme: Theme, *, since: str) -> tuple[Prompt, ...]:
    """For each step from the one called `since`, a prompt of about its length; its own follows from earlier answers."""
    first = replace(steps.angle(Story.of(report, theme)).prompt(author.style), model=author.which)
    names = list(MOST_TOKENS)
    return tuple(replace(first, name=name, most_tokens=MOST_TOKENS[name]) for name in names[names.index(since) :])
