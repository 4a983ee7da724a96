"""Stills drawn by Gemini's models (https://ai.google.dev/gemini-api/docs/image-generation), by picture and by token.

They take a reference picture: of a character, or of a style.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import Field, model_validator

from vidpipe_assets.io.clock import next_midnight
from vidpipe_assets.model.errors import (
    BlockedError,
    PermanentError,
    Refused,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.model.media import Rights
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.footage.drawn_models import StillMaker, StillOrder, kept_still
from vidpipe_assets.providers.http.answers import all_readable
from vidpipe_assets.providers.http.bodies import ResponseModel, TokenCount
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.prices import Price, Unit, price
from vidpipe_assets.providers.request import Account, Call, ProviderResponse, Rate
from vidpipe_assets.providers.secrets import Need

KEY = Need("GEMINI_API_KEY", "https://aistudio.google.com/apikey")
_ADDRESS = "https://generativelanguage.googleapis.com"
_UPRIGHT = "9:16"
_DEADLINE_S = 180
_MOST_THOUGHTS = 2000
_OF_REFERENCE = 1200
"""Tokens: what it thinks before it draws, by default, and what it reads of a picture."""
_GOOD = {"STOP", "MAX_TOKENS", ""}
_ACCOUNT_IS_LIMITED = "PUP_LIMITED_DISABLED"
"""Its owner has broken the rules too often."""
_ZONE = "America/Los_Angeles"
"""Days of quotas end there at midnight."""
_RETRY_DELAY = re.compile(rb'"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"')


def provider() -> "GeminiStills":
    """Return the provider `gemini`, for the registry."""
    return GeminiStills()


class GeminiStills(StillMaker):
    """Draws a still of what a scene would like to show."""

    name, needs = "gemini", (KEY,)
    account = Account("gemini_images", rates=(Rate(10, 60),), concurrency=3)
    """Of an account that pays; from memory. What the account's are indeed, its answers say."""
    standard_model = "gemini-nano-banana-2.1"
    terms = Rights(
        licence="generated: Google claims no ownership; marked invisibly (SynthID)",
        url="https://ai.google.dev/gemini-api/terms",
    )

    def call(self, order: StillOrder, folder: Path) -> Call:
        """One picture."""
        return _Drawing(_web(), _base(), order, folder, price(self.name, order.model))

    def cost(self, order: StillOrder) -> Money:
        """A picture, and the tokens that it reads and thinks at most."""
        read = len(order.told) + (_OF_REFERENCE if order.reference else 0)
        return _cost(price(self.name, order.model), read, _MOST_THOUGHTS)

    def probe(self) -> str:
        """List the models, which costs nothing."""
        found = _web().read(_Models, "GET", f"{_base()}/v1beta/models")
        return f"it answers; {len(found.models)} models"


def _base() -> str:
    return base_url("gemini_images", _ADDRESS)


def _web() -> Web:
    key = KEY.secret("gemini")
    return Web("gemini", {"x-goog-api-key": key}, (key,), _explained, deadline_s=_DEADLINE_S)


def _explained(refusal: Refusal) -> VidpipeError | None:
    """A wrong key is a 400. A 429 names its quotas and the seconds to wait in its body, and in no header."""
    if refusal.status == 400 and refusal.says("API_KEY_INVALID", "API key not valid"):
        return PermanentError(f"gemini: {refusal.text}", remedy=f"check {KEY.name}: get one at {KEY.where}")
    return _of_quota(refusal) if refusal.status == 429 else None


def _of_quota(refusal: Refusal) -> VidpipeError | None:
    """For the day, for the minute, or none at all: models that draw are not among what is free."""
    told = f"gemini: {refusal.text}"
    if refusal.says("limit: 0,", "limit: 0\\n"):
        return BlockedError(told, remedy="set up billing at https://aistudio.google.com: this model is not free")
    if refusal.says("PerDay"):
        at = next_midnight(_ZONE, refusal.now)
        return BlockedError(told, remedy="raise the quota of the account at gemini, or wait", retry_at=at)
    if delay := _RETRY_DELAY.search(refusal.body):
        return TransientError(told, remedy="it is asked more slowly", retry_after_s=float(delay[1]))
    return None


