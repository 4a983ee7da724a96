"""What is wrong with a theme, told to the person who wrote it: line, field, value, and what would be right."""

import difflib
import re
import types
import typing
from collections.abc import Callable, Collection, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from vidpipe_assets.io.yaml_file import Where, YamlFile
from vidpipe_assets.model.theme import Theme

_PATTERNS = {
    r"^[a-z0-9-]{1,40}$": "1 to 40 small letters, digits and hyphens: street-food",
    r"^[a-z][a-z0-9_]{0,39}$": "the name of a provider: piper",
    r"^[!-~]{1,200}$": "the name of a model, without spaces",
    r"^([a-z][a-z0-9_]{0,39}(/[!-~]{1,200})?)?$": "text, PROVIDER or PROVIDER/MODEL",
    r"^#[0-9A-Fa-f]{6}$": 'a colour in quotes: "#FF8800"',
    r"^[a-z]{2}(-[A-Z]{2})?$": "a language code: en or en-GB",
    r"^[A-Z]{2}$": "a country code of two capital letters: US",
}
_KINDS = {
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "float_parsing": "write a number",
    "finite_number": "write a number",
    "decimal_parsing": "write an amount: 1.50",
    "bool_parsing": "write true or false",
    "tuple_type": "write a list: [one, two]",
    "dict_type": "write provider: model, as in {anthropic: claude-haiku-4-5}",
    "string_type": "write text",
    "model_type": "write fields below it, indented",
}

Problem = tuple[Where, str]
"""Where something is wrong, and a sentence that says what, and what would be right."""


def problems(error: ValidationError, file: YamlFile) -> list[Problem]:
    """Everything that pydantic found, as sentences."""
    found = [(details["loc"], _sentence(dict(details))) for details in error.errors()]
    return [*swallowed(file), *((where, said) for where, said in found if where not in file.swallowed)]


def swallowed(file: YamlFile) -> list[Problem]:
    """Values that are empty because YAML took them for a comment, wherever an empty value would be right, too."""
    said = "is empty, since YAML takes what follows # for a comment; put it in quotes"
    return [(where, f"{path(where)} {said}") for where in file.swallowed]


def report(found: Collection[Problem], file: YamlFile, most: int = 8) -> str:
    """The problems by line, each with file and line."""
    lines = sorted((file.line(where), said) for where, said in found)
    shown = [f"{file.name}, line {line}: {said}" for line, said in lines[:most]]
    more = len(lines) - len(shown)
    return "\n".join([*shown, *([f"… and {more} more"] if more else [])])


def path(where: Where) -> str:
    """`collect.regions[1]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where).lstrip(".") or "the theme"


def closest(word: str, words: Collection[str]) -> str:
    """' (did you mean …?)' or nothing."""
    found = difflib.get_close_matches(word, sorted(words), n=1, cutoff=0.6)
    return f" (did you mean {found[0]}?)" if found else ""


def _sentence(found: Mapping[str, Any]) -> str:
    where, kind, value, context = found["loc"], found["type"], found.get("input"), found.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_field(where)
    if kind == "missing":
        return f"{path(where)} is missing; a theme has at least a name and a channel"
    return f"{path(where)} is {_shown(value)}; {_right(kind, value, context, found['msg'])}"


def _unknown_field(where: Where) -> str:
    fields = _fields(where[:-1])
    field = str(where[-1])
    guess = closest(field, fields)
    inside = f" in {path(where[:-1])}" if where[:-1] else ""
    choice = "" if guess else f"; the fields{inside} are: {', '.join(fields)}"
    return f"there is no field {field!r}{inside}{guess}{choice}"


def _right(kind: str, value: Any, context: Mapping[str, Any], said: str) -> str:
    if kind in _KINDS:
        return _KINDS[kind]
    special: dict[str, Callable[[], str]] = {
        "literal_error": lambda: _choice(value, context["expected"]),
        "string_pattern_mismatch": lambda: f"write {_PATTERNS.get(context['pattern'], context['pattern'])}",
        "value_error": lambda: str(context.get("error", said)),
        "string_too_long": lambda: f"write at most {context['max_length']} characters (it has {len(value)})",
        "string_too_short": lambda: f"write at least {context['min_length']} character",
        "too_long": lambda: f"list at most {context['max_length']} (it has {len(value)})",
        "too_short": lambda: f"list at least {context['min_length']}",
        "greater_than_equal": lambda: f"write at least {context['ge']}",
        "less_than_equal": lambda: f"write at most {context['le']}",
    }
    return special[kind]() if kind in special else said


def _choice(value: Any, expected: str) -> str:
    words = re.findall(r"'([^']*)'", expected)
    return f"choose one of: {', '.join(words)}{closest(str(value), words)}"


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    text = str(value) if isinstance(value, str) and re.fullmatch(r"[-+0-9.]+", value) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _fields(where: Where) -> list[str]:
    """Names of the fields of the part of a theme at `where`."""
    model: type[BaseModel] | None = Theme
    for step in where:
        model = part_model(model, str(step)) if model else None
    return list(model.model_fields) if model else []


def part_model(model: type[BaseModel], field: str) -> type[BaseModel] | None:
    """The model that a field holds, if it holds one (`Logo` for `Logo | None`)."""
    info = model.model_fields.get(field)
    if info is None:
        return None
    kinds = typing.get_args(info.annotation) if isinstance(info.annotation, types.UnionType) else (info.annotation,)
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
