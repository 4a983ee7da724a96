"""What a chat completion says: the text, why it ended, what it cost; and errors that came with a status of success.

Text by whatever speaks OpenAI's chat completions: OpenAI, OpenRouter, Ollama, vLLM, LM Studio.

    https://platform.openai.com/docs/api-reference/chat (its OpenAPI document was read on 2026-11-23)

OpenAI's own models are held to the schema (`response_format`, strict). Others are, too, and are told of it in words
besides, since some servers take the field and do not heed it. A server that refuses the field (400, 404 or 422, which
cost nothing) is asked at once without it.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import Field

from vidpipe_assets.model.errors import PermanentError, VidpipeError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.http.bodies import ResponseModel, UsageCount
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.models import THINKING, Ending, thinking_room
from vidpipe_assets.providers.openai_api import Endpoint
from vidpipe_assets.providers.prices import Price, Unit
from vidpipe_assets.providers.request import Ask, CallPolicy, ProviderRequest, ProviderResponse
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer
from vidpipe_assets.providers.text.structured import CannotBeHeld, Written, held_or_told, most_used, received, strict

_ENDS = {"length": Ended.LENGTH, "content_filter": Ended.FILTERED}


class _ChatPart(ResponseModel):
    text: str = ""


class _ChatMessage(ResponseModel):
    content: str | tuple[_ChatPart, ...] | None = None
    refusal: str | None = None

    @property
    def text(self) -> str:
        """A text, or the texts of its parts as some servers write them."""
        if isinstance(self.content, tuple):
            return "".join(part.text for part in self.content)
        return self.content or ""


class _ChatChoice(ResponseModel):
    message: _ChatMessage
    finish_reason: str | None = None


class _Details(ResponseModel):
    cached_tokens: UsageCount = 0


class _ChatUsage(ResponseModel):
    prompt_tokens: UsageCount = 0
    completion_tokens: UsageCount = 0
    prompt_tokens_details: _Details | None = None
    cost: Annotated[Decimal, Field(ge=0, le=10**6)] | None = None
    """In US dollars; only OpenRouter tells it."""


class Completion(Written):
    """A chat completion, as far as it is read."""

    choices: Annotated[tuple[_ChatChoice, ...], Field(min_length=1)]
    model: str = ""
    usage: _ChatUsage | None = None

    @property
    def raw(self) -> RawAnswer:
        """The same as a `RawAnswer` of the port."""
        message, used = self.choices[0].message, self.usage or _ChatUsage()
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


class ChatModels(ResponseModel):
    """The list of models."""

    data: tuple[Any, ...] = ()


def raise_told(answer: Any, web: Web) -> None:
    """Raise the error that an answer tells in place of choices, as routers do when the model's own server fails."""
    is_answered = isinstance(answer, dict) and bool(cast("dict[str, Any]", answer).get("choices"))
    if not is_answered and (told := web.told_error(answer, safe=False)):
        raise told


_POLICY = CallPolicy(deadline_s=900)
_ONE_ANSWER_S = 300
"""A model on a small machine is slow."""


class ChatModel:
    """An endpoint's models. `thinking`: tokens that those may use up before they write of which nothing is known."""

    def __init__(self, endpoint: Endpoint, standard_model: str, thinking: int = THINKING) -> None:
        self.name = endpoint.name
        self.standard_model = standard_model
        self._endpoint = endpoint
        self._thinking = thinking

    @property
    def needs(self) -> tuple[Need, ...]:
        """See `Live.needs`."""
        return self._endpoint.needs

    def price(self, prompt: Prompt) -> Money:
        """See `TextModel.price`. Raises `BlockedError` for a model that has ended, or whose price is unknown."""
        return self._endpoint.price(self._model(prompt)).of(most_used(prompt, self._room(prompt)))

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        """See `TextModel.answer`."""
        endpoint, model = self._endpoint, self._model(prompt)
        asked = replace(prompt, model=model)
        call = _Completion(endpoint, _web(endpoint), asked, self._room(prompt), endpoint.price(model))
        request = {"at": endpoint.host, "model": model, **prompt.request}
        return ask(
            ProviderRequest("chat", request, call, RawAnswer.read, self.price(prompt), endpoint.limits, policy=_POLICY)
        )

    def ending(self, model: str) -> Ending | None:
        """See `Dated.ending`."""
        return self._endpoint.ending(model or self._endpoint.current(self.standard_model))

    def probe(self) -> str:
        """See `Probed.probe`."""
        found = _web(self._endpoint).read(ChatModels, "GET", f"{self._endpoint.address}/models")
        return f"{len(found.data)} models may be asked"

    def _model(self, prompt: Prompt) -> str:
        """The model that is asked. Raises `BlockedError` for one that has ended."""
        model = prompt.model or self._endpoint.current(self.standard_model)
        self._endpoint.require_current(model)
        return model

    def _room(self, prompt: Prompt) -> int:
        return prompt.most_tokens + thinking_room(self._endpoint.maker, self._model(prompt), self._thinking)


@dataclass(frozen=True)
class _Completion:
    """One prompt to one model."""

    endpoint: Endpoint
    web: Web
    prompt: Prompt
    most_tokens: int
    price: Price

    def request(self) -> ProviderResponse:
        """See `Call.request`."""
        try:
            answer = held_or_told(self._asked)
        except _Filtered as error:
            return ProviderResponse(RawAnswer(text=str(error), ended=Ended.FILTERED).model_dump(mode="json"), cost=FREE)
        raise_told(answer, self.web)
        return received(answer, Completion, self.price)

    def _asked(self, *, held: bool) -> Any:
        prompt, elsewhere = self.prompt, self._in_words
        form = {"name": prompt.name, "strict": True, "schema": strict(prompt.schema)}
        body = {
            "model": prompt.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user_with_schema if elsewhere or not held else prompt.user},
            ],
            # OpenAI's newer models refuse the first name, and many other servers do not know the second.
            ("max_tokens" if elsewhere else "max_completion_tokens"): self.most_tokens,
            **({"response_format": {"type": "json_schema", "json_schema": form}} if held else {}),
        }
        return self.web.json("POST", f"{self.endpoint.address}/chat/completions", body=body)

    @property
    def _in_words(self) -> bool:
        return self.endpoint.name != "openai" or self.endpoint.is_elsewhere


class _Filtered(PermanentError):
    """A filter in front of the model has stopped the prompt."""


def _web(endpoint: Endpoint) -> Web:
    key = endpoint.secret
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return Web(endpoint.name, headers, (key,) if key else (), _explain, deadline_s=_ONE_ANSWER_S)


def _explain(refusal: Refusal) -> VidpipeError | None:
    """What the status alone does not say."""
    what = f"{refusal.provider} answered {refusal.status}: {refusal.text}"
    if refusal.status in {400, 403} and refusal.says("content_filter", "content_policy", "moderation", "flagged"):
        return _Filtered(what)
    if refusal.status in {400, 404, 422} and refusal.says("response_format", "json_schema", "structured output"):
        return CannotBeHeld(what, remedy="choose another model")
    return None
