"""Starting a worker, asking it one thing and reading all that it answers: bounded in time, and never left behind."""

import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

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
    The child leads a process group of its own, which is killed when the time is over, when this call is cancelled
    and, by the worker itself, when its stdin ends, that is when this process is gone.
    Raises `TransientError` when the time is over or somebody killed it, and `PermanentError` when it fails.
    """
    child = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert child.stdin and child.stdout and child.stderr  # noqa: S101 - asked for above; tells the type checker
    tail: deque[str] = deque(maxlen=_STDERR_LINES)
    over = threading.Event()
    reader = threading.Thread(target=_keep_tail, args=(child.stderr, tail), daemon=True)
    timer = threading.Timer(within_s, _end, (child, over))
    try:
        reader.start()
        timer.start()
        with suppress(BrokenPipeError):
            child.stdin.write(request + b"\n")
            child.stdin.flush()
        answer = child.stdout.read()
        code = child.wait()
        reader.join(timeout=5)
    finally:
        timer.cancel()
        _kill_group(child)
        for pipe in (child.stdin, child.stdout, child.stderr):
            with suppress(BrokenPipeError):
                pipe.close()
    if code != 0:
        raise _failure(code, over.is_set(), within_s, list(tail))
    return answer


def _keep_tail(pipe: IO[bytes], tail: deque[str]) -> None:
    with suppress(ValueError):  # closed while reading
        tail.extend(line.decode("utf-8", "replace").rstrip() for line in pipe)


def _end(child: "subprocess.Popen[bytes]", over: threading.Event) -> None:
    over.set()
    _kill_group(child)


def _kill_group(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _failure(code: int, over: bool, within_s: float, tail: list[str]) -> VidpipeError:
    facts = {"stderr": "\n".join(tail)[-4000:], "exit code": str(code)}
    last = next((line for line in reversed(tail) if line.strip()), "it said nothing")
    if over:
        remedy = "is the machine very busy? It is tried again"
        return TransientError(f"the voice did not finish within {within_s:.0f} s", remedy=remedy, facts=facts)
    if code < 0:
        name = signal.Signals(-code).name
        remedy = "is there enough memory? It is tried again"
        return TransientError(f"the voice's process was ended by {name}: {last}", remedy=remedy, facts=facts)
    return PermanentError(f"the voice's process failed: {last}", remedy="see its messages", facts=facts)
