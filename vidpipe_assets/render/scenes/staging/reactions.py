"""How somebody beside the subject takes what happens to it: a soldier does not salute what burns."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from vidpipe_assets.model.events import PERSONS, EventKind
from vidpipe_assets.render.drawing.easing import out_cubic, progress
from vidpipe_assets.render.happenings import staged
from vidpipe_assets.render.illustrations.gestures import Gesture, can_gesture
from vidpipe_assets.render.scenes.staging.stage import Stage

_GESTURES: Mapping[EventKind, Gesture] = {
    "alarm": "fright",
    "damage": "despair",
    "erupt": "fright",
    "flames": "fright",
    "glow": "dazzled",
    "grow": "awe",
    "heat": "dazzled",
    "launch": "awe",
    "notes": "cheer",
    "rings": "deaf",
    "ruler": "awe",
    "sink": "despair",
    "snow": "cold",
    "topple": "fright",
    "vanish": "despair",
}
"""What one feels beside it. What somebody does on purpose, as to paint or to weigh, frightens nobody."""
_SHRINKS_BACK: tuple[Gesture, ...] = ("dazzled", "deaf", "fright")
_BACK, _LEAN, _BACK_S = 0.16, 5.0, 0.3
"""How far one steps back, in one's own widths, how much one leans, in degrees, and how long that takes."""


class Reaction(NamedTuple):
    """A gesture, and from when to when it is made."""

    gesture: Gesture
    start: float
    end: float

    def begun(self, at: float) -> bool:
        """Whether it is made at this moment."""
        return self.start <= at < self.end

    def back(self, at: float) -> tuple[float, float]:
        """How far one has stepped back, in one's own widths, and leans, in degrees."""
        if self.gesture not in _SHRINKS_BACK or not self.begun(at):
            return 0.0, 0.0
        share = progress(at, self.start, _BACK_S, out_cubic)
        return _BACK * share, _LEAN * share


@lru_cache(maxsize=64)
def reaction(stage: Stage, comes_s: float) -> Reaction | None:
    """How the actor of a stage takes what happens in its scene, when it has come for `comes_s`; None: calmly.

    Who makes it happen, as a thief does, is not surprised; and all are calm again when it has been survived.
    """
    happening = stage.context.shot.happening
    if happening is None or stage.actor not in PERSONS or not can_gesture(stage.actor):
        return None
    for one in staged(happening):
        gesture = _GESTURES.get(one.kind)
        if gesture is None or (one.kind in ("grow", "vanish") and one.actor == stage.actor):
            continue
        event = Stage(one, stage.context, stage.ink, stage.room, stage.span)
        calm = stage.context.seconds if event.survived is None else event.survived
        return Reaction(gesture, max(event.start + 0.1, stage.actor_start + comes_s), calm)
    return None
