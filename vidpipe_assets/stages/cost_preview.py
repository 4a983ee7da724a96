"""What a stage would be paid for if it was made now, as far as anybody can tell. Asks nobody and needs no key.

What an edit would make again, and what that would cost at most: said before it is kept.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from vidpipe_assets.ledger.tally import ProviderCosts, add_costs, costs_text
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import ClipSet, Voiceover
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.edit import PreparedEdit
from vidpipe_assets.operations.status import video_progress
from vidpipe_assets.planning.desired import StageDecision, stage_decisions, stage_overrides
from vidpipe_assets.planning.fingerprints import ingredients
from vidpipe_assets.planning.planner import StagePlan, StageStatus
from vidpipe_assets.providers.footage import FootageRequest
from vidpipe_assets.providers.prices import Charging
from vidpipe_assets.providers.speech import SpeechLine
from vidpipe_assets.providers.text import Prompt
from vidpipe_assets.providers.trends import TrendRequest
from vidpipe_assets.stages import quote
from vidpipe_assets.stages.clips import footage_chain, lengthen_outlasted, plan_shots
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.stages.picture_judge import price_of_looks
from vidpipe_assets.stages.scripts import text_models
from vidpipe_assets.workplace import Workplace

_KINDS: Mapping[Stage, type[Any]] = {
    Stage.TRENDS: TrendSnapshot,
    Stage.ANALYSIS: TrendReport,
    Stage.SCRIPTS: ProductionPlan,
    Stage.CLIPS: ClipSet,
    Stage.VOICEOVER: Voiceover,
}


@dataclass(frozen=True)
class CostEstimate:
    """What a stage would be paid for: a sum for each provider, or why nobody can tell yet."""

    sums: ProviderCosts = field(default_factory=dict[str, Money])
    unknown: str = ""
    roughly: bool = False
    """Whether it is an estimate, and not the most that it can be."""
    from_memory: tuple[str, ...] = ()
    """The providers whose price nobody has read where it is published."""

    def __str__(self) -> str:
        if self.unknown:
            return f"unknown {self.unknown}"
        if not self.sums:
            return "0"
        doubt = f" (by a price from memory: {', '.join(self.from_memory)})" if self.from_memory else ""
        return f"{'about' if self.roughly else 'at most'} {costs_text(self.sums)}{doubt}"


class CostPreview:
    """Of the stages of many videos."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._themes: dict[str, Theme] = {}
        self._providers: dict[tuple[str, Stage], list[Any]] = {}

    def of(self, key: str, stage: Stage, made: Mapping[Stage, str]) -> CostEstimate:
        """What `stage` of a video would be paid for. `made`: data versions of the stages that are as they should be."""
        name = VideoKey.parse(key).theme
        try:
            theme = self._theme(name)
            asked = self._priced(theme, stage)
            missing = next((up for up in stage.upstream if up not in made), None)
            if not asked:
                return CostEstimate()
            if missing:
                return CostEstimate(unknown=f"until {missing}")
            with self._context(key, stage, theme, made) as context:
                load = self._workplace.store.documents.load
                read = {up: load(context.video, up, made[up], _KINDS[up]) for up in stage.upstream}
                sums = self._sums(context, stage, asked, read)
                return _estimate(sums, theme, stage, asked, roughly=stage is Stage.SCRIPTS)
        except VidpipeError as error:
            return CostEstimate(unknown=f"({str(error).partition(chr(10))[0]})")

    def of_script(self, key: str, stage: Stage, plan: ProductionPlan) -> CostEstimate:
        """What `stage`, 'clips' or 'voiceover', would be paid for if the script was `plan`."""
        try:
            theme = self._theme(VideoKey.parse(key).theme)
            asked = self._priced(theme, stage)
            if not asked:
                return CostEstimate()
            with self._context(key, stage, theme, {Stage.SCRIPTS: plan.data_version}) as context:
                sums = self._sums(context, stage, asked, {Stage.SCRIPTS: plan})
                return _estimate(sums, theme, stage, asked)
        except VidpipeError as error:
            return CostEstimate(unknown=f"({str(error).partition(chr(10))[0]})")

    def _theme(self, name: str) -> Theme:
        if name not in self._themes:
            self._themes[name] = self._workplace.theme(name)
        return self._themes[name]

    def _priced(self, theme: Theme, stage: Stage) -> list[Any]:
        """The providers that the stage may have to pay, in their order; none if all that they ask is free."""
        at = (theme.name, stage)
        if at not in self._providers:
            self._providers[at] = _paid_providers(self._workplace, theme, stage)
        return self._providers[at]

    @contextmanager
    def _context(self, key: str, stage: Stage, theme: Theme, made: Mapping[Stage, str]) -> Generator[StageContext]:
        """The stage's context, as it would be."""
        store = self._workplace.store
        order, decisions = store.orders.ensure(VideoKey.parse(key)), store.decisions.of(key)
        take = stage_decisions(decisions).get(stage, StageDecision()).take
        made_of = ingredients(stage, theme, overrides=stage_overrides(order, stage), upstream=made, take=take)
        with store.scratch(f"{key}-price") as scratch:
            yield StageContext(order.key, theme, order, self._workplace, made_of, _silently, scratch, decisions)

    def _sums(self, context: StageContext, stage: Stage, asked: list[Any], read: Mapping[Stage, Any]) -> ProviderCosts:
        match stage:
            case Stage.TRENDS:
                return quote.quote_trends(context, asked)
            case Stage.ANALYSIS:
                return quote.quote_narrative(context, asked[0], read[Stage.TRENDS])
            case Stage.SCRIPTS:
                return quote.quote_plan(context, asked, read[Stage.ANALYSIS])
            case Stage.VOICEOVER:
                return quote.quote_speech(context, asked, read[Stage.SCRIPTS])
            case Stage.CLIPS:
                return _footage_sums(context, asked, plan_shots(context, read[Stage.SCRIPTS]))
            case _:
                return _footage_sums(context, asked, _shots_to_lengthen(context, read))


