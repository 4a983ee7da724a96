"""Scenes to stage something in, for the tests of what happens in them."""

from typing import Any

import numpy as np

from tests.unit.render.scene_samples import shot
from vidpipe_assets.model.pictures import IconCard
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.happenings import Happening
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import SceneContext

CARD = IconCard(icon="bike", title="It")


def scene_of(text: str, **changes: object) -> ScenePlan:
    """A card of 8 s that says `text`."""
    values = {"id": "s1", "narration": text, "title": "It", "picture": CARD, "seconds": 8.0, **changes}
    return ScenePlan.model_validate(values)


def frame(happening: Happening | None, at: float, scene: ScenePlan | None = None) -> np.ndarray:
    """The Game Boy, to which it happens, in the rows 300 to 800."""
    changes: dict[str, Any] = {"scene": scene} if scene else {}
    drawn = shot(CARD, seconds=8.0, illustration="game-boy", happening=happening, **changes)
    canvas = Canvas(1080, 860)
    placed = place_art(SceneContext(drawn), 0, 300, 1080, 800)
    assert placed is not None
    placed.draw(canvas, at)
    return canvas.pixels.copy()
