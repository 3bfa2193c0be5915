"""One request to the engine and its reply, by HTTP/1.1: nothing is followed, kept, cached or negotiated."""

from __future__ import annotations

import http.client
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from engine.cancel import CancelToken
from engine.errors import RemoteCut, RemoteNonsense
from engine.remote.line import Connection, Line
from engine.remote.places import Place
from engine.remote.secured import Secured

MOST_BYTES = 16 << 20  # of a reply; 100,000 tokens streamed one by one are as many
_PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Caller:
    """Asks one engine over one line. `key` is what it knows us by, empty for one that asks for none."""

    line: Line
    place: Place
    key: str = ""

    @contextmanager
    def ask(
        self, method: str, path: str, body: object, cancel: CancelToken, silence: float
    ) -> Iterator[Reply]:
        """The reply to a request; whoever leaves hangs up. `silence`: the longest that the other end may say
        nothing, in seconds. Raises `RemoteError`s and `Cancelled`.
        """
        self.line.connect(cancel, silence)
        try:
            connection: Connection = Secured(self.line, self.place) if self.place.tls else self.line
            connection.send(self._written(method, path, body))
            response = http.client.HTTPResponse(cast("Any", _Readable(connection)), method=method)
            with self._told():
                response.begin()
            yield Reply(response, self.place.host)
        finally:
            self.line.hang_up()

    @contextmanager
    def _told(self) -> Iterator[None]:
        with _http_faults(self.place.host):
            yield

    def _written(self, method: str, path: str, body: object) -> bytes:
        data = b"" if body is None else json.dumps(body).encode()
        named = self.place.url.partition("://")[2]
        lines = [f"{method} {path} HTTP/1.1", f"Host: {named}", "Accept: application/json, text/event-stream"]
        lines += ["Accept-Encoding: identity", "Connection: close"]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
        if self.key:
            lines.append(f"Authorization: Bearer {self.key}")
        return "\r\n".join((*lines, "", "")).encode("ascii") + data


class Reply:
    """What came back. Its methods raise `RemoteError`s and `Cancelled`."""

    def __init__(self, response: http.client.HTTPResponse, host: str) -> None:
        self._response = response
        self._host = host

    @property
    def status(self) -> int:
        return self._response.status

    def pieces(self) -> Iterator[bytes]:
        """The body as it comes; of one that is cut short, what came."""
        got = 0
        while True:
            try:
                with _http_faults(self._host):
                    piece = self._response.read1(_PIECE_BYTES)
            except RemoteCut as cut:
                if cut.facts["detail"] == "silence":
                    raise
                return
            if not piece:
                return
            got += len(piece)
            if got > MOST_BYTES:
                raise RemoteNonsense(host=self._host, detail="too-long")
            yield piece

    def json(self) -> Any:
        """The whole body. Raises `RemoteNonsense` where that is no JSON."""
        try:
            return json.loads(b"".join(self.pieces()))
        except (ValueError, RecursionError):
            raise RemoteNonsense(host=self._host, detail="json") from None


class _Readable(io.RawIOBase):
    """As the standard library wants a socket: something to make a file of."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection
        self._held = b""

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, _PIECE_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._held = self._held or self._connection.receive()
        given = self._held[: len(buffer)]
        buffer[: len(given)] = given
        self._held = self._held[len(given) :]
        return len(given)


@contextmanager
def _http_faults(host: str) -> Iterator[None]:
    try:
        yield
    except (http.client.IncompleteRead, http.client.RemoteDisconnected):
        raise RemoteCut(host=host, detail="ended") from None
    except (http.client.HTTPException, ValueError):
        raise RemoteNonsense(host=host, detail="http") from None
