"""What is asked at the last moment before a request leaves: whether it may still be sent.

A connection can take seconds to stand, and a process can be frozen meanwhile for longer than its lease lasts.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

_CHECK: ContextVar[Callable[[], None] | None] = ContextVar("check", default=None)


@contextmanager
def before_sending(check: Callable[[], None]) -> Generator[None]:
    """Whatever is sent in this thread within the block asks `check` first, which raises where it may not."""
    token = _CHECK.set(check)
    try:
        yield
    finally:
        _CHECK.reset(token)


def require_permission() -> None:
    """A request's own bytes are about to leave. Raises what the check of `before_sending` raises."""
    check = _CHECK.get()
    if check is not None:
        check()
