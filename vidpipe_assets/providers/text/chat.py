"""Text by whatever speaks OpenAI's chat completions: OpenAI, OpenRouter, Ollama, vLLM, LM Studio.

    https://platform.openai.com/docs/api-reference/chat (its OpenAPI document was read on 2026-11-23)

OpenAI's own models are held to the schema (`response_format`, strict). Others are, too, and are told of it in words
besides, since some servers take the field and do not heed it. A server that refuses the field (400, 404 or 422, which
cost nothing) is asked at once without it.
"""

from dataclasses import dataclass, replace
from typing import Any

from vidpipe_assets.model.errors import PermanentError, VidpipeError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.asking import Ask, Question, Received
from vidpipe_assets.providers.endpoints import Endpoint
from vidpipe_assets.providers.prices import Price
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.terms import Patience
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer
from vidpipe_assets.providers.text.chat_answers import Completion, Models, raise_told
from vidpipe_assets.providers.text.held import CannotBeHeld, held_or_told, received
from vidpipe_assets.providers.text.schemas import strict
from vidpipe_assets.providers.text.usage import most_used
from vidpipe_assets.providers.web.client import Web
from vidpipe_assets.providers.web.refusals import Refusal

_PATIENCE = Patience(deadline_s=900)
_ONE_ANSWER_S = 300
"""A model on a small machine is slow."""


class ChatModel:
    """An endpoint's models. `thinking`: tokens that they may use up before they write, besides the answer's."""

    def __init__(self, endpoint: Endpoint, standard_model: str, thinking: int = 0) -> None:
        self.name = endpoint.name
        self.standard_model = standard_model
        self._endpoint = endpoint
        self._thinking = thinking

    @property
    def needs(self) -> tuple[Need, ...]:
        """See `Live.needs`."""
        return self._endpoint.needs

    def price(self, prompt: Prompt) -> Money:
        """See `TextModel.price`. Raises `BlockedError` for a model whose price is unknown."""
        return self._endpoint.price(self._model(prompt)).of(most_used(prompt, self._room(prompt)))

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        """See `TextModel.answer`."""
        endpoint, model = self._endpoint, self._model(prompt)
        asked = replace(prompt, model=model)
        call = _Completion(endpoint, _web(endpoint), asked, self._room(prompt), endpoint.price(model))
        request = {"at": endpoint.host, "model": model, **prompt.request}
        return ask(
            Question("chat", request, call, RawAnswer.read, self.price(prompt), endpoint.limits, patience=_PATIENCE)
        )

    def probe(self) -> str:
        """See `Probed.probe`."""
        found = _web(self._endpoint).json("GET", f"{self._endpoint.address}/models")
        return f"{len(Models.model_validate(found if isinstance(found, dict) else {}).data or ())} models may be asked"

    def _model(self, prompt: Prompt) -> str:
        return prompt.model or self.standard_model

    def _room(self, prompt: Prompt) -> int:
        return prompt.most_tokens + self._thinking


@dataclass(frozen=True)
class _Completion:
    """One prompt to one model."""

    endpoint: Endpoint
    web: Web
    prompt: Prompt
    most_tokens: int
    price: Price

    def request(self) -> Received:
        """See `Call.request`."""
        try:
            answer = held_or_told(self._asked)
        except _Filtered as error:
            return Received(RawAnswer(text=str(error), ended=Ended.FILTERED).model_dump(mode="json"), cost=FREE)
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
