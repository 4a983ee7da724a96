"""The doctor's checks of themes: each file, and the files, voices, writers and sources that it names."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.doctor_checks import DoctorRow
from vidpipe_assets.operations.theme_subjects import untold_theme
from vidpipe_assets.orchestration.theme_files import clip_problems, file_problems
from vidpipe_assets.orchestration.theme_models import ended_models, ending_models
from vidpipe_assets.providers.footage import Generating, unused_reference
from vidpipe_assets.providers.footage.own import OWN
from vidpipe_assets.providers.registry import load
from vidpipe_assets.storage.themes import load_themes
from vidpipe_assets.writing.offline.writer import WRITER, require_english

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
        if doubts := theme_doubts(theme, folder):
            yield from (DoctorRow(f"theme {name}", "warning", detail, remedy) for detail, remedy in doubts)
        if not problems and not doubts:
            yield DoctorRow(f"theme {name}", "ok", _theme_summary(theme))
    if not good and not bad:
        yield DoctorRow("themes", "failed", f"there is no theme in {folder}", "vidpipe theme new my-channel")


def theme_problems(theme: Theme, folder: Path) -> list[tuple[str, str]]:
    """What a theme asks for that is not there (files, footage, a voice, a model, a source), each with what to do."""
    file = f"{folder.name}/{theme.name}.yaml"
    return [*file_problems(theme, folder), *ended_models(theme), *_writer(theme), *_nothing_to_look_for(theme, file)]


def theme_doubts(theme: Theme, folder: Path) -> list[tuple[str, str]]:
    """What no video stops for and a person should know.

    Nothing to tell, clips that cannot be used, models that end, a reference picture that nobody draws from.
    """
    untold = untold_theme(theme)
    first = [(str(untold), untold.remedy)] if untold else []
    file = f"{folder.name}/{theme.name}.yaml"
    return [*first, *clip_problems(theme, folder), *ending_models(theme), *_unused_reference(theme, file)]


def _theme_summary(theme: Theme) -> str:
    schedule = theme.schedule
    when = f"{schedule.videos_a_day} a day, {schedule.cron} {schedule.time_zone}" if schedule.enabled else "on request"
    return f"{theme.channel}: {theme.format.seconds} s, {theme.picture.palette}, {when}"


def _writer(theme: Theme) -> Iterator[tuple[str, str]]:
    """What is wrong with the language, where nobody but the offline writer is to write."""
    if theme.providers.text[0] == WRITER:
        try:
            require_english(theme)
        except VidpipeError as error:
            yield str(error), error.remedy


def _unused_reference(theme: Theme, file: str) -> Iterator[tuple[str, str]]:
    """Which models draw without the theme's reference picture, or that nobody draws."""
    if not theme.picture.reference:
        return
    makers = [(name, found) for name in theme.providers.footage if isinstance(found := _loaded(name), Generating)]
    for name, found in makers:
        if unused := unused_reference(found, theme.models.footage.get(name, "")):
            yield f"{file}: picture.reference: {unused[0]}", unused[1]
    if not makers:
        asked = ", ".join(theme.providers.footage)
        yield (
            f"{file}: picture.reference: none of providers.footage ({asked}) is known to draw from a picture",
            "add openai or gemini there, or take the field out",
        )


def _loaded(name: str) -> Any:
    """A provider of footage; None for what is built in, or cannot be loaded, which is told of elsewhere."""
    try:
        return None if name == OWN else load("footage", name)
    except VidpipeError:
        return None


def _nothing_to_look_for(theme: Theme, file: str) -> Iterator[tuple[str, str]]:
    """Which sources of trends will not know what to look for."""
    for name, fields in _LOOKS_FOR.items():
        if name in theme.providers.trends and not any(getattr(theme.collect, field) for field in fields):
            where = " and ".join(f"collect.{field}" for field in fields)
            empty = "are empty" if len(fields) > 1 else "is empty"
            yield f"{file}: {where} {empty}, though providers.trends names {name!r}", f"fill in collect.{fields[0]}"
