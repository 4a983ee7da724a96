"""Whether what a blocked stage waits for has been mended: a secret that is there now, a disk with room again."""

import os
from pathlib import Path

from vidpipe_assets.assets.resources import Workplace
from vidpipe_assets.model.errors import ENOUGH_ROOM_BYTES
from vidpipe_assets.planning.history import Failed
from vidpipe_assets.planning.troubles import Mended
from vidpipe_assets.store.places import Places
from vidpipe_assets.store.room import has_room

_ENOUGH_FILES = 1000


def mended_at(workplace: Workplace) -> Mended:
    """The answer for one workplace. A condition that nobody knows here is never called mended: its time comes."""

    def mended(failed: Failed) -> bool:
        kind, _, name = failed.waits_for.partition(":")
        if kind == "key":
            return bool(os.environ.get(name))  # whether it is there, not what it says
        return kind == "disk" and all(
            has_room(folder, ENOUGH_ROOM_BYTES, _ENOUGH_FILES) for folder in _written_to(workplace.places)
        )

    return mended


def _written_to(places: Places) -> tuple[Path, ...]:
    """Folders that may be links to other disks; one that looks full is enough to wait."""
    return tuple(folder for folder in (places.home, places.state, places.output) if folder.is_dir())
