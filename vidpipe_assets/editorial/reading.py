"""What a language model wrote, read as a value: found in its text, judged strictly, and nothing else let through.

The rules, for every answer:
- It holds one JSON object. What stands around it is tolerated: a greeting, a fence, a closing remark. Two are too many.
- The object fits its type as it is: no text where a number belongs, no unknown key, no NaN, no infinity. Every number
  and every list has its bounds in the type, and what is outside them is refused, never clamped.
- Texts are cleaned of what nobody sees or says (control and invisible characters, web addresses, line breaks); then
  their bounds count.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import AfterValidator, TypeAdapter, ValidationError

from vidpipe_assets.editorial.naming import cut, plain
from vidpipe_assets.model.values import Value

T = TypeVar("T", bound=Value)

_LONGEST = 200_000
"""Characters: no answer that was asked for comes near it."""

_MOST_PROBLEMS = 12
_BEGINNING = re.compile(r'\{\s*["}]')
"""Of an object; a brace in prose is followed by something else."""


CLEAN = AfterValidator(plain)
"""In `Annotated[str, CLEAN, Field(max_length=…)]`: a text is cleaned, and then its bounds count."""


class NotGood(Exception):
    """What is wrong with an answer, each problem with its path: 'scenes[2].seconds: …'."""

    def __init__(self, problems: Iterable[str]) -> None:
        every = tuple(problems)
        more = len(every) - _MOST_PROBLEMS
        self.problems = (*every[:_MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else []))
        super().__init__("; ".join(self.problems))


class NoAnswer(NotGood):
    """There is no JSON at all: the model wrote about what it was asked for, or why it would not."""


def read_value(text: str, kind: type[T]) -> T:
    """The value of type `kind` that `text` holds. Raises `NotGood`, and nothing else, for any other text."""
    try:
        return TypeAdapter(kind).validate_json(_object_in(text), strict=True)
    except ValidationError as error:
        raise NotGood(map(_told, _causes(error.errors(include_url=False)))) from None


def _object_in(text: str) -> str:
    """The one JSON object in `text`, as it is written there."""
    if len(text) > _LONGEST:
        raise NotGood([f"the answer has {len(text):,} characters, which nobody asked for"])
    found: list[str] = []
    at = 0
    while beginning := _BEGINNING.search(text, at):
        at = _end(text, beginning.start())
        found.append(text[beginning.start() : at])
    if not found:
        raise NoAnswer(["the answer holds no JSON object"])
    if len(found) > 1:
        raise NotGood([f"the answer holds {len(found)} JSON objects; it must be one"])
    return found[0]


def _end(text: str, start: int) -> int:
    """Where the object that begins at `start` ends."""
    try:
        return _DECODER.raw_decode(text, start)[1]
    except json.JSONDecodeError as error:
        # An unterminated string is told at its beginning, anything else that is cut off at the end.
        cut_off = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip())
        where = f"line {error.lineno}, column {error.colno}"
        raise NotGood([f"the JSON is cut off ({where})" if cut_off else f"{error.msg} ({where})"]) from None
    except ValueError as error:  # NaN and its like, a number of thousands of digits
        raise NotGood([cut(str(error), 200)]) from None
    except RecursionError:
        raise NotGood(["the JSON is nested too deeply"]) from None


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not a number that JSON knows")


_DECODER = json.JSONDecoder(parse_constant=_refused)


def _causes(errors: Sequence[Any]) -> list[Any]:
    """The errors without those that only follow from another: a list counts its bad entries as missing."""
    within = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [error for error in errors if error["type"] != "too_short" or error["loc"] not in within]


def _told(error: Any) -> str:
    """One problem as a person, and a model, reads it."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{cut(plain(str(step)), 60)}" for step in error["loc"])
    was, context = error["input"], error.get("ctx", {})
    message = error["msg"]
    if error["type"] in ("too_long", "too_short") and isinstance(was, str):
        bound = f"most {context['max_length']}" if error["type"] == "too_long" else f"least {context['min_length']}"
        message = f"the text must have at {bound} characters, not {len(plain(was))}"
    elif isinstance(was, (str, int, float, type(None))):
        message = f"{message}, not {cut(repr(was), 60)}"
    return f"{path.lstrip('.') or 'the answer'}: {message}"
