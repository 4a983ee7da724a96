"""Gemini's pictures: a part of the answer, beside words; nothing where the prompt is blocked."""

import base64
from decimal import Decimal

from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_GEMINI_IMAGES_URL"
PRICE = Decimal("0.07")
_USAGE = {"promptTokenCount": 30, "candidatesTokenCount": 1290, "totalTokenCount": 1320}


class Service:
    """An account."""

    def __init__(self) -> None:
        self.drawn = 0

    @property
    def bill(self) -> Decimal:
        """All that was charged."""
        return self.drawn * PRICE

    def __call__(self, asked: Asked) -> Answer:
        """As the real one does."""
        if not asked.headers.get("x-goog-api-key"):
            problem = "API key not valid. Please pass a valid API key."
            return Answer({"error": {"code": 400, "message": problem, "status": "INVALID_ARGUMENT"}}, 400)
        if asked.method == "GET":
            return Answer({"models": [{"name": "models/gemini-3.1-flash-image"}]})
        prompt = asked.json["contents"][0]["parts"][-1]["text"]
        if "forbidden" in prompt:
            return Answer({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": _USAGE})
        self.drawn += 1
        picture = base64.b64encode(photograph(self.drawn, (432, 768))).decode()
        parts = [{"text": "Here it is."}, {"inlineData": {"mimeType": "image/jpeg", "data": picture}}]
        content = {"role": "model", "parts": parts}
        return Answer(
            {"candidates": [{"content": content, "finishReason": "STOP", "index": 0}], "usageMetadata": _USAGE}
        )
