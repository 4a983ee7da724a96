"""Which processes live, as /proc tells. A dead one that nobody has cleared away yet does not count as alive."""

import time
from pathlib import Path

PATIENCE_S = 120.0


def stat(pid: int) -> list[str]:
    """What /proc says of it: state, parent, group, session …; empty: it does not live."""
    try:
        found = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []
    return [] if found[0] == "Z" else found


def pids() -> list[int]:
    """Everything that has a number."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def of_group(leader: int) -> list[int]:
    """The living processes of a group."""
    return [pid for pid in pids() if stat(pid)[2:3] == [str(leader)]]


def is_gone(pid: int) -> bool:
    """Ended, within a moment."""
    give_up_at = time.monotonic() + PATIENCE_S
    while stat(pid):
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.05)
    return True
