"""How many tokens an answer may take at most, as prices count them."""

from collections.abc import Mapping

from vidpipe_assets.providers.prices import Unit
from vidpipe_assets.providers.text import Prompt

_BYTES_A_TOKEN = 2
"""English has about four. Half of that holds for other scripts, too."""

_ALWAYS = 500
"""What a provider adds by itself: roles, and its own words about the schema."""


def most_used(prompt: Prompt, most_tokens: int) -> Mapping[Unit, int]:
    """At most what answering `prompt` uses up; the schema counts twice, in case it is also said in words."""
    asked = len(f"{prompt.system}{prompt.user_with_schema}{prompt.schema}".encode())
    return {Unit.INPUT_TOKENS: asked // _BYTES_A_TOKEN + _ALWAYS, Unit.OUTPUT_TOKENS: most_tokens, Unit.CALL: 1}
