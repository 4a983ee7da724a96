"""Interruptions: Ctrl-C, SIGTERM, a cancelled run. Which events tell of one, and how none is lost in the process."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_AGAIN_AFTER_S = 0.05

_POOLS = [
    logging.getLogger(f"sqlalchemy.pool.impl.{pool}") for pool in ("NullPool", "QueuePool", "SingletonThreadPool")
]
"""They log what ends the closing of a connection before they raise it."""


_ENDED_FROM_OUTSIDE = (
    "Computational resources were cleaned up after the run was forcibly marked as canceled",
    "Execution was interrupted for a run that was already in a failure state",
)
"""How Dagster's events for machines begin, with which a run ends that somebody else has ended in the log before."""


def is_interruption(event: dg.DagsterEvent) -> bool:
    """Whether the event says that a step or its run was ended by a signal, or that the run was cancelled."""
    error = getattr(event.event_specific_data, "error", None)
    if error is not None and error.cls_name == DagsterExecutionInterruptedError.__name__:
        return True
    return is_cancellation(event) or (event.is_engine_event and (event.message or "").startswith(_ENDED_FROM_OUTSIDE))


def is_cancellation(event: dg.DagsterEvent) -> bool:
    """Whether the event says that a run was cancelled."""
    return event.event_type is dg.DagsterEventType.RUN_CANCELED


@contextmanager
def interruptions_heard() -> Generator[None]:
    """During the block, an interruption that came while Python tidied up (`__del__`, a weak reference) comes again.

    Dagster's signal handler raises wherever the process is; there, Python prints a trace and goes on as if nothing had
    been, and the run would, too.
    """
    before = sys.unraisablehook

    def hear(lost: "UnraisableHookArgs") -> None:
        if issubclass(lost.exc_type, DagsterExecutionInterruptedError):
            again = threading.Timer(_AGAIN_AFTER_S, os.kill, (os.getpid(), signal.SIGTERM))
            again.daemon = True
            again.start()
        else:
            before(lost)

    sys.unraisablehook = hear
    for pool in _POOLS:
        pool.addFilter(_is_no_interruption)
    try:
        yield
    finally:
        sys.unraisablehook = before


def _is_no_interruption(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], DagsterExecutionInterruptedError))
