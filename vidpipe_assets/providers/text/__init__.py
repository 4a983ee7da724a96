"""The port of text: a prompt and a JSON schema in, what a language model wrote out, as it wrote it.

Implement `TextProvider` to add one: as a module of this package whose function `provider()` returns it, or in a package
of your own by an entry point of the group `vidpipe.providers.text` (see `providers.registry`).

A provider hands the answer over raw. Whether it is what was asked for is judged in `writing.llm`, which may ask once
more and say what was wrong: an answer that is wrong is an answer, and the ledger keeps it, so that nobody pays twice.

**When the next writer of a theme's chain is asked.** Only after a `BadAnswer`: what this one wrote cannot be used, also
not after its repair. A refusal (`Refused`) waits for a person and is shown to nobody else; what is transient is tried
again, what is blocked waits, and any other permanent error is a mistake in the set-up that a person has to see.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from pydantic import Field, ValidationError

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.request import Ask, StoredResponse


@dataclass(frozen=True)
class PromptPicture:
    """A picture that a model is shown, as JPEG. `name`: the same for the same picture, and no other's."""

    name: str
    jpeg: bytes = field(repr=False, compare=False)

    @property
    def base64(self) -> str:
        """The JPEG as it stands in JSON."""
        return b64encode(self.jpeg).decode()


@dataclass(frozen=True)
class Prompt:
    """What a model is asked.

    `name`: of what is asked for, in [a-z_]. `schema`: JSON Schema of the answer, for models that can be held to one;
    a provider that cannot hand it over sends `user_with_schema`. `most_tokens`: of the answer. `model`: which of the
    provider's models is asked, as the theme names it; empty: its standard one.
    `pictures`: shown before the text, in this order; only for providers that are `ShowsPictures`.
    """

    name: str
    system: str
    user: str
    schema: Mapping[str, Any]
    most_tokens: int
    model: str = ""
    pictures: tuple[PromptPicture, ...] = ()

    @property
    def user_with_schema(self) -> str:
        """For a model that is told of the schema in words."""
        schema = json.dumps(self.schema, sort_keys=True, ensure_ascii=False)
        return f"{self.user}\n\nThe JSON Schema of your answer:\n{schema}"

    @property
    def request(self) -> dict[str, Any]:
        """All that an answer depends on besides the provider's model: a part of `ProviderRequest.request`."""
        return {
            "system": self.system,
            "user": self.user,
            "schema": self.schema,
            "most_tokens": self.most_tokens,
            **({"pictures": [one.name for one in self.pictures]} if self.pictures else {}),
        }


class Ended(StrEnum):
    """Why a model stopped writing."""

    COMPLETE = "complete"
    LENGTH = "length"
    """It had used up its tokens: the text is cut off."""
    REFUSED = "refused"
    """The model would not."""
    FILTERED = "filtered"
    """A filter of the provider's stopped it."""


class RawAnswer(Value):
    """What a model wrote, and how much: None where the provider does not tell."""

    text: str
    ended: Ended
    model: str = ""
    input_tokens: int | None = Field(default=None, ge=0)
    output_tokens: int | None = Field(default=None, ge=0)

    @classmethod
    def read(cls, reply: StoredResponse) -> "RawAnswer":
        """The `ProviderRequest.read` of every provider of text; the answer's `content` is a `model_dump` of this."""
        try:
            return cls.model_validate(reply.content)
        except ValidationError as error:
            raise PermanentError(
                f"the answer of the model cannot be read: {error.errors()[0]['msg']}", remedy="update vidpipe"
            ) from error


class TextProvider(Protocol):
    """Somebody who writes. It is asked through the ledger."""

    name: str

    def price(self, prompt: Prompt) -> Money:
        """What answering `prompt` will cost at most: every token of the answer used. Asks nobody and needs no key."""
        ...

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        """Put `prompt` once, through `ask`, and return what came back, also when it was cut off or refused."""
        ...


@runtime_checkable
class ShowsPictures(Protocol):
    """A provider that hands `Prompt.pictures` to its models. Whether one of them sees is found out by asking it."""

    @property
    def shows_pictures(self) -> bool:
        """Whether it does."""
        ...
