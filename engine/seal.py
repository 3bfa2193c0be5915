"""No network: an audit hook in every process and, on Linux, a system call filter.

The hook raises `NetworkBlocked` where Python code asks for an internet socket or a name look-up.
The filter (seccomp, Linux 3.17+) makes the kernel refuse `socket(AF_INET | AF_INET6, …)` with
EACCES for native code as well, for this process and all it starts; it needs no privilege.
Unix sockets stay: the display, the keyring and pipes need them. A seal cannot be broken again.
"""

from __future__ import annotations

import ctypes
import logging
import os
import platform
import socket
import struct
import sys
from dataclasses import dataclass

from engine.errors import NetworkBlocked

_log = logging.getLogger(__name__)

_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
}

# socket.* events whose first argument is a socket, and those that only ask for names.
_SOCKET_EVENTS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_NAME_EVENTS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2


@dataclass(frozen=True, slots=True)
class SealReport:
    audit_hook: bool
    kernel_filter: bool
    blocked_attempts: int


class _Seal:
    """State of this process's seal; there is one process, so there is one."""

    def __init__(self) -> None:
        self.audit_hook = False
        self.kernel_filter = False
        self.blocked = 0

    def close(self) -> None:
        if self.audit_hook:
            return
        os.environ.update(_OFFLINE)
        sys.addaudithook(self._on_event)
        self.audit_hook = True
        self.kernel_filter = _install_kernel_filter()

    def _on_event(self, event: str, args: tuple[object, ...]) -> None:
        if not event.startswith("socket."):
            return
        if event == "socket.__new__":
            # On Windows socketpair() is built from loopback sockets, which asyncio needs; connect
            # and bind below still refuse every address but loopback's.
            if sys.platform != "win32" and args[1] in (socket.AF_INET, socket.AF_INET6):
                self._refuse(event)
        elif event in _NAME_EVENTS or (event in _SOCKET_EVENTS and not _is_local(args)):
            self._refuse(event)

    def _refuse(self, event: str) -> None:
        self.blocked += 1
        if self.blocked == 1:
            _log.warning("refused a network call (%s)", event)
        raise NetworkBlocked(address=event)


_seal = _Seal()


def seal() -> SealReport:
    """Close the network for this process and its children. Calling it again changes nothing."""
    _seal.close()
    return seal_report()


def is_sealed() -> bool:
    return _seal.audit_hook


def seal_report() -> SealReport:
    return SealReport(_seal.audit_hook, _seal.kernel_filter, _seal.blocked)


def _is_local(args: tuple[object, ...]) -> bool:
    sock = args[0]
    if isinstance(sock, socket.socket) and sock.family in (socket.AF_INET, socket.AF_INET6):
        address = args[-1]
        host = address[0] if isinstance(address, tuple) and address else None
        return sys.platform == "win32" and host in ("127.0.0.1", "::1")
    return True


# Linux classic BPF over struct seccomp_data {int nr; u32 arch; u64 ip; u64 args[6]}
# (linux/seccomp.h, linux/filter.h).
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | EACCES
_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # AUDIT_ARCH_*, __NR_socket
_X32_BIT = 0x40000000
_AF_INET, _AF_INET6 = 2, 10


def _program(arch: int, socket_call: int) -> bytes:
    """Twelve instructions; jump offsets count from the next instruction."""
    instructions = (
        (_LOAD, 0, 0, 4),  # 0: architecture
        (_JUMP_EQUAL, 0, 9, arch),  # 1: another architecture's calls are refused below
        (_LOAD, 0, 0, 0),  # 2: system call number
        (_JUMP_GREATER_EQUAL, 7, 0, _X32_BIT),  # 3: the x32 table has its own socket()
        (_JUMP_EQUAL, 0, 5, socket_call),  # 4
        (_LOAD, 0, 0, 16),  # 5: low half of the first argument, the address family
        (_JUMP_EQUAL, 4, 0, _AF_INET),  # 6
        (_JUMP_EQUAL, 3, 0, _AF_INET6),  # 7
        (_RETURN, 0, 0, _ALLOW),  # 8
        (_RETURN, 0, 0, _ALLOW),  # 9
        (_RETURN, 0, 0, _ALLOW),  # 10
        (_RETURN, 0, 0, _REFUSE),  # 11
    )
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in instructions)


def _install_kernel_filter() -> bool:
    """True once the kernel filters this thread and all it starts; False where it cannot."""
    known = _ARCHITECTURES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    program = _program(*known)
    buffer = ctypes.create_string_buffer(program, len(program))

    class SockFprog(ctypes.Structure):
        _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    fprog = SockFprog(len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(fprog), 0, 0) == 0)
