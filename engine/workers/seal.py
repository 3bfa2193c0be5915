"""No network: an audit hook in every process and, on Linux, a filter of system calls.

The hook raises `NetworkBlocked` where Python code asks for a socket or a name look-up (PEP 578). The filter
(`engine.sealing.filters`) makes the kernel refuse them to native code as well: in every thread of this
process and in all it starts, without any privilege. The program itself keeps sockets to programs of this
machine: the display, the keyring and the desktop's bus need them. What is sealed stays sealed.
"""

from __future__ import annotations

import _socket
import errno
import logging
import socket
import sys
from dataclasses import dataclass
from types import FrameType

from engine.errors import NetworkBlocked
from engine.sealing.filters import WINDOW, Filter, install
from engine.sealing.silence import silence

_log = logging.getLogger(__name__)

# Audit events of the socket module whose arguments are (socket, address), and (name, …).
_SOCKET_EVENTS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_NAME_EVENTS = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
)
_UNTOLD = -1  # the family of a socket that is made of a descriptor: told once it is used
_NO_FAMILIES = frozenset({_UNTOLD})
# Windows has no sockets for programs of one machine alone that Python knows.
_WITHIN_MACHINE = frozenset({_UNTOLD, getattr(socket, "AF_UNIX", _UNTOLD)})
_PAIR_FUNCTIONS = ("socketpair", "_fallback_socketpair")


@dataclass(frozen=True, slots=True)
class SealReport:
    audit_hook: bool
    kernel_filter: bool
    blocked_attempts: int  # seen by the hook; the kernel does not count


class NetworkRefused(NetworkBlocked, PermissionError):
    """What sealed code meets. Also an `OSError`: libraries that can do without a network go on."""

    def __init__(self, address: str) -> None:
        super().__init__(address=address)
        self.errno = errno.EACCES


class _Seal:
    """The seal of this process: like the hook and the filter it holds, there can be only one."""

    def __init__(self) -> None:
        self.audit_hook = False
        self.kernel_filter = False
        self.blocked = 0
        self._families = _WITHIN_MACHINE
        self._installed: set[Filter] = set()

    def close(self, chosen: Filter) -> None:
        if chosen not in self._installed:
            self._installed.add(chosen)
            self.kernel_filter = install(chosen)
        if chosen is not WINDOW:
            self._families = _NO_FAMILIES
        if not self.audit_hook:
            silence()
            sys.addaudithook(self._on_event)
            self.audit_hook = True

    def _on_event(self, event: str, args: tuple[object, ...]) -> None:
        if not event.startswith("socket."):
            return
        if event == "socket.__new__":
            # On Windows socketpair() is made of loopback sockets, and asyncio cannot do without.
            if args[1] not in self._families and not inside_socketpair(sys._getframe(1)):  # noqa: SLF001
                self._refuse(f"socket of family {args[1]}")
        elif event in _NAME_EVENTS:
            self._refuse(str(args[0]))
        elif event in _SOCKET_EVENTS:
            sock = args[0]
            # A socket adopted from a descriptor was not seen when it was made.
            out = isinstance(sock, _socket.socket) and sock.family not in self._families
            if out and not inside_socketpair(sys._getframe(1)):  # noqa: SLF001
                self._refuse(str(args[-1]))

    def _refuse(self, address: str) -> None:
        self.blocked += 1
        if self.blocked == 1:
            _log.warning("refused a network call to %s; later ones are only counted", address)
        raise NetworkRefused(address)


_seal = _Seal()


def seal(chosen: Filter = WINDOW) -> SealReport:
    """Close the network for this process and its children, and what else the filter refuses.

    With a filter of a child, programs of this machine cannot be reached either. Calling it again can only
    close more. Best called before other threads start, where the kernel is older than 3.17.
    """
    _seal.close(chosen)
    return seal_report()


def seal_report() -> SealReport:
    return SealReport(_seal.audit_hook, _seal.kernel_filter, _seal.blocked)


def inside_socketpair(frame: FrameType | None) -> bool:
    """Whether the standard library's own `socketpair` is what is running in `frame`."""
    for _ in range(3):  # socketpair itself, or the socket's constructor that it called
        if frame is None or frame.f_code.co_filename != socket.__file__:
            return False
        if frame.f_code.co_name in _PAIR_FUNCTIONS:
            return True
        frame = frame.f_back
    return False
