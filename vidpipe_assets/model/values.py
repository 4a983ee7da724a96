"""What every value of vidpipe has in common: frozen, strict about unknown fields, hashable by content.

Only the base classes and the content hash live here; the values themselves have modules of their own.
"""

import hashlib
import json
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Varies:
    """Marks a field that differs between two equal results for no reason: a time, a cost, a remote id."""


VARIES = Varies()
Varying = Annotated[T, VARIES]
"""`Varying[float]` is a float that the data version of its document leaves out."""


class Value(BaseModel):
    """A frozen value that refuses unknown fields, NaN and infinity."""

    # Built at first use: importing the definitions must stay cheap.
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


class Document(Value):
    """What a stage produces. Its data version is the hash of all that does not vary for no reason."""

    @property
    def data_version(self) -> str:
        """The first 20 hexadecimal digits of the content's sha256."""
        return content_hash(steady_content(self))


def steady_content(value: Any) -> Any:
    """`value` as JSON-able data without the fields marked `Varying`, at any depth."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        steady = {name: getattr(value, name) for name, field in fields.items() if VARIES not in field.metadata}
        # What a field leaves out of its JSON, it leaves out of the hash: a new one makes nothing stale.
        left_out = {name for name, content in steady.items() if (rule := fields[name].exclude_if) and rule(content)}
        return {name: steady_content(content) for name, content in steady.items() if name not in left_out}
    if isinstance(value, dict):
        return {str(key): steady_content(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, (list, tuple)):
        return [steady_content(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return str(value)


def content_hash(content: Any) -> str:
    """The first 20 hexadecimal digits of the sha256 of `content` as canonical JSON."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
