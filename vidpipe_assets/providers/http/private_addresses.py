"""Addresses that are not everybody's: this machine's and private networks', also by another name."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import suppress

from vidpipe_assets.model.errors import PermanentError

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_TRANSLATED = ipaddress.IPv6Network("::ffff:0:0:0/96")


def refuse_private(host: str) -> None:
    """Raise `PermanentError` if `host` is an IP address that is not everybody's; a name is not looked up here."""
    private = host.rstrip(".").lower() == "localhost"
    with suppress(ValueError, OSError):
        private = private or not is_public(_numeric(host))
    if private:
        raise PermanentError(
            f"{host} is an address of this machine or of a private network",
            remedy="nothing is fetched from there; look at where the URL comes from",
        )


def is_public(address: str) -> bool:
    """Whether anybody on the Internet could reach that IP address, and the IPv4 address that it stands for."""
    found = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        embedded = list(_embedded(found))
        if not all(inner.is_global and not inner.is_multicast for inner in embedded):
            return False
        if found.ipv4_mapped:
            return True
        if found.is_site_local or found in _COMPATIBLE or found in _TRANSLATED or found in _NAT64_LOCAL:
            return False
    return found.is_global and not found.is_multicast


def _embedded(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address is another name of (RFC 4291, 6052, 3056, 5214)."""
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    number = int(address)
    if address in _NAT64 or (number >> 32) & 0xFDFFFFFF == 0x5EFE:
        yield ipaddress.IPv4Address(number & 0xFFFFFFFF)


def _numeric(host: str) -> str:
    """`host` as an address is written; '127.1' and '0x7f000001' are addresses, too."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        return socket.inet_ntoa(socket.inet_aton(host))
