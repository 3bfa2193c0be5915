"""Where an engine may be: one address of the private network, by a certificate that is known, and nowhere
else.

A name is looked up once, when a person allows the engine; what is connected to ever after is the address that
was found then. Without TLS only this machine itself may be asked.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import urllib.parse
from dataclasses import dataclass, replace

from engine.errors import RemoteNotAllowed

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_-]{1,63})*\.?")
_PORTS = {"https": 443, "http": 80}
# RFC 1918, RFC 4193, link-local ones (RFC 3927, RFC 4291) and this machine; not what else Python counts as
# private: documentation, benchmarks, translation prefixes, the addresses shared by carriers (RFC 6598).
_PRIVATE = tuple(
    map(
        ipaddress.ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
            *("fc00::/7", "fe80::/10", "::1/128"),
        ),
    )
)
# What clouds answer by who a machine is: link-local, and nobody's engine.
_METADATA = frozenset(map(ipaddress.ip_address, ("169.254.169.254", "169.254.170.2", "fd00:ec2::254")))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an engine answers. `host` is what the person called it, `address` where that was found, empty
    until it was looked up; `fingerprint` is the SHA-256 of its certificate (DER), in hexadecimal.
    """

    host: str
    port: int
    tls: bool
    address: str = ""
    fingerprint: str = ""

    @property
    def url(self) -> str:
        """As it is shown, and logged."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    def at(self, address: str) -> Place:
        """The same, found at an address. Raises `RemoteNotAllowed` for one that may not be used."""
        check_address(self.host, address, tls=self.tls)
        return replace(self, address=address)

    def known_by(self, fingerprint: str) -> Place:
        """The same, with the fingerprint of its certificate, however it is written down. Raises
        `RemoteNotAllowed` for what is none.
        """
        written = re.sub(r"(?i)^sha-?256[:=]?|[\s:]", "", fingerprint.strip()).lower()
        if not self.tls or not _FINGERPRINT.fullmatch(written):
            raise RemoteNotAllowed(host=self.host, detail="fingerprint")
        return replace(self, fingerprint=written)


def place_of(url: str) -> Place:
    """The place that a person named; its address is not known yet, but where one was named.

    Raises `RemoteNotAllowed`: no address of the web, or more of one than scheme, host and port.
    """
    try:
        parts = urllib.parse.urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise RemoteNotAllowed(host=url, detail="url") from None
    if parts.scheme not in _PORTS or parts.path.rstrip("/") not in ("", "/v1"):
        raise RemoteNotAllowed(host=url, detail="url")
    if parts.query or parts.fragment or parts.username is not None or parts.password is not None:
        raise RemoteNotAllowed(host=url, detail="url")
    place = Place(host, port, parts.scheme == "https")
    if _as_address(host) is not None:
        return place.at(host)
    if not _NAME.fullmatch(host):
        raise RemoteNotAllowed(host=url, detail="url")
    return place


def resolved(place: Place) -> Place:
    """The same at its address: a name is looked up, now and never again. Raises `RemoteNotAllowed` where one
    of its addresses may not be used or there is none, for then nobody knows who else answers to it.
    """
    if place.address:
        return place.at(place.address)
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except OSError:
        raise RemoteNotAllowed(host=place.host, detail="no-address") from None
    # Servers at home and at work listen by the older protocol first, some by that alone.
    addresses = sorted(dict.fromkeys(str(one[4][0]) for one in found), key=lambda one: ":" in one)
    if not addresses:
        raise RemoteNotAllowed(host=place.host, detail="no-address")
    allowed = [place.at(address) for address in addresses]
    return allowed[0]


def check_address(host: str, address: str, *, tls: bool) -> None:
    """Raises `RemoteNotAllowed` unless an address is of this machine, or private and reached by TLS."""
    found = _as_address(address)
    if found is None:
        raise RemoteNotAllowed(host=host, detail="url")
    # Addresses that stand for others: a rule for the one would not hold for the other.
    if isinstance(found, ipaddress.IPv6Address) and (found.ipv4_mapped or found.scope_id):
        raise RemoteNotAllowed(host=host, detail="address")
    if found in _METADATA or not any(found in one for one in _PRIVATE if one.version == found.version):
        raise RemoteNotAllowed(host=host, detail="address")
    if not tls and not found.is_loopback:
        raise RemoteNotAllowed(host=host, detail="no-tls")


def _as_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
