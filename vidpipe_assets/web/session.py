"""`POST /api/session`: a browser gets a cookie for the token, since pages and event streams can send no header."""

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from vidpipe_assets.web.access import COOKIE, SESSION_S, new_session, whose_token
from vidpipe_assets.web.office import AtOffice
from vidpipe_assets.web.problems import problem

router = APIRouter(tags=["session"])


@router.post("/api/session", status_code=204, response_model=None)
def begin_session(
    request: Request, office: AtOffice, token: Annotated[str, Body(embed=True, max_length=500)] = ""
) -> Response:
    """Begin a session of twelve hours. Where no token is configured, none is needed."""
    if not office.settings.tokens:
        return Response(status_code=204)
    person = whose_token(office.settings, token)
    if not person:
        return problem(401, "that is not the token", headers={"WWW-Authenticate": "Bearer"})
    answer = Response(status_code=204)
    secure = request.url.scheme == "https"
    session = new_session(office.settings, person)
    answer.set_cookie(COOKIE, session, SESSION_S, httponly=True, samesite="strict", secure=secure, path="/")
    return answer


@router.delete("/api/session", status_code=204, response_model=None)
def end_session() -> Response:
    """Forget the session in this browser."""
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict", path="/")
    return answer
