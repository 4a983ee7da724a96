"""What providers charge: by `models.yaml`, which a file `prices.yaml` in DAGSTER_HOME adds to.

A price that nobody knows is not guessed: `price` raises, and the stage waits for a person who writes it down. So no
budget is ever passed because a number was missing.
"""

import datetime as dt
import os
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.models import MODELS_FILE, Amount, Model, Unit, find_model, known_models

__all__ = ["ANY_MODEL", "FILE", "Charging", "Price", "Unit", "known_price", "price", "require_usable_file"]

FILE = "prices.yaml"
ANY_MODEL = "*"
_MOST_BYTES = 256 * 1024


_AS = {Unit.CACHED_INPUT_TOKENS: Unit.INPUT_TOKENS, Unit.CACHE_WRITE_TOKENS: Unit.INPUT_TOKENS}
"""What is charged as something else where it has no price of its own."""


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Price(Value):
    """What one model of one provider costs."""

    per: dict[Unit, Amount] = Field(min_length=1)
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    read: str = Field(min_length=1, max_length=300, description="the day it was read, and where")

    @property
    def is_checked(self) -> bool:
        """Whether somebody has read it where it is published."""
        return not self.read.lower().startswith("from memory")

    @property
    def day(self) -> dt.date | None:
        """The day it was read; None where nobody has written it down."""
        found = _DAY.search(self.read)
        try:
            return dt.date.fromisoformat(found[0]) if found else None
        except ValueError:
            return None

    @property
    def is_free(self) -> bool:
        """Whether it is nothing, whatever is used."""
        return not any(self.per.values())

    def of(self, used: Mapping[Unit, int | float | Decimal]) -> Money:
        """What so much costs: tokens, characters, minutes, clips … as they are counted, not in millions.

        A unit that has no price here costs nothing. Raises `BlockedError` when that is true of all that was used.
        """
        charged = {
            unit: each for unit in used if (each := self.per.get(unit, self.per.get(_AS.get(unit, unit)))) is not None
        }
        if not charged:
            raise BlockedError(
                f"a price per {', '.join(self.per)} does not tell what {', '.join(used)} cost",
                remedy=f"write a price per one of these into {_theirs_or_where()}",
            )
        amounts = (each * Decimal(str(used[unit])) / unit.size for unit, each in charged.items())
        return Money.of(sum(amounts, Decimal(0)), self.currency)


@runtime_checkable
class Charging(Protocol):
    """A provider whose models have prices in the data of models, or in a person's own files."""

    def charged(self, model: str) -> Price | None:
        """What `model` costs, or the standard one where it is empty; None where nobody knows."""
        ...


Prices = Mapping[str, Mapping[str, Price]]
"""Provider, or host of a compatible endpoint -> model -> price."""

_FORM: TypeAdapter[dict[str, dict[str, Price]]] = TypeAdapter(dict[str, dict[str, Price]])


def price(provider: str, model: str) -> Price:
    """What `model` costs at `provider` (or at a host).

    Raises `BlockedError` when no file says so, and `BadInput` when the file in DAGSTER_HOME cannot be used.
    """
    found = known_price(provider, model)
    if found is None:
        raise BlockedError(
            f"what {model!r} costs at {provider} is unknown, and no budget can hold what has no price",
            remedy=f"write it into {_theirs_or_where()}, as {MODELS_FILE} says it",
        )
    return found


def known_price(provider: str, model: str) -> Price | None:
    """The same, or None. What a person wrote comes before what vidpipe brings, an exact name before '*'."""
    theirs = _read_theirs().get(provider, {})
    if found := theirs.get(model) or theirs.get(ANY_MODEL):
        return found
    return _price_of(find_model(provider, model)) or _price_of(known_models().get(provider, {}).get(ANY_MODEL))


def _price_of(model: Model | None) -> Price | None:
    return Price(per=model.per, currency=model.currency, read=model.read) if model and model.per else None


def require_usable_file() -> None:
    """Raise `BadInput` when the file in DAGSTER_HOME cannot be used."""
    _read_theirs()


def _theirs() -> Path | None:
    home = os.environ.get("DAGSTER_HOME", "")
    return Path(home) / FILE if home else None


def _theirs_or_where() -> str:
    return str(_theirs() or f"{FILE} in DAGSTER_HOME")


def _read_theirs() -> Prices:
    path = _theirs()
    if path is None or not path.is_file():
        return {}
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadInput(f"{path} is larger than {_MOST_BYTES // 1024} KB", remedy="a price takes two lines, no more")
        return _FORM.validate_python(yaml.safe_load(path.read_bytes()) or {})
    except ValidationError as error:
        first = error.errors()[0]
        raise _unusable(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise _unusable(path, " ".join(str(error).split())) from error


def _unusable(path: Path, problem: Any) -> BadInput:
    return BadInput(
        f"{path}: {problem}",
        remedy=f"write it in the form of {MODELS_FILE}: provider, model, per and read",
        facts={"file": str(path)},
    )
