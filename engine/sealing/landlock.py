"""Landlock: the kernel's own word on which files a process may touch (Linux 5.13+, landlock(7)).

What is not listed is refused, to this process and whatever it starts, root's too: reading, listing, writing,
making, moving. A process under it can look into no process outside, by ptrace or /proc, and from Linux 6.12
on signal none and reach no abstract socket of one. Names and sizes of files whose path is known can still be
asked for (stat): the kernel does not hold those back.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from engine.sealing.kernel import LINUX, prctl, syscall

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # system calls, the same numbers everywhere
_ASK_VERSION = 1
_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38

# LANDLOCK_ACCESS_FS_* of linux/landlock.h.
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_FILES_SINCE = ((1, (1 << 13) - 1), (2, 1 << 13), (3, _TRUNCATE), (5, _IOCTL_DEV))
_NET_SINCE, _ALL_NET, _CONNECT = 4, 0b11, 0b10  # bind and connect by TCP
_NET_PORT = 2
_SCOPES_SINCE, _ALL_SCOPES = 6, 0b11  # abstract sockets, signals
_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV  # the rest is said of folders

_READING = _READ_FILE | _READ_DIR
_DEVICES = _READING | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV  # what is opened to be written to is emptied
_WRITING = (1 << 15) - 1 - _EXECUTE


def version() -> int:
    """The ABI that this kernel speaks, 0 where it has no Landlock."""
    if not LINUX:
        return 0
    return max(0, syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION)))


def restrict(
    readable: Iterable[Path],
    *,
    listed: Iterable[Path] = (),
    devices: Iterable[Path] = (),
    writable: Iterable[Path] = (),
    connects: bool = False,
    ports: Iterable[int] = (),
    starts: bool = False,
) -> int:
    """Leave this thread, and the threads and programs it starts, these files and what is below these folders.

    `listed`: folders whose names may be listed, without what the files hold. `devices`: read, written and
    controlled. `writable`: folders in which anything may be done but starting a program. `connects`: TCP is
    left alone; else there is none but to `ports`, of whatever address. `starts`: starting programs is left
    alone, and they are held to the same files. What does not exist is passed over. Returns the ABI in force,
    0 where there is none.

    Threads that run already are not held: call it before the first.
    """
    abi = version()
    if abi == 0:
        return 0
    handled = sum(rights for since, rights in _FILES_SINCE if abi >= since)
    if starts:
        handled &= ~_EXECUTE
    fields = [handled]
    if abi >= _NET_SINCE:
        fields.append(0 if connects else _ALL_NET)
    if abi >= _SCOPES_SINCE:
        fields.append(_ALL_SCOPES)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    if ruleset < 0:
        return 0
    try:
        for paths, rights in (
            (readable, _READING),
            (listed, _READ_DIR),
            (devices, _DEVICES),
            (writable, _WRITING),
        ):
            for path in paths:
                with suppress(OSError):
                    _allow(ruleset, path, rights & handled)
        for port in ports if abi >= _NET_SINCE else ():
            rule = struct.pack("=QQ", _CONNECT, port)
            syscall(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_NET_PORT), rule, ctypes.c_uint32(0))
        prctl(_PR_SET_NO_NEW_PRIVS, 1)
        return abi if syscall(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0)) == 0 else 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _FOR_FILES
        rule = struct.pack("=Qi", rights, descriptor)
        syscall(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint32(0))
    finally:
        os.close(descriptor)
