"""Who tells what the trends show: the statistics' own words, or the first language model of `providers.text`.

The narrative is for people. So nothing waits for it: where a model writes nothing usable, or refuses, the statistics'
own words stay, and the log says so. What is transient or blocked ends the stage as everywhere, since the script needs
the same model.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.errors import BadAnswer, Refused, VidpipeError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.text import TextProvider
from vidpipe_assets.stages.context import StageContext, stage_client
from vidpipe_assets.stages.scripts import keep_text, text_models
from vidpipe_assets.storage.store import Store

if TYPE_CHECKING:
    from vidpipe_assets.writing.llm.writer import LlmWriter


def analyse_trends(context: StageContext, snapshot: TrendSnapshot) -> TrendReport:
    """What the trends mean, who tells it, and the story that is claimed for this video."""
    from vidpipe_assets.writing.analysis.report import analyse, apply_claim, claimable_keys, matching_keys

    report = add_narrative(context, analyse(snapshot))
    topic, days = context.order.topic, context.theme.repeat_after_days
    candidates = matching_keys(report, topic) if topic else claimable_keys(report)
    candidates = _without_rejected(context, candidates)
    claimed = context.workplace.store.claims.claim(context.key, candidates, days, context.fence)
    report = apply_claim(report, claimed, candidates=candidates, topic=topic, repeat_after_days=days)
    return report.model_copy(update={"made_from": {Stage.TRENDS: snapshot.data_version}})


def told_stories(store: Store, video: str) -> frozenset[str]:
    """The stories that the video's analyses have claimed so far."""
    found: set[str] = set()
    for version in store.documents.versions(video).get(Stage.ANALYSIS, ()):
        with suppress(VidpipeError, OSError):  # one that can no longer be read says nothing
            report = store.documents.load(video, Stage.ANALYSIS, version, TrendReport)
            found |= {report.claimed.key} if report.claimed else set()
    return frozenset(found)


def _without_rejected(context: StageContext, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """The stories that can be told, without those that a person has rejected.

    Each rejection asks for one more story: once as many were told, the last one stays when the analysis is made again.
    """
    rejections = [one for one in context.decisions if one.stage is Stage.ANALYSIS and one.word is Word.REJECTED]
    told = told_stories(context.workplace.store, context.video) if rejections else frozenset[str]()
    if not rejections or len(told) > len(rejections):
        return candidates
    return tuple(story for story in candidates if story not in told) or candidates


def add_narrative(context: StageContext, report: TrendReport) -> TrendReport:
    """The report with its narrative by a model, if the theme names one and there is something to tell."""
    names = text_models(context.theme)[:1] if report.ranked else ()
    for name in names:
        model: TextProvider = context.workplace.provider("text", name)
        author = narrative_author(context, model, stage_client(context, Stage.ANALYSIS).asking(model.name))
        return _narrate(context, author, report)
    return report


def narrative_author(context: StageContext, model: TextProvider, ask: Ask) -> "LlmWriter":
    """The model at work on the stage's report."""
    from vidpipe_assets.writing.llm.narrative import narrator_style
    from vidpipe_assets.writing.llm.writer import LlmWriter

    which = context.theme.models.text.get(model.name, "")
    return LlmWriter(model, ask, lambda text: keep_text(context, text), narrator_style(context.theme), which)


def _narrate(context: StageContext, author: "LlmWriter", report: TrendReport) -> TrendReport:
    from vidpipe_assets.writing.llm.narrative import narrative_request

    try:
        written = author.write(narrative_request(report, context.theme.language))
    except (BadAnswer, Refused) as error:
        context.log(f"{error}. The statistics' own words stay")
        return report
    return report.model_copy(update={"narrative": written.narrative, "narrator": author.model.name})
