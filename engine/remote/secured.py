"""TLS over a line, with one certificate that is known beforehand and no authority that vouches for others.

Nothing of a request leaves before the certificate was compared: its SHA-256 must be the one that a person saw
when the engine was allowed. Names, dates and issuers are not looked at; who has the key of that certificate
is the engine.
"""

from __future__ import annotations

import hashlib
import hmac
import ssl

from engine.errors import RemoteUnreachable, RemoteUntrusted
from engine.remote.line import Connection
from engine.remote.places import Place

_READ_BYTES = 1 << 16


class Secured:
    """See `engine.remote.line.Connection`."""

    def __init__(self, line: Connection, place: Place) -> None:
        """Shakes hands. Raises `RemoteUntrusted` for another certificate, also where none is known yet, and
        `RemoteUnreachable` where the other end speaks no TLS.
        """
        self._line = line
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the fingerprint below is what is verified
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        name = None if place.host == place.address else place.host
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=name)
        self._shake(place.host)
        actual = hashlib.sha256(self._tls.getpeercert(binary_form=True) or b"").hexdigest()
        if not hmac.compare_digest(actual, place.fingerprint):
            raise RemoteUntrusted(host=place.host, expected=place.fingerprint, actual=actual)

    def receive(self) -> bytes:
        """See `Connection`."""
        while True:
            try:
                return self._tls.read(_READ_BYTES)
            except ssl.SSLWantReadError:
                if not self._more():
                    return b""
            except ssl.SSLError:
                return b""  # ended, with or without saying so: what speaks over it tells whether all came

    def send(self, data: bytes) -> None:
        """See `Connection`."""
        self._tls.write(data)
        self._flush()

    def _shake(self, host: str) -> None:
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self._flush()
                if not self._more():
                    raise RemoteUnreachable(host=host, detail="tls") from None
            except (ssl.SSLError, ValueError):
                raise RemoteUnreachable(host=host, detail="tls") from None
            else:
                self._flush()
                return

    def _more(self) -> bool:
        data = self._line.receive()
        self._incoming.write(data)
        return bool(data)

    def _flush(self) -> None:
        if data := self._outgoing.read():
            self._line.send(data)
