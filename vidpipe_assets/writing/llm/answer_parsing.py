"""From what a language model wrote to the value that was asked for.

- Of several JSON objects the last that fits counts; thoughts, drafts in them and text around it do not (`answer_text`).
  An object in a list, or wrapped in another one, is found, too.
- The object fits its type as it is: no text where a number belongs, no NaN, no infinity. Every number and every list
  has its bounds in the type, and what is outside them is refused, never clamped.
- What nobody needs loses no answer that was paid for: unknown fields are left out, an optional field that does not fit
  keeps its default, and of a `Dispensable` one as much is kept as can be used.
- Texts are cleaned of what nobody sees or says (control and invisible characters, web addresses, line breaks); then
  their bounds count.
"""

import copy
import json
import math
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import AfterValidator, BaseModel, GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from vidpipe_assets.model.values import Value
from vidpipe_assets.writing.llm.answer_text import nested_objects, read_answer_text
from vidpipe_assets.writing.text import plain_text, truncate

T = TypeVar("T", bound=Value)

_LONGEST = 200_000
"""Characters: no answer that was asked for comes near it."""

_MOST_PROBLEMS = 12
_MOST_MENDING = 5
"""Rounds of leaving out what nobody needs: what is left out may hide what else does not fit."""


CLEANED = AfterValidator(plain_text)
"""In `Annotated[str, CLEANED, Field(max_length=…)]`: a text is cleaned, and then its bounds count."""


@dataclass(frozen=True)
class Dispensable:
    """In `Annotated[…]`: a list that a good answer may lack. `usable` keeps what can be used of whatever came instead.

    What a model is told of the field, its bounds too, stays as it is.
    """

    usable: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(lambda value, _: self.usable(value), handler(source))


class InvalidAnswer(Exception):
    """What is wrong with an answer, each problem with its path: 'scenes[2].seconds: …'."""

    def __init__(self, problems: Iterable[str]) -> None:
        every = tuple(problems)
        more = len(every) - _MOST_PROBLEMS
        self.problems = (*every[:_MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else []))
        super().__init__("; ".join(self.problems))


class NoJsonAnswer(InvalidAnswer):
    """There is no JSON at all: the model wrote about what it was asked for, or why it would not."""


def parse_answer(text: str, kind: type[T]) -> T:
    """The value of type `kind` that `text` holds. Raises `InvalidAnswer`, and nothing else, for any other text."""
    if len(text) > _LONGEST:
        raise InvalidAnswer([f"the answer has {len(text):,} characters, which nobody asked for"])
    found = read_answer_text(text)
    misfit: InvalidAnswer | None = None
    for content in reversed(found.objects):
        try:
            return _first_that_fits(content, kind)
        except InvalidAnswer as error:
            misfit = misfit or error
    if found.trouble:
        raise InvalidAnswer([found.trouble])
    if misfit:
        raise misfit
    if found.thoughts:
        raise InvalidAnswer(["the answer holds thoughts, and no JSON object after them"])
    raise NoJsonAnswer(["the answer holds no JSON object"])


def _first_that_fits(content: dict[str, Any], kind: type[T]) -> T:
    """`content` as a value, or an object within it. Raises `InvalidAnswer` that tells of `content` itself."""
    misfit: InvalidAnswer | None = None
    for one in nested_objects(content):
        try:
            return _value_of(one, kind)
        except InvalidAnswer as error:
            misfit = misfit or error
    raise misfit or InvalidAnswer(["the answer is empty"])


def _value_of(content: dict[str, Any], kind: type[T]) -> T:
    adapter = TypeAdapter(kind)
    for _ in range(_MOST_MENDING):
        try:
            return adapter.validate_json(json.dumps(content), strict=True)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            without = _without_what_nobody_needs(content, errors, kind)
            if without == content or without is None:
                raise InvalidAnswer(map(_problem_text, _causes(errors))) from None
            content = without
    raise InvalidAnswer(["the answer has too many fields that nobody asked for"])


def _without_what_nobody_needs(
    content: dict[str, Any], errors: Sequence[Any], kind: type[BaseModel]
) -> dict[str, Any] | None:
    """`content` without unknown fields and without optional ones that do not fit; None where there are none."""
    places = {where: error["type"] == "missing" for error in errors if (where := _dispensable(error, kind))}
    if not places:
        return None
    without = copy.deepcopy(content)
    for *way, last in sorted(places, key=len, reverse=True):
        inner: Any = without
        for step in way:
            inner = inner[step]
        inner.pop(last, None)
        if places[*way, last]:
            inner[last] = []
    return without


def _dispensable(error: Any, kind: type[BaseModel]) -> tuple[Any, ...] | None:
    """The path of the field that is left out because of `error`, if that may be."""
    path = error["loc"]
    if error["type"] == "extra_forbidden":
        return path
    model: Any = kind
    for depth, step in enumerate(path):
        if isinstance(step, int):
            continue
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return None
        info: FieldInfo | None = model.model_fields.get(step)
        if info is None:
            return None
        if not info.is_required() or any(isinstance(one, Dispensable) for one in info.metadata):
            return path[: depth + 1]
        model = _inner_type(info.annotation)
    return None


def _inner_type(annotation: Any) -> Any:
    """What a field or the entries of its list are: `Scene` for `tuple[Scene, ...]`."""
    inner = [one for one in typing.get_args(annotation) if one is not Ellipsis]
    return _inner_type(inner[0]) if inner else annotation


def _causes(errors: Sequence[Any]) -> list[Any]:
    """The errors without those that only follow from another: a list counts its bad entries as missing."""
    within = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [error for error in errors if error["type"] != "too_short" or error["loc"] not in within]


def _problem_text(error: Any) -> str:
    """One problem as a person, and a model, reads it."""
    path = "".join(
        f"[{step}]" if isinstance(step, int) else f".{truncate(plain_text(str(step)), 60)}" for step in error["loc"]
    )
    given = error["input"]
    context = error.get("ctx", {})
    message = error["msg"]
    if error["type"] in ("too_long", "too_short") and isinstance(given, str):
        bound = f"most {context['max_length']}" if error["type"] == "too_long" else f"least {context['min_length']}"
        message = f"the text must have at {bound} characters, not {len(plain_text(given))}"
    elif isinstance(given, (str, int, float, type(None))):
        message = f"{message}, not {truncate(repr(given), 60)}{_no_number(given)}"
    return f"{path.lstrip('.') or 'the answer'}: {message}"


def _no_number(given: Any) -> str:
    if not isinstance(given, float) or math.isfinite(given):
        return ""
    return f": {json.dumps(given)} is not a number that JSON knows"
