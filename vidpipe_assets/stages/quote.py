"""What a stage would still pay its providers, by the ledger's answers alone. Nobody is asked.

A quote goes the own way of the stage, in its takes, up to the first question that the ledger has no answer to. From
there on the price that a provider tells counts, which asks nobody and needs no key. The price of the next of a chain is
added where it may have to be asked as well: what comes out is the most that would be paid.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from vidpipe_assets.ledger.tally import ProviderCosts, add_costs
from vidpipe_assets.model.errors import BadAnswer, Refused
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.providers.footage import FootageProvider, FootageRequest, Judged
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.speech import SpeechProvider
from vidpipe_assets.providers.text import Prompt, RawAnswer, TextProvider
from vidpipe_assets.providers.trends import TrendProvider, TrendRequest
from vidpipe_assets.stages.analysis import narrative_author
from vidpipe_assets.stages.context import StageContext, stage_client
from vidpipe_assets.stages.footage_dedup import ReservedFootage
from vidpipe_assets.stages.reference import theme_reference
from vidpipe_assets.stages.scripts import plan_author, plan_client
from vidpipe_assets.stages.voiceover import speech_lines

if TYPE_CHECKING:
    from vidpipe_assets.render.art_direction import Shot
    from vidpipe_assets.writing.llm.writer import LlmWriter


def quote_trends(context: StageContext, asked: Sequence[TrendProvider]) -> ProviderCosts:
    """What looking up the trends costs at most. All sources are asked."""
    sums: ProviderCosts = {}
    client = stage_client(context, Stage.TRENDS, hourly=True)
    for one in asked:
        request = TrendRequest(context.theme.name, context.theme.collect, context.workplace.now())
        collect = partial(one.collect, request, context.scratch)
        quote = client.quote(one.name, collect, partial(one.price, request))
        sums = add_costs(sums, {one.name: quote.price})
    return sums


def quote_footage(context: StageContext, asked: Sequence[FootageProvider], shots: "Sequence[Shot]") -> ProviderCosts:
    """What footage for these shots costs at most."""
    from vidpipe_assets.stages.clip_selection import is_drawn
    from vidpipe_assets.stages.footage_search import footage_request

    sums: ProviderCosts = {}
    client = stage_client(context, Stage.CLIPS)
    kept, reference = ReservedFootage.of(context, shots), theme_reference(context)
    for wished in (footage_request(shot) for shot in shots if not is_drawn(shot)):
        for one in _same_provider_first(asked, kept.served_by(wished.scene)):
            wish = replace(wished, model=context.theme.models.footage.get(one.name, ""), reference=reference)
            obtain = partial(one.obtain, wish, (), context.scratch)
            quote = client.quote(one.name, obtain, partial(_footage_price, one, wish), scene=wish.scene)
            sums = add_costs(sums, {one.name: quote.price})
            if quote.result is not None:
                break
    return sums


def quote_looks(context: StageContext, shots: "Sequence[Shot]") -> ProviderCosts:
    """What it costs at most that a model looks at what libraries find: once in each, for scenes nobody has served."""
    from vidpipe_assets.stages.clip_selection import is_drawn
    from vidpipe_assets.stages.clips import footage_chain
    from vidpipe_assets.stages.picture_judge import price_of_looks

    kept = ReservedFootage.of(context, shots)
    scenes = [shot.scene.id for shot in shots if not is_drawn(shot) and not kept.served_by(shot.scene.id)]
    asked = (context.workplace.provider("footage", name) for name in footage_chain(context.theme))
    libraries = sum(1 for one in asked if isinstance(one, Judged) and one.judged)
    found = price_of_looks(context.workplace, context.theme, len(scenes) * libraries)
    return {found[0]: found[1]} if found else {}


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


def quote_speech(context: StageContext, asked: Sequence[SpeechProvider], plan: ProductionPlan) -> ProviderCosts:
    """What speaking the plan costs at most. The next voice speaks only what the one before it has refused."""
    sums: ProviderCosts = {}
    client = stage_client(context, Stage.VOICEOVER)
    for one in asked:
        quotes = [
            client.quote(
                one.name, partial(one.speak, (line,), context.scratch), partial(one.price, line), scene=line.scene
            )
            for line in speech_lines(context.theme, one.name, plan).values()
        ]
        for quote in quotes:
            sums = add_costs(sums, {one.name: quote.price})
        if all(quote.result is not None for quote in quotes):
            break
    return sums


def quote_narrative(context: StageContext, model: TextProvider, snapshot: TrendSnapshot) -> ProviderCosts:
    """What telling the trends costs at most, asked once."""
    from vidpipe_assets.writing.analysis.report import analyse
    from vidpipe_assets.writing.llm.narrative import narrative_request, narrator_style

    report = analyse(snapshot)
    if not report.ranked:
        return {}
    request = narrative_request(report, context.theme.language)

    def price() -> Money:
        return model.price(request.prompt(narrator_style(context.theme)))

    client = stage_client(context, Stage.ANALYSIS)
    quote = client.quote(model.name, lambda ask: narrative_author(context, model, ask).write(request), price)
    return {model.name: quote.price}


def quote_plan(context: StageContext, models: Sequence[TextProvider], report: TrendReport) -> ProviderCosts:
    """What writing the plan will probably cost: each step that is not answered yet, asked once."""
    for model in models:
        recorder = _StepRecorder(context, model, report)
        quote = plan_client(context).quote(model.name, recorder.write, recorder.price_of_rest)
        if isinstance(quote.error, BadAnswer):  # known already: the next of the chain writes
            continue
        return {} if quote.result else {model.name: quote.price}
    return {}


class _StepRecorder:
    """A model that writes the plan, and remembers the step that it was asked for last."""

    def __init__(self, context: StageContext, model: TextProvider, report: TrendReport) -> None:
        self.name = model.name
        self._context = context
        self._model = model
        self._report = report
        self._author: LlmWriter | None = None
        self._step = ""

    def price(self, prompt: Prompt) -> Money:
        """As the model says."""
        return self._model.price(prompt)

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        """As the model answers."""
        self._step = prompt.name
        return self._model.answer(prompt, ask)

    def write(self, ask: Ask) -> ProductionPlan:
        """The plan, step by step."""
        from vidpipe_assets.writing.llm.chain import write_plan_with_llm

        self._author = plan_author(self._context, self, ask)
        return write_plan_with_llm(self._author, self._report, self._context.theme)

    def price_of_rest(self) -> Money:
        """The price of the step that was asked for last, and of those after it; nothing if none was."""
        from vidpipe_assets.writing.llm.chain import expected_prompts

        if self._author is None or not self._step:
            return FREE
        prompts = expected_prompts(self._author, self._report, self._context.theme, since=self._step)
        first, *others = [self.price(prompt) for prompt in prompts]
        return sum(others, first)
