"""Text by Anthropic's Messages API, held to a schema by its structured outputs.

    https://docs.anthropic.com/en/api/messages (its OpenAPI document was read on 2026-11-23)

A model that cannot be held to a schema (400, which costs nothing) is told of it in words.
"""

from dataclasses import dataclass
from typing import Any

from vidpipe_assets.model.errors import BlockedError, VidpipeError
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.bodies import ResponseModel, UsageCount
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.models import Ending, current, ending, require_current, thinking_room
from vidpipe_assets.providers.prices import Price, Unit, known_price, price
from vidpipe_assets.providers.request import Account, Ask, CallPolicy, ProviderRequest, ProviderResponse, Rate
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer
from vidpipe_assets.providers.text.chat import raise_told
from vidpipe_assets.providers.text.manner import Manner, ask_in_turn, what_is_refused
from vidpipe_assets.providers.text.structured import Written, most_used, received, strict

STANDARD_MODEL = "claude-sonnet-5-5"
KEY = Need("ANTHROPIC_API_KEY", "https://console.anthropic.com/settings/keys")

_ADDRESS = "https://api.anthropic.com"
_VERSION = "2023-06-01"
_ACCOUNT = Account("anthropic", rates=(Rate(50, 60),), concurrency=4)
"""What a new account may do; from memory."""

_POLICY = CallPolicy(deadline_s=600)
_ONE_ANSWER_S = 240
_ENDS = {
    "max_tokens": Ended.LENGTH,
    "model_context_window_exceeded": Ended.LENGTH,
    "refusal": Ended.REFUSED,
}


def provider() -> "Anthropic":
    """Return the provider `anthropic`, for the registry."""
    return Anthropic()


class Anthropic:
    """Asks one of Anthropic's models."""

    name = "anthropic"
    needs = (KEY,)
    shows_pictures = True

    def __init__(self) -> None:
        self._learnt: dict[str, Manner] = {}

    def price(self, prompt: Prompt) -> Money:
        """See `TextModel.price`. Raises `BlockedError` for a model that has ended, or whose price is unknown."""
        return price(self.name, _model(prompt)).of(most_used(prompt, _room(prompt)))

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        """See `TextModel.answer`."""
        address, each = base_url(self.name, _ADDRESS), price(self.name, _model(prompt))
        call = _AnthropicMessage(_web(), address, prompt, each, self._learnt)
        request = {"model": _model(prompt), **prompt.request}
        return ask(
            ProviderRequest("messages", request, call, RawAnswer.read, self.price(prompt), _ACCOUNT, policy=_POLICY)
        )

    def ending(self, model: str) -> Ending | None:
        """See `Dated.ending`."""
        return ending(self.name, model or current(self.name, STANDARD_MODEL))

    def charged(self, model: str) -> Price | None:
        """See `Charging.charged`."""
        return known_price(self.name, model or current(self.name, STANDARD_MODEL))

    def probe(self) -> str:
        """See `Probed.probe`."""
        found = _web().read(_AnthropicModels, "GET", f"{base_url(self.name, _ADDRESS)}/v1/models")
        return f"{len(found.data)} models may be asked"


@dataclass(frozen=True)
class _AnthropicMessage:
    """One prompt to one model."""

    web: Web
    address: str
    prompt: Prompt
    price: Price
    learnt: dict[str, Manner]
    """Model -> how it was asked last, which worked."""

    def request(self) -> ProviderResponse:
        """See `Call.request`."""
        answer = ask_in_turn(self._asked, self.learnt.get(_model(self.prompt), Manner()), self._remember)
        raise_told(answer, self.web)
        return received(answer, _AnthropicAnswer, self.price)

    def _remember(self, manner: Manner) -> None:
        self.learnt[_model(self.prompt)] = manner

    def _asked(self, manner: Manner) -> Any:
        prompt = self.prompt
        schema = {"format": {"type": "json_schema", "schema": strict(prompt.schema)}}
        body = {
            "model": _model(prompt),
            "max_tokens": _room(prompt) if manner.thinking else prompt.most_tokens,
            "system": prompt.system,
            "messages": [
                {"role": "user", "content": _content(prompt, prompt.user if manner.held else prompt.user_with_schema)}
            ],
            **({"output_config": schema} if manner.held else {}),
        }
        return self.web.json("POST", f"{self.address}/v1/messages", body=body)


def _content(prompt: Prompt, text: str) -> str | list[dict[str, Any]]:
    """The text alone or, before it, the pictures (https://platform.claude.com/docs/en/build-with-claude/vision)."""
    if not prompt.pictures:
        return text
    sources = ({"type": "base64", "media_type": "image/jpeg", "data": one.base64} for one in prompt.pictures)
    return [*({"type": "image", "source": source} for source in sources), {"type": "text", "text": text}]


def _model(prompt: Prompt) -> str:
    """The model that is asked. Raises `BlockedError` for one that has ended."""
    model = prompt.model or current("anthropic", STANDARD_MODEL)
    require_current("anthropic", model)
    return model


def _room(prompt: Prompt) -> int:
    """What it may use up at most: thinking counts as output, and must not eat what the answer needs."""
    return prompt.most_tokens + thinking_room("anthropic", _model(prompt))


def _web() -> Web:
    key = KEY.secret("anthropic")
    headers = {"x-api-key": key, "anthropic-version": _VERSION}
    return Web("anthropic", headers, (key,), _explain, deadline_s=_ONE_ANSWER_S)


def _explain(refusal: Refusal) -> VidpipeError | None:
    """What the status alone does not say."""
    if refusal.status != 400:
        return None
    if refusal.says("credit balance"):
        return BlockedError(
            f"anthropic answered 400: {refusal.text}",
            remedy="buy credit for the account at https://console.anthropic.com/settings/billing",
        )
    return what_is_refused(refusal)


class _AnthropicModels(ResponseModel):
    data: tuple[Any, ...]


class _AnthropicBlock(ResponseModel):
    type: str
    text: str = ""


class _AnthropicUsage(ResponseModel):
    input_tokens: UsageCount = 0
    cache_read_input_tokens: UsageCount = 0
    cache_creation_input_tokens: UsageCount = 0
    output_tokens: UsageCount = 0


class _AnthropicAnswer(Written):
    """A message, as far as it is read."""

    content: tuple[_AnthropicBlock, ...]
    stop_reason: str | None = None
    model: str = ""
    usage: _AnthropicUsage = _AnthropicUsage()

    @property
    def raw(self) -> RawAnswer:
        """The same as a `RawAnswer` of the port."""
        used = self.usage
        return RawAnswer(
            text="".join(block.text for block in self.content if block.type == "text"),
            ended=_ENDS.get(self.stop_reason or "", Ended.COMPLETE),
            model=self.model,
            input_tokens=used.input_tokens + used.cache_read_input_tokens + used.cache_creation_input_tokens,
            output_tokens=used.output_tokens,
        )

    def cost(self, each: Price) -> Money | None:
        """What it cost; None where it does not tell how much was used."""
        if not self.usage.output_tokens:
            return None
        return each.of(
            {
                Unit.INPUT_TOKENS: self.usage.input_tokens,
                Unit.CACHED_INPUT_TOKENS: self.usage.cache_read_input_tokens,
                Unit.CACHE_WRITE_TOKENS: self.usage.cache_creation_input_tokens,
                Unit.OUTPUT_TOKENS: self.usage.output_tokens,
                Unit.CALL: 1,
            }
        )
