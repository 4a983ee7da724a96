"""YAML as people write it by hand: text with the line of each value, and none of YAML's surprises.

Every value stays the text that was written until its field says what it is, so that `NO` is Norway and not False, and
`1.10` keeps its zero. Anchors, tags, duplicate keys, huge and deep files are refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from vidpipe_assets.io.paths import explaining_os_errors
from vidpipe_assets.model.errors import BadInput

MAX_BYTES = 64 * 1024
_MAX_DEPTH = 12
_MAX_NODES = 2000

Where = tuple[str | int, ...]
"""The way to a value: names of fields and numbers of list items."""


@dataclass(frozen=True)
class YamlFile:
    """What a file says, and in which line (from 1) each value stands."""

    name: str
    content: Any
    lines: Mapping[Where, int]
    swallowed: frozenset[Where]
    """Values that are empty because YAML took what follows for a comment: `accent: #ff0000`."""

    def line(self, where: Where) -> int:
        """The line of a value or, where it is missing, of what should hold it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read the file at `path`, called `name` in errors. Raises `BadInput` with file, line and remedy."""
    with explaining_os_errors(path), path.open("rb") as file:
        return parse_yaml(file.read(MAX_BYTES + 1), name)


def parse_yaml(written: bytes, name: str) -> YamlFile:
    """Read text in bytes, called `name` in errors. Raises `BadInput` with file, line and remedy."""
    text = _text(written, name)
    try:
        _refuse_tricks(text, name)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(filter(None, [error.context, error.problem]))
        raise _bad(
            name, mark.line + 1 if mark else 1, problem, "mind the indentation, the colons and the quotes"
        ) from error
    except yaml.YAMLError as error:
        raise _bad(name, 1, " ".join(str(error).split()), "write plain text in UTF-8") from error
    reading = _Reading(name, text.splitlines())
    content: Any = {} if node is None else reading.value(node, ())
    return YamlFile(name, content, reading.lines, frozenset(reading.swallowed))


def _text(content: bytes, name: str) -> str:
    if len(content) > MAX_BYTES:
        raise BadInput(f"{name} is larger than {MAX_BYTES // 1024} KB", remedy="it should be a page of text, no more")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _bad(name, line, "this is not UTF-8 text", "save the file as UTF-8") from error


def _refuse_tricks(text: str, name: str) -> None:
    """Refuse what nobody needs, before anything is built from it: so no file can grow when it is read."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _bad(name, line, "anchors and aliases (& and *) are not allowed", "write the value out, or quote it")
        if tag := getattr(event, "tag", None):
            raise _bad(name, line, f"the tag {tag!r} is not allowed", "write a plain value")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH or number > _MAX_NODES:
            raise _bad(name, line, "too many values, or too many within one another", "it should be a page of them")
        if isinstance(event, yaml.DocumentStartEvent) and event.explicit and number > 1:
            raise _bad(name, line, "a second document begins here", "keep the first one")


class _Reading:
    """Turns nodes into values and notes their lines."""

    def __init__(self, name: str, text: list[str]) -> None:
        self.lines: dict[Where, int] = {}
        self.swallowed: set[Where] = set()
        self._name = name
        self._text = text

    def value(self, node: yaml.Node, where: Where) -> Any:
        self.lines.setdefault(where, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*where, number)) for number, item in enumerate(node.value)]
        value = _scalar(node)
        if value is None and node.start_mark.line < len(self._text):
            rest = self._text[node.start_mark.line][node.start_mark.column :]
            if re.match(r"\s*#\S", rest):
                self.swallowed.add(where)
        return value

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise _bad(self._name, line, "this is not a field's name", "write NAME: VALUE")
            key = str(key_node.value)
            if key in found:
                raise _bad(self._name, line, f"the field {key!r} stands here a second time", "keep one of them")
            self.lines[(*where, key)] = line
            found[key] = self.value(value_node, (*where, key))
        return found


def _scalar(node: yaml.Node) -> str | None:
    """The text as it was written, or None for an empty value; what kind of value it is, its field knows."""
    text = str(node.value)
    plain = getattr(node, "style", None) is None
    return None if plain and text in {"", "~", "null", "Null", "NULL"} else text


def _bad(name: str, line: int, problem: str, remedy: str) -> BadInput:
    return BadInput(f"{name}, line {line}: {problem}", remedy=remedy, facts={"file": name, "line": str(line)})
