"""The proxy that the environment names for an address: with user and password, without a scheme, SOCKS; and NO_PROXY.

Read as curl and requests read it: `https_proxy`, `http_proxy`, `all_proxy` in small or capital letters, and the
system's own settings on macOS and Windows. What cannot be used is refused by the variable's name, never by its value.
"""

import ipaddress
import os
import re
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote

import httpcore
import httpx

from vidpipe_assets.model.errors import BlockedError

_DEFAULT_PORTS = {"http": 80, "https": 443, "socks": 1080, "socks5": 1080, "socks5h": 1080}
_PLACE = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+)(:(?P<port>\d{1,5}))?/?", re.ASCII)


@dataclass(frozen=True)
class Proxy:
    """A proxy. `variable`: the environment variable that names it; user and password are never shown."""

    scheme: str
    host: str
    port: int
    variable: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """As messages name it: 'the proxy proxy.corp:3128 (https_proxy)'."""
        return f"the proxy {self.host}:{self.port} ({self.variable})"

    @property
    def url(self) -> httpcore.URL:
        """Where it listens, without user and password."""
        scheme = "socks5" if self.scheme.startswith("socks") else self.scheme
        return httpcore.URL(scheme=scheme, host=self.host.strip("[]"), port=self.port, target="/")

    @property
    def auth(self) -> tuple[bytes, bytes] | None:
        """User and password, None where there are none."""
        return (self.user.encode(), self.password.encode()) if self.user or self.password else None


def proxy_for(url: httpx.URL) -> Proxy | None:
    """The proxy for `url`, None for a direct connection. Raises `BlockedError` for a setting that cannot be used."""
    settings = urllib.request.getproxies()
    kind = url.scheme if settings.get(url.scheme) else "all"
    setting = settings.get(kind, "").strip()
    if not setting or _is_bypassed(url, settings):
        return None
    return parse_proxy(setting, _variable(kind))


def parse_proxy(setting: str, variable: str) -> Proxy:
    """The proxy that `variable` names by `setting`. Raises `BlockedError` that shows no part of it."""
    scheme, separator, rest = setting.partition("://")
    scheme, rest = (scheme.lower(), rest) if separator else ("http", setting)
    if scheme not in _DEFAULT_PORTS:
        raise BlockedError(
            f"{variable} names a proxy of a kind that is not supported"
            + (f" ({scheme})" if scheme in {"socks4", "socks4a", "ftp", "quic"} else ""),
            remedy=f"set {variable} to http://host:port, https://host:port or socks5://host:port, or unset it",
        )
    # A password that was not escaped may hold anything: all up to the last @ belongs to it.
    login, _, place = rest.rpartition("@")
    found = _PLACE.fullmatch(place)
    if not found or not 0 < int(found["port"] or _DEFAULT_PORTS[scheme]) < 65536:
        raise BlockedError(
            f"{variable} is no address of a proxy", remedy=f"set {variable} to http://user:password@host:port"
        )
    user, _, password = login.partition(":")
    port = int(found["port"] or _DEFAULT_PORTS[scheme])
    return Proxy(scheme, found["host"], port, variable, unquote(user), unquote(password))


def _variable(kind: str) -> str:
    name = f"{kind}_proxy"
    found = [one for one in (name, name.upper()) if os.environ.get(one)]
    return found[0] if found else f"{name} of the system's settings"


def _is_bypassed(url: httpx.URL, settings: dict[str, str]) -> bool:
    if "no" not in settings:
        return bool(urllib.request.proxy_bypass(url.host))
    port = url.port or _DEFAULT_PORTS[url.scheme]
    return any(is_exempt(entry, url.host, port) for entry in re.split(r"[,\s]+", settings["no"]) if entry)


def is_exempt(entry: str, host: str, port: int) -> bool:
    """Whether `entry` of NO_PROXY names `host`: `*`, a name or its end, an address, a CIDR; perhaps with a port."""
    if entry == "*":
        return True
    with suppress(ValueError):
        network = ipaddress.ip_network(entry.strip("[]"), strict=False)
        try:
            return ipaddress.ip_address(host.strip("[]")) in network
        except ValueError:
            return False
    name, colon, number = entry.rpartition(":")
    if colon and number.isdecimal():
        return int(number) == port and is_exempt(name, host, port)
    name = entry.removeprefix("*").strip(".").lower()
    own = host.rstrip(".").lower()
    return bool(name) and (own == name or own.endswith(f".{name}"))
