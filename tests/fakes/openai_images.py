"""OpenAI's pictures: drawn at once, charged by the token, refused where a word is forbidden."""

import base64
from collections.abc import Callable
from decimal import Decimal

from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_OPENAI_IMAGES_URL"
INPUT_TOKENS, OUTPUT_TOKENS = 40, 2107
PRICE = (INPUT_TOKENS * Decimal(5) + OUTPUT_TOKENS * Decimal(30)) / 10**6
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
    """An account. `draw`: the JPEG of the n-th prompt."""

    def __init__(self, draw: Callable[[int, str], bytes] = _console) -> None:
        self.drawn = 0
        self._draw = draw

    @property
    def bill(self) -> Decimal:
        """All that was charged."""
        return self.drawn * PRICE

    def __call__(self, asked: Asked) -> Answer:
        """As the real one does."""
        if not asked.headers.get("authorization", "").startswith("Bearer "):
            return Answer(
                {"error": {"message": "no key", "type": "invalid_request_error", "code": "invalid_api_key"}}, 401
            )
        if asked.method == "GET":
            return Answer({"object": "list", "data": [_MODEL]})
        if "forbidden" in asked.json["prompt"]:
            return Answer(FORBIDDEN, 400)
        self.drawn += 1
        picture = base64.b64encode(self._draw(self.drawn, asked.json["prompt"])).decode()
        usage = {
            "input_tokens": INPUT_TOKENS,
            "input_tokens_details": {"image_tokens": 0, "text_tokens": INPUT_TOKENS},
            "output_tokens": OUTPUT_TOKENS,
            "output_tokens_details": {"image_tokens": OUTPUT_TOKENS, "text_tokens": 0},
            "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS,
        }
        about = {"created": 1795000000, "background": "opaque", "output_format": "jpeg", "quality": "medium"}
        return Answer({**about, "size": asked.json["size"], "data": [{"b64_json": picture}], "usage": usage})
