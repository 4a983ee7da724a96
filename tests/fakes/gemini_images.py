"""Gemini's pictures: a part of the answer, beside words; nothing where the prompt is blocked."""

import base64
from decimal import Decimal

from fakes.pictures import photograph
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_GEMINI_IMAGES_URL"
PRICE = Decimal("0.0336") + (30 * Decimal("1.5") + 210 * Decimal("7.5")) / 10**6
_USAGE = {
    "promptTokenCount": 30,
    "candidatesTokenCount": 1120,
    "thoughtsTokenCount": 210,
    "totalTokenCount": 1360,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 30}],
    "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1120}],
}
"""Of a picture of one megapixel."""
WRONG_KEY = Answer(
    {
        "error": {
            "code": 400,
            "message": "API key not valid. Please pass a valid API key.",
            "status": "INVALID_ARGUMENT",
            "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}],
        }
    },
    400,
)
_LEARN = {
    "@type": "type.googleapis.com/google.rpc.Help",
    "links": [{"description": "Learn more about Gemini API quotas", "url": "https://ai.google.dev/"}],
}


def out_of_quota(name: str, limit: int, *, wait: str = "34s") -> Answer:
    """A 429: what it lacks and how long to wait stand in its body alone."""
    metric = "generativelanguage.googleapis.com/generate_content_free_tier_requests"
    said = (
        "You exceeded your current quota, please check your plan and billing details.\n* Quota exceeded for metric: "
        f"{metric}, limit: {limit}, model: gemini-nano-banana-2.1\nPlease retry in 34.07s."
    )
    failure = {"quotaMetric": metric, "quotaId": name, "quotaDimensions": {"model": "gemini-nano-banana-2.1"}}
    details = [
        _LEARN,
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [failure]},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": wait},
    ]
    error = {"code": 429, "message": said, "status": "RESOURCE_EXHAUSTED", "details": details}
    return Answer({"error": error}, 429)


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
            return WRONG_KEY
        if asked.method == "GET":
            return Answer({"models": [{"name": "models/gemini-nano-banana-2.1"}]})
        prompt = asked.json["contents"][0]["parts"][-1]["text"]
        if "forbidden" in prompt:
            about = {"usageMetadata": {"promptTokenCount": 30, "totalTokenCount": 30}, "responseId": "r0"}
            return Answer({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, **about})
        self.drawn += 1
        draft, picture = _encoded(self.drawn + 100), _encoded(self.drawn)
        thoughts = [{"text": "A console, upright.", "thought": True}, {"inlineData": draft, "thought": True}]
        parts = [*thoughts, {"text": "Here it is."}, {"inlineData": picture, "thoughtSignature": "c2lnbmVk"}]
        content = {"role": "model", "parts": parts}
        return Answer(
            {
                "candidates": [{"content": content, "finishReason": "STOP", "index": 0}],
                "usageMetadata": _USAGE,
                "modelVersion": "gemini-nano-banana-2.1",
            }
        )


def _encoded(number: int) -> dict[str, str]:
    data = base64.b64encode(photograph(number, (768, 1376))).decode()
    return {"mimeType": "image/jpeg", "data": data}
