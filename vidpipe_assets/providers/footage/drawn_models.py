"""What models have in common that draw a still at once, in the answer itself: asked and paid in one exchange."""

import base64
import binascii
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vidpipe_assets.model.media import Rights
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.footage import Footage, FootageRequest, StartImage
from vidpipe_assets.providers.models import Ending, current, ending, require_current
from vidpipe_assets.providers.prices import Price, Unit, known_price, price
from vidpipe_assets.providers.request import (
    Account,
    Ask,
    Call,
    CallPolicy,
    ProviderRequest,
    ProviderResponse,
    StoredResponse,
)
from vidpipe_assets.providers.secrets import Need

LONGEST_PROMPT = 1500
STILL = "still"
REFERENCE_NAME = "reference.jpg"
_BESIDE_REFERENCE = (
    "The attached picture is a reference, not what is to be edited: draw a new picture of the scene, with its "
    "character where a character is seen, or in its style."
)
_POLICY = CallPolicy(deadline_s=600, limit_wait_s=600)
"""A picture takes up to a minute."""


@dataclass(frozen=True)
class StillOrder:
    """A still that a model shall draw. `reference`: what it takes the character or the style from."""

    scene: str
    model: str
    prompt: str
    reference: StartImage | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """All that decides about it; the reference only by its name."""
        return {
            "model": self.model,
            "prompt": self.prompt,
            **({"reference": self.reference.name} if self.reference else {}),
        }

    @property
    def told(self) -> str:
        """What the model is told. One that gets a picture and no word about it takes it for the picture to change."""
        return f"{self.prompt}\n\n{_BESIDE_REFERENCE}" if self.reference else self.prompt

    def reference_bytes(self, folder: Path) -> bytes:
        """The reference as JPEG; empty where there is none."""
        path = folder / REFERENCE_NAME
        if self.reference is None:
            return b""
        self.reference.draw(path)
        return path.read_bytes()


class StillMaker(ABC):
    """A provider of footage that has a model draw a still. Each is new and nobody else's: `taken` does not matter."""

    name: str
    needs: tuple[Need, ...]
    is_local = False
    at_a_time = 3
    account: Account
    standard_model: str
    terms: Rights

    @abstractmethod
    def call(self, order: StillOrder, folder: Path) -> Call:
        """How `order` is drawn. Raises `BlockedError` without a key."""

    def price(self, wish: FootageRequest) -> Money:
        """What the model charges for a still."""
        order = self._order(wish)
        return self.cost(order) if order else FREE

    def cost(self, order: StillOrder) -> Money:
        """What it probably costs, at most. Raises `BlockedError` where no price is known."""
        return price(self.name, order.model).of({Unit.IMAGE: 1})

    def charged(self, model: str) -> Price | None:
        """See `Charging.charged`."""
        return known_price(self.name, model or current(self.name, self.standard_model))

    def ending(self, model: str) -> Ending | None:
        """See `Dated.ending`."""
        return ending(self.name, model or current(self.name, self.standard_model))

    def reference_problem(self, model: str) -> None:
        """See `Generating`: all of these are given it."""
        del model

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """A new still, as the port says."""
        del taken
        order = self._order(wish)
        if order is None:
            return None

        def read(reply: StoredResponse) -> Footage:
            rights = self.terms.model_copy(update={"creator": f"{order.model}, a generative model"})
            return Footage(str(reply.content["id"]), reply.path(STILL), order.prompt[:80], rights)

        call = self.call(order, folder)
        return ask(
            ProviderRequest("still", order.parameters, call, read, self.cost(order), self.account, policy=_POLICY)
        )

    def _order(self, wish: FootageRequest) -> StillOrder | None:
        """What is to be drawn for `wish`; None if it says nothing. Raises `BlockedError` for a model that has ended."""
        prompt = (wish.prompt.strip() or ", ".join(wish.terms))[:LONGEST_PROMPT]
        if not prompt:
            return None
        model = wish.model or current(self.name, self.standard_model)
        require_current(self.name, model)
        return StillOrder(wish.scene, model, prompt, wish.reference)


def kept_still(encoded: str, about: Mapping[str, Any], folder: Path, cost: Money | None) -> ProviderResponse:
    """The still of an answer, in a file. It was paid for: what is no picture is kept, and refused by the gate."""
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    path = folder / "still.jpg"
    path.write_bytes(content or b"no picture")
    return ProviderResponse(dict(about), {STILL: path}, cost)
