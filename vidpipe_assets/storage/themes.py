"""Theme files: read, checked to the last field, and told what is wrong with them; one bad file harms no other."""

import re
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from vidpipe_assets.io.paths import contained_path
from vidpipe_assets.io.yaml_file import Where, YamlFile, read_yaml
from vidpipe_assets.language.letters import hidden_characters
from vidpipe_assets.model.errors import BadInput, VidpipeError
from vidpipe_assets.model.theme import TEXT_JUDGE, Theme
from vidpipe_assets.model.video_key import THEME_NAME
from vidpipe_assets.storage.theme_errors import Problem, closest, part_model, path, problems, report, swallowed
from vidpipe_assets.storage.theme_material import with_file_hashes
from vidpipe_assets.storage.theme_template import new_theme, require_free_name

# Five fields only: croniter would also take seconds, years, and H and R for times by chance.
_CRON = re.compile(r"(?!.*\b[HR]\b)[0-9A-Z*,/#-]+( [0-9A-Z*,/#-]+){4}", re.IGNORECASE)

__all__ = ["load_theme", "load_themes", "new_theme", "require_free_name", "theme_files", "theme_names"]


def load_theme(name: str, folder: Path, known: Mapping[str, Collection[str]]) -> Theme:
    """The theme that `<folder>/<name>.yaml` describes; `known` are the names of providers by port.

    Raises `BadInput` that lists every problem with file, line, field, value and what would be right.
    """
    path = _theme_file(name, folder)
    file = read_yaml(path, f"{folder.name}/{path.name}")
    if not isinstance(file.content, dict):
        raise _wrong([((), "a theme is a list of fields: NAME: VALUE")], file)
    content = _without_empty(cast("dict[str, Any]", file.content), Theme, file)
    try:
        theme = Theme.model_validate(content)
    except ValidationError as error:
        raise _wrong(problems(error, file), file) from error
    if found := [*swallowed(file), *_beyond_fields(theme, name, known)]:
        raise _wrong(found, file)
    return with_file_hashes(theme, folder)


def load_themes(folder: Path, known: Mapping[str, Collection[str]]) -> tuple[dict[str, Theme], dict[str, BadInput]]:
    """All themes of a folder by name, and what is wrong with those that cannot be used."""
    good: dict[str, Theme] = {}
    bad: dict[str, BadInput] = {}
    for name in theme_names(folder):
        try:
            good[name] = load_theme(name, folder, known)
        except VidpipeError as error:
            bad[name] = error if isinstance(error, BadInput) else BadInput(str(error), remedy=error.remedy)
    return good, bad


def theme_files(folder: Path) -> tuple[object, ...]:
    """Names, times and sizes of the theme files: changes whenever one of them does; far cheaper than reading them."""
    try:
        files = [(file.name, file.stat()) for file in sorted(folder.glob("*.yaml"))]
    except OSError:  # one is being replaced at this moment
        return (time.time_ns(),)
    return tuple((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in files)


def theme_names(folder: Path) -> list[str]:
    """The names of the theme files in a folder, good or bad; none if there is no folder."""
    return sorted(path.stem for path in folder.glob("[!.]*.yaml")) if folder.is_dir() else []


def _theme_file(name: str, folder: Path) -> Path:
    if not THEME_NAME.fullmatch(name):
        raise BadInput(
            f"{name[:80]!r} cannot be the name of a theme", remedy="use 1 to 40 small letters, digits and hyphens"
        )
    path = contained_path(folder, f"{name}.yaml")
    if path.is_dir():
        raise BadInput(f"{folder.name}/{path.name} is a folder, where a theme is a file", remedy=f"rename {path}")
    if not path.is_file():
        other = path.with_suffix(".yml")
        if other.is_file():
            raise BadInput(f"there is {folder.name}/{other.name}, but themes end in .yaml", remedy=f"rename {other}")
        names = theme_names(folder)
        there = f"the themes are: {', '.join(names)}" if names else f"there is no theme in {folder} yet"
        raise BadInput(
            f"there is no theme {name!r}{closest(name, names)}; {there}", remedy=f"vidpipe theme new {name} makes one"
        )
    return path


def _without_empty(content: dict[str, Any], model: type[BaseModel], file: YamlFile, where: Any = ()) -> dict[str, Any]:
    """Leave out the known fields that nothing was written for: they keep their defaults."""
    kept: dict[str, Any] = {}
    for name, value in content.items():
        here = (*where, name)
        if value is None and name in model.model_fields and here not in file.swallowed:
            continue
        part = part_model(model, name)
        kept[name] = (
            _without_empty(cast("dict[str, Any]", value), part, file, here)
            if part and isinstance(value, dict)
            else value
        )
    return kept


def _wrong(found: list[Problem], file: YamlFile) -> BadInput:
    return BadInput(report(found, file), remedy=f"correct {file.name}", facts={"file": file.name})


def _beyond_fields(theme: Theme, name: str, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """What the model cannot know: the file's name, the machine's time zones, the providers that exist."""
    if theme.name != name:
        yield ("name",), f"name is {theme.name!r}; write {name}, as the file is called, or rename the file"
    yield from _hidden_characters(theme)
    yield from _schedule(theme.schedule.cron, theme.schedule.time_zone)
    yield from _unknown_providers(theme, known)
    if theme.music.kind == "file" and not theme.music.file:
        yield ("music", "kind"), "music.kind is 'file', but music.file is missing; name the file"


def _hidden_characters(theme: Theme) -> Iterator[Problem]:
    for where, found in hidden_characters(theme.model_dump()):
        said = f"holds the character {found}, which is not seen and changes how the rest is shown"
        yield where, f"{path(where)} {said}; write it anew without that character, instead of pasting it"


_JUDGES = "judges"


def _unknown_providers(theme: Theme, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    chains = [((port, number), name) for port, chain in theme.providers for number, name in enumerate(chain)]
    named: list[tuple[Where, str, str]] = [(("providers", *where), where[0], name) for where, name in chains]
    named += [(("models", port, name), port, name) for port, choice in theme.models for name in choice]
    named += [(("voice", "names", name), "speech", name) for name in theme.voice.names]
    if judge := theme.picture.judge.partition("/")[0]:
        named.append((("picture", "judge"), _JUDGES, judge))
    judges = {*known.get("text", ())} - {"offline"} | {TEXT_JUDGE}
    for where, port, name in named:
        names = judges if port == _JUDGES else known.get(port, ())
        if name not in names:
            choice = f"choose one of: {', '.join(sorted(names)) or '(none)'}{closest(name, names)}"
            yield where, f"{path(where)} is {name!r}; {choice}"


def _schedule(cron: str, zone: str) -> Iterator[Problem]:
    # Light, but not needed by those who only look at the model.
    from zoneinfo import ZoneInfo, available_timezones

    from croniter import croniter

    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        names = available_timezones()
        said = f"schedule.time_zone is {zone!r}; write a name such as Europe/Berlin{closest(zone, names)}"
        yield ("schedule", "time_zone"), said
    if not _CRON.fullmatch(cron) or not croniter.is_valid(cron):
        yield ("schedule", "cron"), f"schedule.cron is {cron!r}; write minute, hour, day, month, weekday: 0 6 * * *"
