"""How a provider asks over HTTP: JSON or bytes back, or an error that says what to do.

Who asks, for services that want to be told: the program, its version, and how to reach who runs it.
"""

import datetime as dt
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpcore
import httpx

from vidpipe_assets.model.errors import BadMedia, MalformedAnswer, PermanentError, UnknownOutcome, VidpipeError
from vidpipe_assets.providers.http.answers import all_readable, told_refusal
from vidpipe_assets.providers.http.bodies import ResponseModel, decompress, from_json, is_page, limit_size
from vidpipe_assets.providers.http.deadline import Deadline
from vidpipe_assets.providers.http.errors import Refusal, error_of
from vidpipe_assets.providers.http.redact import excerpt, redact_bytes, redact_text
from vidpipe_assets.providers.http.transport import HttpRequest, open_response

MOST_JSON_BYTES = 20_000_000
MOST_MEDIA_BYTES = 100_000_000
_MOST_REFUSAL_BYTES = 100_000

Query = Mapping[str, str | int | float | None]
R = TypeVar("R", bound=ResponseModel)


@dataclass(frozen=True)
class Form:
    """A body as forms send it; any other is sent as JSON."""

    fields: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class FormFile:
    """A file of a form. `name`: of the field; `kind`: its media type, without which services do not take it."""

    name: str
    file: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class FormWithFiles:
    """A body of several parts (RFC 7578): fields, then files."""

    fields: Mapping[str, str] = field(repr=False)
    files: Sequence[FormFile]


@dataclass(frozen=True)
class Web:
    """One provider's account, as its HTTP API sees it.

    `headers` go with every request; `secrets` are what must never be shown, wherever they stand.
    `explain` may know better than the status what a refusal means; None: it does not. `is_private`: what is answered
    is a secret itself, as at a login, and is quoted nowhere.
    """

    provider: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    explain: Callable[[Refusal], VidpipeError | None] = lambda _: None
    deadline_s: float = 60
    is_private: bool = False

    def json(
        self,
        method: str,
        url: str,
        *,
        query: Query | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        safe: bool | None = None,
        deadline_s: float | None = None,
    ) -> Any:
        """What the answer says in JSON; an empty one is None. `safe`: costs nothing; default: as GET and HEAD."""
        request = self.request(method, url, query, body, {"accept": "application/json", **(headers or {})}, safe)
        answer, headers = self._asked(request, deadline_s, MOST_JSON_BYTES)
        if not answer.strip():
            return None
        found, is_json = self._parsed(answer)
        if is_json:
            return found
        if is_page(answer, headers.get("content-type", "")):
            raise self.not_what_was_asked(request, answer)
        raise self._malformed(request, f"with something that is not JSON: {self._quoted(answer)}")

    def _parsed(self, answer: bytes) -> tuple[Any, bool]:
        """What an answer says, and whether it is JSON. The library's error, which holds all of it, is left behind."""
        try:
            return from_json(redact_bytes(answer, self.secrets), lambda text: redact_text(text, self.secrets)), True
        except ValueError:
            return None, False

    def read(
        self,
        model: type[R],
        method: str,
        url: str,
        *,
        query: Query | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        safe: bool | None = None,
    ) -> R:
        """The answer as a `model`. Raises the error that the answer tells instead.

        Raises `MalformedAnswer` for one of another form; `UnknownOutcome` if it was asked for something that costs.
        """
        answer = self.json(method, url, query=query, body=body, headers=headers, safe=safe)
        found = next(all_readable(model, [answer]), None)
        if found is not None:
            return found
        request = self.request(method, url, query, None, {}, safe)
        told = self.told_error(answer, safe=request.safe)
        raise told or self._malformed(request, "in a form that is not the documented one")

    def told_error(self, answer: Any, *, safe: bool) -> VidpipeError | None:
        """The error that an answer tells although its status is that of a success; None: it tells none."""
        refusal = told_refusal(self.provider, self._quoted, answer, safe=safe)
        return (self.explain(refusal) or error_of(refusal)) if refusal else None

    def _quoted(self, body: bytes) -> str:
        return "" if self.is_private else excerpt(body, self.secrets)

    def _malformed(self, request: HttpRequest, how: str) -> VidpipeError:
        """Whatever was asked for was perhaps done, and charged, before the answer was spoilt."""
        told, remedy = f"{self.provider} answered {how} ({request.place})", f"check the address of {self.provider}"
        return MalformedAnswer(told, remedy=remedy) if request.safe else UnknownOutcome(told, remedy=remedy)

    def media(
        self,
        method: str,
        url: str,
        *,
        query: Query | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        deadline_s: float | None = None,
        most_bytes: int = MOST_MEDIA_BYTES,
    ) -> bytes:
        """The bytes of an answer that is media itself: speech, a picture, a feed."""
        request = self.request(method, url, query, body, headers or {}, None)
        answer, about = self._asked(request, deadline_s, most_bytes)
        if is_page(answer, about.get("content-type", "")):
            raise self.not_what_was_asked(request, answer)
        if told := self._told_in(answer, safe=request.safe):
            raise told
        if not answer:
            raise BadMedia(f"{self.provider} answered with nothing ({request.place})", remedy="try again later")
        return redact_bytes(answer, self.secrets)

    def request(
        self,
        method: str,
        url: str,
        query: Query | None,
        body: Any,
        headers: Mapping[str, str],
        safe: bool | None,
    ) -> HttpRequest:
        """A request of this account. Raises `PermanentError` for a URL that is none."""
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        try:
            address = httpx.URL(url)
            address = address.copy_merge_params(asked) if asked else address
        except (httpx.InvalidURL, TypeError, ValueError):
            raise PermanentError(
                f"the address of {self.provider} cannot be read",
                remedy=f"check what was configured for {self.provider}",
            ) from None
        content, about = _packed(body)
        return HttpRequest(
            method=method,
            url=address,
            headers={"accept-encoding": "gzip", **about, **self.headers, **headers},
            content=content,
            safe=method in {"GET", "HEAD"} if safe is None else safe,
        )

    def refused(self, request: HttpRequest, response: httpcore.Response) -> VidpipeError:
        """The error that a response without success means."""
        headers = lower_names(response)
        pieces: list[bytes] = []
        encoding = headers.get("content-encoding", "").strip().lower()
        with suppress(VidpipeError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError):
            # What arrived of it until it broke off will do: the status says enough.
            pieces.extend(limit_size(decompress(response.iter_stream(), encoding), _MOST_REFUSAL_BYTES))
        body = b"".join(pieces)
        body = redact_bytes(body, self.secrets)
        text = self._quoted(body)
        refusal = Refusal(self.provider, response.status, headers, body, text, request.safe, dt.datetime.now(dt.UTC))
        return self.explain(refusal) or error_of(refusal)

    def _asked(self, request: HttpRequest, deadline_s: float | None, most_bytes: int) -> tuple[bytes, dict[str, str]]:
        deadline = Deadline(self.deadline_s if deadline_s is None else deadline_s)
        with open_response(request, deadline, self.provider) as response:
            if not 200 <= response.status < 300:
                raise self.refused(request, response)
            headers = lower_names(response)
            pieces = decompress(response.iter_stream(), headers.get("content-encoding", "").strip().lower())
            try:
                return b"".join(limit_size(pieces, most_bytes)), headers
            except VidpipeError as error:
                if request.safe:
                    raise
                # It was answered: whatever cannot be read now was perhaps paid.
                raise UnknownOutcome(f"{self.provider}: {error}", remedy=error.remedy) from error

    def _told_in(self, answer: bytes, *, safe: bool) -> VidpipeError | None:
        """The error that stands where media should be."""
        if not answer[:64].lstrip().startswith((b"{", b"[")):
            return None
        found, _ = self._parsed(answer)
        return self.told_error(found, safe=safe)

    def not_what_was_asked(self, request: HttpRequest, beginning: bytes) -> BadMedia:
        """A web page came, with a status that says all is well."""
        return BadMedia(
            f"{self.provider} answered with a web page ({request.place}): {self._quoted(beginning)}",
            remedy="it may be a login or an error page: open the address in a browser",
        )


