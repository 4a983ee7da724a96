"""Writes a new theme file: every field with its default, what it means and what it may be, as the model says."""

import json
import re
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.io.paths import contained_path
from vidpipe_assets.language.letters import hidden_characters
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import THEME_NAME
from vidpipe_assets.storage.theme_errors import part_model

_COMMENT_COLUMN = 34
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ ./-]*[A-Za-z0-9]|[A-Za-z]|-?[0-9]+(\.[0-9]+)?")
_READ_OTHERWISE = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
_HEAD = """\
# One channel of vidpipe. Every field but name and channel may be left out or left empty: what stands here is its
# default. Check this file with `vidpipe theme check`, and order a video with `vidpipe order {name}`.
"""


def new_theme(name: str, channel: str, folder: Path, fields: Mapping[str, Any] | None = None) -> Path:
    """Write `<folder>/<name>.yaml` and return it; `fields`: what is not as by default, as a theme file writes it.

    Raises `BadInput` for a bad name or field, and never overwrites a file.
    """
    path = require_free_name(name, channel, folder)
    theme = _theme(name, channel, fields or {})
    write_atomically(path, theme_text(theme).encode())
    return path


def require_free_name(name: str, channel: str, folder: Path) -> Path:
    """The path of a new theme. Raises `BadInput` for a bad name of theme or channel, and for a theme that is there."""
    if not THEME_NAME.fullmatch(name) or name.startswith("-") or name in _DEVICES:
        raise BadInput(
            f"{name[:80]!r} cannot be the name of a theme",
            remedy="use 1 to 40 small letters, digits and hyphens: street-food",
        )
    _theme(name, channel, {})
    path = contained_path(folder, f"{name}.yaml")
    if path.exists():
        raise BadInput(f"{path} exists already", remedy="choose another name, or edit that file")
    return path


def _theme(name: str, channel: str, fields: Mapping[str, Any]) -> Theme:
    content = {**fields, "name": name, "channel": channel}
    for where, found in hidden_characters(content):
        raise BadInput(
            f"{'.'.join(map(str, where))} holds the character {found}, which is not seen",
            remedy="write it anew without that character, instead of pasting it",
        )
    try:
        return Theme.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["loc"] == ("channel",):
            raise BadInput(
                f"{channel[:80]!r} cannot be the name of a channel",
                remedy="use 1 to 24 characters: it stands on the picture",
            ) from error
        where = ".".join(map(str, first["loc"]))
        what = f"{where} is {str(first['input'])[:80]!r}: {first['msg']}"
        raise BadInput(
            what, remedy="docs/themes.md and `vidpipe theme new --help` say what a theme may hold"
        ) from error


def theme_text(theme: Theme) -> str:
    """`theme` as a commented file."""
    head = _HEAD.format(name=theme.name)
    text = "\n".join(_lines(theme, "")).strip()
    return head + text.replace("\n\n\n", "\n\n") + "\n"


def _lines(value: BaseModel, indent: str) -> Iterator[str]:
    for name, field in type(value).model_fields.items():
        inner = getattr(value, name)
        if isinstance(inner, BaseModel):
            yield ""
            yield _commented(f"{indent}{name}:", (type(inner).__doc__ or "").strip())
            yield from _lines(inner, indent + "  ")
            yield ""
        else:
            yield _commented(f"{indent}{name}: {_scalar(inner)}".rstrip(), _about(type(value), name, field))


def _commented(line: str, about: str) -> str:
    return f"{line:<{_COMMENT_COLUMN}} # {about}" if about else line


def _about(model: type[BaseModel], name: str, field: FieldInfo) -> str:
    """What a field means, and what it may be."""
    part = part_model(model, name)
    fields = f"fields below it: {', '.join(part.model_fields)}" if part else ""
    return "; ".join(filter(None, [field.description, _choices(field.annotation) or _bounds(field), fields]))


def _choices(annotation: Any) -> str:
    if typing.get_origin(annotation) is typing.Literal:
        return ", ".join(map(str, typing.get_args(annotation)))
    return "true or false" if annotation is bool else ""


def _bounds(field: FieldInfo) -> str:
    """'15 to 60', 'at most 20', from the constraints that pydantic keeps."""
    names = ("ge", "le", "max_length")
    found = {name: getattr(limit, name) for limit in field.metadata for name in names if hasattr(limit, name)}
    if "ge" in found and "le" in found:
        return f"{found['ge']} to {found['le']}"
    most = found.get("max_length")
    if most is None:
        return ""
    origin = typing.get_origin(field.annotation)
    if origin is tuple:
        return f"a list of at most {most}"
    return f"at most {most} of them" if origin is dict else f"at most {most} characters"


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_scalar, typing.cast('tuple[Any, ...]', value)))}]"
    if isinstance(value, dict):
        pairs = typing.cast("dict[str, str]", value).items()
        return f"{{{', '.join(f'{name}: {_scalar(inner)}' for name, inner in pairs)}}}"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    plain = _PLAIN.fullmatch(text) and (isinstance(value, bool) or text.lower() not in _READ_OTHERWISE)
    return text if plain else json.dumps(text, ensure_ascii=False)
