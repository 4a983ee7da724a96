"""Anthropic: answers the steps of a script well, counts its tokens, and refuses as it is documented."""

from typing import Any

from fakes.server import Answer, Asked
from faults.fake_writer import written

VARIABLE = "VIDPIPE_ANTHROPIC_URL"
KEY = "ANTHROPIC_API_KEY"
INPUT_TOKENS, OUTPUT_TOKENS = 900, 120


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    if asked.path == "/v1/models":
        return Answer({"data": [{"id": "claude-sonnet-4-6"}, {"id": "claude-haiku-4-5"}], "has_more": False})
    return Answer(message(written_for(asked.json), model=asked.json["model"]))


def written_for(body: Any) -> str:
    """What a model writes, that answers whatever schema it is given."""
    held = body.get("output_config", {}).get("format", {}).get("schema", {})
    return written({"user": body["messages"][0]["content"], "schema": held})


def message(text: str = "{}", *, model: str = "claude-sonnet-4-6", **more: Any) -> dict[str, Any]:
    """A message as it is documented; `more` replaces fields of it."""
    usage = {
        "input_tokens": INPUT_TOKENS,
        "output_tokens": OUTPUT_TOKENS,
        "cache_read_input_tokens": 0,
        "cache_creation_input_tokens": None,
        "service_tier": "standard",
    }
    return {
        "id": "msg_01",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [{"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": usage,
        **more,
    }


def error(kind: str, said: str, status: int, **headers: str) -> Answer:
    """An error as it is documented."""
    content = {"type": "error", "error": {"type": kind, "message": said}, "request_id": "req_1"}
    return Answer(content, status, headers)
