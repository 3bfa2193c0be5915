"""The files that a Python process needs, whatever it is asked: the interpreter, libraries, fonts, the
machine.

None of them is a person's. Found by strace on documents of every format and on all models.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from engine.assets import ROOT
from engine.starting import frozen

_PACKAGES = ("site-packages", "dist-packages")
_OURS = ("engine", "rag", "assets")  # of a checkout; app and ui are the window's

_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/nix/store", "/gnu/store", "/app/lib"),
    # The linker's cache, time zone, fonts, OpenSSL's settings, names of media types, name of the system.
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf"),
    *("/etc/crypto-policies", "/etc/mime.types", "/etc/os-release"),
    # Cores and memory, for the number of threads; sources of randomness.
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm", "/proc/sys/kernel"),
    *("/sys/devices/cpu_core", "/sys/devices/cpu_atom", "/sys/devices/system", "/sys/fs/cgroup"),
    *("/sys/kernel/mm", "/dev/urandom", "/dev/random", "/dev/zero"),
)
ITSELF = "/proc/self"
_OF_DRIVERS = ("/proc/driver", "/proc/devices", "/proc/modules", "/sys", "/etc/vulkan", "/etc/OpenCL", "/opt")
_GRAPHICS = ("nvidia*", "nvidia-caps/*", "dri", "kfd")
# CUDA gives its threads names, and does not begin where it cannot (tried on an H100, driver 580).
_OWN_THREADS = "/proc/self/task"
_NOTHING = Path(os.devnull)


def readable(*, drivers: bool = False) -> Iterator[Path]:
    """Files and folders to be read; with what drivers of graphics processors read."""
    yield from map(Path, _SYSTEM)
    yield from map(Path, {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix})
    if frozen():
        yield Path(sys.executable)  # which holds the modules
    yield Path(ITSELF)
    if drivers:
        yield from map(Path, _OF_DRIVERS)
    with suppress(RuntimeError):  # a user without a home
        personal = (Path.home(), *Path.home().parents)
        for entry in (*sys.path, *os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)):
            folder = Path(entry)
            if folder == ROOT and ROOT.name not in _PACKAGES:
                yield from (ROOT / name for name in _OURS)
            elif folder.is_absolute() and folder not in personal:
                yield folder


def listed() -> tuple[Path, ...]:
    """Folders whose names alone are needed: where packages are looked for."""
    return (ROOT,)


def devices(*, drivers: bool = False) -> Iterator[Path]:
    """Devices to be written to."""
    yield _NOTHING
    if drivers:
        for pattern in _GRAPHICS:
            yield from Path("/dev").glob(pattern)
        yield Path(_OWN_THREADS)
