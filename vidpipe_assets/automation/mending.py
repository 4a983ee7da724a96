"""Whether what a blocked stage waits for has been mended: a secret that is there now, a disk with room again."""

import os
import shutil

from vidpipe_assets.assets.resources import Workplace
from vidpipe_assets.planning.history import Failed
from vidpipe_assets.planning.troubles import Mended

_ROOM = 1_000_000_000
"""Bytes that have to be free before a stage that found the disk full is tried again."""


def mended_at(workplace: Workplace) -> Mended:
    """The answer for one workplace. A condition that nobody knows here is never called mended: its time comes."""

    def mended(failed: Failed) -> bool:
        kind, _, name = failed.waits_for.partition(":")
        if kind == "key":
            return bool(os.environ.get(name))  # whether it is there, not what it says
        return kind == "disk" and shutil.disk_usage(workplace.places.home).free > _ROOM

    return mended
