"""Results of checks as values: what was looked at, whether it passed, and what the person sees."""

from pydantic import Field

from vidpipe_assets.model.values import Value


class Finding(Value):
    """The outcome of one check. `numbers` are shown beside it."""

    check: str = Field(pattern=r"^[a-z0-9_]{1,60}$")
    passed: bool
    description: str
    numbers: dict[str, float | int | str] = {}
