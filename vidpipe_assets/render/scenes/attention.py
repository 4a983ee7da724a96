"""How near each side of a comparison is, and what both do at the result: `render.comparing` says when."""

import math

from vidpipe_assets.model.pictures import Versus
from vidpipe_assets.render.comparing import BOTH, result_s, turns
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.scenes.context import HEAD_START_S, SceneContext
from vidpipe_assets.render.spoken_words import first_said_s, words_s

_GOES_S, _EARLY_S = 0.5, 0.15
"""How long the camera takes from one side to the other, and how long before a word it starts."""
_LATEST_S = 0.8
"""How long before its number a side is looked at at the latest."""
_FADED = 0.42
"""How much is seen of a side that is not looked at."""
_REACTS_S, _TREMBLES_S = 0.45, 0.7
"""How long after the result the smaller one reacts, and for how long it trembles."""


class Attention:
    """Where the camera is between both sides; all moments are those of `SceneContext`."""

    def __init__(self, picture: Versus, context: SceneContext, said: tuple[float, float]) -> None:
        scene, values = context.shot.scene, (picture.left.value, picture.right.value)
        self._tempo = context.tempo
        self.larger = BOTH if values[0] == values[1] else int(values[1] > values[0])
        """The side with the larger value."""
        self.result = result_s(said)
        """When both are compared."""
        self.named = self._named(picture, context, said)
        """When each side is."""
        words = [HEAD_START_S + at for at in words_s(scene)]
        self.turns = turns(context.seconds + HEAD_START_S, self.named, said, self.larger, words)

    def nearness(self, at: float, side: int) -> float:
        """1: the side is looked at; -1: the other one is; 0: both are."""
        share = 0.0
        for turn in self.turns[1:]:
            goes_to = 0.0 if turn.side == BOTH else 1.0 if turn.side == side else -1.0
            share = blend(share, goes_to, self._tempo.draw(at, turn.at - _EARLY_S, _GOES_S))
        return share

    def seen(self, at: float, side: int) -> float:
        """How much is seen of a side that is not looked at, or is."""
        return blend(1.0, _FADED, max(-self.nearness(at, side), 0.0))

    def compared(self, at: float) -> float:
        """How far the difference has been drawn."""
        return self._tempo.draw(at, self.result, 0.6)

    def shrinks(self, at: float, side: int) -> tuple[float, float]:
        """How far the smaller one has reacted to the result, and how it trembles meanwhile, -1 to 1."""
        if self.larger in (side, BOTH):
            return 0.0, 0.0
        since = at - self.result - _REACTS_S
        trembling = 0.0 if self._tempo.calm or not 0 < since < _TREMBLES_S else math.sin(since * 32)
        return self._tempo.fade(at, self.result + _REACTS_S, 0.3), trembling * (1 - since / _TREMBLES_S)

    def hops(self, at: float, side: int) -> float:
        """0, 1 and 0 again: the larger one, at the result."""
        return self._tempo.nudge(at, self.result, 0.45) if side == self.larger else 0.0

    def _named(self, picture: Versus, context: SceneContext, said: tuple[float, float]) -> tuple[float, float]:
        """When each side is named by what the other one's name has not; at the latest when its number comes."""
        tags = [side.tag.split() for side in (picture.left, picture.right)]
        found: list[float] = []
        for number, tag in enumerate(tags):
            other = [word.casefold() for word in tags[1 - number]]
            own = " ".join(word for word in tag if word.casefold() not in other)
            named = first_said_s(context.shot.scene, own)
            latest = said[number] - _LATEST_S
            found.append(latest if named is None else min(max(named + HEAD_START_S, 0.0), latest))
        return found[0], found[1]
