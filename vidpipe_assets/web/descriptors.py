"""Descriptors: how many this process may have, and how they are shared out."""

import resource
from contextlib import suppress


def most_waiting() -> int:
    """How many connections may wait: a quarter of the descriptors that this process may have, at most 1024."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(32, min(1024, allowed // 4))


def most_at_work() -> int:
    """How many requests may be answered at once: half of the descriptors that this process may have, at most 1000.

    With `most_waiting` connections beside them, a quarter is left for files, databases and whoever asks for `/health`.
    """
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(32, min(1000, allowed // 2))


def raise_descriptor_limit() -> None:
    """Take as many descriptors as the system gives without being asked: many have a low limit that may be raised."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if most == resource.RLIM_INFINITY else min(most, 65_536)
    if allowed < wanted:
        with suppress(ValueError, OSError):  # macOS refuses more than it has
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
