"""The connections of an open vault: one for each thread, made when the thread first asks, gone when it is."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.errors import VaultLocked

if TYPE_CHECKING:
    from sqlite3 import Connection
else:
    Connection = Any

_CLOSE_SECONDS = 10.0


@dataclass(slots=True)
class Seat:
    """A thread's connection and how deep that thread is in `Vault.read` or `Vault.write`."""

    connection: Connection
    owner: weakref.ref[threading.Thread]
    depth: int = 0
    writing: bool = False


class Seats:
    """`open_one` makes a connection; it raises as `Vault.open` does."""

    def __init__(self, open_one: Callable[[], Connection]) -> None:
        self._open_one = open_one
        self._own = threading.local()
        self._all: list[Seat] = []
        self._state = threading.Condition()
        self._active = 0
        self._closed = False

    @contextmanager
    def taken(self) -> Iterator[Seat]:
        """This thread's seat, at work until the end of the block. Raises `VaultLocked` once closed."""
        with self._state:
            seat: Seat | None = getattr(self._own, "seat", None)
            # A closing vault lets work that has begun come to its end.
            if self._closed and (seat is None or seat.depth == 0):
                raise VaultLocked
            self._active += 1
        try:
            yield seat or self._sit()
        finally:
            with self._state:
                self._active -= 1
                self._state.notify_all()

    def give_up(self, seat: Seat) -> None:
        """Close this thread's connection; it gets another when it asks again."""
        with self._state:
            self._all = [other for other in self._all if other is not seat]
        seat.connection.close()
        self._own.seat = None

    def drop(self) -> None:
        """Close every connection, whoever has it."""
        for seat in self._all:
            seat.connection.close()
        self._all.clear()
        self._own = threading.local()

    def close(self) -> bool:
        """Let nobody in any more, wait for what has begun, interrupt what takes over ten seconds, and `drop`.
        False when that was done before.
        """
        with self._state:
            if self._closed:
                return False
            self._closed = True
            if not self._state.wait_for(lambda: self._active == 0, _CLOSE_SECONDS):
                for seat in self._all:
                    seat.connection.interrupt()
                self._state.wait_for(lambda: self._active == 0, _CLOSE_SECONDS)
            self.drop()
        return True

    def _sit(self) -> Seat:
        seat = Seat(self._open_one(), weakref.ref(threading.current_thread()))
        self._own.seat = seat
        with self._state:
            gone = [other for other in self._all if (owner := other.owner()) is None or not owner.is_alive()]
            self._all = [other for other in self._all if other not in gone]
            self._all.append(seat)
        for other in gone:
            other.connection.close()
        return seat
