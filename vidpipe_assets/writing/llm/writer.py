"""Structured answers of a language model: asked for, parsed, checked, repaired once, and then given up.

Both questions and both answers are the ledger's. So whoever asks again, after a kill or for another reason, pays
nothing and comes to the same end, good or bad; only another take of the stage asks the model anew. What counts as an
answer is said in `answer_parsing`.

A model that has used up its tokens before it wrote a word (it thinks) was paid and said nothing: the same is asked with
more room, each time as a call of its own that the budgets hold, and only as often as `_ROOMS` says.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic

from pydantic import TypeAdapter

from vidpipe_assets.model.errors import BadAnswer, Refused
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer, TextProvider
from vidpipe_assets.writing.llm.answer_parsing import CLEANED, InvalidAnswer, NoJsonAnswer, T, parse_answer
from vidpipe_assets.writing.llm.answer_text import written_text
from vidpipe_assets.writing.llm.prompts import ANSWER_RULES, data_block, repair_prompt

__all__ = ["CLEANED", "AnswerRequest", "InvalidAnswer", "LlmWriter", "parse_answer"]

_ROOMS = (8_000, 24_000)
"""Tokens of the answer, one after the other, for a model that thought until it was cut off."""

_MOST_TOKENS = 16_000


def _no_problems(_: Any) -> Iterable[str]:
    return ()


def _as_it_is(value: T) -> T:
    return value


@dataclass(frozen=True)
class AnswerRequest(Generic[T]):
    """One question to a language model, and how its answer is judged.

    `task`: in words. `data`: name -> what strangers wrote, or what was decided before. `check`: what is wrong with a
    value that fits its type, each problem with its path; nothing for a good one. `wishes`: the same for what is worth
    a repair, and is let through when the repair does not bring it. `mend`: leaves out what nobody needs and would not
    pass.
    """

    name: str
    kind: type[T]
    task: str
    most_tokens: int
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    check: Callable[[T], Iterable[str]] = _no_problems
    wishes: Callable[[T], Iterable[str]] = _no_problems
    mend: Callable[[T], T] = _as_it_is

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
        """The value that `text` holds. Raises `InvalidAnswer`."""
        value = self.mend(parse_answer(text, self.kind))
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
        prompt, answer = self._written(prompt, request)
        try:
            return request.read(answer.text, wishing=True)
        except InvalidAnswer as invalid:
            again = replace(
                prompt,
                user=repair_prompt(prompt.user, answer.text, _with_length(invalid, prompt, answer)),
                most_tokens=_room(prompt, answer),
            )
        again, answer = self._written(again, request)
        try:
            return request.read(answer.text, wishing=False)
        except InvalidAnswer as invalid:
            if isinstance(invalid, NoJsonAnswer) and answer.ended is Ended.COMPLETE:
                raise self._refusal(request, answer, "wrote only prose, also when told so, instead of") from None
            raise self._unusable_answer(request, answer, _with_length(invalid, again, answer)) from None

    def _written(self, prompt: Prompt, request: AnswerRequest[Any]) -> tuple[Prompt, RawAnswer]:
        """The answer to `prompt`, and the prompt that it answers: with more room, if the model has only thought."""
        answer = self._answer(prompt, request)
        for room in _ROOMS:
            if answer.ended is not Ended.LENGTH or written_text(answer.text):
                break
            prompt = replace(prompt, most_tokens=max(room, prompt.most_tokens))
            answer = self._answer(prompt, request)
        return prompt, answer

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
