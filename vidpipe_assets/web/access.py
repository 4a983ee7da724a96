"""Who may ask: a bearer token, or a cookie that was had for it; without a token, this machine only.

A session is a moment and a keyed hash of it, so that it is kept nowhere: it ends by itself, and all end with the token.
"""

import hashlib
import hmac
import time
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from vidpipe_assets.web.settings import WebSettings, is_loopback

COOKIE = "vidpipe_session"
SESSION_S = 12 * 3600

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_token(settings: WebSettings, given: str) -> bool:
    """Whether `given` is the token; how long that takes says nothing about it."""
    return bool(settings.token) and hmac.compare_digest(_digest(given), _digest(settings.token))


def new_session(settings: WebSettings, now: Callable[[], float] = time.time) -> str:
    """The value of a session's cookie, from now on."""
    ends = str(int(now()) + SESSION_S)
    return f"{ends}.{_signed(settings, ends)}"


def is_session(settings: WebSettings, cookie: str, now: Callable[[], float] = time.time) -> bool:
    """Whether `cookie` was had for the token of today, and has not ended."""
    ends, _, signature = cookie.partition(".")
    if not settings.token or not (ends.isascii() and ends.isdigit() and len(ends) <= 12):
        return False
    genuine = hmac.compare_digest(signature.encode(), _signed(settings, ends).encode())
    return genuine and now() < int(ends) <= now() + SESSION_S + 60


def may_ask(settings: WebSettings, headers: Headers, client: str) -> bool:
    """Whether this request may be answered at all."""
    if not settings.token:
        return is_loopback(client)
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return is_token(settings, given.strip())
    return is_session(settings, _cookie(headers))


def is_known_host(settings: WebSettings, headers: Headers) -> bool:
    """Whether the request is meant for this service: a page elsewhere may have bent its own name to our address."""
    name = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    if is_loopback(name) or name in settings.hosts:
        return True
    return bool(settings.token) and not settings.hosts


def is_from_elsewhere(headers: Headers) -> bool:
    """Whether a browser sends this on behalf of another site's page (cross-site request forgery).

    Browsers name the origin of every POST; programs name none, and have no cookies that could be abused.
    """
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc != headers.get("host", "") or urlsplit(origin).scheme not in {"http", "https"}
    return headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _signed(settings: WebSettings, text: str) -> str:
    return hmac.new(settings.token.encode(), f"vidpipe session {text}".encode(), hashlib.sha256).hexdigest()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
