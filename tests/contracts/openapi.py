"""Contracts of services: small OpenAPI documents that we wrote (`specs/`), and what a request or an answer breaks.

They hold what we send and read of the service's own document, no more; a parameter that is not in it is refused.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fakes.server import Answer, Asked
from jsonschema import Draft202012Validator, FormatChecker

_SPECS = Path(__file__).with_name("specs")
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_PARTS = "multipart/form-data"


class OpenApi:
    """One document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def problems(self, asked: Asked, answer: Answer) -> list[str]:
        """What is wrong with a request, and with its answer if that is a success."""
        where = f"{asked.method} {asked.path}"
        template, operation = self._operation(asked)
        if operation is None:
            return [f"{where}: there is no such operation"]
        found = [*self._of_parameters(operation, template, asked), *self._of_security(operation, asked)]
        found += self._of_body(operation, asked)
        if answer.status < 400:
            found += self._of_answer(operation, answer)
        return [f"{where}: {problem}" for problem in found]

    def _operation(self, asked: Asked) -> tuple[str, Any]:
        for template, operations in self._document["paths"].items():
            if asked.method.lower() in operations and _path(template).fullmatch(asked.path):
                return template, operations[asked.method.lower()]
        return "", None

    def _of_parameters(self, operation: Any, template: str, asked: Asked) -> Iterator[str]:
        match = _path(template).fullmatch(asked.path)
        given = {"query": asked.query, "header": asked.headers, "path": match.groupdict() if match else {}}
        known = {name for one in operation.get("security", self._document.get("security", [])) for name in one}
        keys = {self._schemes[name].get("name") for name in known}
        named = {one["name"] for one in operation.get("parameters", []) if one["in"] == "query"}
        yield from (f"unknown parameter {name}" for name in asked.query if name not in named | keys)
        for one in operation.get("parameters", []):
            value = given[one["in"]].get(one["name"].lower() if one["in"] == "header" else one["name"])
            if value is None and one.get("required"):
                yield f"{one['name']} is missing"
            elif value is not None:
                yield from self._invalid(one["name"], _meant(value, one["schema"]), one["schema"])

    def _of_security(self, operation: Any, asked: Asked) -> Iterator[str]:
        wanted = operation.get("security", self._document.get("security", []))
        if wanted and not any(all(self._is_given(self._schemes[name], asked) for name in one) for one in wanted):
            yield "no key"

    def _is_given(self, scheme: Any, asked: Asked) -> bool:
        if scheme["type"] == "apiKey":
            return bool((asked.query if scheme["in"] == "query" else asked.headers).get(scheme["name"]))
        return asked.headers.get("authorization", "").lower().startswith(f"{scheme['scheme']} ")

    def _of_body(self, operation: Any, asked: Asked) -> Iterator[str]:
        content = operation.get("requestBody", {}).get("content", {})
        if not asked.body:
            yield from ["no body"] if operation.get("requestBody", {}).get("required") else []
            return
        kind = asked.headers.get("content-type", "").partition(";")[0]
        if kind not in content:
            yield f"a body of the type {kind!r}"
            return
        schema = content[kind]["schema"]
        body = _of_parts(asked, schema) if kind == _PARTS else asked.form if kind == _FORM else asked.json
        yield from self._invalid("body", body, schema)

    def _of_answer(self, operation: Any, answer: Answer) -> Iterator[str]:
        documented = operation["responses"].get(str(answer.status))
        if documented is None:
            yield f"the fake answers with {answer.status}, which is not documented"
        elif _JSON in documented.get("content", {}):
            yield from self._invalid("answer", answer.content, documented["content"][_JSON]["schema"])

    @property
    def _schemes(self) -> Mapping[str, Any]:
        return self._document.get("components", {}).get("securitySchemes", {})

    def _invalid(self, what: str, value: Any, schema: Any) -> Iterator[str]:
        whole = {**schema, "components": self._document.get("components", {})}
        for error in Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value):
            yield f"{what} {error.json_path}: {error.message[:200]}"


@cache
def contract(name: str) -> OpenApi:
    """The contract of the service called `name`."""
    return OpenApi(yaml.safe_load((_SPECS / f"{name}.yaml").read_text(encoding="utf-8")))


@cache
def _path(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template)))


def _of_parts(asked: Asked, schema: Any) -> dict[str, Any]:
    """A form with files as its schema describes it: fields by their meaning, files by their type; `x[]` are lists."""
    found: dict[str, Any] = {}
    for part in asked.parts:
        described = schema["properties"].get(part.name, {})
        value = part.kind if part.file else _meant(part.content.decode(), described)
        found[part.name] = [*found.get(part.name, []), value] if part.name.endswith("[]") else value
    return found


def _meant(text: str, schema: Any) -> Any:
    """A parameter's text as the value that its schema describes."""
    kind = schema.get("type")
    if kind == "array":
        return text.split(",")
    try:
        return json.loads(text) if kind in {"integer", "number", "boolean"} else text
    except ValueError:
        return text
