"""The headers that are looked at before anything else: what is malformed is refused before it is parsed any further."""

import re
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers

_NAME = r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?|\[[0-9A-Fa-f:.]{2,45}\])"
_HOST = re.compile(rf"{_NAME}(?::[0-9]{{1,5}})?")
_ORIGIN = re.compile(rf"null|[A-Za-z][A-Za-z0-9+.-]{{0,30}}://{_NAME}(?::[0-9]{{1,5}})?")
_PART = r"(?:\d{1,19}-\d{0,19}|-\d{1,19})"
_RANGE = re.compile(rf"[A-Za-z][A-Za-z0-9_-]{{0,30}}=[ \t]*{_PART}(?:[ \t]*,[ \t]*{_PART}){{0,15}}")
_VISIBLE = re.compile(r"[\x21-\x7e \t]*")
_ONCE = ("host", "origin", "authorization", "content-length", "range", "last-event-id")
_LONGEST_COOKIES = 4096


def malformed_header(headers: Headers) -> str:
    """The name of the first header that is none; empty where all are as they should be.

    Source: RFC 9110 (Host 7.2, Range 14.2), RFC 6454 (Origin), RFC 6265 (Cookie).
    """
    for name in _ONCE:
        if len(headers.getlist(name)) > 1:
            return name
    forms = {"host": _HOST, "origin": _ORIGIN, "range": _RANGE, "authorization": _VISIBLE}
    for name, form in forms.items():
        value = headers.get(name)
        if value is not None and not form.fullmatch(value):
            return name
    for name in ("host", "origin"):
        if not _is_port(headers.get(name, "").rpartition("://")[2]):
            return name
    return "" if _is_cookies(headers.getlist("cookie")) else "cookie"


def _is_port(host: str) -> bool:
    name, colon, port = host.rpartition(":")
    return not colon or not port.isdigit() or name.endswith(":") or int(port) <= 65_535


def _is_cookies(values: list[str]) -> bool:
    text = "; ".join(values)
    if len(text) > _LONGEST_COOKIES or not _VISIBLE.fullmatch(text):
        return False
    try:
        SimpleCookie(text)
    except CookieError:
        return False
    return True
