"""What a chat completion says: the text, why it ended, what it cost; and errors that came with a status of success.

Text by whatever speaks OpenAI's chat completions: OpenAI, OpenRouter, Ollama, vLLM, LM Studio.

    https://platform.openai.com/docs/api-reference/chat (its OpenAPI document was read on 2026-11-23)

OpenAI's own models are held to the schema (`response_format`, strict). Others are, too, and are told of it in words
besides, since some servers take the field and do not heed it. A server that refuses a parameter is asked at once
without it (`manner`).
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import Field, model_validator

from vidpipe_assets.model.errors import PermanentError, VidpipeError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.http.bodies import ResponseModel, UsageCount
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.models import THINKING, Ending, Limit, find_model, thinking_room
from vidpipe_assets.providers.openai_api import Endpoint, price_or_none
from vidpipe_assets.providers.prices import Price, Unit
from vidpipe_assets.providers.request import Ask, CallPolicy, ProviderRequest, ProviderResponse
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer
from vidpipe_assets.providers.text.manner import CutOff, Manner, ask_in_turn, what_is_refused
from vidpipe_assets.providers.text.structured import Written, most_used, received, strict

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
    total_tokens: UsageCount = 0
    prompt_tokens_details: _Details | None = None
    cost: Annotated[Decimal, Field(ge=0, le=10**6)] | None = None
    """In US dollars; only OpenRouter tells it."""

    @property
    def written(self) -> int:
        """All that the model wrote, thoughts too: Gemini counts those in the total only."""
        return max(self.completion_tokens, self.total_tokens - self.prompt_tokens if self.completion_tokens else 0)


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
            output_tokens=used.written or None,
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
                Unit.OUTPUT_TOKENS: used.written,
                Unit.CALL: 1,
            }
        )


class ChatModels(ResponseModel):
    """The list of models. Ollama has null where there are none."""

    data: tuple[Any, ...]

    @model_validator(mode="before")
    @classmethod
    def _none_is_empty(cls, value: Any) -> Any:
        fields = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        is_empty = fields.get("object") == "list" and fields.get("data") is None
        return {**fields, "data": []} if is_empty else cast("Any", value)


def told_models(listed: tuple[Any, ...], asked: str, *, is_missed: bool) -> str:
    """How many models a server lists, and when the one that is asked ends, if it says so.

    `is_missed`: it is said that it is not among them; some services do not list all that they have.
    """
    said = f"{len(listed)} model{'s' if len(listed) != 1 else ''} may be asked"
    by_name = {str(one.get("id")): one for one in map(_as_object, listed) if one.get("id")}
    found = next((one for name, one in by_name.items() if name == asked or name.endswith(f"/{asked}")), None)
    if is_missed and by_name and found is None:
        return f"{said}, but {asked} is not among them: {', '.join(sorted(by_name)[:5])} …"
    ends = (found or {}).get("shutdown_date")
    return f"{said}; {asked} ends on {ends}" if isinstance(ends, str) else said


def _as_object(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


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

    shows_pictures = True

    def __init__(
        self, endpoint: Endpoint, standard_model: str, thinking: int = THINKING, manner: Manner | None = None
    ) -> None:
        """`manner`: how the server wants to be asked, where that is known."""
        self.name = endpoint.name
        self.standard_model = standard_model
        self._endpoint = endpoint
        self._thinking = thinking
        self._manner = manner
        self._learnt: dict[str, Manner] = {}

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
        self._learnt.setdefault(model, self._usual_manner(model))
        call = _Completion(endpoint, _web(endpoint), asked, self._room(prompt), endpoint.price(model), self._learnt)
        request = {"at": endpoint.host, "model": model, **prompt.request}
        return ask(
            ProviderRequest("chat", request, call, RawAnswer.read, self.price(prompt), endpoint.limits, policy=_POLICY)
        )

    def ending(self, model: str) -> Ending | None:
        """See `Dated.ending`."""
        return self._endpoint.ending(model or self._endpoint.current(self.standard_model))

    def charged(self, model: str) -> Price | None:
        """See `Charging.charged`."""
        return price_or_none(self._endpoint, model or self._endpoint.current(self.standard_model))

    def probe(self) -> str:
        """See `Probed.probe`."""
        found = _web(self._endpoint).read(ChatModels, "GET", f"{self._endpoint.address}/models")
        asked = self._endpoint.current(self.standard_model)
        return told_models(found.data, asked, is_missed=self._endpoint.is_named)

    def _model(self, prompt: Prompt) -> str:
        """The model that is asked. Raises `BlockedError` for one that has ended."""
        model = prompt.model or self._endpoint.current(self.standard_model)
        self._endpoint.require_current(model)
        return model

    def _usual_manner(self, model: str) -> Manner:
        """As the data of models says, else as is usual there."""
        known = find_model(self._endpoint.maker, model)
        # OpenAI's newer models refuse the first name, and many other servers do not know the second.
        usual: Limit = "max_completion_tokens" if self._endpoint.is_openai else "max_tokens"
        manner = self._manner or Manner(limit=usual)
        return replace(manner, limit=known.limit) if known and known.limit else manner

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
    learnt: dict[str, Manner]
    """Model -> how it is asked: as it worked last."""

    def request(self) -> ProviderResponse:
        """See `Call.request`."""
        try:
            answer = ask_in_turn(self._asked, self.learnt[self.prompt.model], self._remember)
        except _Filtered as error:
            return ProviderResponse(RawAnswer(text=str(error), ended=Ended.FILTERED).model_dump(mode="json"), cost=FREE)
        except CutOff:  # what it thought was perhaps paid: the estimate is booked
            return ProviderResponse(RawAnswer(text="", ended=Ended.LENGTH).model_dump(mode="json"))
        raise_told(answer, self.web)
        return received(answer, Completion, self.price)

    def _remember(self, manner: Manner) -> None:
        self.learnt[self.prompt.model] = manner

    def _asked(self, manner: Manner) -> Any:
        prompt, in_words = self.prompt, not self.endpoint.is_openai or not manner.held
        form = {"name": prompt.name, "strict": True, "schema": strict(prompt.schema)}
        body = {
            "model": prompt.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": self._content(prompt.user_with_schema if in_words else prompt.user)},
            ],
            manner.limit: self.most_tokens if manner.thinking else prompt.most_tokens,
            **({"response_format": {"type": "json_schema", "json_schema": form}} if manner.held else {}),
        }
        return self.web.json("POST", f"{self.endpoint.address}/chat/completions", body=body)

    def _content(self, text: str) -> str | list[dict[str, Any]]:
        """The text alone or, before it, the pictures; only OpenAI itself is told that a small look is enough."""
        if not self.prompt.pictures:
            return text
        detail = {"detail": "low"} if self.endpoint.is_openai else {}
        shown = ({"url": f"data:image/jpeg;base64,{one.base64}", **detail} for one in self.prompt.pictures)
        return [*({"type": "image_url", "image_url": one} for one in shown), {"type": "text", "text": text}]


class _Filtered(PermanentError):
    """A filter in front of the model has stopped the prompt."""


def _web(endpoint: Endpoint) -> Web:
    key = endpoint.secret
    deadline_s = endpoint.deadline_s or _ONE_ANSWER_S
    return Web(endpoint.name, endpoint.headers, (key,) if key else (), _explain, deadline_s=deadline_s)


def _explain(refusal: Refusal) -> VidpipeError | None:
    """What the status alone does not say."""
    what = f"{refusal.provider} answered {refusal.status}: {refusal.text}"
    if refusal.status in {400, 403} and refusal.says("content_filter", "content_policy", "moderation", "flagged"):
        return _Filtered(what)
    return what_is_refused(refusal)
