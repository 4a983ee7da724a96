"""How a model's server wants to be asked: with a schema or without, by which name for the limit, with how much room.

No two servers take the same parameters. A request that is refused for one of them (400, 404, 422; it costs nothing) is
put again without it at once, and what was learnt holds for the model's next prompts.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from vidpipe_assets.model.errors import PermanentError, VidpipeError
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.models import Limit


@dataclass(frozen=True)
class Manner:
    """One way to ask. `held`: to the schema; `limit`: what the limit of the answer is called; `thinking`: with room."""

    held: bool = True
    limit: Limit = "max_tokens"
    thinking: bool = True


class CannotBeHeld(PermanentError):
    """The model or its server takes no schema."""


class LimitRefused(PermanentError):
    """The server knows the limit of an answer by another name."""


class TooMuchRoom(PermanentError):
    """The model writes, or its server holds, fewer tokens than it was given room for."""


class CutOff(PermanentError):
    """The model used up its room before it wrote a word, and its server calls that a mistake of ours."""


def ask_in_turn(send: Callable[[Manner], Any], manner: Manner, learnt: Callable[[Manner], None]) -> Any:
    """What `send` brings: in `manner` or, as far as that is refused, in another; `learnt` hears which one was taken."""
    tried: set[Manner] = set()
    while True:
        tried.add(manner)
        try:
            answer = send(manner)
        except (CannotBeHeld, LimitRefused, TooMuchRoom) as refused:
            manner = _other(manner, refused)
            if manner in tried:
                raise
        else:
            learnt(manner)
            return answer


def _other(manner: Manner, refused: PermanentError) -> Manner:
    if isinstance(refused, CannotBeHeld):
        return replace(manner, held=False)
    if isinstance(refused, TooMuchRoom):
        return replace(manner, thinking=False)
    return replace(manner, limit="max_tokens" if manner.limit == "max_completion_tokens" else "max_completion_tokens")


_REFUSED = {400, 404, 415, 422, 501}
_SCHEMA = (
    *("response_format", "response format", "json_schema", "response_schema", "structured output", "structured_output"),
    *("output_config", "output_format", "additionalproperties", "json_validate_failed", "failed to generate json"),
    *("grammar", "guided_json", "guided decoding"),
)
_LIMITS = ("max_tokens", "max_completion_tokens", "max_output_tokens", "maxoutputtokens")
_FULL = ("maximum context length", "context_length_exceeded", "max_model_len", "context window", "context size")
_TOO_MUCH = (
    *("too large", "too big", "too high", "maximum allowed", "at most", "exceed", "less than or equal", "must be less"),
    *("maximum value", "should be in [", "range of"),
)
_NOT_FINISHED = ("could not finish the message", "output limit was reached")


def what_is_refused(refusal: Refusal) -> VidpipeError | None:
    """Which parameter a refusal is about; None if it is about none of them."""
    if refusal.status not in _REFUSED:
        return None
    what = f"{refusal.provider} answered {refusal.status}: {refusal.text}"
    if refusal.says(*_NOT_FINISHED):
        return CutOff(what, remedy="choose another model")
    if refusal.says(*_FULL) or (refusal.says(*_LIMITS) and refusal.says(*_TOO_MUCH)):
        return TooMuchRoom(what, remedy="choose a model with room for longer texts")
    if refusal.says("max_tokens", "max_completion_tokens"):
        return LimitRefused(what, remedy="choose another model")
    if refusal.says(*_SCHEMA):
        return CannotBeHeld(what, remedy="choose another model")
    return None
