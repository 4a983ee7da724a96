"""What is known of models by name, from one data file (`models.yaml`): price, when it ends, how much it thinks.

A model that its maker ends is told of before: `ending` says how it stands on a day, and `require_current` refuses one
that has ended, before anything is asked. A standard model that has ended gives way to its replacement by itself.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Protocol, runtime_checkable

import yaml
from pydantic import Field, TypeAdapter

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.model.values import Value

MODELS_FILE = Path(__file__).with_name("models.yaml")

WARN_DAYS = 180
"""So long before its end a model is warned of: makers announce an end from 60 days to half a year before."""

THINKING = 4000
"""Tokens that a model of which nothing is known may use up before it writes."""

Limit = Literal["max_tokens", "max_completion_tokens"]
Amount = Annotated[Decimal, Field(ge=0, le=10**6)]


class Unit(StrEnum):
    """What a price is for."""

    INPUT_TOKENS = "million_input_tokens"
    CACHED_INPUT_TOKENS = "million_cached_input_tokens"
    CACHE_WRITE_TOKENS = "million_cache_write_tokens"
    OUTPUT_TOKENS = "million_output_tokens"
    CHARACTERS = "thousand_characters"
    MINUTE = "minute"
    SECOND = "second"
    CLIP = "clip"
    IMAGE = "image"
    CALL = "call"
    RESULTS = "thousand_results"

    @property
    def size(self) -> int:
        """How many of what is counted make one unit."""
        return {"million": 1_000_000, "thousand": 1_000}.get(self.partition("_")[0], 1)


class Model(Value):
    """One model of one provider; the fields are described in `models.yaml`. `thinking`: None where nobody knows."""

    per: dict[Unit, Amount] = {}
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    read: str = Field(default="", max_length=300)
    ends: dt.date | None = None
    told: str = Field(default="", max_length=300)
    replaced_by: str = Field(default="", max_length=200)
    instead: str = Field(default="", max_length=300)
    thinking: int | None = Field(default=None, ge=0, le=100_000)
    picture_input: Decimal = Field(default=Decimal(1), ge=1, le=10)
    limit: Limit | None = None


@dataclass(frozen=True)
class Ending:
    """A model whose end is known. `days`: until then, 0 or fewer once it has ended."""

    provider: str
    name: str
    model: Model
    on: dt.date
    days: int

    @property
    def replaced_by(self) -> str:
        """The model to ask instead, as `provider` calls it; '' where its maker has none."""
        return _as_provider_says(self.provider, self.name, self.model.replaced_by)

    @property
    def remedy(self) -> str:
        """What to do before it has ended."""
        return f"name {self.replaced_by} instead" if self.replaced_by else self.model.instead or "name another model"

    @property
    def is_over(self) -> bool:
        """Whether it answers no more."""
        return self.days <= 0

    def __str__(self) -> str:
        if self.is_over:
            return f"the model {self.name} of {self.provider} has ended on {self.on}"
        days = "tomorrow" if self.days == 1 else f"in {self.days} days"
        return f"the model {self.name} of {self.provider} ends on {self.on}, {days}"


@runtime_checkable
class Dated(Protocol):
    """A provider whose models are known to end."""

    def ending(self, model: str) -> Ending | None:
        """When `model` ends, or the standard one where it is empty; None where nobody has said so."""
        ...


def find_model(provider: str, name: str) -> Model | None:
    """What is known of a model, None if nothing is: by its name, by its name without the day, or as its maker's."""
    models = known_models().get(provider, {})
    for known in (name, _DAY.sub("", name)):
        if found := models.get(known):
            return found
    maker, slash, rest = name.partition("/")
    if provider == "openrouter" and slash:
        rest = rest.partition(":")[0]
        return find_model(maker, rest) or find_model(maker, rest.replace(".", "-"))
    return None


def thinking_room(provider: str, name: str, otherwise: int = THINKING) -> int:
    """How many tokens a model may use up before it writes."""
    found = find_model(provider, name)
    return otherwise if found is None or found.thinking is None else found.thinking


def picture_input(provider: str, name: str) -> Decimal:
    """How many input tokens of text one of a picture costs as much as; 1 where nothing is known."""
    found = find_model(provider, name)
    return Decimal(1) if found is None else found.picture_input


def ending(provider: str, name: str, today: dt.date | None = None) -> Ending | None:
    """When a model ends; None where nobody has said so. `today`: default now, in UTC."""
    found = find_model(provider, name)
    if found is None or found.ends is None:
        return None
    return Ending(provider, name, found, found.ends, (found.ends - (today or now_utc().date())).days)


def require_current(provider: str, name: str, today: dt.date | None = None) -> None:
    """Raise `BlockedError` for a model that has ended; nothing was asked, and nothing paid."""
    found = ending(provider, name, today)
    if found and found.is_over:
        raise BlockedError(
            f"{found}: nothing was asked", remedy=f"{found.remedy}, in the theme's models or in endpoints.yaml"
        )


def current(provider: str, standard: str, today: dt.date | None = None) -> str:
    """The model that is asked where a theme names none: `standard` or, once it has ended, what replaces it."""
    name = standard
    for _ in range(10):  # a chain of replacements is shorter
        found = ending(provider, name, today)
        if found is None or not found.is_over or not found.replaced_by:
            return name
        name = found.replaced_by
    return name


def _as_provider_says(provider: str, name: str, model: str) -> str:
    """A maker's `model` as a provider calls it that passes it on as `name`: with its maker, versions with a dot."""
    maker, slash, _ = name.partition("/")
    if provider != "openrouter" or not slash or not model:
        return model
    dotted = _VERSION.sub(r"-\1.\2", model)
    return f"{maker}/{dotted}"


_VERSION = re.compile(r"-(\d+)-(\d+)$")
_DAY = re.compile(r"-(\d{8}|\d{4}-\d{2}-\d{2})$")

_FORM: TypeAdapter[dict[str, dict[str, Model]]] = TypeAdapter(dict[str, dict[str, Model]])


@cache
def known_models() -> Mapping[str, Mapping[str, Model]]:
    """Provider -> model -> what is known of it."""
    return _FORM.validate_python(yaml.safe_load(MODELS_FILE.read_text(encoding="utf-8")))
