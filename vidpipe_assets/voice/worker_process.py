"""Starting the voice's process, asking it one thing and reading all that it answers."""

import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from vidpipe_assets.io.processes import ChildProcess, Exit
from vidpipe_assets.model.errors import PermanentError, TransientError, VidpipeError

_STDERR_LINES = 15


def ask(
    command: Sequence[str],
    request: bytes,
    *,
    within_s: float,
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """All that `command` writes to stdout when it reads the line `request`; its stdin stays open until it ends.

    `environment`: variables that the child has besides ours.
    Raises `TransientError` when the time is over or somebody killed it, and `PermanentError` when it fails.
    """
    with ChildProcess(
        command, timeout_s=within_s, folder=folder, environment=environment, stderr_lines=_STDERR_LINES
    ) as child:
        with suppress(BrokenPipeError):  # how it has ended says why
            child.send_line(request)
        answer = child.stdout.read()
        ended = child.wait()
    if ended.code != 0:
        raise _failure(ended, within_s)
    return answer


def _failure(ended: Exit, within_s: float) -> VidpipeError:
    lines = [line.rstrip() for line in ended.stderr.splitlines()]
    facts = {"stderr": "\n".join(lines)[-4000:], "exit code": str(ended.code)}
    last = next((line for line in reversed(lines) if line.strip()), "it said nothing")
    if ended.timed_out:
        remedy = "is the machine very busy? It is tried again"
        return TransientError(f"the voice did not finish within {within_s:.0f} s", remedy=remedy, facts=facts)
    if ended.code < 0:
        name = signal.Signals(-ended.code).name
        remedy = "is there enough memory? It is tried again"
        return TransientError(f"the voice's process was ended by {name}: {last}", remedy=remedy, facts=facts)
    return PermanentError(f"the voice's process failed: {last}", remedy="see its messages", facts=facts)
