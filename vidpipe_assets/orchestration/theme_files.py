"""The files that a theme names, opened as the stages open them: what cannot be used, why, and what to do.

`theme check` and `doctor` list the problems; `require_theme_files` stops a video before its first stage does or pays
anything, and it goes on by itself once the file has been replaced. What was found about a file is remembered for as
long as the file stays as it is.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from vidpipe_assets.model.errors import BlockedError, VidpipeError
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.footage.own import SUFFIXES
from vidpipe_assets.storage.places import Places
from vidpipe_assets.voice import bundled_voice, find_voice

FILES = "files"
"""The kind of condition that a video waits for whose theme names a file that cannot be used: `files:THEME`."""

MOST_OPENED_CLIPS = 200
"""Of a folder of footage; each takes about a quarter of a second."""

Problem = tuple[str, str]
"""What is wrong, and what to do."""


def require_theme_files(theme: Theme, folder: Path) -> None:
    """Raise `BlockedError` where a file without which `theme` has no video cannot be used; `folder`: of the themes.

    These are the logo, the reference picture, the music, and a voice that was added or is named by its path, if Piper
    is asked first. Without footage of its own a scene is drawn.
    """
    found = _picture_and_sound(theme, folder)
    if theme.providers.speech[0] == "piper" and not bundled_voice(theme.voice_at("piper").name):
        found += _voice(theme, folder)
    for what, remedy in found:
        raise BlockedError(what, remedy=remedy, waits_for=f"{FILES}:{theme.name}")


def file_problems(theme: Theme, folder: Path) -> list[Problem]:
    """What is wrong with the logo, the music, the folder of footage and the voice."""
    found = _picture_and_sound(theme, folder)
    if "own" in theme.providers.footage:
        found += _footage(theme, folder, f"{folder.name}/{theme.name}.yaml: picture.footage_folder")
    return found + (_voice(theme, folder) if "piper" in theme.providers.speech else [])


def _picture_and_sound(theme: Theme, folder: Path) -> list[Problem]:
    file = f"{folder.name}/{theme.name}.yaml"
    found: list[Problem] = []
    if theme.picture.logo is not None:
        found += _named(folder / theme.picture.logo.file, "logo", f"{file}: picture.logo.file", "a PNG file")
    if theme.picture.reference:
        found += _named(folder / theme.picture.reference, "still", f"{file}: picture.reference", "a JPEG or PNG file")
    if theme.music.kind == "file":
        found += _named(folder / theme.music.file, "music", f"{file}: music.file", "a sound file")
    return found


def clip_problems(theme: Theme, folder: Path) -> Iterator[Problem]:
    """Which clips of the theme's own cannot be used: another one, or a drawn scene, is taken instead of each."""
    if "own" not in theme.providers.footage or not theme.picture.footage_folder:
        return
    clips = _clips(folder / theme.picture.footage_folder)
    for path in clips[:MOST_OPENED_CLIPS]:
        yield from _unusable(path, "clip", f"{folder.name}/{theme.name}.yaml: picture.footage_folder")
    if len(clips) > MOST_OPENED_CLIPS:
        yield f"only the first {MOST_OPENED_CLIPS} of {len(clips)} clips were opened", "divide them into folders"


def _named(path: Path, kind: str, field: str, should_be: str) -> list[Problem]:
    """What is wrong with one file that a field names."""
    return _file(path, field, should_be) or _unusable(path, kind, field)


def _file(path: Path, field: str, kind: str) -> list[Problem]:
    if not path.is_file():
        return [(f"{field} is {path}, where there is no file", f"put {kind} there, or correct the field")]
    if path.stat().st_size == 0:
        return [(f"{field} is {path}, which is empty", f"put {kind} there")]
    if not os.access(path, os.R_OK):
        return [(f"{field} is {path}, which may not be read", f"allow it: chmod a+r {path}")]
    return []


def _voice(theme: Theme, folder: Path) -> list[Problem]:
    """What is wrong with the voice, where Piper is to speak; the bundled one is looked at by the doctor."""
    field = f"{folder.name}/{theme.name}.yaml: voice.name"
    name = theme.voice_at("piper").name
    try:
        voice = find_voice(name, theme.language, Places(folder.parent).voices)
    except VidpipeError as error:
        return [(f"{field}: {error}", error.remedy)]
    return [] if bundled_voice(name) else _unusable(voice.model, "voice", field)


def _unusable(path: Path, kind: str, field: str) -> list[Problem]:
    """What opening the file finds wrong."""
    try:
        stat = path.stat()
    except OSError as error:
        return [(f"{field} is {path}, which cannot be read: {error.strerror}", "mend it, or correct the field")]
    found = _open_once(kind, path, (stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return [(f"{field}: {found[0]}", found[1])] if found else []


@lru_cache(maxsize=2000)
def _open_once(kind: str, path: Path, stamp: tuple[int, int, int]) -> Problem | None:
    del stamp  # another one is another file
    try:
        _OPENERS[kind](path)
    except VidpipeError as error:
        return str(error), error.remedy
    return None


def _open_logo(path: Path) -> None:
    from vidpipe_assets.render.drawing.logo import read_logo

    read_logo(path)


def _open_music(path: Path) -> None:
    from vidpipe_assets.render.audio.mix import require_music

    with TemporaryDirectory(prefix="vidpipe-music-") as scratch:
        require_music(path, Path(scratch) / "music.wav")


def _open_clip(path: Path) -> None:
    from vidpipe_assets.render import require_footage

    require_footage(path, 1)


def _open_still(path: Path) -> None:
    from vidpipe_assets.render.video.photographs import read_photograph

    read_photograph(path)


def _open_voice(path: Path) -> None:
    from vidpipe_assets.voice import require_voice_model

    require_voice_model(path)


_OPENERS: Mapping[str, Callable[[Path], object]] = {
    "logo": _open_logo,
    "music": _open_music,
    "clip": _open_clip,
    "still": _open_still,
    "voice": _open_voice,
}
"""What a file is for -> what opens it as the stage does; raises `VidpipeError` for one that cannot be used."""


def _footage(theme: Theme, folder: Path, field: str) -> list[Problem]:
    named = theme.picture.footage_folder
    if not named:
        return [(f"{field} is missing, though providers.footage names 'own'", "name the folder of your clips")]
    path = folder / named
    if not path.is_dir():
        return [(f"{field} is {path}, where there is no folder", "make it, or correct the field")]
    if not _clips(path):
        return [(f"{field} is {path}, which holds no clip ({' '.join(sorted(SUFFIXES))})", "put clips into it")]
    return []


def _clips(folder: Path) -> list[Path]:
    found = folder.rglob("*") if folder.is_dir() else ()
    return sorted(path for path in found if path.suffix.lower() in SUFFIXES and not path.name.startswith("."))
