"""What a step prints, kept in a file and shown in the terminal, to the last line.

Dagster's own log manager starts `tail` for the second, and ends it with the step: what a step prints at its end, such
as why it has failed, is sometimes not shown. Here a thread of this process reads the file, and at the end the rest.
Nothing is left behind by a process that is killed, and a Ctrl-C reaches nobody else.
"""

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from io import UnsupportedOperation
from pathlib import Path
from typing import TextIO

_LOOK_EVERY_S = 0.1
_AT_ONCE = 1 << 16


@contextmanager
def mirrored(stream: TextIO, path: Path) -> Generator[None]:
    """During the block, what is written to the descriptor of `stream` is added to the file `path`, and shown as well.

    A stream without a descriptor stays as it is: Dagster redirects none either.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    try:
        number = stream.fileno()
        shown = os.dup(number)
    except (UnsupportedOperation, ValueError):
        yield
        return
    done = threading.Event()
    reader = threading.Thread(target=_show, args=(path, path.stat().st_size, shown, done), daemon=True)
    reader.start()
    stream.flush()
    try:
        with path.open("ab") as file:
            os.dup2(file.fileno(), number)
        yield
    finally:
        stream.flush()
        os.dup2(shown, number)
        done.set()
        reader.join()


def _show(path: Path, start: int, shown: int, done: threading.Event) -> None:
    """Copy what is added to `path` from `start` on to the descriptor `shown`, until `done`; then copy the rest.

    A terminal that is gone, or a pipe that nobody reads any more, ends the copying: the file has it all.
    """
    try:
        with suppress(OSError), path.open("rb", buffering=0) as file:
            file.seek(start)
            last_look = False
            while not last_look:
                last_look = done.wait(_LOOK_EVERY_S)
                while found := file.read(_AT_ONCE):
                    _write(shown, found)
    finally:
        os.close(shown)


def _write(shown: int, found: bytes) -> None:
    """All of it: a pipe may take less at once."""
    left = memoryview(found)
    while left:
        left = left[os.write(shown, left) :]
