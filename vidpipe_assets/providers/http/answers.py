"""Answers with a status of success that are not what was promised: an error, another form, nothing that can be read.

Some services tell an error with status 200: `{"error": {"code": 429, …}}`, the same in a list, `{"detail": …}`.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from vidpipe_assets.model.errors import MalformedAnswer
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.errors import Refusal, says_out_of_quota

_ERRORS = ("error", "errors", "detail", "fault")
_STATUSES = ("code", "status", "status_code", "statusCode")
_HTTP_ERROR = re.compile(r"[45][0-9][0-9]")
_THEIR_FAULT, _TOO_MANY = 502, 429

R = TypeVar("R", bound=ResponseModel)


def told_refusal(provider: str, quote: Callable[[bytes], str], answer: Any, *, safe: bool) -> Refusal | None:
    """The refusal that `answer`, parsed JSON, tells; None where it tells none.

    Its status is the one that the answer names; else 429 where the account's limits are told of, or 502.
    """
    items = cast("list[Any]", answer) if isinstance(answer, list) else list[Any]()
    fields = _fields(items[0] if len(items) == 1 else answer)
    error = next((fields[name] for name in _ERRORS if fields.get(name)), None)
    if error is None:
        return None
    body = json.dumps(dict(fields)).encode()
    status = _status(error) or _status(fields)
    status = status or (_TOO_MANY if says_out_of_quota(body) else _THEIR_FAULT)
    return Refusal(provider, status, {}, body, quote(body), safe, dt.datetime.now(dt.UTC))


def _fields(told: Any) -> Mapping[str, Any]:
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def _status(told: Any) -> int | None:
    """A status of HTTP that stands in `told`."""
    fields = _fields(told) or {"code": told}
    values = [str(fields.get(name)) for name in _STATUSES]
    return next((int(one) for one in values if _HTTP_ERROR.fullmatch(one)), None)


def readable(model: type[R], items: Any, provider: str) -> tuple[R, ...]:
    """Those of `items` that have the documented form; null stands for what was deleted.

    Raises `MalformedAnswer` when it is no list, or when there are some, and not one of them has the form: then the
    service has changed.
    """
    if not isinstance(items, list):
        raise changed(provider)
    there = [item for item in cast("list[Any]", items) if item is not None]
    found = tuple(all_readable(model, there))
    if there and not found:
        raise changed(provider)
    return found


def all_readable(model: type[R], items: Iterable[Any]) -> Iterator[R]:
    """Those of `items` that have the form, be it none."""
    for item in items:
        with suppress(ValidationError):
            yield model.model_validate(item)


def changed(provider: str) -> MalformedAnswer:
    """The error that a service no longer answers as it did."""
    return MalformedAnswer(
        f"{provider} answered in a form that is not the documented one", remedy="see whether there is a newer vidpipe"
    )
