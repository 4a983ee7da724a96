"""Addresses of servers as operators write them into the environment: looked at before any library takes them apart.

A library that is given a password with a bare `@` or `/` takes its end for the host, and tells it in its complaint;
given nothing, Celery asks whatever broker listens on this machine, as guest. No message here repeats a part of one.
"""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from vidpipe_assets.model.errors import BadInput

DATABASE = "VIDPIPE_DATABASE_URL"
BROKER = "VIDPIPE_BROKER_URL"

_BROKERS = {"redis", "rediss", "amqp", "amqps", "pyamqp", "memory"}
_HALF_ESCAPED = re.compile(r"%(?![0-9A-Fa-f]{2})")


def server_parts(name: str, url: str, schemes: Collection[str], remedy: str) -> SplitResult:
    """The parts of the address in the variable `name`; `remedy` shows how one is written.

    Raises `BadInput`, which names the variable, for an empty one, another scheme than one of `schemes`, a port that is
    none, spaces, and characters in its user or password that have to be escaped.
    """
    if not url.strip():
        raise BadInput(f"{name} is empty", remedy=remedy)
    if not url.isprintable() or " " in url:
        raise BadInput(f"{name} has a space or a line break in it", remedy=remedy)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise BadInput(f"{name} has brackets that hold no address", remedy=remedy) from error
    # What stands behind the last @ of the whole address is the host: a password with / # or ? in it was cut off before.
    cut = "@" in parts.path or "@" in parts.fragment or (not parts.netloc and "@" in url)
    if parts.netloc.count("@") > 1 or cut or _HALF_ESCAPED.search(parts.netloc):
        raise BadInput(
            f"{name} has a character in its user or password that means something else in an address",
            remedy="escape it: @ as %40, : as %3A, / as %2F, # as %23, ? as %3F, % as %25",
        )
    if parts.scheme.partition("+")[0] not in schemes:
        raise BadInput(f"{name} names nothing that vidpipe can use", remedy=remedy)
    try:
        _ = parts.port
    except ValueError as error:
        raise BadInput(f"{name} has a port that is no number", remedy=remedy) from error
    return parts


def broker_address(url: str) -> str:
    """The address of a fleet's broker, as it may be given to Celery. Raises `BadInput` as `server_parts` does.

    One without a host, or an AMQP one without a user, is refused, too: Celery would fill in `guest` and `localhost`.
    """
    remedy = f"set {BROKER}=redis://host:6379/0 or amqp://user:password@host//"
    parts = server_parts(BROKER, url, _BROKERS, remedy)
    if parts.scheme == "memory":
        return url
    if not parts.hostname:
        raise BadInput(f"{BROKER} names no host", remedy=remedy)
    if "amqp" in parts.scheme and not parts.username:
        raise BadInput(f"{BROKER} names no user: Celery would ask as guest", remedy=remedy)
    return url
