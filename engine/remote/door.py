"""The one process that connects to an engine: `python -m engine.remote.door`, started through
`engine.remote.standby` before the program is sealed.

It knows one address and one port, from its command line, and can be told no other: what comes over a line is
"connect", bytes to pass on and "hang up". It reads nothing of what it passes on. So what understands an
engine's words has no socket, and what has the socket understands none of them.

Before the first line it shuts itself in: no file, no program, no listening, no datagram, no socket but
streams of TCP (`filters.DOOR`), and by Landlock, where the kernel is 6.7 or newer, no port but that one. That
it stays with its address is its own doing, and an audit hook's: no filter of the kernel sees addresses.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from engine.errors import Fault, ProtocolBroken
from engine.remote.parcels import MOST, Kind, Unpacking, packed
from engine.remote.places import Place, resolved
from engine.sealing import landlock
from engine.sealing.filters import DOOR, install
from engine.sealing.own_process import close_to_others, give_up_rights

CONNECT_SECONDS = 5.0
_WRITE_SECONDS = 30.0  # for the other end to take what is sent
LINES = 8  # descriptors that come at once, at most


def main() -> int:
    """Say where the engine was found, or why it may not be used; then serve every line that comes."""
    close_to_others()
    parser = argparse.ArgumentParser(prog="door")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--address", default="")
    asked = parser.parse_args()
    control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=os.dup(0))
    try:
        place = resolved(Place(asked.host, asked.port, asked.tls, asked.address))
    except Fault as fault:
        _tell({"code": fault.code, "facts": fault.facts})
        return 1
    confine(place)
    with suppress(OSError):
        _tell(asdict(place))
        while descriptors := socket.recv_fds(control, 1, LINES)[1]:
            for descriptor in descriptors:
                threading.Thread(target=serve, args=(descriptor, place), daemon=True).start()
    os._exit(0)  # the program is gone: nobody is left to connect for


def confine(place: Place) -> None:
    """Keep this process to one address and one port, for ever; see the module."""
    target = (place.address, place.port)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            if tuple(arguments[1][:2]) != target:
                raise PermissionError("the door connects to its own engine alone")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto"):
            raise PermissionError("the door looks nothing up, and waits for nobody")
        elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"):
            raise PermissionError("the door starts nothing")
        elif event == "open" and isinstance(arguments[0], str | bytes):
            raise PermissionError("the door opens no file")

    "".encode("idna")  # loaded now: afterwards no file can be
    landlock.restrict((), ports=(place.port,))
    give_up_rights()
    install(DOOR)
    sys.addaudithook(hook)


def serve(line: int, place: Place) -> None:
    """Make connections for one line, one at a time, until its other end is closed."""
    os.set_blocking(line, False)
    unpacking = Unpacking()
    connection: socket.socket | None = None
    with suppress(OSError, ProtocolBroken):
        while True:
            watched = [line] if connection is None else [line, connection.fileno()]
            ready = _readable(watched)
            if line in ready:
                data = os.read(line, MOST)
                if not data:
                    break
                for kind, payload in unpacking.feed(data):
                    connection = _obey(kind, payload, connection, line, place)
            elif connection is not None and not _pass_on(connection, line):
                connection.close()
                connection = None
    if connection is not None:
        connection.close()
    os.close(line)


def _obey(
    kind: Kind, payload: bytes, connection: socket.socket | None, line: int, place: Place
) -> socket.socket | None:
    """Do what a parcel asks; the connection there is afterwards."""
    if kind is Kind.OPEN:
        if connection is not None:
            connection.close()
        return _connected(line, place)
    if kind is Kind.CLOSE:
        if connection is not None:
            connection.close()
        _send(line, packed(Kind.CLOSED))
        return None
    if kind is Kind.DATA and connection is not None:
        try:
            _send(connection.fileno(), payload)
        except OSError:
            connection.close()
            _send(line, packed(Kind.ENDED))
            return None
    return connection


def _connected(line: int, place: Place) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in place.address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.settimeout(CONNECT_SECONDS)
        made.connect((place.address, place.port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setblocking(False)
    except OSError as error:
        made.close()
        name = "timeout" if isinstance(error, TimeoutError) else (error.strerror or type(error).__name__)
        _send(line, packed(Kind.FAILED, name.encode("utf-8", "replace")[:200]))
        return None
    _send(line, packed(Kind.OPENED))
    return made


def _pass_on(connection: socket.socket, line: int) -> bool:
    """Give on what the engine sent; False once it has nothing more to say."""
    try:
        data = os.read(connection.fileno(), MOST)
    except BlockingIOError:
        return True
    except OSError:
        data = b""
    _send(line, packed(Kind.DATA, data) if data else packed(Kind.ENDED))
    return bool(data)


def _readable(descriptors: list[int]) -> set[int]:
    watch = select.poll()
    for descriptor in descriptors:
        watch.register(descriptor, select.POLLIN)
    return {descriptor for descriptor, _ in watch.poll()}


def _send(descriptor: int, data: bytes) -> None:
    """Write all, or raise `OSError` where the other end takes none of it for long."""
    watch = select.poll()
    watch.register(descriptor, select.POLLOUT)
    view = memoryview(data)
    while view:
        if not watch.poll(_WRITE_SECONDS * 1000):
            raise TimeoutError
        with suppress(BlockingIOError):
            view = view[os.write(descriptor, view) :]


def _tell(said: dict[str, Any]) -> None:
    os.write(0, (json.dumps(said) + "\n").encode())


if __name__ == "__main__":
    sys.exit(main())
