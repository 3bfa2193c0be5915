"""Which processor this is, and whether it is new enough for what the program is made of.

Standard library alone: asked before NumPy and Qt are imported, which end the process on an older one, each in
words of its own.
"""

from __future__ import annotations

import functools
import platform
import sys
from pathlib import Path

from engine.errors import ProcessorTooOld

_CPUINFO = Path("/proc/cpuinfo")
# What NumPy's wheels are compiled for since 2.4, and Qt's in part: x86-64-v2 of the psABI, by the kernel's
# names. Intel's have it since 2008 (Nehalem), AMD's since 2011 (Bulldozer), and hypervisors can hide it.
NEEDED = frozenset({"pni", "ssse3", "sse4_1", "sse4_2", "popcnt", "cx16", "lahf_lm"})
_X86 = frozenset({"x86_64", "AMD64"})
# Windows answers for SSE4.2 since this build of Windows 10 (2004); before, no is said of every processor.
_WINDOWS_ANSWERS, _WINDOWS_SSE4_2 = 19041, 38


def processor(cpuinfo: Path = _CPUINFO) -> tuple[str, frozenset[str]]:
    """Name and feature flags of the first core; flags are known on Linux only."""
    # On Linux Python would start `uname`, and it seldom knows.
    name = (platform.processor() if sys.platform != "linux" else "") or platform.machine()
    try:
        with cpuinfo.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:  # the kernel asks each core as it is read: no more than the first
                key, _, value = line.partition(":")
                match key.strip():
                    case "model name":
                        name = " ".join(value.split())
                    case "flags" | "Features":
                        return name, frozenset(value.split())
    except OSError:
        pass
    return name, frozenset()


@functools.cache
def processor_flags() -> frozenset[str]:
    """What the processor can do, by the kernel's names; empty where they are not known (not on Linux)."""
    return processor()[1]


def require_new_enough(cpuinfo: Path = _CPUINFO) -> None:
    """Raises `ProcessorTooOld`. Where nobody says what the processor can do it is taken to be new enough, as
    every Mac is.
    """
    if platform.machine() not in _X86 or sys.platform == "darwin":
        return
    name, flags = processor(cpuinfo)
    lacking = NEEDED - flags if flags else frozenset[str]()
    if sys.platform == "win32" and sys.getwindowsversion().build >= _WINDOWS_ANSWERS:
        import ctypes

        if not ctypes.windll.kernel32.IsProcessorFeaturePresent(_WINDOWS_SSE4_2):
            lacking = frozenset({"sse4_2"})
    if lacking:
        raise ProcessorTooOld(processor=name, lacking=", ".join(sorted(lacking)))
