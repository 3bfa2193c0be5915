"""A connection to the engine, from inside the process that has no socket: over a line to the door."""

from __future__ import annotations

import os
import select
import time
from typing import Protocol

from engine.cancel import CancelToken
from engine.errors import ProtocolBroken, RemoteCut, RemoteUnreachable
from engine.remote.parcels import MOST, Kind, Unpacking, packed

_LOOK_MS = 50  # how often it is looked whether somebody cancelled
_CONNECT_SECONDS = 10.0  # the door gives up earlier
_CLOSE_SECONDS = 5.0
_READ_BYTES = 1 << 16


class Connection(Protocol):
    """Bytes to the engine and back. Both calls raise `Cancelled`, `RemoteCut` when the other end is silent
    for too long, and `RemoteUnreachable` when there is no way to it any more.
    """

    def receive(self) -> bytes:
        """What came next; empty at the end."""
        ...

    def send(self, data: bytes) -> None: ...


class Line:
    """One connection at a time."""

    def __init__(self, descriptor: int, host: str) -> None:
        self._descriptor = descriptor
        self._host = host
        self._unpacking = Unpacking()
        self._parcels: list[tuple[Kind, bytes]] = []
        self._cancel = CancelToken()
        self._silence = 0.0
        os.set_blocking(descriptor, False)

    def connect(self, cancel: CancelToken, silence: float) -> None:
        """Have the door connect; `cancel` and the longest `silence`, in seconds, hold until it hangs up.

        Raises `RemoteUnreachable`, `Cancelled`.
        """
        self._cancel, self._silence = cancel, _CONNECT_SECONDS
        self._put(packed(Kind.OPEN))
        try:
            kind, said = self._next()
        except RemoteCut:
            raise RemoteUnreachable(host=self._host, detail="timeout") from None
        if kind is not Kind.OPENED:
            raise RemoteUnreachable(host=self._host, detail=said.decode("utf-8", "replace"))
        self._silence = silence

    def receive(self) -> bytes:
        """See `Connection`."""
        kind, data = self._next()
        return data if kind is Kind.DATA else b""

    def send(self, data: bytes) -> None:
        """See `Connection`."""
        for start in range(0, len(data), MOST):
            self._put(packed(Kind.DATA, data[start : start + MOST]))

    def hang_up(self) -> None:
        """End the connection; what was still on its way is dropped. Raises nothing: a line that does not
        answer is of no use any more, which the next connection tells.
        """
        self._cancel, self._silence = CancelToken(), _CLOSE_SECONDS
        try:
            self._put(packed(Kind.CLOSE))
            while self._next()[0] is not Kind.CLOSED:
                pass
        except (RemoteCut, RemoteUnreachable, ProtocolBroken):
            return

    def _next(self) -> tuple[Kind, bytes]:
        while not self._parcels:
            self._wait(select.POLLIN)
            try:
                data = os.read(self._descriptor, _READ_BYTES)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            if not data:
                raise RemoteUnreachable(host=self._host, detail="door")
            self._parcels += self._unpacking.feed(data)
        return self._parcels.pop(0)

    def _put(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            self._wait(select.POLLOUT)
            try:
                view = view[os.write(self._descriptor, view) :]
            except BlockingIOError:
                continue
            except OSError:
                raise RemoteUnreachable(host=self._host, detail="door") from None

    def _wait(self, event: int) -> None:
        watch = select.poll()
        watch.register(self._descriptor, event)
        until = time.monotonic() + self._silence
        while not watch.poll(_LOOK_MS):
            self._cancel.raise_if_cancelled()
            if time.monotonic() >= until:
                raise RemoteCut(host=self._host, detail="silence")
        self._cancel.raise_if_cancelled()
