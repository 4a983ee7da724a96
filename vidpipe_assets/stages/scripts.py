"""Who writes the production plan: the theme's chain of writers, from first to last.

The offline writer asks nobody and is the default. A language model is asked through the ledger, step by step. The next
of the chain writes only after a `BadAnswer` (`providers/text` says why), and the log and the plan's `writer` say so;
nobody stands in for a model whom the theme does not name.
"""

from dataclasses import replace
from itertools import pairwise, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.edits import Edits
from vidpipe_assets.model.errors import BadAnswer
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.text import TextProvider
from vidpipe_assets.stages.context import StageContext, stage_client

if TYPE_CHECKING:  # it loads SQLAlchemy and tenacity
    from vidpipe_assets.ledger.client import LedgerClient
    from vidpipe_assets.writing.llm.writer import LlmWriter


def make_plan(context: StageContext, report: TrendReport) -> ProductionPlan:
    """The plan that the theme's writers write, with what a person has written over it."""
    plan = apply_order_edits(context, write_with_chain(context, report))
    return plan.model_copy(update={"made_from": {Stage.ANALYSIS: report.data_version}})


def write_with_chain(context: StageContext, report: TrendReport) -> ProductionPlan:
    """The plan, by the first of the chain that can write it."""
    chain = context.theme.providers.text
    for name, following in pairwise(chain):
        try:
            return _write_with(context, report, name)
        except BadAnswer as error:
            context.log(f"{error}. {following} writes instead, as providers.text says")
    return _write_with(context, report, chain[-1])


def apply_order_edits(context: StageContext, plan: ProductionPlan) -> ProductionPlan:
    """The plan with what a person has written over what some scenes say and show, and in the person's order."""
    edits = Edits.of(context.order)
    if not edits.of_script:
        return plan
    from vidpipe_assets.writing.edits import apply_edits, effective_edits

    there, asked = effective_edits(plan, edits), dict.fromkeys([*edits.scenes, *edits.shown])
    if there:
        context.log(f"a person's edits: {', '.join(there)}")
    outdated = sorted({*asked, *(["order"] if edits.scene_order else [])} - {*there})
    if outdated:
        context.log(f"written over another script, and left out: the edits of {', '.join(outdated)}")
    return apply_edits(plan, edits, context.theme.voice.speed)


def text_models(theme: Theme) -> tuple[str, ...]:
    """The language models that are asked, in their order, before the offline writer writes."""
    from vidpipe_assets.writing.offline.writer import WRITER

    return tuple(takewhile(lambda name: name != WRITER, theme.providers.text))


def _write_with(context: StageContext, report: TrendReport, name: str) -> ProductionPlan:
    from vidpipe_assets.writing.offline.writer import WRITER, write_plan

    if name == WRITER:
        return write_plan(report, context.theme, context.video, context.ingredients.take)
    from vidpipe_assets.stages.voice_pace import voice_pace
    from vidpipe_assets.writing.llm.chain import write_plan_with_llm

    model: TextProvider = context.workplace.provider("text", name)
    context.log(f"{model.name} writes, in five steps")
    author = plan_author(context, model, plan_client(context).asking(model.name))
    return write_plan_with_llm(author, report, context.theme, voice_pace(context))


def plan_author(context: StageContext, model: TextProvider, ask: Ask) -> "LlmWriter":
    """The model at work on the stage's plan."""
    from vidpipe_assets.writing.llm.chain import writer_style
    from vidpipe_assets.writing.llm.writer import LlmWriter

    which = context.theme.models.text.get(model.name, "")
    return LlmWriter(
        model, ask, lambda text: keep_text(context, text), writer_style(context.theme, _objections(context)), which
    )


def plan_client(context: StageContext) -> "LedgerClient":
    """A plan is one whole: who rejects a scene wants other words for it, and a model is asked for all of them."""

    def take_of(scene: str) -> int:
        del scene
        return context.ingredients.take

    return replace(stage_client(context, Stage.SCRIPTS), take_of=take_of)


def _objections(context: StageContext) -> tuple[str, ...]:
    """Why a person wanted another plan than those before, oldest first."""
    about = (
        one for one in context.decisions if one.stage is Stage.SCRIPTS and one.word in (Word.REJECTED, Word.AFRESH)
    )
    return tuple(f"{', '.join(one.scenes)}: {one.reason}".lstrip(": ") for one in about if one.reason)


def keep_text(context: StageContext, text: str) -> Path:
    """Where a text lies that a person may want to read."""
    path, artifacts = context.scratch / "answer.txt", context.workplace.store.artifacts
    write_atomically(path, text.encode("utf-8", "replace"))
    return artifacts.path(artifacts.add(path))
