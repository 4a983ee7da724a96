"""JSON Schemas as models can be held to them: a part of the standard, with every field required and no other allowed.

Both Anthropic's and OpenAI's structured outputs refuse lengths, bounds and defaults, or some of them, and which ones
changes with the model. They are said in words instead, in the description of what they bound. Nothing rests on it:
every answer is judged in `editorial` by the type that the schema was made from.
"""

from collections.abc import Mapping
from typing import Any, cast

_KEPT = {"type", "enum", "const", "anyOf", "$ref", "$defs", "properties", "items", "title", "description"}
_SAID = (
    *("minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("multipleOf", "minItems", "maxItems"),
)


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """`schema` in the part of JSON Schema that is taken everywhere."""
    kept = {name: _inner(name, value) for name, value in schema.items() if name in _KEPT}
    said = [f"{name} {schema[name]}" for name in _SAID if name in schema]
    if said:
        kept["description"] = f"{kept.get('description', '')} ({', '.join(said)})".strip()
    if "properties" in kept:
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept


def _inner(name: str, value: Any) -> Any:
    if name in {"properties", "$defs"}:
        return {key: strict(inner) for key, inner in cast("Mapping[str, Any]", value).items()}
    if name == "items":
        return strict(value)
    return [strict(inner) for inner in value] if name == "anyOf" else value
