"""One value asked of a language model: asked, judged, asked once more if it is not good, and then given up.

Both questions and both answers are the ledger's. So whoever asks again, after a kill or for another reason, pays
nothing and comes to the same end, good or bad; only another take of the stage asks the model anew.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from vidpipe_assets.editorial.prompting import RULES, as_data, repair_of
from vidpipe_assets.editorial.reading import NoAnswer, NotGood, read_value
from vidpipe_assets.model.errors import BadAnswer, Refused
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.asking import Ask
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer, TextModel

T = TypeVar("T", bound=Value)

_MOST_TOKENS = 16_000


def _no_problems(_: Any) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Wanted(Generic[T]):
    """What is asked for.

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
        parts = [self.task, *(as_data(name, value) for name, value in self.data.items())]
        return Prompt(
            name=self.name,
            system=f"{style}\n\n{RULES}",
            user="\n\n".join(parts),
            schema=TypeAdapter(self.kind).json_schema(),
            most_tokens=self.most_tokens,
        )

    def read(self, text: str, *, wishing: bool) -> T:
        """The value that `text` holds. Raises `NotGood`."""
        value = read_value(text, self.kind)
        if problems := (*self.check(value), *(self.wishes(value) if wishing else ())):
            raise NotGood(problems)
        return value


@dataclass(frozen=True)
class Author:
    """A model at work on one video.

    `keep` stores a text that a person may want to read, and says where it lies. `which`: of the provider's models, as
    the theme names it; empty: its standard one. `answered`: the models that have answered, as they call themselves.
    """

    model: TextModel
    ask: Ask
    keep: Callable[[str], Path]
    style: str
    which: str = ""
    answered: set[str] = field(default_factory=set[str], compare=False)

    def write(self, wanted: Wanted[T]) -> T:
        """The value. It is asked for once, and once more if the answer is not good.

        Raises `BadAnswer` when the second one is not good either, and `Refused` as soon as the model refuses. Prose
        instead of the repaired answer is a refusal, too: many models have no other sign for it. Both errors name the
        file that holds what was written. Raises what `ask` raises.
        """
        prompt = replace(wanted.prompt(self.style), model=self.which)
        answer = self._answer(prompt, wanted)
        try:
            return wanted.read(answer.text, wishing=True)
        except NotGood as found:
            again = replace(
                prompt,
                user=repair_of(prompt.user, answer.text, _with_length(found, prompt, answer)),
                most_tokens=_room(prompt, answer),
            )
        answer = self._answer(again, wanted)
        try:
            return wanted.read(answer.text, wishing=False)
        except NotGood as found:
            if isinstance(found, NoAnswer) and answer.ended is Ended.COMPLETE:
                raise self._refused(wanted, answer, "wrote only prose, also when told so, instead of") from None
            raise self._given_up(wanted, answer, _with_length(found, again, answer)) from None

    def _answer(self, prompt: Prompt, wanted: Wanted[Any]) -> RawAnswer:
        answer = self.model.answer(prompt, self.ask)
        self.answered.update({answer.model} - {""})
        if answer.ended is Ended.REFUSED:
            raise self._refused(wanted, answer, "refused to write")
        if answer.ended is Ended.FILTERED:
            raise self._refused(wanted, answer, "was stopped by its content filter while writing")
        return answer

    def _refused(self, wanted: Wanted[Any], answer: RawAnswer, how: str) -> Refused:
        kept = self.keep(answer.text)
        return Refused(
            f"{self.model.name} {how} the {_spoken(wanted.name)}: a person must look at this story",
            remedy=f"read what it wrote in {kept}; then order another topic, change the theme's words, or retry the "
            "stage afresh. No other model is asked for the same by itself",
            facts={"raw_answer": str(kept)},
        )

    def _given_up(self, wanted: Wanted[Any], answer: RawAnswer, problems: tuple[str, ...]) -> BadAnswer:
        kept = self.keep(answer.text)
        return BadAnswer(
            f"{self.model.name} wrote no usable {_spoken(wanted.name)}, also not after it was told what was wrong: "
            f"{'; '.join(problems)}",
            remedy=f"read what it wrote in {kept}; then retry the stage afresh, or choose another model",
            facts={"raw_answer": str(kept)},
        )


def _with_length(found: NotGood, prompt: Prompt, answer: RawAnswer) -> tuple[str, ...]:
    """The problems; the reason first, where the answer was cut off."""
    if answer.ended is not Ended.LENGTH:
        return found.problems
    return (f"the answer was cut off after {prompt.most_tokens} tokens: write less", *found.problems)


def _room(prompt: Prompt, answer: RawAnswer) -> int:
    """What was cut off gets twice the tokens: a model may have used them up by thinking."""
    longer = prompt.most_tokens * 2 if answer.ended is Ended.LENGTH else prompt.most_tokens
    return min(longer, max(_MOST_TOKENS, prompt.most_tokens))


def _spoken(name: str) -> str:
    return name.replace("_", " ")
