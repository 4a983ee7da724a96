"""The middleware before the app: who may ask, how often, for which host, with how long a body; and security headers.

The rate limit is a token bucket for each client, kept in memory only.
"""

import asyncio
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vidpipe_assets.web.auth import SAFE, authenticate, is_cross_site, is_known_host
from vidpipe_assets.web.descriptors import most_at_work
from vidpipe_assets.web.problems import problem_response
from vidpipe_assets.web.request_headers import malformed_header
from vidpipe_assets.web.sessions_over import SessionsOver
from vidpipe_assets.web.settings import WebSettings

_MAX_CLIENTS = 10_000


class RequestRateLimiter:
    """A token bucket for each client: `burst` requests at once, `a_second` of them lastingly."""

    def __init__(self, a_second: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self._a_second, self._burst, self._now = a_second, burst, now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, client: str) -> int:
        """0, and one request less left; or the whole seconds after which there is one again."""
        now = self._now()
        left, since = self._left.pop(client, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._a_second)
        self._left[client] = (left - 1 if left >= 1 else left, now)
        while len(self._left) > _MAX_CLIENTS:
            self._left.popitem(last=False)
        return 0 if left >= 1 else math.ceil((1 - left) / self._a_second)


PUBLIC = ("/login", "/api/session", "/static/")
"""What is answered without a token: what one needs to give it."""

PERSON = "person"
"""What of a request's state says who asks."""

_UNFORESEEN = "something went wrong that nobody foresaw"
_LOOK = "look at what `vidpipe web` has printed"
_log = logging.getLogger("uvicorn.error")

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""What every answer says, also one that refuses."""

_WRONG_TOKENS_A_SECOND, _WRONG_TOKENS_AT_ONCE = 0.2, 10
_SLOWED_S, _MOST_SLOWED = 1.0, 50
_pause = asyncio.sleep


class SecurityMiddleware:
    """The outermost layer of the app, as ASGI middleware."""

    def __init__(self, app: ASGIApp, settings: WebSettings, over: SessionsOver | None = None) -> None:
        self._app = app
        self._over = over or SessionsOver(frozenset)
        self._settings = settings
        self._rates = RequestRateLimiter(settings.requests_a_second, settings.burst)
        self._wrong = RequestRateLimiter(_WRONG_TOKENS_A_SECOND, _WRONG_TOKENS_AT_ONCE)
        self._slowed = self._at_work = 0
        self._most_at_work = most_at_work()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what may not pass; hand on what may, and complete the headers of the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        is_read = False

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _add_headers(headers, scope)
                if not is_read and _has_body(scope):
                    headers["Connection"] = "close"  # what comes of the body would be taken for the next request
            await send(message)

        refused = await self._stopped(scope)
        if refused is None and scope["method"] not in SAFE:
            try:
                receive = await self._read_body(receive)
                is_read = True
            except ValueError:
                refused = problem_response(413, f"the body is longer than {self._settings.most_body_bytes} bytes")
            except TimeoutError:
                refused = problem_response(408, "the body did not come")
        await self._answer(refused or self._counted, scope, receive, with_headers)

    async def _stopped(self, scope: Scope) -> Response | None:
        """Why the request goes no further, before its body is read; None: it may."""
        if b"cookie" in (name for name, _ in scope["headers"]):
            await self._over.catch_up()
        refused = self._misdirected(scope) or self._refusal(scope)
        has_failed = refused is not None and refused.status_code == 401 and "authorization" in Headers(scope=scope)
        tries = refused is None and (scope["method"], scope["path"]) == ("POST", "/api/session")
        return await self._slow_down(scope, refused) if has_failed or tries else refused

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, unless more is at work already than this process can do; one can always ask how it is."""
        if self._at_work >= self._most_at_work and scope["path"] != "/health":
            busy = problem_response(503, "too much is asked at once", headers={"Retry-After": "5"})
            await busy(scope, receive, send)
            return
        self._at_work += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._at_work -= 1

    async def _slow_down(self, scope: Scope, refused: Response | None) -> Response | None:
        """Who has tried many tokens waits before each answer: whoever tries them all gets old over it."""
        wait_s = self._wrong.wait_s((scope.get("client") or ("", 0))[0])
        if not wait_s:
            return refused
        if self._slowed >= _MOST_SLOWED:
            return problem_response(429, "too many wrong tokens", headers={"Retry-After": str(wait_s)})
        self._slowed += 1
        try:
            await _pause(_SLOWED_S)
        finally:
            self._slowed -= 1
        return refused

    async def _answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def record_start(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await app(scope, receive, record_start)
        except asyncio.CancelledError:  # vidpipe web ends; uvicorn would print a page for each film that is watched
            _log.info("cut off at the end: %s %s", scope["method"], scope["path"])
        except Exception:  # the log has it; a stranger learns nothing of it
            if begun:
                raise
            _log.exception("unforeseen, at %s %s", scope["method"], scope["path"])
            await problem_response(500, _UNFORESEEN, _LOOK)(scope, receive, send)

    def _misdirected(self, scope: Scope) -> Response | None:
        """Refuse what cannot be understood, or was not meant for this service."""
        headers = Headers(scope=scope)
        if name := malformed_header(headers):
            return problem_response(
                400, f"the header {name} is malformed, or there are two of it", headers={"Connection": "close"}
            )
        if not is_known_host(self._settings, headers):
            return problem_response(
                421, "this service does not go by that name", "use localhost, or: vidpipe web --name NAME"
            )
        return None

    def _refusal(self, scope: Scope) -> Response | None:
        headers, client = Headers(scope=scope), (scope.get("client") or ("", 0))[0]
        if wait_s := self._rates.wait_s(client):
            return problem_response(429, "too many requests", headers={"Retry-After": str(wait_s)})
        if scope["method"] not in SAFE and is_cross_site(headers):
            return problem_response(403, "another site's page may not ask this of vidpipe")
        person = authenticate(self._settings, headers, client, self._over)
        if not person and not scope["path"].startswith(PUBLIC):
            return self._refuse_stranger(scope, headers)
        scope["state"] = {**scope.get("state", {}), PERSON: person}
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length[:15]) > self._settings.most_body_bytes:
            return problem_response(413, f"the body is longer than {self._settings.most_body_bytes} bytes")
        return None

    def _refuse_stranger(self, scope: Scope, headers: Headers) -> Response:
        if not self._settings.tokens:
            return problem_response(
                403, "only this machine is answered", "set VIDPIPE_WEB_TOKEN to be asked from others"
            )
        if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            return RedirectResponse("/login", 303)
        return problem_response(
            401, "a token is needed", "send: Authorization: Bearer …", headers={"WWW-Authenticate": "Bearer"}
        )

    async def _read_body(self, receive: Receive) -> Receive:
        """The body, read here, so that it is neither too long nor too slow. Raises `ValueError`, `TimeoutError`."""
        content = bytearray()
        async with asyncio.timeout(self._settings.body_timeout_s):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return _replay_body(message, receive)
                content += message.get("body", b"")
                if len(content) > self._settings.most_body_bytes:
                    raise ValueError(len(content))
                if not message.get("more_body"):
                    return _replay_body({"type": "http.request", "body": bytes(content), "more_body": False}, receive)


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _replay_body(first: Message, receive: Receive) -> Receive:
    waiting = [first]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _add_headers(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    if not scope["path"].startswith(("/static/", "/media/")):
        headers.setdefault("Cache-Control", "no-store")
