"""Models that are held to a schema, and answers as the ledger keeps them: what services of text have in common."""

from typing import Any, Protocol

from pydantic import ValidationError

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.asking import Received
from vidpipe_assets.providers.prices import Price
from vidpipe_assets.providers.text import RawAnswer
from vidpipe_assets.providers.web.answered import Answered


class CannotBeHeld(PermanentError):
    """The model or its server takes no schema."""


class Asking(Protocol):
    """How one prompt is sent."""

    def __call__(self, *, held: bool) -> Any:
        """The answer; `held`: with the schema. Raises `CannotBeHeld` if that is refused, which costs nothing."""
        ...


class Written(Answered):
    """An answer, as far as it is read."""

    @property
    def raw(self) -> RawAnswer:
        """As the port has it."""
        raise NotImplementedError

    def cost(self, each: Price) -> Money | None:
        """What it cost; None where it does not tell."""
        raise NotImplementedError


def held_or_told(asking: Asking) -> Any:
    """The answer of a model that is held to the schema or, if it cannot be, told of it in words."""
    try:
        return asking(held=True)
    except CannotBeHeld:
        return asking(held=False)


def received(answer: Any, form: type[Written], each: Price) -> Received:
    """The answer as `RawAnswer.read` reads it, with its cost. One of another form was paid for, and kept as it came."""
    try:
        written = form.model_validate(answer)
    except ValidationError:
        return Received(answer)
    return Received(written.raw.model_dump(mode="json"), cost=written.cost(each))
