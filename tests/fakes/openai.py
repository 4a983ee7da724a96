"""OpenAI: writes the steps of a script, counts its tokens, says beeps for letters, and refuses as it is documented."""

from typing import Any

from fakes.beeps import as_wav, beeps
from fakes.server import Answer, Asked
from faults.fake_writer import written

VARIABLE = "VIDPIPE_OPENAI_URL"
KEY = "OPENAI_API_KEY"
INPUT_TOKENS, OUTPUT_TOKENS = 900, 120


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    if asked.path == "/models":
        return Answer({"object": "list", "data": [{"id": "gpt-5.1"}, {"id": "gpt-5-mini"}, {"id": "tts-1"}]})
    if asked.path == "/audio/speech":
        return Answer(as_wav(beeps(asked.json["input"])[0]))
    return Answer(completion(_written(asked.json), model=asked.json["model"]))


def _written(body: Any) -> str:
    held = body.get("response_format", {}).get("json_schema", {}).get("schema", {})
    return written({"user": body["messages"][-1]["content"], "schema": held})


def completion(text: Any = "{}", *, model: str = "gpt-5.1", finish: str = "stop", **more: Any) -> dict[str, Any]:
    """A completion as it is documented; `more` replaces fields of it."""
    message = {"role": "assistant", "content": text, "refusal": None}
    used = {"prompt_tokens": INPUT_TOKENS, "completion_tokens": OUTPUT_TOKENS}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_795_000_000,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": {**used, "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS},
        **more,
    }


def refused(text: str) -> dict[str, Any]:
    """A completion in which the model would not."""
    message = {"role": "assistant", "content": None, "refusal": text}
    return completion(choices=[{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}])


def error(
    said: str, status: int, *, kind: str = "invalid_request_error", code: str | None = None, **headers: str
) -> Answer:
    """An error as it is documented."""
    return Answer({"error": {"message": said, "type": kind, "param": None, "code": code}}, status, headers)
