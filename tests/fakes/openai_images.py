"""OpenAI's pictures: drawn at once, from words or with pictures beside them, charged by the token.

Refused where a word is forbidden. A form with pictures (`/images/edits`) is refused, too, if it has none, has one of a
type that is not taken, or says how closely to look (`input_fidelity`), which none of the models of today is told.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from fakes.pictures import photograph
from fakes.server import Answer, Asked, Part

VARIABLE = "VIDPIPE_OPENAI_IMAGES_URL"
INPUT_TOKENS, OUTPUT_TOKENS = 40, 2107
REFERENCE_TOKENS = 1024
"""Of a square picture, in patches of 32 by 32 pixels."""
PRICE = (INPUT_TOKENS * Decimal(5) + OUTPUT_TOKENS * Decimal(30)) / 10**6
PRICE_OF_REFERENCE = REFERENCE_TOKENS * Decimal(8) / 10**6
FORBIDDEN = {
    "error": {
        "message": "Your request was rejected by the safety system. If you believe this is an error, contact us at "
        "help.openai.com and include the request ID 1f0c. safety_violations=[violence].",
        "type": "image_generation_user_error",
        "param": None,
        "code": "moderation_blocked",
        "moderation_details": {"moderation_stage": "input", "categories": ["violence"]},
    }
}
_MODEL = {"id": "gpt-image-2.6-flare", "object": "model", "created": 1795000000, "owned_by": "system"}


def _console(number: int, prompt: str) -> bytes:
    del prompt
    return photograph(number, (544, 960))


class Service:
    """An account. `draw`: the JPEG of the n-th prompt. `references`: all pictures that it was given."""

    def __init__(self, draw: Callable[[int, str], bytes] = _console) -> None:
        self.drawn = 0
        self.references: list[bytes] = []
        self._draw = draw

    @property
    def bill(self) -> Decimal:
        """All that was charged."""
        return self.drawn * PRICE + len(self.references) * PRICE_OF_REFERENCE

    def __call__(self, asked: Asked) -> Answer:
        """As the real one does."""
        if not asked.headers.get("authorization", "").startswith("Bearer "):
            return Answer(
                {"error": {"message": "no key", "type": "invalid_request_error", "code": "invalid_api_key"}}, 401
            )
        if asked.method == "GET":
            return Answer({"object": "list", "data": [_MODEL]})
        if asked.path.endswith("/images/edits"):
            told = {one.name: one.content.decode() for one in asked.parts if not one.file}
            pictures = [one for one in asked.parts if one.file]
            return _refused(told, pictures) or self._drawn(told, [one.content for one in pictures])
        return self._drawn(asked.json)

    def _drawn(self, told: Mapping[str, Any], references: Sequence[bytes] = ()) -> Answer:
        if "forbidden" in told["prompt"]:
            return Answer(FORBIDDEN, 400)
        self.drawn += 1
        self.references += references
        picture = base64.b64encode(self._draw(self.drawn, told["prompt"])).decode()
        read = len(references) * REFERENCE_TOKENS
        usage = {
            "input_tokens": INPUT_TOKENS + read,
            "input_tokens_details": {"image_tokens": read, "text_tokens": INPUT_TOKENS},
            "output_tokens": OUTPUT_TOKENS,
            "output_tokens_details": {"image_tokens": OUTPUT_TOKENS, "text_tokens": 0},
            "total_tokens": INPUT_TOKENS + read + OUTPUT_TOKENS,
        }
        about = {"created": 1795000000, "background": "opaque", "output_format": "jpeg", "quality": "medium"}
        return Answer({**about, "size": told["size"], "data": [{"b64_json": picture}], "usage": usage})


def _refused(told: Mapping[str, str], pictures: Sequence[Part]) -> Answer | None:
    """What is wrong with a form with pictures, as the real one says it."""
    if not pictures or any(one.name not in {"image", "image[]"} for one in pictures):
        return _wrong("Missing required parameter: 'image'.", "image", "missing_required_parameter")
    for one in pictures:
        if one.kind not in {"image/jpeg", "image/png", "image/webp"}:
            kind = one.kind or "application/octet-stream"
            said = f"Invalid file 'image': unsupported mimetype ('{kind}'). Supported file formats are 'image/jpeg', …"
            return _wrong(said, "image", "unsupported_file_mimetype")
    if "input_fidelity" in told:
        said = f"The model '{told['model']}' does not support the 'input_fidelity' parameter."
        return _wrong(said, "input_fidelity", "invalid_input_fidelity_model")
    return None


def _wrong(said: str, parameter: str, code: str) -> Answer:
    error = {"message": said, "type": "image_generation_user_error", "param": parameter, "code": code}
    return Answer({"error": error}, 400)
