"""Calls of the Linux kernel that Python has no function for."""

from __future__ import annotations

import ctypes
import functools
import sys

LINUX = sys.platform == "linux"


@functools.cache
def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def prctl(option: int, first: int = 0) -> bool:
    """prctl(2); False where the kernel refuses it."""
    unused = ctypes.c_ulong(0)
    return bool(libc().prctl(ctypes.c_int(option), ctypes.c_ulong(first), unused, unused, unused) == 0)


def syscall(number: int, *arguments: object) -> int:
    """A system call by its number; -1 and `ctypes.get_errno()` where it fails."""
    return int(libc().syscall(ctypes.c_long(number), *arguments))
