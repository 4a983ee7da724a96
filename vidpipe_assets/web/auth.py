"""Authentication: a bearer token or a session cookie; without a token, only this machine is answered.

A session is the time at which it ends, a random number and a keyed hash (HMAC-SHA256) of both: it ends by itself, and
all sessions of a token end with the token. Only those that a logout has ended are stored. `POST /api/session` gives a
browser its cookie, since pages and event streams can send no header.
"""

import datetime as dt
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Container
from http.cookies import CookieError, SimpleCookie
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Body, Request, Response
from starlette.datastructures import Headers

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.io.user import user_name
from vidpipe_assets.web.app_state import AppStateDep
from vidpipe_assets.web.problems import problem_response
from vidpipe_assets.web.settings import WebSettings, is_loopback

COOKIE = "vidpipe_session"
SESSION_S = 12 * 3600

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_owner(settings: WebSettings, given: str) -> str:
    """The person whose token this is, "" if it is nobody's; how long that takes says nothing about any token."""
    owners = [name for name, token in settings.tokens.items() if hmac.compare_digest(_sha256(given), _sha256(token))]
    return owners[0] if owners else ""


def new_session(settings: WebSettings, person: str, now: Callable[[], float] = time.time) -> str:
    """The value of a session's cookie, from now on."""
    session = f"{int(now()) + SESSION_S}-{secrets.token_hex(8)}"
    return f"{session}-{_signature(settings.tokens[person], session)}"


def session_owner(settings: WebSettings, cookie: str, now: Callable[[], float] = time.time) -> str:
    """The person who has got this cookie for a token that is good today, and has not ended; "" if nobody has."""
    session, _, signature = cookie.rpartition("-")
    ends = session_end(cookie)
    if ends is None or not now() < ends <= now() + SESSION_S + 60:
        return ""
    genuine = [
        name
        for name, token in settings.tokens.items()
        if hmac.compare_digest(signature.encode(), _signature(token, session).encode())
    ]
    return genuine[0] if genuine else ""


def session_end(cookie: str) -> int | None:
    """When the session ends by itself, in seconds since 1970; None if that is no session's value."""
    ends = cookie.partition("-")[0]
    return int(ends) if ends.isascii() and ends.isdigit() and len(ends) <= 12 else None


def authenticate(settings: WebSettings, headers: Headers, client: str, over: Container[str] = ()) -> str:
    """The person who asks; "": somebody who is not answered at all. Nothing that a request says makes it another's.

    `over`: the sessions that a logout has ended.
    """
    if not settings.tokens:
        return user_name() if is_loopback(client) else ""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token_owner(settings, given.strip())
    session = session_cookie(headers)
    return session_owner(settings, session) if session and session not in over else ""


def is_known_host(settings: WebSettings, headers: Headers) -> bool:
    """Whether the request is meant for this service: a page elsewhere may have bent its own name to our address."""
    name = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    if is_loopback(name) or name in settings.hosts:
        return True
    return bool(settings.tokens) and not settings.hosts


def is_cross_site(headers: Headers) -> bool:
    """Whether a browser sends this on behalf of another site's page (cross-site request forgery).

    Browsers name the origin of every POST; programs name none, and have no cookies that could be abused.
    """
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc != headers.get("host", "") or urlsplit(origin).scheme not in {"http", "https"}
    return headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}


def session_cookie(headers: Headers) -> str:
    """The value of the session's cookie; empty: there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _signature(token: str, text: str) -> str:
    return hmac.new(token.encode(), f"vidpipe session {text}".encode(), hashlib.sha256).hexdigest()


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


router = APIRouter(tags=["session"])


@router.post("/api/session", status_code=204, response_model=None)
def begin_session(
    request: Request, app_state: AppStateDep, token: Annotated[str, Body(embed=True, max_length=500)] = ""
) -> Response:
    """Begin a session of twelve hours. Where no token is configured, none is needed."""
    if not app_state.settings.tokens:
        return Response(status_code=204)
    person = token_owner(app_state.settings, token)
    if not person:
        return problem_response(401, "that is not the token", headers={"WWW-Authenticate": "Bearer"})
    answer = Response(status_code=204)
    secure = request.url.scheme == "https"
    session = new_session(app_state.settings, person)
    answer.set_cookie(COOKIE, session, SESSION_S, httponly=True, samesite="strict", secure=secure, path="/")
    return answer


@router.delete("/api/session", status_code=204, response_model=None)
def end_session(request: Request, app_state: AppStateDep) -> Response:
    """End the session: here, and for whoever may have a copy of its cookie."""
    session = session_cookie(request.headers)
    ends = session_end(session)
    if session and ends is not None and session_owner(app_state.settings, session):
        digest = app_state.sessions_over.end(session)
        app_state.store.ended_sessions.add(digest, dt.datetime.fromtimestamp(ends, dt.UTC), now_utc())
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict", path="/")
    return answer
