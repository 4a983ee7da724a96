"""Processes that begin at the same moment: each says that it is ready, and waits for a line to go on."""

import subprocess
from collections.abc import Sequence


def let_go(processes: "Sequence[subprocess.Popen[str]]") -> list[str]:
    """Let all of them go once the last one is ready; what each printed until it ended, nothing if it was killed."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=120)[0] for process in processes]
