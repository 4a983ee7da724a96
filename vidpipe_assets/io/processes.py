"""The one way to start another program: bounded in time, killed with all that it started, and never left behind.

A child is started from an argument list, never through a shell of its own choosing, and leads a process group, so that
one signal ends it and all that it has started. It does not outlive this process, not even one that SIGKILL has ended:
either its stdin, which ends with this process, ends it (a worker that reads requests, an encoder that reads frames), or
it gets a lifeline (`ends_with_parent`). What an exit code means is for the caller to say.
"""

import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self, cast

PIPE, DEVNULL, INHERIT = subprocess.PIPE, subprocess.DEVNULL, None
"""Where a stream of a child leads: to this process, nowhere, or where this process's own stream leads."""

_KILL_AGAIN_S = 0.05
_STDERR_WITHIN_S = 5.0
"""How long stderr is read after the end: a grandchild that has left the group may hold it open for ever."""

# The shell's stdin is a pipe that this process holds and never writes to. Its end of file means that this process is
# gone, however it went, and then the whole group goes. (PR_SET_PDEATHSIG would need code between fork and exec, which
# is not safe in a process with threads, follows the thread instead of the process, and is missing on macOS.)
_LIFELINE = """
exec 3<&0 </dev/null
( read -r _ <&3; kill -KILL 0 ) >/dev/null 2>&1 &
"$@" 3<&-
code=$?
kill -KILL $!
wait $! 2>/dev/null
exit $code
"""

_running: "set[ChildProcess]" = set()


@dataclass(frozen=True)
class Exit:
    """How a child has ended. `code` is negative for a signal; `stderr` is the end of what it wrote there."""

    code: int
    stderr: str
    timed_out: bool = False


class ChildProcess:
    """A running command, from its start until it is reaped; as a context manager, it is killed at the block's end.

    `timeout_s`: the group is killed after so many seconds; None: never.
    `environment`: variables that the child has besides those of this process.
    `stdin`, `stdout`, `stderr`: `PIPE`, `DEVNULL` or `INHERIT`; a piped stderr is read all the time, and its last
    `stderr_lines` lines are kept.
    `ends_with_parent`: for a child that does not read its stdin, which then is empty; it is killed when this process
    is gone.
    Raises `OSError` when the command cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        timeout_s: float | None = None,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        stdin: int | None = PIPE,
        stdout: int | None = PIPE,
        stderr: int | None = PIPE,
        stderr_lines: int = 20_000,
        ends_with_parent: bool = False,
    ) -> None:
        if ends_with_parent:
            command = ["/bin/sh", "-c", _LIFELINE, command[0], *command]
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment} if environment else None,
            stdin=PIPE if ends_with_parent else stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        self._timed_out = False
        self._stderr: deque[str] = deque(maxlen=stderr_lines)
        self._reader = threading.Thread(target=self._read_stderr, daemon=True) if self._process.stderr else None
        self._timer = threading.Timer(timeout_s, self._end_at_deadline) if timeout_s is not None else None
        _running.add(self)
        try:
            if self._reader is not None:
                self._reader.start()
            if self._timer is not None:
                self._timer.daemon = True
                self._timer.start()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The number of the process, its group and its session."""
        return self._process.pid

    @property
    def stdin(self) -> IO[bytes]:
        """What the child reads; only for `stdin=PIPE`."""
        return cast("IO[bytes]", self._process.stdin)

    @property
    def stdout(self) -> IO[bytes]:
        """What the child writes; only for `stdout=PIPE`."""
        return cast("IO[bytes]", self._process.stdout)

    def send_line(self, line: bytes) -> None:
        """Write one line to its stdin. Raises `BrokenPipeError` when it reads no more."""
        self.stdin.write(line + b"\n")
        self.stdin.flush()

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll()

    def wait(self) -> Exit:
        """Wait until it ends by itself or is killed."""
        code = self._process.wait()
        if self._reader is not None and self._reader.ident is not None:
            self._reader.join(_STDERR_WITHIN_S)
        return Exit(code, "".join(self._stderr.copy()), self._timed_out and code != 0)

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the child and all in its group."""
        # Where the leader is dead and not yet reaped, macOS answers with EPERM.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """End the whole group at once, unless the child has been reaped."""
        # Afterwards its number may be somebody else's.
        if self._process.returncode is None:
            self.signal_group(signal.SIGKILL)

    def stop(self, grace_s: float = 0) -> Exit:
        """End it, and give back all that it holds: its stdin ends, and after `grace_s` seconds the group is killed."""
        if grace_s > 0:
            _close(self._process.stdin)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(grace_s)
        if self._timer is not None:
            self._timer.cancel()
        self.kill()
        ended = self.wait()
        _running.discard(self)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            _close(pipe)
        return ended

    def _read_stderr(self) -> None:
        with suppress(ValueError):  # closed while it was read
            for line in cast("IO[bytes]", self._process.stderr):
                self._stderr.append(line.decode("utf-8", "replace"))

    def _end_at_deadline(self) -> None:
        self._timed_out = True
        self.kill()


def kill_children() -> None:
    """End every child that this process runs."""
    for child in tuple(_running):
        child.kill()


def kill_children_until(over: Callable[[], bool]) -> None:
    """End every child that this process runs until `over`, for a cancelled caller whose threads wait for some.

    Once would not do: a thread that is between two children starts the next one afterwards.
    """
    while not over():
        kill_children()
        time.sleep(_KILL_AGAIN_S)


def _close(pipe: IO[bytes] | None) -> None:
    with suppress(OSError, ValueError):  # what was not yet written, to a child that reads no more
        if pipe is not None:
            pipe.close()
