"""How the API is served: where, to whom, how much of it at once."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.providers.secrets import Need

TOKEN = Need("VIDPIPE_WEB_TOKEN", "")
"""The bearer token's environment variable."""

_SHORTEST_TOKEN = 16
_NAMED = re.compile(r"(?P<name>[a-z][a-z0-9._-]{0,39})=(?P<token>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class WebSettings:
    """What `create_app` needs to know. Without a token only this machine is answered."""

    tokens: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """A person's name -> the token by which that person is known."""
    hosts: tuple[str, ...] = ()
    """Names that the service goes by besides `localhost` and loopback addresses; with a token, none means any."""
    dagster_url: str = "http://127.0.0.1:3000"
    """Where Dagster's UI is, for the links to runs."""
    most_body_bytes: int = 64 * 1024
    body_timeout_s: float = 10.0
    """How long a client may take to send its body."""
    requests_a_second: float = 50.0
    """Of one client, lastingly."""
    burst: int = 400
    """Of one client, at once."""


def settings_for(host: str, *, hosts: tuple[str, ...] = (), dagster_url: str = "") -> WebSettings:
    """The settings of a service that listens at `host`. Raises `BadInput` where anybody could use it."""
    tokens = read_tokens(TOKEN.secret("vidpipe web")) if TOKEN.is_met else {}
    if not tokens and not is_loopback(host):
        raise BadInput(
            f"{host} can be reached from other machines, and there is no token",
            remedy=f"set {TOKEN.name}, or listen at 127.0.0.1",
        )
    usual = WebSettings()
    return WebSettings(tokens=tokens, hosts=hosts, dagster_url=dagster_url.rstrip("/") or usual.dagster_url)


def read_tokens(text: str) -> dict[str, str]:
    """`TOKEN`, or `ann=TOKEN,bob=TOKEN`: then it is known who has decided. Raises `BadInput` for short ones."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _NAMED.fullmatch(part)
        name, token = (match["name"], match["token"]) if match else ("api", part)
        if len(token) < _SHORTEST_TOKEN:
            raise BadInput(
                f"a token in {TOKEN.name} has {len(token)} characters, which can be guessed",
                remedy=f"take at least {_SHORTEST_TOKEN}, for example what `openssl rand -hex 24` prints",
            )
        if name in found:
            raise BadInput(f"{TOKEN.name} has two tokens of {name}", remedy="give each person one: ann=…,bob=…")
        found[name] = token
    return found


def is_loopback(host: str) -> bool:
    """Whether only this machine can be, or be reached, there."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
