"""Which template draws which picture."""

from collections.abc import Callable
from typing import Any

from vidpipe_assets.studio.scenes.bars import BarsScene
from vidpipe_assets.studio.scenes.end import EndScene
from vidpipe_assets.studio.scenes.hook import HookScene
from vidpipe_assets.studio.scenes.icon_card import IconScene
from vidpipe_assets.studio.scenes.line_chart import LineScene
from vidpipe_assets.studio.scenes.number import NumberScene
from vidpipe_assets.studio.scenes.quote import QuoteScene
from vidpipe_assets.studio.scenes.rank import RankScene
from vidpipe_assets.studio.scenes.stage import Stage
from vidpipe_assets.studio.scenes.steps import StepsScene
from vidpipe_assets.studio.scenes.template import Template
from vidpipe_assets.studio.scenes.timeline import TimelineScene
from vidpipe_assets.studio.scenes.versus import VersusScene
from vidpipe_assets.studio.scenes.where import WhereScene

# Each takes its own kind of picture: the discriminator of `model.pictures.Picture` is the key.
TEMPLATES: dict[str, Callable[[Any, Stage], Template]] = {
    "hook": HookScene,
    "number": NumberScene,
    "bars": BarsScene,
    "rank": RankScene,
    "line": LineScene,
    "quote": QuoteScene,
    "icon": IconScene,
    "versus": VersusScene,
    "timeline": TimelineScene,
    "where": WhereScene,
    "steps": StepsScene,
    "end": EndScene,
}


def template(stage: Stage) -> Template:
    """The drawing of the stage's picture."""
    picture = stage.shot.scene.picture
    return TEMPLATES[picture.template](picture, stage)
