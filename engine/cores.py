"""The cores that compute at full speed: physical ones, and of processors with two kinds the faster kind.

llama.cpp's threads wait for each other hundreds of times a token, so one on a slow core slows down all.

Sources: Documentation/ABI/testing/sysfs-devices-system-cpu of the kernel (topology, cpu_capacity); its hybrid
PMUs, cpu_core and cpu_atom (Intel); hw.perflevel0 of sysctl(3) (Apple).
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import psutil

_DEVICES = Path("/sys/devices")
_FAST = 0.6  # of the fastest core's capacity; small cores of ARM have up to 0.45


def usable_cores() -> int:
    """Logical cores this process may run on."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def default_threads() -> int:
    """Compute threads: one a fast physical core, as more than that slows llama.cpp and torch down."""
    cores = usable_cores()
    if sys.platform.startswith("linux"):
        found = fast_cores(os.sched_getaffinity(0))
    else:
        found = _apple() if sys.platform == "darwin" else 0
    return max(1, min(found or psutil.cpu_count(logical=False) or cores, cores))


def fast_cores(usable: set[int], devices: Path = _DEVICES) -> int:
    """Physical cores of the fast kind among logical ones; 0 where the kernel does not tell, or none is of it.

    `devices` is the kernel's and only differs in tests.
    """
    fast = _fast(devices) & usable
    siblings = {
        one: _text(devices / f"system/cpu/cpu{one}/topology/core_cpus_list")
        or _text(devices / f"system/cpu/cpu{one}/topology/thread_siblings_list")
        for one in fast
    }
    return len(set(siblings.values())) if all(siblings.values()) else 0


def _fast(devices: Path) -> set[int]:
    """Logical cores of the fast kind; none where there is one kind only, which psutil counts too."""
    if _text(devices / "cpu_atom/cpus"):
        return _listed(_text(devices / "cpu_core/cpus"))
    capacities = {}
    for folder in devices.glob("system/cpu/cpu[0-9]*"):
        capacity = _text(folder / "cpu_capacity")
        if capacity.isdigit():
            capacities[int(folder.name.removeprefix("cpu"))] = int(capacity)
    most = max(capacities.values(), default=0)
    if min(capacities.values(), default=0) > _FAST * most:
        return set()
    return {one for one, capacity in capacities.items() if capacity > _FAST * most}


def _listed(text: str) -> set[int]:
    """The kernel's "0-3,8"."""
    found: set[int] = set()
    for part in text.split(",") if text else ():
        first, _, last = part.partition("-")
        if first.isdigit() and (last or first).isdigit():
            found |= set(range(int(first), int(last or first) + 1))
    return found


def _apple() -> int:
    """Performance cores of an Apple processor; 0 where it has one kind."""
    count, size = ctypes.c_int(0), ctypes.c_size_t(ctypes.sizeof(ctypes.c_int))
    try:
        asked = ctypes.CDLL(None).sysctlbyname
    except AttributeError:
        return 0
    kept, length = ctypes.byref(count), ctypes.byref(size)
    return count.value if asked(b"hw.perflevel0.physicalcpu", kept, length, None, 0) == 0 else 0


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
