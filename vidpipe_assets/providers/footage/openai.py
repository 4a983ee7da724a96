"""Stills drawn by OpenAI's models (https://developers.openai.com/api/docs/guides/image-generation), by the token.

An answer holds the picture itself and what was used. With a reference picture it is `/images/edits`, a form of several
parts. `input_fidelity` is not sent: gpt-image-2 and 2.5 refuse it (`invalid_input_fidelity_model`) and always read
pictures closely; gpt-image-1.5, which has it, does not draw in this size and ends on 2026-12-01.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from vidpipe_assets.model.errors import BlockedError, Refused, VidpipeError
from vidpipe_assets.model.media import Rights
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.footage.drawn_models import REFERENCE_NAME, StillMaker, StillOrder, kept_still
from vidpipe_assets.providers.http.bodies import ResponseModel, TokenCount
from vidpipe_assets.providers.http.client import FormFile, FormWithFiles, Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.models import picture_input
from vidpipe_assets.providers.prices import Price, Unit, price
from vidpipe_assets.providers.request import Account, Call, ProviderResponse, Rate
from vidpipe_assets.providers.secrets import Need

KEY = Need("OPENAI_API_KEY", "https://platform.openai.com/api-keys")
_ADDRESS = "https://api.openai.com/v1"
_SIZE, _QUALITY = "1088x1920", "medium"
_MOST_TOKENS = 3000
"""Of a picture of that size and quality; 1024x1536 takes 1584."""
_OF_REFERENCE = 1536
"""Tokens of a picture that is read, at most: patches of 32 by 32 pixels. Second-hand, of gpt-image-2:
https://community.openai.com/t/openai-must-document-the-input-image-pricing-of-gpt-image-2/1382940"""
_DEADLINE_S = 180


def provider() -> "OpenAiStills":
    """Return the provider `openai`, for the registry."""
    return OpenAiStills()


class OpenAiStills(StillMaker):
    """Draws a still of what a scene would like to show."""

    name, needs = "openai", (KEY,)
    account = Account("openai_images", rates=(Rate(5, 60),), concurrency=3)
    """A new account's; from memory."""
    standard_model = "gpt-image-2.6-flare"
    terms = Rights(
        licence="generated: OpenAI's terms give its output to who asked for it",
        url="https://openai.com/policies/terms-of-use/",
    )

    def call(self, order: StillOrder, folder: Path) -> Call:
        """One picture."""
        return _Drawing(_web(), _base(), order, folder, price(self.name, order.model))

    def cost(self, order: StillOrder) -> Money:
        """By the tokens that a picture takes at most."""
        of_reference = _OF_REFERENCE if order.reference else 0
        used = _Usage(
            input_tokens=len(order.told) + of_reference,
            output_tokens=_MOST_TOKENS,
            input_tokens_details=_Input(image_tokens=of_reference),
        )
        return _cost(order.model, price(self.name, order.model), used)

    def probe(self) -> str:
        """List the models, which costs nothing."""
        found = _web().read(_Models, "GET", f"{_base()}/models")
        return f"it answers; {len(found.data)} models"


def _base() -> str:
    return base_url("openai_images", _ADDRESS)


def _web() -> Web:
    key = KEY.secret("openai")
    headers = {"authorization": f"Bearer {key}"}
    return Web("openai", headers, (key,), _explained, deadline_s=_DEADLINE_S)


def _explained(refusal: Refusal) -> VidpipeError | None:
    """An account that has reached its limit gets a 400, one whose owner is not known a 403."""
    if refusal.status == 400 and refusal.says("billing_hard_limit_reached"):
        return BlockedError(f"openai: {refusal.text}", remedy="raise the limit or the credit of the account at openai")
    if refusal.status == 403 and refusal.says("must be verified"):
        where = "https://platform.openai.com/settings/organization/general"
        return BlockedError(f"openai: {refusal.text}", remedy=f"verify the organization at {where}")
    if refusal.status in {400, 403} and refusal.says("moderation_blocked", "content_policy", "safety"):
        return Refused(f"openai: {refusal.text}", remedy="describe the scene otherwise")
    return None


def _cost(model: str, each: Price, used: "_Usage") -> Money:
    """Of tokens; those of a picture that is read cost more than those of text."""
    of_pictures = min(used.input_tokens_details.image_tokens, used.input_tokens)
    read = used.input_tokens + of_pictures * (picture_input("openai", model) - 1)
    return each.of({Unit.INPUT_TOKENS: read, Unit.OUTPUT_TOKENS: used.output_tokens, Unit.IMAGE: 1})


class _Models(ResponseModel):
    data: list[Any] = Field(min_length=1)


class _Picture(ResponseModel):
    encoded: str = Field(alias="b64_json", min_length=1)


class _Input(ResponseModel):
    image_tokens: TokenCount = 0


class _Usage(ResponseModel):
    """`input_tokens`: of text and pictures together."""

    input_tokens: TokenCount
    output_tokens: TokenCount
    input_tokens_details: _Input = _Input()


class _Drawn(ResponseModel):
    data: list[_Picture] = Field(min_length=1)
    usage: _Usage | None = None


@dataclass(frozen=True)
class _Drawing:
    """`POST /images/generations`, or `/images/edits` where a reference goes along."""

    web: Web
    base: str
    order: StillOrder
    folder: Path
    price: Price

    def request(self) -> ProviderResponse:
        body = {
            "model": self.order.model,
            "prompt": self.order.told,
            "size": _SIZE,
            "quality": _QUALITY,
            "output_format": "jpeg",
        }
        if reference := self.order.reference_bytes(self.folder):
            file = FormFile("image[]", REFERENCE_NAME, "image/jpeg", reference)
            path, sent = "edits", FormWithFiles({**body, "n": "1"}, (file,))
        else:
            path, sent = "generations", {**body, "n": 1}
        found = self.web.read(_Drawn, "POST", f"{self.base}/images/{path}", body=sent)
        encoded, used = found.data[0].encoded, found.usage
        cost = _cost(self.order.model, self.price, used) if used else None
        return kept_still(encoded, {"id": content_hash([self.order.scene, encoded])}, self.folder, cost)
