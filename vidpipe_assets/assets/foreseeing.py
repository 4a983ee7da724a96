"""What an edit would make again, and what that would cost at most: said before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from vidpipe_assets.assets.prices import Prices
from vidpipe_assets.desk.editing import Edited
from vidpipe_assets.desk.status import outlooks
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.planning.planner import Standing
from vidpipe_assets.workplace import Workplace

_OF_SCRIPT = (Stage.CLIPS, Stage.VOICEOVER)


@dataclass(frozen=True)
class Remake:
    """A stage that is made again."""

    stage: Stage
    why: str
    cost: str
    """0, at most a sum, or why nobody can tell."""


def remakes(workplace: Workplace, themes: Mapping[str, Theme], found: Edited) -> list[Remake]:
    """The stages that a prepared edit makes again; none if it changes nothing."""
    if not found.changed:
        return []
    key = str(found.order.key)
    plan = outlooks(workplace.store, [found.order], themes)[key].plan
    prices = Prices(workplace)
    return [
        Remake(
            stage=one.stage,
            why=one.cause,
            cost=str(prices.of_script(key, one.stage, found.plan)) if one.stage in _OF_SCRIPT else "0",
        )
        for one in (plan.stages if plan else ())
        if one.standing is not Standing.FRESH
    ]