def _cost(each: Price, tokens_in: int, tokens_out: int) -> Money:
    """Of one picture, whose own tokens are in its price."""
    return each.of({Unit.INPUT_TOKENS: tokens_in, Unit.OUTPUT_TOKENS: tokens_out, Unit.IMAGE: 1})


class _Models(ResponseModel):
    models: list[Any] = Field(min_length=1)


class _Data(ResponseModel):
    mime_type: str = Field(default="", alias="mimeType")
    data: str = Field(min_length=1)


class _Part(ResponseModel):
    """`thought`: a draft on the way to the picture."""

    inline: _Data = Field(alias="inlineData")
    thought: bool = False


class _Content(ResponseModel):
    parts: list[Any] = Field(default_factory=list[Any])


class _Candidate(ResponseModel):
    content: _Content = _Content()
    finish: str = Field(default="", alias="finishReason")


class _Feedback(ResponseModel):
    block: str = Field(default="", alias="blockReason")


class _Usage(ResponseModel):
    read: TokenCount = Field(default=0, alias="promptTokenCount")
    thoughts: TokenCount = Field(default=0, alias="thoughtsTokenCount")


class _Drawn(ResponseModel):
    candidates: list[_Candidate] = Field(default_factory=list[_Candidate])
    feedback: _Feedback = Field(default=_Feedback(), alias="promptFeedback")
    usage: _Usage | None = Field(default=None, alias="usageMetadata")

    @model_validator(mode="after")
    def _tells_something(self) -> Self:
        """Every field may be missing, but not all of them."""
        if not self.candidates and not self.feedback.block and self.usage is None:
            raise ValueError("neither candidates nor feedback nor usage")
        return self

    def pictures(self) -> Iterator[str]:
        """All that were drawn, in base64; drafts are none."""
        for candidate in self.candidates:
            for part in all_readable(_Part, candidate.content.parts):
                if not part.thought:
                    yield part.inline.data


@dataclass(frozen=True)
class _Drawing:
    """`POST /v1beta/models/{model}:generateContent`."""

    web: Web
    base: str
    order: StillOrder
    folder: Path
    price: Price

    def request(self) -> ProviderResponse:
        parts: list[dict[str, Any]] = [{"text": self.order.told}]
        if reference := self.order.reference_bytes(self.folder):
            data = base64.b64encode(reference).decode()
            parts.insert(0, {"inlineData": {"mimeType": "image/jpeg", "data": data}})
        shape = {"responseModalities": ["IMAGE"], "imageConfig": {"aspectRatio": _UPRIGHT}}
        body = {"contents": [{"role": "user", "parts": parts}], "generationConfig": shape}
        url = f"{self.base}/v1beta/models/{self.order.model}:generateContent"
        found = self.web.read(_Drawn, "POST", url, body=body)
        *_, picture = ("", *found.pictures())
        if not picture:
            raise _without_picture(found)
        cost = _cost(self.price, found.usage.read, found.usage.thoughts) if found.usage else None
        return kept_still(picture, {"id": content_hash([self.order.scene, picture])}, self.folder, cost)


def _without_picture(found: _Drawn) -> VidpipeError:
    """What it means that nothing was drawn."""
    why = found.feedback.block or next((one.finish for one in found.candidates if one.finish not in _GOOD), "")
    if why == _ACCOUNT_IS_LIMITED:
        return BlockedError(f"gemini drew nothing: {why}", remedy="look at the account at https://aistudio.google.com")
    if why:
        return Refused(f"gemini drew nothing: {why[:60]}", remedy="describe the scene otherwise")
    return UnknownOutcome("gemini answered without a picture", remedy="look at what was charged there")
