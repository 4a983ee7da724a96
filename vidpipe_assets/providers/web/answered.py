"""Answers of services as values: what is read of them has a form, and what is not read may come and go."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Answered(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def _counted(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9 else 0


Used = Annotated[int, BeforeValidator(_counted)]
"""How much of something was used; what is no such number counts as nothing."""
