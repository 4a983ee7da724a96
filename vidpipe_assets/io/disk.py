"""How much room a disk has: for bytes and for names, since it can run out of either; and how much a file takes."""

import os
from pathlib import Path

_BLOCK = 512
"""What `st_blocks` counts in, on every system."""


def bytes_on_disk(found: os.stat_result) -> int:
    """The bytes that a file takes on its disk."""
    return found.st_blocks * _BLOCK


def has_room(folder: Path, bytes_free: int, names_free: int = 1) -> bool:
    """Whether the disk of `folder` has so many free bytes and room for so many new files.

    A file system that counts no names (btrfs, many network disks) says that it has 0 of 0.
    """
    there = os.statvfs(folder)
    counts_names = there.f_files > 0
    return there.f_bavail * there.f_frsize >= bytes_free and (not counts_names or there.f_favail >= names_free)
