"""Rehearsals: a stage puts its questions to the ledger alone, to see what of them is answered and what the rest costs.

A rehearsal goes the stage's own way, in its takes, up to the first question that the ledger has no answer to. From
there on the provider's `price` counts, which asks nobody and needs no key. The price of the next of a chain is added
where it may have to be asked as well: what comes out is the most that would be paid.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from vidpipe_assets.ledger.tally import Sums, added
from vidpipe_assets.model.errors import BadAnswer, Refused, VidpipeError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.providers.footage import FootageProvider, FootageRequest
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.speech import SpeechProvider
from vidpipe_assets.providers.text import Prompt, RawAnswer, TextProvider
from vidpipe_assets.providers.trends import TrendProvider, TrendRequest
from vidpipe_assets.stages.analysis import narrative_author
from vidpipe_assets.stages.client import stage_client
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.stages.footage_dedup import ReservedFootage
from vidpipe_assets.stages.scripts import plan_author, plan_client
from vidpipe_assets.stages.voiceover import speech_lines

if TYPE_CHECKING:
    from vidpipe_assets.render.direction import Shot
    from vidpipe_assets.writing.llm.writer import LlmWriter

P = ParamSpec("P")
T = TypeVar("T")


def quote_trends(context: StageContext, asked: Sequence[TrendProvider]) -> Sums:
    """What looking up the trends costs at most. All sources are asked."""
    sums: Sums = {}
    customer = stage_client(context, Stage.TRENDS, hourly=True).customer
    for one in asked:
        request = TrendRequest(context.theme.name, context.theme.collect, context.workplace.now())
        ask = customer.rehearsing(one.name)
        left, _ = _quote(one.price(request), one.collect, request, context.scratch, ask)
        sums = added(sums, {one.name: left})
    return sums


def quote_footage(context: StageContext, asked: Sequence[FootageProvider], shots: "Sequence[Shot]") -> Sums:
    """What footage for these shots costs at most."""
    from vidpipe_assets.stages.clip_selection import is_drawn
    from vidpipe_assets.stages.footage_search import footage_request

    sums: Sums = {}
    customer = stage_client(context, Stage.CLIPS).customer
    kept = ReservedFootage.of(context, shots)
    for wished in (footage_request(shot) for shot in shots if not is_drawn(shot)):
        for one in _same_provider_first(asked, kept.served_by(wished.scene)):
            wish = replace(wished, model=context.theme.models.footage.get(one.name, ""))
            ask = customer.rehearsing(one.name, wish.scene)
            left, found = _quote(_footage_price(one, wish), one.obtain, wish, (), context.scratch, ask)
            sums = added(sums, {one.name: left})
            if found is not None:
                break
    return sums


def _same_provider_first(asked: Sequence[FootageProvider], served_by: str) -> list[FootageProvider]:
    """Whoever served a scene before is asked first; nobody is if it was somebody who is not paid."""
    first = [one for one in asked if one.name == served_by]
    return [*first, *(one for one in asked if one not in first)] if first or not served_by else []


def _footage_price(provider: FootageProvider, wish: FootageRequest) -> Money:
    """What `provider` would charge; nothing for what it does not make."""
    try:
        return provider.price(wish)
    except Refused:
        return FREE


def quote_speech(context: StageContext, asked: Sequence[SpeechProvider], plan: ProductionPlan) -> Sums:
    """What speaking the plan costs at most. The next voice speaks only what the one before it has refused."""
    sums: Sums = {}
    customer = stage_client(context, Stage.VOICEOVER).customer
    for one in asked:
        outcomes = [
            _quote(one.price(line), one.speak, (line,), context.scratch, customer.rehearsing(one.name, line.scene))
            for line in speech_lines(context.theme, one.name, plan).values()
        ]
        for left, _ in outcomes:
            sums = added(sums, {one.name: left})
        if all(said is not None for _, said in outcomes):
            break
    return sums


def quote_narrative(context: StageContext, model: TextProvider, snapshot: TrendSnapshot) -> Sums:
    """What telling the trends costs at most, asked once."""
    from vidpipe_assets.writing.analysis.report import analyse
    from vidpipe_assets.writing.llm.narrative import narrative_request

    report = analyse(snapshot)
    if not report.ranked:
        return {}
    author = narrative_author(context, model, stage_client(context, Stage.ANALYSIS).customer.rehearsing(model.name))
    wanted = narrative_request(report)
    left, _ = _quote(model.price(wanted.prompt(author.style)), author.write, wanted)
    return {model.name: left}


def quote_plan(context: StageContext, models: Sequence[TextProvider], report: TrendReport) -> Sums:
    """What writing the plan will probably cost: each step that is not answered yet, asked once."""
    from vidpipe_assets.ledger.client import Unanswered
    from vidpipe_assets.writing.llm.chain import write_plan_with_llm

    for model in models:
        recorder = _StepRecorder(model)
        author = plan_author(context, recorder, plan_client(context).rehearsing(model.name))
        try:
            write_plan_with_llm(author, report, context.theme)
        except BadAnswer:  # known already: the next of the chain writes
            continue
        except Unanswered as stopped:
            return {model.name: stopped.left_of(recorder.price_of_rest(author, report, context.theme))}
        except VidpipeError:  # no key, for one
            return {model.name: recorder.price_of_rest(author, report, context.theme)} if recorder.step else {}
        break
    return {}


class _StepRecorder:
    """A model that remembers how far it was asked."""

    def __init__(self, model: TextProvider) -> None:
        self.name = model.name
        self.step = ""
        self._model = model

    def price(self, prompt: Prompt) -> Money:
        """The model's."""
        return self._model.price(prompt)

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        """The model's."""
        self.step = prompt.name
        return self._model.answer(prompt, ask)

    def price_of_rest(self, author: "LlmWriter", report: TrendReport, theme: Theme) -> Money:
        """Of the step that it was asked last, and of those after it."""
        from vidpipe_assets.writing.llm.chain import expected_prompts

        prices = [self.price(prompt) for prompt in expected_prompts(author, report, theme, since=self.step)]
        return sum(prices[1:], prices[0])


def _quote(most: Money, way: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[Money, T | None]:
    """What is left to be paid of `most` on this way, and what it leads to; None: nobody can tell yet, or nothing."""
    from vidpipe_assets.ledger.client import Unanswered

    try:
        return FREE, way(*args, **kwargs)
    except Unanswered as stopped:
        return stopped.left_of(most), None
    except VidpipeError:  # no key, for one: then nobody can tell what is answered
        return most, None
