"""The doctor's checks of themes: each file, and the files, voices, writers and sources that it names."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.doctor_checks import DoctorRow
from vidpipe_assets.operations.theme_subjects import untold_theme
from vidpipe_assets.storage.themes import load_themes
from vidpipe_assets.voice import find_voice
from vidpipe_assets.writing.offline.writer import WRITER, require_english

_CLIPS = {".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi"}

_LOOKS_FOR = {"rss": ("feeds",), "reddit": ("subreddits", "queries"), "tiktok": ("hashtags", "queries")}
"""Sources that need to be told what to look for, and the fields that tell them; one of them is enough."""


def check_themes(folder: Path, known: Mapping[str, Collection[str]]) -> Iterator[DoctorRow]:
    """A row for every theme."""
    good, bad = load_themes(folder, known)
    for name, error in bad.items():
        yield DoctorRow(f"theme {name}", "failed", str(error), error.remedy)
    for name, theme in good.items():
        if problems := theme_problems(theme, folder):
            yield from (DoctorRow(f"theme {name}", "failed", detail, remedy) for detail, remedy in problems)
        elif untold := untold_theme(theme):
            yield DoctorRow(f"theme {name}", "warning", str(untold), untold.remedy)
        else:
            yield DoctorRow(f"theme {name}", "ok", _theme_summary(theme))
    if not good and not bad:
        yield DoctorRow("themes", "failed", f"there is no theme in {folder}", "vidpipe theme new my-channel")


def theme_problems(theme: Theme, folder: Path) -> list[tuple[str, str]]:
    """What a theme asks for that is not there (files, footage, a voice, a writer, a source), each with what to do."""
    file = f"{folder.name}/{theme.name}.yaml"
    return [*_files(theme, folder), *_voice(theme, file), *_writer(theme), *_nothing_to_look_for(theme, file)]


def _theme_summary(theme: Theme) -> str:
    schedule = theme.schedule
    when = f"{schedule.videos_a_day} a day, {schedule.cron} {schedule.time_zone}" if schedule.enabled else "on request"
    return f"{theme.channel}: {theme.format.seconds} s, {theme.picture.palette}, {when}"


def _files(theme: Theme, folder: Path) -> Iterator[tuple[str, str]]:
    """What is wrong with the files that a theme names, and what to do."""
    file = f"{folder.name}/{theme.name}.yaml"
    if theme.picture.logo is not None:
        yield from _file(folder / theme.picture.logo.file, f"{file}: picture.logo.file", "a PNG file")
    if theme.music.kind == "file":
        yield from _file(folder / theme.music.file, f"{file}: music.file", "a sound file")
    if "own" in theme.providers.footage:
        yield from _footage(theme, folder, f"{file}: picture.footage_folder")


def _voice(theme: Theme, file: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the voice, where Piper is to speak."""
    if "piper" in theme.providers.speech:
        try:
            find_voice(theme.voice_at("piper").name, theme.language)
        except VidpipeError as error:
            yield f"{file}: voice.name: {error}", error.remedy


def _writer(theme: Theme) -> Iterator[tuple[str, str]]:
    """What is wrong with the language, where nobody but the offline writer is to write."""
    if theme.providers.text[0] == WRITER:
        try:
            require_english(theme)
        except VidpipeError as error:
            yield str(error), error.remedy


def _nothing_to_look_for(theme: Theme, file: str) -> Iterator[tuple[str, str]]:
    """Which sources of trends will not know what to look for."""
    for name, fields in _LOOKS_FOR.items():
        if name in theme.providers.trends and not any(getattr(theme.collect, field) for field in fields):
            where = " and ".join(f"collect.{field}" for field in fields)
            empty = "are empty" if len(fields) > 1 else "is empty"
            yield f"{file}: {where} {empty}, though providers.trends names {name!r}", f"fill in collect.{fields[0]}"


def _file(path: Path, field: str, kind: str) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        yield f"{field} is {path}, where there is no file", f"put {kind} there, or correct the field"
    elif path.stat().st_size == 0:
        yield f"{field} is {path}, which is empty", f"put {kind} there"


def _footage(theme: Theme, folder: Path, field: str) -> Iterator[tuple[str, str]]:
    named = theme.picture.footage_folder
    if not named:
        yield f"{field} is missing, though providers.footage names 'own'", "name the folder of your clips"
        return
    path = folder / named
    if not path.is_dir():
        yield f"{field} is {path}, where there is no folder", "make it, or correct the field"
    elif not any(clip.suffix.lower() in _CLIPS for clip in path.rglob("*")):
        yield f"{field} is {path}, which holds no clip ({' '.join(sorted(_CLIPS))})", "put clips into it"
