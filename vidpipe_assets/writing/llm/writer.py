"""Structured answers of a language model: asked for, parsed, checked, repaired once, and then given up.

Both questions and both answers are the ledger's. So whoever asks again, after a kill or for another reason, pays
nothing and comes to the same end, good or bad; only another take of the stage asks the model anew.

The rules for every answer:

- It holds one JSON object. What stands around it is tolerated: a greeting, a fence, a closing remark. Two are too many.
- The object fits its type as it is: no text where a number belongs, no unknown key, no NaN, no infinity. Every number
  and every list has its bounds in the type, and what is outside them is refused, never clamped.
- Texts are cleaned of what nobody sees or says (control and invisible characters, web addresses, line breaks); then
  their bounds count.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import AfterValidator, TypeAdapter, ValidationError

from vidpipe_assets.model.errors import BadAnswer, Refused
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer, TextProvider
from vidpipe_assets.writing.llm.prompts import ANSWER_RULES, data_block, repair_prompt
from vidpipe_assets.writing.text import plain_text, truncate

T = TypeVar("T", bound=Value)

_LONGEST = 200_000
"""Characters: no answer that was asked for comes near it."""

_MOST_PROBLEMS = 12
_BEGINNING = re.compile(r'\{\s*["}]')
"""Of an object; a brace in prose is followed by something else."""


CLEANED = AfterValidator(plain_text)
"""In `Annotated[str, CLEAN, Field(max_length=…)]`: a text is cleaned, and then its bounds count."""


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
    """The value of type `kind` that `text` holds. Raises `NotGood`, and nothing else, for any other text."""
    try:
        return TypeAdapter(kind).validate_json(_object_in(text), strict=True)
    except ValidationError as error:
        raise InvalidAnswer(map(_problem_text, _causes(error.errors(include_url=False)))) from None


def _object_in(text: str) -> str:
    """The one JSON object in `text`, as it is written there."""
    if len(text) > _LONGEST:
        raise InvalidAnswer([f"the answer has {len(text):,} characters, which nobody asked for"])
    found: list[str] = []
    position = 0
    while beginning := _BEGINNING.search(text, position):
        position = _end_of_object(text, beginning.start())
        found.append(text[beginning.start() : position])
    if not found:
        raise NoJsonAnswer(["the answer holds no JSON object"])
    if len(found) > 1:
        raise InvalidAnswer([f"the answer holds {len(found)} JSON objects; it must be one"])
    return found[0]


def _end_of_object(text: str, start: int) -> int:
    """Where the object that begins at `start` ends."""
    try:
        return _DECODER.raw_decode(text, start)[1]
    except json.JSONDecodeError as error:
        # The decoder reports an unterminated string at its beginning, anything else that is cut off at the end.
        cut_off = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip())
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidAnswer([f"the JSON is cut off ({where})" if cut_off else f"{error.msg} ({where})"]) from None
    except ValueError as error:  # NaN and its like, a number of thousands of digits
        raise InvalidAnswer([truncate(str(error), 200)]) from None
    except RecursionError:
        raise InvalidAnswer(["the JSON is nested too deeply"]) from None


def _reject_constant(constant: str) -> Any:
    raise ValueError(f"{constant} is not a number that JSON knows")


_DECODER = json.JSONDecoder(parse_constant=_reject_constant)


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
        message = f"{message}, not {truncate(repr(given), 60)}"
    return f"{path.lstrip('.') or 'the answer'}: {message}"


_MOST_TOKENS = 16_000


def _no_problems(_: Any) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class AnswerRequest(Generic[T]):
    """One question to a language model, and how its answer is judged.

    `task`: in words. `data`: name -> what strangers wrote, or what was decided before. `check`: what is wrong with a
    value that fits its type, each problem with its path; nothing for a good one. `wishes`: the same for what is worth
    a repair, and is let through when the repair does not bring it.
    """

    name: str
    kind: type[T]
    task: str
    most_tokens: int
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    check: Callable[[T], Iterable[str]] = _no_problems
    wishes: Callable[[T], Iterable[str]] = _no_problems

    def prompt(self, style: str) -> Prompt:
        """The prompt; `style` is what the system prompt begins with."""
        parts = [self.task, *(data_block(name, value) for name, value in self.data.items())]
        return Prompt(
            name=self.name,
            system=f"{style}\n\n{ANSWER_RULES}",
            user="\n\n".join(parts),
            schema=TypeAdapter(self.kind).json_schema(),
            most_tokens=self.most_tokens,
        )

    def read(self, text: str, *, wishing: bool) -> T:
        """The value that `text` holds. Raises `NotGood`."""
        value = parse_answer(text, self.kind)
        if problems := (*self.check(value), *(self.wishes(value) if wishing else ())):
            raise InvalidAnswer(problems)
        return value


@dataclass(frozen=True)
class LlmWriter:
    """A language model that writes for one video, asked through the ledger.

    `style`: the system prompt begins with it. `store_text` stores a text that a person may want to read, and returns
    its path. `model_name`: which of the provider's models, as the theme names it; empty for its standard one.
    `models_used`: the models that have answered, as they call themselves.
    """

    model: TextProvider
    ask: Ask
    store_text: Callable[[str], Path]
    style: str
    model_name: str = ""
    models_used: set[str] = field(default_factory=set[str], compare=False)

    def write(self, request: AnswerRequest[T]) -> T:
        """The value that the model writes. It is asked for once, and once more if the answer is not good.

        Raises `BadAnswer` when the second one is not good either, and `Refused` as soon as the model refuses. Prose
        instead of the repaired answer is a refusal, too: many models have no other sign for it. Both errors name the
        file that holds what was written. Raises what `ask` raises.
        """
        prompt = replace(request.prompt(self.style), model=self.model_name)
        answer = self._answer(prompt, request)
        try:
            return request.read(answer.text, wishing=True)
        except InvalidAnswer as invalid:
            again = replace(
                prompt,
                user=repair_prompt(prompt.user, answer.text, _with_length(invalid, prompt, answer)),
                most_tokens=_room(prompt, answer),
            )
        answer = self._answer(again, request)
        try:
            return request.read(answer.text, wishing=False)
        except InvalidAnswer as invalid:
            if isinstance(invalid, NoJsonAnswer) and answer.ended is Ended.COMPLETE:
                raise self._refusal(request, answer, "wrote only prose, also when told so, instead of") from None
            raise self._unusable_answer(request, answer, _with_length(invalid, again, answer)) from None

    def _answer(self, prompt: Prompt, request: AnswerRequest[Any]) -> RawAnswer:
        answer = self.model.answer(prompt, self.ask)
        self.models_used.update({answer.model} - {""})
        if answer.ended is Ended.REFUSED:
            raise self._refusal(request, answer, "refused to write")
        if answer.ended is Ended.FILTERED:
            raise self._refusal(request, answer, "was stopped by its content filter while writing")
        return answer

    def _refusal(self, request: AnswerRequest[Any], answer: RawAnswer, how: str) -> Refused:
        kept = self.store_text(answer.text)
        return Refused(
            f"{self.model.name} {how} the {_spoken(request.name)}: a person must look at this story",
            remedy=f"read what it wrote in {kept}; then order another topic, change the theme's words, or retry the "
            "stage afresh. No other model is asked for the same by itself",
            facts={"raw_answer": str(kept)},
        )

    def _unusable_answer(self, request: AnswerRequest[Any], answer: RawAnswer, problems: tuple[str, ...]) -> BadAnswer:
        kept = self.store_text(answer.text)
        return BadAnswer(
            f"{self.model.name} wrote no usable {_spoken(request.name)}, also not after it was told what was wrong: "
            f"{'; '.join(problems)}",
            remedy=f"read what it wrote in {kept}; then retry the stage afresh, or choose another model",
            facts={"raw_answer": str(kept)},
        )


def _with_length(invalid: InvalidAnswer, prompt: Prompt, answer: RawAnswer) -> tuple[str, ...]:
    """The problems; the reason first, where the answer was cut off."""
    if answer.ended is not Ended.LENGTH:
        return invalid.problems
    return (f"the answer was cut off after {prompt.most_tokens} tokens: write less", *invalid.problems)


def _room(prompt: Prompt, answer: RawAnswer) -> int:
    """What was cut off gets twice the tokens: a model may have used them up by thinking."""
    longer = prompt.most_tokens * 2 if answer.ended is Ended.LENGTH else prompt.most_tokens
    return min(longer, max(_MOST_TOKENS, prompt.most_tokens))


def _spoken(name: str) -> str:
    return name.replace("_", " ")
