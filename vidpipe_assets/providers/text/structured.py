"""Models that are held to a schema, and answers as the ledger keeps them: what services of text have in common.

JSON Schemas as models can be held to them: a part of the standard, with every field required and no other allowed.

Both Anthropic's and OpenAI's structured outputs refuse lengths, bounds and defaults, or some of them, and which ones
changes with the model. They are said in words instead, in the description of what they bound. Nothing rests on it:
every answer is judged in `writing.llm` by the type that the schema was made from.

How many tokens an answer may take at most, as prices count them.
"""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError

from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.prices import Price, Unit
from vidpipe_assets.providers.request import ProviderResponse
from vidpipe_assets.providers.text import Prompt, RawAnswer


class Written(ResponseModel):
    """An answer, as far as it is read."""

    @property
    def raw(self) -> RawAnswer:
        """The same as a `RawAnswer` of the port."""
        raise NotImplementedError

    def cost(self, each: Price) -> Money | None:
        """What it cost; None where it does not tell."""
        raise NotImplementedError


def received(answer: Any, form: type[Written], each: Price) -> ProviderResponse:
    """The answer as `RawAnswer.read` reads it, with its cost. One of another form was paid for, and kept as it came."""
    try:
        written = form.model_validate(answer)
    except ValidationError:
        return ProviderResponse(answer)
    return ProviderResponse(written.raw.model_dump(mode="json"), cost=written.cost(each))


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


_BYTES_A_TOKEN = 2
"""English has about four. Half of that holds for other scripts, too."""

_ALWAYS = 500
"""What a provider adds by itself: roles, and its own words about the schema."""


_TOKENS_A_PICTURE = 3000
"""At most, of one of 512 pixels: Anthropic counts 350, Gemini up to 1,120, OpenAI from 70 to 2,833 by the model."""


def most_used(prompt: Prompt, most_tokens: int) -> Mapping[Unit, int]:
    """At most what answering `prompt` uses up; the schema counts twice, in case it is also said in words."""
    asked = len(f"{prompt.system}{prompt.user_with_schema}{prompt.schema}".encode())
    tokens = asked // _BYTES_A_TOKEN + _ALWAYS + len(prompt.pictures) * _TOKENS_A_PICTURE
    return {Unit.INPUT_TOKENS: tokens, Unit.OUTPUT_TOKENS: most_tokens, Unit.CALL: 1}
