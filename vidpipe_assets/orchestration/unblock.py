"""Whether what a blocked stage waits for has been mended: a key, a voice, a font, a file, the storage, room."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from vidpipe_assets.io.paths import has_room
from vidpipe_assets.model.errors import ENOUGH_ROOM_BYTES, VidpipeError
from vidpipe_assets.orchestration.theme_files import FILES, require_theme_files
from vidpipe_assets.orchestration.theme_models import MODELS, require_current_models
from vidpipe_assets.planning.retry_policy import UnblockCheck
from vidpipe_assets.planning.stage_records import StageFailure
from vidpipe_assets.providers.secrets import is_usable
from vidpipe_assets.storage.bucket import STORAGE
from vidpipe_assets.storage.disk_use import QUOTA, is_beyond_quota
from vidpipe_assets.storage.places import Places
from vidpipe_assets.workplace import Workplace

_ENOUGH_FILES = 1000


def unblock_check(workplace: Workplace) -> UnblockCheck:
    """The answer for one workplace. A condition that nobody knows here is never called mended: its time comes."""
    has_storage = cache(lambda: _has_storage(workplace))  # asking it takes a moment, and many may wait for it

    def mended(failed: StageFailure) -> bool:
        kind, _, name = failed.waits_for.partition(":")
        look = _LOOKS.get(kind)
        return has_storage() if kind == STORAGE else look is not None and look(workplace, name)

    return mended


def _has_key(workplace: Workplace, name: str) -> bool:
    del workplace
    return is_usable(name)  # whether it is there and can be sent, not whether it is the right one


def _has_room(workplace: Workplace, name: str) -> bool:
    del name
    return all(has_room(folder, ENOUGH_ROOM_BYTES, _ENOUGH_FILES) for folder in _written_to(workplace.places))


def _has_quota(workplace: Workplace, name: str) -> bool:
    del name
    return not is_beyond_quota(workplace.places)


def _has_voice(workplace: Workplace, name: str) -> bool:
    from vidpipe_assets.voice import is_installed

    return is_installed(name, workplace.places.voices)


def _has_font(workplace: Workplace, name: str) -> bool:
    from vidpipe_assets.render.fonts import is_installed

    del workplace
    return is_installed(name)


def _has_theme_files(workplace: Workplace, name: str) -> bool:
    try:
        require_theme_files(workplace.theme(name), workplace.places.themes)
    except VidpipeError:  # also a theme that cannot be read: that is told elsewhere
        return False
    return True


def _has_current_models(workplace: Workplace, name: str) -> bool:
    try:
        require_current_models(workplace.theme(name))
    except VidpipeError:
        return False
    return True


def _has_confirmed_restore(workplace: Workplace, name: str) -> bool:
    from vidpipe_assets.storage.restores import unconfirmed_restore

    del name
    return unconfirmed_restore(workplace.store.database) is None


def _has_storage(workplace: Workplace) -> bool:
    bucket = workplace.store.artifacts.bucket
    try:
        if bucket:
            bucket.probe()
    except VidpipeError:
        return False
    return True


_LOOKS: Mapping[str, Callable[[Workplace, str], bool]] = {
    "key": _has_key,
    "disk": _has_room,
    QUOTA: _has_quota,
    "voice": _has_voice,
    "font": _has_font,
    FILES: _has_theme_files,
    MODELS: _has_current_models,
    "restore": _has_confirmed_restore,
}
"""The kind of condition, and how one looks whether it is mended; what follows the colon tells which one."""


def _written_to(places: Places) -> tuple[Path, ...]:
    """Folders that may be links to other disks; one that looks full is enough to wait."""
    return tuple(folder for folder in (places.home, places.state, places.output) if folder.is_dir())
