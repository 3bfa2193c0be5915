"""The door to a server, seen from the program: started before that is sealed, one at most for each kind.

A child inherits its parent's network filter for ever, so a sealed program could never start it.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from typing import cast

from engine.assets import ROOT
from engine.errors import Fact, Fault, RemoteUnreachable, fault_from
from engine.remote.places import Place
from engine.starting import command_of

_SAY_SECONDS = 30.0  # a name that nobody knows is looked up for long
POSSIBLE = sys.platform != "win32"  # which hands no descriptors from one process to another


class Door:
    """The process that connects to one place."""

    def __init__(self, place: Place) -> None:
        """`place` without an address is looked up by the process, once."""
        self.asked = place
        self._lock = threading.Lock()
        self._found: Place | Fault | None = None
        command = command_of("engine.remote.door")
        command += ["--host", place.host, "--port", str(place.port), "--address", place.address]
        command += ["--tls"] if place.tls else []
        # Not a pipe: see `engine.provision.standby`.
        ours, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(
                command, cwd=ROOT, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, start_new_session=True
            )
        self._control = ours

    @property
    def pid(self) -> int:
        return self._child.pid

    def place(self) -> Place:
        """The place with its address. Waits for the process to have found it. Raises `RemoteNotAllowed`
        where it may not be used, and `RemoteUnreachable` where the process is gone.
        """
        with self._lock:
            self._found = self._found or self._told()
            if isinstance(self._found, Fault):
                raise self._found
            return self._found

    def lines(self, count: int) -> tuple[int, ...]:
        """So many new lines to it, whose descriptors are the caller's to close. Raises as `place` does."""
        self.place()
        pairs = [socket.socketpair() for _ in range(count)]
        try:
            with self._lock:
                socket.send_fds(self._control, [b"l"], [theirs.fileno() for _, theirs in pairs])
        except OSError:
            for ours, _ in pairs:
                ours.close()
            raise RemoteUnreachable(host=self.asked.host, detail="door") from None
        finally:
            for _, theirs in pairs:
                theirs.close()
        return tuple(ours.detach() for ours, _ in pairs)

    def close(self) -> None:
        """End the process."""
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self._control.close()
        try:
            self._child.wait(5.0)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _told(self) -> Place | Fault:
        """What the process found."""
        said = self._said()
        if said is None:
            return RemoteUnreachable(host=self.asked.host, detail="door")
        if "code" in said:
            return fault_from(str(said["code"]), cast("dict[str, Fact]", said["facts"]))
        return replace(self.asked, address=str(said["address"]))

    def _said(self) -> dict[str, object] | None:
        """The first line of the process; None where there is none."""
        told = b""
        self._control.settimeout(_SAY_SECONDS)
        with suppress(OSError):
            while not told.endswith(b"\n") and (more := self._control.recv(4096)):
                told += more
        self._control.settimeout(None)
        try:
            found = json.loads(told)
        except ValueError:
            found = None
        return found if isinstance(found, dict) else None


ENGINE, SHARED = "engine", "shared"  # what a door leads to

_doors: dict[str, Door] = {}


def open_door(place: Place, to: str = ENGINE) -> Door:
    """Start a door of this program; before it is sealed."""
    _doors[to] = Door(place)
    return _doors[to]


def the_door(to: str = ENGINE) -> Door | None:
    """The door of this program to an engine, or to shared collections; None where none is allowed."""
    return _doors.get(to)