def _footage_sums(context: StageContext, asked: list[Any], shots: "tuple[Any, ...]") -> ProviderCosts:
    """What footage costs, and that a model looks at what was found."""
    return add_costs(quote.quote_footage(context, asked, shots), quote.quote_looks(context, shots))


_PORTS: Mapping[Stage, str] = {
    Stage.TRENDS: "trends",
    Stage.ANALYSIS: "text",
    Stage.SCRIPTS: "text",
    Stage.CLIPS: "footage",
    Stage.VOICEOVER: "speech",
    Stage.COMPOSED_VIDEO: "footage",
}


def _estimate(
    sums: ProviderCosts, theme: Theme, stage: Stage, asked: list[Any], *, roughly: bool = False
) -> CostEstimate:
    """The sums, and which of the providers `asked` they owe to a price from memory."""
    left = {provider: most for provider, most in sums.items() if most}
    models: Mapping[str, str] = getattr(theme.models, _PORTS[stage], {})
    named = ((str(one.name), one) for one in asked)
    prices = ((name, one.charged(models.get(name, ""))) for name, one in named if isinstance(one, Charging))
    guessed = sorted(name for name, found in prices if name in left and found and not found.is_checked)
    return CostEstimate(left, roughly=roughly, from_memory=tuple(guessed))


def _shots_to_lengthen(context: StageContext, read: Mapping[Stage, Any]) -> "tuple[Any, ...]":
    """The shots that `composed_video` would have filmed again."""
    from vidpipe_assets.render.video.timeline import lay_out_scenes

    plan, shots = read[Stage.SCRIPTS], plan_shots(context, read[Stage.SCRIPTS])
    spoken = {scene.scene: scene for scene in read[Stage.VOICEOVER].scenes}
    return lengthen_outlasted(shots, lay_out_scenes(plan, spoken, shots), read[Stage.CLIPS])


def _paid_providers(workplace: Workplace, theme: Theme, stage: Stage) -> list[Any]:
    """The providers of the stage's chain that are asked through the ledger; none if none of them wants money."""
    chains, load = theme.providers, workplace.provider
    match stage:
        case Stage.TRENDS:
            found = [one for name in chains.trends if not (one := load("trends", name)).is_local]
            example: Any = TrendRequest(theme.name, theme.collect, workplace.now())
        case Stage.ANALYSIS | Stage.SCRIPTS:
            found = [load("text", name) for name in text_models(theme)]
            example = Prompt("example", "", "", {}, 100)
        case Stage.VOICEOVER:
            # A voice on this machine refuses nothing: no other is asked after it.
            voices = (load("speech", name) for name in chains.speech)
            found = list(takewhile(lambda one: not one.is_local, voices))
            example = SpeechLine("s1", "An example.", theme.voice_at(chains.speech[0]), theme.language)
        case Stage.CLIPS | Stage.COMPOSED_VIDEO:
            found = [one for name in footage_chain(theme) if not (one := load("footage", name)).is_local]
            example = FootageRequest("s1", ("example",), "example", 5.0)
        case _:
            return []
    if any(one.price(example) for one in found):
        return found
    return found if _PORTS[stage] == "footage" and _looks_cost(workplace, theme) else []


def _looks_cost(workplace: Workplace, theme: Theme) -> bool:
    """Whether a model looks at what libraries find, and is paid for it; one that cannot be asked is not."""
    with suppress(VidpipeError):
        price = price_of_looks(workplace, theme, 1)
        return price is not None and bool(price[1])
    return False


def _silently(text: str) -> None:
    del text


_OF_SCRIPT = (Stage.CLIPS, Stage.VOICEOVER)


@dataclass(frozen=True)
class Remake:
    """A stage that is made again."""

    stage: Stage
    why: str
    cost: str
    """0, at most a sum, or why nobody can tell."""


def list_remakes(workplace: Workplace, themes: Mapping[str, Theme], found: PreparedEdit) -> list[Remake]:
    """The stages that a prepared edit makes again; none if it changes nothing."""
    if not found.changed:
        return []
    key = str(found.order.key)
    plan = video_progress(workplace.store, [found.order], themes)[key].plan
    prices = CostPreview(workplace)
    return [
        Remake(
            stage=one.stage,
            why=_why(one, found),
            cost=str(prices.of_script(key, one.stage, found.plan)) if one.stage in _OF_SCRIPT else "0",
        )
        for one in (plan.stages if plan else ())
        if one.status is not StageStatus.FRESH
    ]


def _why(one: StagePlan, found: PreparedEdit) -> str:
    """Which scenes a stage below the script makes again; else the plan's own cause."""
    if one.status is not StageStatus.MAYBE_STALE:
        return one.cause
    match one.stage:
        case Stage.CLIPS:
            return f"shown anew: {', '.join(found.reshown)}" if found.reshown else "every scene is shown as it was"
        case Stage.VOICEOVER:
            return f"spoken anew: {', '.join(found.respoken)}" if found.respoken else "every scene is spoken as it was"
        case _:
            return one.cause
