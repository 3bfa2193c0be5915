"""What Windows can take from a child that runs already: other programs, rights, and writing to a person's
files.

A job object with room for one process (no program can be started), with no clipboard, desktop or window of
others; a token without privileges but the one that paths need; and the low integrity level, at which nothing
of the person's can be written ("Job Objects", "Mandatory Integrity Control" and "AdjustTokenPrivileges" in
the Windows API's reference). It does not keep such a process from reading, nor from the network, which the
audit hook alone refuses: that takes an app container, which a program has to be started in. Written from the
reference and reviewed, never run: no Windows was at hand.
"""

from __future__ import annotations

import ctypes
from typing import Any

_EXTENDED_LIMITS, _UI_RESTRICTIONS = 9, 4  # JOBOBJECTINFOCLASS
_ACTIVE_PROCESS, _DIE_ON_EXCEPTION = 0x8, 0x400  # JOB_OBJECT_LIMIT_…
_ALL_UI = 0xFF  # handles, clipboard, settings, atoms, desktops, log-off
_ADJUST_DEFAULT, _ADJUST_PRIVILEGES, _QUERY = 0x80, 0x20, 0x8  # TOKEN_…
_PRIVILEGES, _INTEGRITY = 3, 25  # TOKEN_INFORMATION_CLASS
_REMOVED = 0x4  # SE_PRIVILEGE_REMOVED
_LABEL = 0x20  # SE_GROUP_INTEGRITY
_TRAVERSE = 23  # SeChangeNotifyPrivilege, which every path needs
_LOW = "S-1-16-4096"  # SECURITY_MANDATORY_LOW_RID


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("per_process_user_time", ctypes.c_int64),
        ("per_job_user_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class Label(ctypes.Structure):
    """TOKEN_MANDATORY_LABEL: a SID and its attributes."""

    _fields_ = (("sid", ctypes.c_void_p), ("attributes", ctypes.c_uint32))


class Privilege(ctypes.Structure):
    """LUID_AND_ATTRIBUTES."""

    _fields_ = (("low", ctypes.c_uint32), ("high", ctypes.c_int32), ("attributes", ctypes.c_uint32))


def restrict(kernel32: Any = None, advapi32: Any = None) -> bool:
    """Take these from this process, for ever; False where one of them was refused. The libraries are those of
    the system.
    """
    try:
        kernel = kernel32 or ctypes.CDLL("kernel32", use_last_error=True)
        security = advapi32 or ctypes.CDLL("advapi32", use_last_error=True)
    except OSError:
        return False
    for function in (kernel.CreateJobObjectW, kernel.GetCurrentProcess):
        function.restype = ctypes.c_void_p
    own = ctypes.c_void_p(kernel.GetCurrentProcess())
    alone = _alone(kernel, own)
    token = ctypes.c_void_p()
    wanted = _ADJUST_DEFAULT | _ADJUST_PRIVILEGES | _QUERY
    if not security.OpenProcessToken(own, wanted, ctypes.byref(token)):
        return False
    try:
        # Each is tried, whatever became of the other.
        return all([alone, _without_privileges(security, token), _at_low_integrity(kernel, security, token)])
    finally:
        kernel.CloseHandle(token)


def _alone(kernel: Any, own: ctypes.c_void_p) -> bool:
    """The job is not closed: it lasts as long as the process in it."""
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    if not job.value:
        return False
    limits = ExtendedLimits()
    limits.basic.flags = _ACTIVE_PROCESS | _DIE_ON_EXCEPTION
    limits.basic.active_processes = 1
    windows = ctypes.c_uint32(_ALL_UI)
    return bool(
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        and kernel.SetInformationJobObject(job, _UI_RESTRICTIONS, ctypes.byref(windows), 4)
        and kernel.AssignProcessToJobObject(job, own)
    )


def _without_privileges(security: Any, token: ctypes.c_void_p) -> bool:
    size = ctypes.c_uint32()
    security.GetTokenInformation(token, _PRIVILEGES, None, 0, ctypes.byref(size))
    if size.value < ctypes.sizeof(ctypes.c_uint32):
        return False
    held = ctypes.create_string_buffer(size.value)  # TOKEN_PRIVILEGES: a count, and as many privileges
    if not security.GetTokenInformation(token, _PRIVILEGES, held, size, ctypes.byref(size)):
        return False
    count = ctypes.c_uint32.from_buffer(held).value
    for one in (Privilege * count).from_buffer(held, ctypes.sizeof(ctypes.c_uint32)):
        if one.low != _TRAVERSE:
            one.attributes = _REMOVED
    return bool(security.AdjustTokenPrivileges(token, False, held, 0, None, None))


def _at_low_integrity(kernel: Any, security: Any, token: ctypes.c_void_p) -> bool:
    sid = ctypes.c_void_p()
    if not security.ConvertStringSidToSidW(_LOW, ctypes.byref(sid)):
        return False
    try:
        label = Label(sid, _LABEL)
        size = ctypes.sizeof(label) + security.GetLengthSid(sid)
        return bool(security.SetTokenInformation(token, _INTEGRITY, ctypes.byref(label), size))
    finally:
        kernel.LocalFree(sid)