def lower_names(response: httpcore.Response) -> dict[str, str]:
    """The headers of a response by their names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}


def _packed(body: Any) -> tuple[bytes, dict[str, str]]:
    """A body, and the headers that say what it is."""
    if body is None:
        return b"", {}
    if isinstance(body, Form):
        return urlencode(body.fields).encode(), {"content-type": "application/x-www-form-urlencoded"}
    if isinstance(body, FormWithFiles):
        files = [(one.name, (one.file, one.content, one.kind)) for one in body.files]
        form = httpx.Request("POST", "http://form", data=body.fields, files=files)
        return form.read(), {"content-type": form.headers["content-type"]}
    return json.dumps(body, allow_nan=False).encode(), {"content-type": "application/json"}


CONTACT = "VIDPIPE_CONTACT"
"""Names a page, a mail address or u/NAME; Wikimedia and Reddit slow down who tells none."""


def contact() -> str:
    """Whom a service may write to; empty where nobody is named."""
    named = os.environ.get(CONTACT, "").strip()
    return named if named.isascii() and named.isprintable() else ""


def version_number() -> str:
    """The number of this version, '0' where nobody knows."""
    try:
        return version("vidpipe")
    except PackageNotFoundError:
        return "0"


def user_agent() -> str:
    """'vidpipe/0.1.0 (mail@example.com)': client, version and contact, as Wikimedia's policy wants them."""
    told = contact()
    return f"vidpipe/{version_number()} ({told})" if told else f"vidpipe/{version_number()}"
