"""What this machine has: cores, memory within the limits of its container, graphics back ends.

Only cheap facts: nothing here loads a model library or touches a GPU. What llama.cpp really uses
is reported by the loaded model (`engine.types.ModelInfo.backend`).
"""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from engine.cores import usable_cores
from engine.processor import processor

_CGROUP = Path("/sys/fs/cgroup")
ONLY_PROCESSOR = ("CPU",)
_UNLIMITED = 1 << 60  # cgroup v1 writes a huge number for "no limit"


@dataclass(frozen=True, slots=True)
class Machine:
    """Memory in bytes. `cores` are logical and usable by this process."""

    system: str  # "Linux", "Darwin", "Windows"
    architecture: str
    processor: str
    cores: int
    physical_cores: int
    memory_bytes: int
    available_bytes: int
    backends: tuple[str, ...]  # graphics back ends whose driver is present, then "CPU"
    supports_bf16: bool  # the processor multiplies bfloat16 natively


def machine(cgroup: Path = _CGROUP, cpuinfo: Path = Path("/proc/cpuinfo")) -> Machine:
    """Look at this machine. The paths are the kernel's and only differ in tests."""
    total, available = _memory(cgroup)
    name, flags = processor(cpuinfo)
    cores = usable_cores()
    return Machine(
        system=platform.system(),
        architecture=platform.machine(),
        processor=name,
        cores=cores,
        physical_cores=min(psutil.cpu_count(logical=False) or cores, cores),
        memory_bytes=total,
        available_bytes=available,
        backends=backends(),
        supports_bf16=_bf16(flags),
    )


def available_memory(cgroup: Path = _CGROUP) -> int:
    """Bytes that can be taken now without swapping, within the container's limit."""
    return _memory(cgroup)[1]


def _memory(cgroup: Path) -> tuple[int, int]:
    memory = psutil.virtual_memory()
    total, available = int(memory.total), int(memory.available)
    limit, used = _cgroup_memory(cgroup)
    if limit is not None and limit < total:
        total = limit
        available = min(available, max(0, limit - used))
    return total, available


def _cgroup_memory(cgroup: Path) -> tuple[int | None, int]:
    """Limit and use of the container; file pages the kernel can drop are not counted as used."""
    for limit_file, used_file, stat_key in (
        (cgroup / "memory.max", cgroup / "memory.current", "inactive_file"),
        (
            cgroup / "memory/memory.limit_in_bytes",
            cgroup / "memory/memory.usage_in_bytes",
            "total_inactive_file",
        ),
    ):
        limit = _number(limit_file)
        if limit is None or limit >= _UNLIMITED:
            continue
        dropped = _stat(used_file.parent / "memory.stat", stat_key)
        return limit, max(0, (_number(used_file) or 0) - dropped)
    return None, 0


def _number(file: Path) -> int | None:
    try:
        text = file.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


def _stat(file: Path, key: str) -> int:
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    for line in lines:
        name, _, value = line.partition(" ")
        if name == key and value.strip().isdigit():
            return int(value)
    return 0


def _bf16(flags: frozenset[str]) -> bool:
    """x86: AVX512-BF16 or AMX-BF16; ARM: the bf16 extension. Where flags are unknown, no."""
    return bool(flags & {"avx512_bf16", "amx_bf16", "bf16"})


@functools.cache
def backends() -> tuple[str, ...]:
    """Graphics back ends whose driver is present, then "CPU"."""
    found: list[str] = []
    if sys.platform == "darwin" and platform.machine() == "arm64":
        found.append("Metal")
    if shutil.which("nvidia-smi") or Path("/proc/driver/nvidia/version").exists():
        found.append("CUDA")
    if _vulkan():
        found.append("Vulkan")
    return (*found, *ONLY_PROCESSOR)


def _vulkan() -> bool:
    """A Vulkan loader and at least one driver; a loader alone has nothing to run on."""
    if sys.platform == "win32":
        return (Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "System32/vulkan-1.dll").exists()
    if sys.platform != "linux":
        return False
    folders = (Path("/usr/share/vulkan/icd.d"), Path("/etc/vulkan/icd.d"))
    return any(True for folder in folders for _ in folder.glob("*.json")) and _loads("libvulkan.so.1")


def _loads(name: str) -> bool:
    """Whether the system's loader has a library. Asked of itself: `ctypes.util.find_library` starts ldconfig,
    a compiler and a linker, one after the other, where it has not.
    """
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
