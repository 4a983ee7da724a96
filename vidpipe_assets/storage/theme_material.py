"""The bytes behind the names of files in a theme: what replaces a file under its name makes stale what it went into.

The hash of a file is computed once for as long as the file stays as it is, by its times, size and place.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from vidpipe_assets.io.files import file_sha256
from vidpipe_assets.model.theme import LOGO_FILE, MUSIC_FILE, REFERENCE_FILE, Theme

_MISSING, _UNREADABLE = "missing", "unreadable"
NO_HASH = (_MISSING, _UNREADABLE)
"""What stands for the hash of a file that is not there, or cannot be read."""


def named_files(theme: Theme, folder: Path) -> dict[str, Path]:
    """Field of the theme -> the file that it names, there or not; `folder` is that of the themes."""
    found: dict[str, Path] = {}
    if theme.picture.logo is not None:
        found[LOGO_FILE] = folder / theme.picture.logo.file
    if theme.picture.reference:
        found[REFERENCE_FILE] = folder / theme.picture.reference
    if theme.music.kind == "file" and theme.music.file:
        found[MUSIC_FILE] = folder / theme.music.file
    return found


def named_file_stamps(themes: Iterable[Theme], folder: Path) -> tuple[object, ...]:
    """Changes whenever a file that one of the themes names does, far cheaper than reading them."""
    named = sorted({path for theme in themes for path in named_files(theme, folder).values()})
    return tuple((str(path), file_stamp(path)) for path in named)


def with_file_hashes(theme: Theme, folder: Path) -> Theme:
    """`theme` with the hash of each file that it names; itself where it names none."""
    files = named_files(theme, folder)
    return theme.with_file_hashes({field: file_hash(path) for field, path in files.items()}) if files else theme


def file_hash(path: Path) -> str:
    """The sha256 of a file's bytes; one of `NO_HASH` where there are none to be read."""
    stamp = file_stamp(path)
    if stamp is None:
        return _MISSING
    try:
        return _hash_once(path, stamp)
    except OSError:
        return _UNREADABLE


def file_stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes whenever the file does, far cheaper than reading it; None: there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino) if path.is_file() else None


@lru_cache(maxsize=1000)
def _hash_once(path: Path, stamp: tuple[int, int, int]) -> str:
    del stamp  # another one is another file
    return file_sha256(path)
