"""What is desired of each open video: its order, theme and decisions, as what each stage would be made from."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.edits import Edits
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme, theme_of
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.planning.fingerprints import Ingredients, theme_parts

_NO_OVERRIDES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class StageDecision:
    """What people's decisions mean for one stage."""

    take: int = 1
    """The take that its fingerprint holds from now on; a higher one is paid for again."""
    reason: str = ""
    """Why the latest take was asked for."""
    id: int = 0
    """The id of the latest decision; 0 if there is none."""
    since: dt.datetime | None = None
    """When a person last asked for another try: what failed until then counts no more."""


def stage_decisions(decisions: Iterable[Decision]) -> dict[Stage, StageDecision]:
    """What the decisions on one video mean for its stages; without the stages that no decision is about."""
    found: dict[Stage, StageDecision] = {}
    for decision in sorted(decisions, key=lambda decision: decision.id):
        if decision.word in _ABOUT_STAGES:
            for stage in Stage if decision.stage is None else (decision.stage,):
                found[stage] = _apply(found.get(stage, StageDecision()), decision)
    return found


_ABOUT_STAGES = (Word.RETRY, Word.AFRESH, Word.REJECTED)


def _apply(before: StageDecision, decision: Decision) -> StageDecision:
    if decision.word is Word.RETRY:
        return replace(before, id=decision.id, since=decision.at)
    scenes = f" ({', '.join(decision.scenes)})" if decision.scenes else ""
    reason = f"{decision.word}{scenes}{f': {decision.reason}' if decision.reason else ''}"
    return StageDecision(decision.take, reason, decision.id, decision.at)


@dataclass(frozen=True, slots=True)
class DesiredVideo:
    """One open video and all that its fingerprints are computed from, apart from upstream versions.

    `code`: stage -> code version. `theme`: stage -> part of the theme -> hash. `overrides`: stage -> name -> value.
    """

    key: str
    code: Mapping[Stage, str]
    theme: Mapping[Stage, Mapping[str, str]]
    overrides: Mapping[Stage, Mapping[str, str]] = field(default_factory=dict[Stage, Mapping[str, str]])
    decisions: Mapping[Stage, StageDecision] = field(default_factory=dict[Stage, StageDecision])

    def ingredients(self, stage: Stage, versions: Mapping[Stage, str]) -> Ingredients:
        """What `stage` would be made from, with its upstream at `versions`."""
        return Ingredients(
            stage=stage,
            code=self.code[stage],
            theme=dict(self.theme[stage]),
            overrides=dict(self.overrides.get(stage, _NO_OVERRIDES)),
            upstream={up: versions[up] for up in stage.upstream},
            take=self.take(stage),
        )

    def matches(self, made_of: Ingredients, versions: Mapping[Stage, str]) -> bool:
        """Whether `made_of` has the desired fingerprint, with upstream at `versions`; compared without hashing."""
        stage = made_of.stage
        if made_of.take != self.take(stage):
            return False
        if stage is Stage.TRENDS:  # a snapshot: only another take makes it again
            return True
        return (
            made_of.code == self.code[stage]
            and made_of.theme == self.theme[stage]
            and made_of.overrides == self.overrides.get(stage, _NO_OVERRIDES)
            and all(made_of.upstream.get(up) == versions[up] for up in stage.upstream)
        )

    def base_fingerprint(self, stage: Stage) -> str:
        """The base fingerprint of `stage`: known before its upstream is made (`Ingredients.base_fingerprint`)."""
        return self.ingredients(stage, dict.fromkeys(stage.upstream, "")).base_fingerprint

    def take(self, stage: Stage) -> int:
        """The desired take of `stage`."""
        decision = self.decisions.get(stage)
        return decision.take if decision else 1

    def since(self, stage: Stage) -> dt.datetime | None:
        """When a person last asked for another try of `stage`: earlier failures no longer count."""
        decision = self.decisions.get(stage)
        return decision.since if decision else None


def stage_overrides(order: Order, stage: Stage) -> dict[str, str]:
    """What an order asks of one stage: its topic, and what a person has written over what was made."""
    if stage is Stage.ANALYSIS:
        return {"topic": order.topic}
    if not order.overrides or stage not in (Stage.SCRIPTS, Stage.REVIEW):
        return {}
    edits = Edits.of(order)
    if stage is Stage.REVIEW:
        texts = {"texts": content_hash(edits.texts)} if edits.texts else {}
        return texts | ({"cover": str(edits.cover)} if edits.cover else {})
    return {name: content_hash(part) for name, part in edits.of_script.items()}


_OVERRIDABLE = (Stage.ANALYSIS, Stage.SCRIPTS, Stage.REVIEW)


def _all_overrides(order: Order) -> dict[Stage, dict[str, str]]:
    stages = _OVERRIDABLE if order.overrides else (Stage.ANALYSIS,)
    return {stage: stage_overrides(order, stage) for stage in stages}


class ThemeParts(dict[Stage, Mapping[str, str]]):
    """Stage -> part of the theme that it reads -> hash. One for a theme, however many videos it has."""

    def __init__(self, theme: Theme) -> None:
        super().__init__({stage: theme_parts(stage, theme) for stage in Stage})
        self._theme = theme

    def of(self, order: Order) -> "ThemeParts":
        """The parts of the theme as changed by this order; itself where the order changes nothing."""
        theme = theme_of(self._theme, order) if order.overrides else self._theme
        return self if theme is self._theme else ThemeParts(theme)


def desired_videos(
    orders: Iterable[Order],
    themes: Mapping[str, ThemeParts],
    decisions: Mapping[str, Mapping[Stage, StageDecision]] | None = None,
) -> Iterator[DesiredVideo]:
    """The open orders whose theme can be used; closed videos do not appear."""
    code = {stage: stage.code_version for stage in Stage}
    for order in orders:
        if order.state is OrderState.OPEN and order.theme in themes:
            key = str(order.key)
            parts = themes[order.theme].of(order)
            yield DesiredVideo(key, code, parts, _all_overrides(order), (decisions or {}).get(key, {}))
