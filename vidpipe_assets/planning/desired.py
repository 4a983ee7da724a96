"""What is wanted: an order and its theme, as what each stage of the video would be made from."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from vidpipe_assets.model.decision import Decision, Edits, Word
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme, theme_of
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.planning.fingerprints import Ingredients, theme_parts

_NO_WISH: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class StageDecision:
    """What people's decisions mean for one stage. `take` is what its fingerprint shall hold from now on."""

    take: int = 1
    reason: str = ""
    """Why the latest take was asked for."""
    id: int = 0
    """Of the latest decision."""
    since: dt.datetime | None = None
    """When a person last asked for another try: what failed until then counts no more."""


def stage_decisions(decisions: Iterable[Decision]) -> dict[Stage, StageDecision]:
    """What the decisions on one video mean for its stages; only those that somebody has said something about."""
    made = sorted(decisions, key=lambda one: one.id)
    found: dict[Stage, StageDecision] = {}
    for one in made:
        if one.word in _ABOUT_STAGES:
            for stage in Stage if one.stage is None else (one.stage,):
                found[stage] = _after(found.get(stage, StageDecision()), one)
    return found


_ABOUT_STAGES = (Word.RETRY, Word.AFRESH, Word.REJECTED)


def _after(ruling: StageDecision, one: Decision) -> StageDecision:
    if one.word is Word.RETRY:
        return replace(ruling, id=one.id, since=one.at)
    scenes = f" ({', '.join(one.scenes)})" if one.scenes else ""
    reason = f"{one.word}{scenes}{f': {one.reason}' if one.reason else ''}"
    return StageDecision(one.take, reason, one.id, one.at)


@dataclass(frozen=True, slots=True)
class DesiredVideo:
    """One open video and all that its fingerprints are to be made from, upstream versions apart."""

    key: str
    code: Mapping[Stage, str]
    theme: Mapping[Stage, Mapping[str, str]]
    wish: Mapping[Stage, Mapping[str, str]] = field(default_factory=dict[Stage, Mapping[str, str]])
    decisions: Mapping[Stage, StageDecision] = field(default_factory=dict[Stage, StageDecision])

    def ingredients(self, stage: Stage, versions: Mapping[Stage, str]) -> Ingredients:
        """What `stage` would be made from, with its upstream at `versions`."""
        return Ingredients(
            stage=stage,
            code=self.code[stage],
            theme=dict(self.theme[stage]),
            wish=dict(self.wish.get(stage, _NO_WISH)),
            upstream={up: versions[up] for up in stage.upstream},
            take=self.take(stage),
        )

    def is_what(self, made_of: Ingredients, versions: Mapping[Stage, str]) -> bool:
        """Whether a stage that was made of `made_of` is what is wanted: as comparing fingerprints, without a hash."""
        stage = made_of.stage
        if made_of.take != self.take(stage):
            return False
        if stage is Stage.TRENDS:  # a snapshot: only another take makes it again
            return True
        return (
            made_of.code == self.code[stage]
            and made_of.theme == self.theme[stage]
            and made_of.wish == self.wish.get(stage, _NO_WISH)
            and all(made_of.upstream.get(up) == versions[up] for up in stage.upstream)
        )

    def basis(self, stage: Stage) -> str:
        """What `stage` would be made from, as far as it is known before its upstream is made."""
        return self.ingredients(stage, dict.fromkeys(stage.upstream, "")).basis

    def take(self, stage: Stage) -> int:
        """Which take of `stage` is wanted."""
        decision = self.decisions.get(stage)
        return decision.take if decision else 1

    def since(self, stage: Stage) -> dt.datetime | None:
        """What failed until then counts no more."""
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
        return {"texts": content_hash(edits.texts)} if edits.texts else {}
    words = {scene: one.model_dump() for scene, one in edits.scenes.items()}
    return {"words": content_hash(words)} if words else {}


_WISHFUL = (Stage.ANALYSIS, Stage.SCRIPTS, Stage.REVIEW)


def _wishes(order: Order) -> dict[Stage, dict[str, str]]:
    stages = _WISHFUL if order.overrides else (Stage.ANALYSIS,)
    return {stage: stage_overrides(order, stage) for stage in stages}


class ThemeParts(dict[Stage, Mapping[str, str]]):
    """The hashes of a theme's parts, by the stage that reads them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__({stage: theme_parts(stage, theme) for stage in Stage})
        self._theme = theme

    def of(self, order: Order) -> "ThemeParts":
        """Those of the theme as this order has changed it."""
        theme = theme_of(self._theme, order) if order.overrides else self._theme
        return self if theme is self._theme else ThemeParts(theme)


def hashed(theme: Theme) -> ThemeParts:
    """The parts of a theme; hashed once, however many videos it has, but for orders that change it."""
    return ThemeParts(theme)


def desired_videos(
    orders: Iterable[Order],
    themes: Mapping[str, ThemeParts],
    decisions: Mapping[str, Mapping[Stage, StageDecision]] | None = None,
) -> Iterator[DesiredVideo]:
    """What the open orders want; a closed video, and one whose theme cannot be used, wants nothing."""
    code = {stage: stage.code_version for stage in Stage}
    for order in orders:
        if order.state is OrderState.OPEN and order.theme in themes:
            key = str(order.key)
            parts = themes[order.theme].of(order)
            yield DesiredVideo(key, code, parts, _wishes(order), (decisions or {}).get(key, {}))
