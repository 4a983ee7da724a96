"""How the API is served: where, to whom, how much of it at once."""

import ipaddress
from dataclasses import dataclass, field

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.providers.secrets import Need

TOKEN = Need("VIDPIPE_WEB_TOKEN", "")
"""The bearer token's environment variable."""

_SHORTEST_TOKEN = 16


@dataclass(frozen=True)
class WebSettings:
    """What `create_app` needs to know. Without a token only this machine is answered."""

    token: str = field(default="", repr=False)
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
    token = TOKEN.secret("vidpipe web") if TOKEN.is_met else ""
    if token and len(token) < _SHORTEST_TOKEN:
        raise BadInput(
            f"{TOKEN.name} has {len(token)} characters, which can be guessed",
            remedy=f"set {TOKEN.name} to at least {_SHORTEST_TOKEN}, for example what `openssl rand -hex 24` prints",
        )
    if not token and not is_loopback(host):
        raise BadInput(
            f"{host} can be reached from other machines, and there is no token",
            remedy=f"set {TOKEN.name}, or listen at 127.0.0.1",
        )
    usual = WebSettings()
    return WebSettings(token=token, hosts=hosts, dagster_url=dagster_url.rstrip("/") or usual.dagster_url)


def is_loopback(host: str) -> bool:
    """Whether only this machine can be, or be reached, there."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
