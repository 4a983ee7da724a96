"""What a chat completion says: the text, why it ended, what it cost; and errors that came with a status of success."""

import datetime as dt
import json
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, ValidationError

from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.prices import Price, Unit
from vidpipe_assets.providers.text import Ended, RawAnswer
from vidpipe_assets.providers.text.held import Written
from vidpipe_assets.providers.web.answered import Answered, Used
from vidpipe_assets.providers.web.client import Web
from vidpipe_assets.providers.web.refusals import Refusal, error_of
from vidpipe_assets.providers.web.secrecy import said

_ENDS = {"length": Ended.LENGTH, "content_filter": Ended.FILTERED}


class _Part(Answered):
    text: str = ""


class _Message(Answered):
    content: str | tuple[_Part, ...] | None = None
    refusal: str | None = None

    @property
    def text(self) -> str:
        """A text, or the texts of its parts as some servers write them."""
        if isinstance(self.content, tuple):
            return "".join(part.text for part in self.content)
        return self.content or ""


class _Choice(Answered):
    message: _Message
    finish_reason: str | None = None


class _Details(Answered):
    cached_tokens: Used = 0


class _Usage(Answered):
    prompt_tokens: Used = 0
    completion_tokens: Used = 0
    prompt_tokens_details: _Details | None = None
    cost: Annotated[Decimal, Field(ge=0, le=10**6)] | None = None
    """In US dollars; only OpenRouter tells it."""


class Completion(Written):
    """A chat completion, as far as it is read."""

    choices: Annotated[tuple[_Choice, ...], Field(min_length=1)]
    model: str = ""
    usage: _Usage | None = None

    @property
    def raw(self) -> RawAnswer:
        """As the port has it."""
        message, used = self.choices[0].message, self.usage or _Usage()
        ended = _ENDS.get(self.choices[0].finish_reason or "", Ended.COMPLETE)
        return RawAnswer(
            text=message.refusal or message.text,
            ended=Ended.REFUSED if message.refusal else ended,
            model=self.model,
            input_tokens=used.prompt_tokens or None,
            output_tokens=used.completion_tokens or None,
        )

    def cost(self, each: Price) -> Money | None:
        """What it cost: as it says itself, else by its tokens; None where it tells neither."""
        used = self.usage
        if used is None or (used.cost is None and not used.completion_tokens):
            return None
        if used.cost is not None:
            return Money.of(used.cost)
        cached = min(used.prompt_tokens_details.cached_tokens if used.prompt_tokens_details else 0, used.prompt_tokens)
        return each.of(
            {
                Unit.INPUT_TOKENS: used.prompt_tokens - cached,
                Unit.CACHED_INPUT_TOKENS: cached,
                Unit.OUTPUT_TOKENS: used.completion_tokens,
                Unit.CALL: 1,
            }
        )


class Models(Answered):
    """The list of models."""

    data: tuple[Any, ...] | None = ()


class _Fault(Answered):
    code: Any = None


class _Failed(Answered):
    """An error that came with a status of success."""

    error: _Fault | str
    choices: tuple[Any, ...] | None = None


def raise_told(answer: Any, web: Web) -> None:
    """Raise the error that an answer tells in place of choices, as routers do when the model's own server fails."""
    try:
        failed = _Failed.model_validate(answer)
    except ValidationError:
        return
    if failed.choices:
        return
    code = failed.error.code if isinstance(failed.error, _Fault) else None
    status = code if isinstance(code, int) and 400 <= code < 600 else 502
    body = json.dumps(answer).encode()
    refusal = Refusal(web.provider, status, {}, body, said(body, web.secrets), safe=False, now=dt.datetime.now(dt.UTC))
    raise web.explain(refusal) or error_of(refusal)
