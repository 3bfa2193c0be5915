"""What others of this machine may not get from a process: its memory, its open files, a core file.

A process that is not dumpable (prctl(2), PR_SET_DUMPABLE) leaves no core, whatever the machine does with
those, and the kernel refuses /proc/PID/mem, /proc/PID/fd and ptrace of it to every other process of the same
user (ptrace(2), "Ptrace access mode checking"); root may still.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from dataclasses import dataclass

from engine.sealing.kernel import LINUX, libc, prctl

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4
_PR_SET_NO_NEW_PRIVS, _PR_GET_NO_NEW_PRIVS = 38, 39
_CAPABILITY_VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3
_CAP_DAC_READ_SEARCH = 1 << 2


@dataclass(frozen=True, slots=True)
class OwnProcess:
    """What holds of this process."""

    unreadable: bool  # by other processes of the same user
    no_core: bool
    no_new_rights: bool


def close_to_others() -> OwnProcess:
    """Take memory, open files and cores away from others; before anything secret is in memory.

    Starting a program does away with the first of the three, so every process of ours does it for itself.
    On Linux the files below /proc/self belong to root from then on: what must be written there is, before.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if LINUX:
        prctl(_PR_SET_NO_NEW_PRIVS, 1)
        prctl(_PR_SET_DUMPABLE, 0)
    return own_process()


def own_process() -> OwnProcess:
    """What holds of this process now."""
    if sys.platform == "win32":
        return OwnProcess(unreadable=False, no_core=False, no_new_rights=False)
    import resource

    no_core = resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    if not LINUX:
        return OwnProcess(unreadable=False, no_core=no_core, no_new_rights=False)
    unreadable = int(libc().prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0)) == 0
    no_new_rights = int(libc().prctl(_PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)) == 1
    return OwnProcess(unreadable, no_core, no_new_rights)


def give_up_rights() -> None:
    """Of root's powers keep one, to read what belongs to others; nothing to do where root runs nothing."""
    if not LINUX:
        return
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    held = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; then the higher 32 bits of each
    with suppress(AttributeError):  # a C library without these
        if libc().capget(header, held) != 0:
            return
        kept = held[0] & _CAP_DAC_READ_SEARCH
        libc().capset(header, (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0))
