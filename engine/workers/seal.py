"""No network: an audit hook in every process and, on Linux, a system call filter.

The hook raises `NetworkBlocked` where Python code asks for an internet socket or a name look-up
(PEP 578). The filter (seccomp(2), Linux 3.17+) makes the kernel refuse `socket(AF_INET | AF_INET6, …)`
and io_uring, which could open one unseen, with EACCES to native code as well: in every thread of
this process and in all it starts, without any privilege. Unix sockets stay unless asked otherwise:
the display, the keyring and the desktop's bus need them. What is sealed stays sealed.
"""

from __future__ import annotations

import _socket
import ctypes
import errno
import logging
import os
import platform
import socket
import struct
import sys
from dataclasses import dataclass
from types import FrameType

from engine.errors import NetworkBlocked

_log = logging.getLogger(__name__)

# Libraries that would go online by habit then fail early, with their own words, or not try at all.
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}

# Audit events of the socket module whose arguments are (socket, address), and (name, …).
_SOCKET_EVENTS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_NAME_EVENTS = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
)
_INTERNET = (socket.AF_INET, socket.AF_INET6)
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
        self._families: tuple[int, ...] = _INTERNET

    def close(self, families: tuple[int, ...]) -> None:
        if not set(families) <= set(self._families) or not self.audit_hook:
            self._families = families
            self.kernel_filter = _install_kernel_filter(families)
        if not self.audit_hook:
            os.environ.update(_OFFLINE)
            sys.addaudithook(self._on_event)
            self.audit_hook = True

    def _on_event(self, event: str, args: tuple[object, ...]) -> None:
        if not event.startswith("socket."):
            return
        if event == "socket.__new__":
            # On Windows socketpair() is made of loopback sockets, and asyncio cannot do without.
            if args[1] in self._families and not inside_socketpair(sys._getframe(1)):  # noqa: SLF001
                self._refuse(f"socket of family {args[1]}")
        elif event in _NAME_EVENTS:
            self._refuse(str(args[0]))
        elif event in _SOCKET_EVENTS:
            sock = args[0]
            # A socket adopted from a descriptor was not seen when it was made.
            known = isinstance(sock, _socket.socket) and sock.family in self._families
            if known and not inside_socketpair(sys._getframe(1)):  # noqa: SLF001
                self._refuse(str(args[-1]))

    def _refuse(self, address: str) -> None:
        self.blocked += 1
        if self.blocked == 1:
            _log.warning("refused a network call to %s; later ones are only counted", address)
        raise NetworkRefused(address)


_seal = _Seal()


def seal(allow_unix: bool = True) -> SealReport:
    """Close the network for this process and its children.

    Without `allow_unix`, programs of this machine cannot be reached either. Calling it again can
    only close more. Best called before other threads start, where the kernel is older than 3.17.
    """
    _seal.close(_INTERNET if allow_unix or sys.platform == "win32" else (*_INTERNET, socket.AF_UNIX))
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


# Linux classic BPF over struct seccomp_data {int nr; u32 arch; u64 ip; u64 args[6]}
# (linux/seccomp.h, linux/filter.h).
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO
_NUMBER_OFFSET, _ARCH_OFFSET, _FIRST_ARGUMENT_OFFSET = 0, 4, 16
_X32_BIT = 0x40000000  # the x32 table of x86_64 has a socket() of its own
_IO_URING_SETUP = 425  # the same everywhere

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC = 1, 1


@dataclass(frozen=True, slots=True)
class _Machine:
    arch: int  # AUDIT_ARCH_*
    socket_call: int  # __NR_socket
    seccomp_call: int  # __NR_seccomp


_MACHINES = {"x86_64": _Machine(0xC000003E, 41, 317), "aarch64": _Machine(0xC00000B7, 198, 277)}


def filter_program(machine: _Machine, families: tuple[int, ...]) -> bytes:
    """The filter: refuses these families' sockets, io_uring, and calls of any other architecture."""
    allow = 7 + len(families)  # instruction numbers; jumps count from the next instruction
    refuse = allow + 1
    checks = [(_EQUAL, refuse - at - 1, 0, family) for at, family in enumerate(families, start=7)]
    instructions = [
        (_LOAD, 0, 0, _ARCH_OFFSET),
        (_EQUAL, 0, refuse - 2, machine.arch),
        (_LOAD, 0, 0, _NUMBER_OFFSET),
        (_AT_LEAST, refuse - 4, 0, _X32_BIT),
        (_EQUAL, refuse - 5, 0, _IO_URING_SETUP),
        (_EQUAL, 0, allow - 6, machine.socket_call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_OFFSET),
        *checks,
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in instructions)


def _install_kernel_filter(families: tuple[int, ...]) -> bool:
    """True once the kernel filters this process and all it starts; False where it cannot."""
    machine = _MACHINES.get(platform.machine())
    # A 32-bit interpreter on a 64-bit kernel makes calls of another architecture.
    if sys.platform != "linux" or machine is None or sys.maxsize < 1 << 32:
        return False
    program = filter_program(machine, families)
    buffer = ctypes.create_string_buffer(program, len(program))

    class SockFprog(ctypes.Structure):
        _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    fprog = SockFprog(len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    if (
        libc.syscall(
            ctypes.c_long(machine.seccomp_call),
            ctypes.c_ulong(_SECCOMP_SET_MODE_FILTER),
            ctypes.c_ulong(_SECCOMP_FILTER_FLAG_TSYNC),
            ctypes.byref(fprog),
        )
        == 0
    ):
        return True
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(fprog), 0, 0) == 0)
