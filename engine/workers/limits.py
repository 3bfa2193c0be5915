"""Limits of a child process: what they are, how the parent watches them, how the child sets them."""

from __future__ import annotations

import math
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.types import DeathReason

MEMORY_EXIT = 87  # the exit status by which a child says: out of memory

_MEASURE_SECONDS = 0.25
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS
_M_MMAP_THRESHOLD = -3  # of malloc.h
_MAPPED_FROM = 1 << 20  # bytes
_CPU_SLACK_SECONDS = 2.0  # the kernel's own limit comes first where there is one


@dataclass(frozen=True, slots=True)
class Limits:
    """None is no limit. Seconds and output are for one request; memory is for the child's life.

    Time in which the consumer of a request does not ask for the next frame does not count.
    """

    memory_bytes: int | None = None  # resident; on Linux also writable memory of its own
    cpu_seconds: float | None = None
    idle_seconds: float | None = None  # silence
    wall_seconds: float | None = None
    output_bytes: int | None = None


class Measured(Protocol):
    def memory_bytes(self) -> int: ...

    def cpu_seconds(self) -> float: ...


class Watch:
    """The parent's side: holds one request to its limits, on every system.

    The kernel limits of `limit_self` stop a child sooner, but Windows has none of them and macOS
    only that on processor time.
    """

    def __init__(self, limits: Limits, child: Measured) -> None:
        self._limits = limits
        self._child = child
        now = time.monotonic()
        self._began = self._heard = now
        self._paused_at = now
        self._measured = now
        self._measures = limits.memory_bytes is not None or limits.cpu_seconds is not None
        self._cpu_before = child.cpu_seconds() if limits.cpu_seconds is not None else 0.0
        self._received = 0
        self._cancelled: float | None = None

    def cancelled(self) -> float:
        """When the cancel was first noticed (`time.monotonic()`)."""
        if self._cancelled is None:
            self._cancelled = time.monotonic()
        return self._cancelled

    def received(self, size: int) -> None:
        """The child sent `size` bytes."""
        self._heard = time.monotonic()
        self._received += size

    def pause(self) -> None:
        """The consumer has a frame in hand."""
        self._paused_at = time.monotonic()

    def resume(self) -> None:
        """The consumer came back: its pause is neither the child's silence nor its time."""
        now = time.monotonic()
        self._began += now - self._paused_at
        self._heard = now

    def next_check(self) -> float | None:
        """When to ask for `breach` again (`time.monotonic()`), None for never."""
        moments: list[float] = []
        if self._limits.idle_seconds is not None:
            moments.append(self._heard + self._limits.idle_seconds)
        if self._limits.wall_seconds is not None:
            moments.append(self._began + self._limits.wall_seconds)
        if self._measures:
            moments.append(self._measured + _MEASURE_SECONDS)
        return min(moments, default=None)

    def breach(self) -> tuple[DeathReason, str] | None:
        """The limit the child is over now, and its name."""
        limits, now = self._limits, time.monotonic()
        if limits.output_bytes is not None and self._received > limits.output_bytes:
            return DeathReason.OUTPUT, "output"
        if limits.idle_seconds is not None and now - self._heard >= limits.idle_seconds:
            return DeathReason.TIMEOUT, "idle"
        if limits.wall_seconds is not None and now - self._began >= limits.wall_seconds:
            return DeathReason.TIMEOUT, "wall"
        if self._measures and now - self._measured >= _MEASURE_SECONDS:
            self._measured = now
            return self._over_measure()
        return None

    def _over_measure(self) -> tuple[DeathReason, str] | None:
        limits = self._limits
        if limits.memory_bytes is not None and self._child.memory_bytes() > limits.memory_bytes:
            return DeathReason.MEMORY, "resident"
        if limits.cpu_seconds is not None:
            used = self._child.cpu_seconds() - self._cpu_before
            if used > limits.cpu_seconds + _CPU_SLACK_SECONDS:
                return DeathReason.CPU, "processor time"
        return None


def give_way(steps: int) -> None:
    """Let this process wait for others that want the processor at the same time: by so many steps of nice(2).

    On Linux a child with a session of its own is a group of its own, which shares evenly with that of the
    window whatever its processes say (sched(7), "The autogroup feature"): the group gives way too.
    """
    if steps <= 0:
        return
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
        return
    import os

    with suppress(OSError):
        os.nice(steps)
    with suppress(OSError):  # no other system has it, nor does a kernel without the feature
        Path("/proc/self/autogroup").write_text(str(steps), encoding="ascii")


def limit_self(memory_bytes: int | None) -> None:
    """The child's side: a limit on memory.

    It is on writable memory of its own (RLIMIT_DATA, Linux): address space would not do,
    since torch and llama.cpp reserve far more than they use and map model files.
    """
    if memory_bytes is not None and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
        _give_back_at_once()


def _give_back_at_once() -> None:
    """Have what is freed count no longer: the GNU C library keeps much of it, more with every thread.

    Larger blocks are mapped by themselves and given back when they are freed; the size from which they are
    rises with use, unless it is set (mallopt(3)).
    """
    import ctypes

    with suppress(OSError, AttributeError):  # another C library has no such setting
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _MAPPED_FROM)


def limit_own_cpu(cpu_seconds: float | None) -> None:
    """Let the kernel end this process (SIGXCPU) after `cpu_seconds` more of processor time."""
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = hard
    if cpu_seconds is not None:
        soft = math.ceil(time.process_time() + cpu_seconds)
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
