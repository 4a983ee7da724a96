"""The tempo of a theme's `motion`: calm motion is slower and never overshoots."""

from dataclasses import dataclass

from vidpipe_assets.render.drawing.easing import (
    bump,
    in_out_cubic,
    out_back,
    out_cubic,
    out_expo,
    out_quint,
    progress,
)

_SLOWER = 1.45
_STANDS_S = 0.4
"""Text that would rise sooner stands from the first frame on: until then a transition would show half words."""


@dataclass(frozen=True)
class Tempo:
    """Shares of a movement at a moment; starts and lengths are in seconds."""

    calm: bool = False

    def rise(self, at: float, start: float, length: float = 0.6) -> float:
        """Text out of its baseline; 1 all the time for what comes with the scene itself."""
        if start < _STANDS_S:
            return 1.0
        return progress(at, start, self._length(length), out_cubic if self.calm else out_expo)

    def grow(self, at: float, start: float, length: float = 1.0) -> float:
        """Bars, cards and counters."""
        return progress(at, start, self._length(length), out_cubic if self.calm else out_quint)

    def pop(self, at: float, start: float, length: float = 0.45) -> float:
        """Pills and badges."""
        return progress(at, start, self._length(length), out_cubic if self.calm else out_back)

    def fade(self, at: float, start: float, length: float = 0.4) -> float:
        """What only appears."""
        return progress(at, start, self._length(length), out_cubic)

    def draw(self, at: float, start: float, length: float = 1.0) -> float:
        """Lines that draw themselves."""
        return progress(at, start, self._length(length), in_out_cubic)

    def nudge(self, at: float, start: float, length: float = 0.35) -> float:
        """A short beat: 0, 1 and 0 again; always 0 when calm."""
        return 0.0 if self.calm else bump(at, start, length)

    def _length(self, length: float) -> float:
        return length * _SLOWER if self.calm else length
