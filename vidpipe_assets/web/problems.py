"""Errors as `application/problem+json` (RFC 9457): a status, what happened, and what a person can do about it."""

import http
import logging
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from vidpipe_assets.model.errors import BadInput, BlockedError, Conflict, TransientError, Unknown, VidpipeError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)


class Problem(BaseModel):
    """What went wrong."""

    type: str = Field(default="about:blank", description="the kind of problem; about:blank: the status says it")
    title: str = Field(description="the status in words")
    status: int
    detail: str = Field(default="", description="what happened, in a sentence")
    remedy: str = Field(default="", description="what can be done about it")
    errors: list[dict[str, Any]] = Field(default=[], description="of a request that is malformed: where, and how")


def problem_response(
    status: int, detail: str = "", remedy: str = "", *, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """An answer that describes a problem (RFC 9457)."""
    body = Problem(title=http.HTTPStatus(status).phrase, status=status, detail=detail, remedy=remedy, **more)
    return JSONResponse(body.model_dump(), status, dict(headers or {}), media_type=MEDIA_TYPE)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses for an operation's `responses`."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": http.HTTPStatus(status).phrase, "content": {MEDIA_TYPE: schema}} for status in statuses
    }


@contextmanager
def told_as_recorded(what: str) -> Generator[None]:
    """Say of whatever goes wrong in the block, after `what` was written down, that it holds all the same."""
    try:
        yield
    except Exception as error:  # whatever it is: nobody may take what holds for what has failed
        if not isinstance(error, VidpipeError):
            _log.exception("after %s was recorded", what)
        why = str(error) if isinstance(error, VidpipeError) else type(error).__name__
        raise TransientError(
            f"{what} is recorded, and what follows from it is made; how the video stands cannot be told now: {why}",
            remedy="ask for the job in a moment, instead of sending it again",
        ) from error


def add_handlers(app: FastAPI) -> None:
    """Answer every error of this app as a problem."""
    app.add_exception_handler(VidpipeError, _vidpipe_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


def _vidpipe_error(request: Request, error: Exception) -> JSONResponse:
    del request
    assert isinstance(error, VidpipeError)  # noqa: S101 - registered for these
    headers = {"Retry-After": "5"} if isinstance(error, TransientError) else None
    return problem_response(_status(error), str(error), error.remedy, headers=headers)


def _status(error: VidpipeError) -> int:
    kinds = ((Unknown, 404), (Conflict, 409), (BadInput, 422), ((BlockedError, TransientError), 503))
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)


def _validation_error(request: Request, error: Exception) -> JSONResponse:
    del request
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for these
    # Without `input` and `ctx`: what was sent is not sent back.
    found = [{name: one[name] for name in ("loc", "msg", "type")} for one in error.errors()]
    return problem_response(
        422, "the request is malformed", "see `errors`, and the schema at /openapi.json", errors=found
    )


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these
    phrase = http.HTTPStatus(error.status_code).phrase
    detail = f"there is nothing at {request.url.path}" if error.status_code == 404 else str(error.detail)
    return problem_response(error.status_code, "" if detail == phrase else detail, headers=error.headers)
