"""A moment by which everything has to be over, however slowly the other side feeds us."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_outer_ends_at: ContextVar[float | None] = ContextVar("vidpipe_deadline", default=None)


@dataclass(frozen=True)
class Deadline:
    """`seconds` from now, and never later than the one that is set around it (`at_most`)."""

    seconds: float
    ends_at: float = field(init=False)

    def __post_init__(self) -> None:
        mine = time.monotonic() + self.seconds
        outer = _outer_ends_at.get()
        object.__setattr__(self, "ends_at", mine if outer is None else min(mine, outer))

    def left_s(self) -> float:
        """Seconds that are left, 0 when it has passed."""
        return max(self.ends_at - time.monotonic(), 0.0)


@contextmanager
def at_most(seconds: float) -> Generator[None]:
    """Every exchange begun in the block ends within `seconds`: so a caller bounds a provider without knowing it."""
    token = _outer_ends_at.set(Deadline(seconds).ends_at)
    try:
        yield
    finally:
        _outer_ends_at.reset(token)
