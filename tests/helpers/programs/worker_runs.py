"""Workers over `worker_targets`, and what their suites wait for."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import psutil

from engine.workers.frames import Json
from engine.workers.worker import Limits, WorkerSpec

_HERE = str(Path(__file__).resolve().parents[1])


def spec(
    target: str = "programs.worker_targets:build",
    *,
    limits: Limits | None = None,
    config: dict[str, Json] | None = None,
    environment: dict[str, str] | None = None,
    cancel_seconds: float = 2.0,
    start_seconds: float = 60.0,
    files: tuple[Path, ...] = (),
    rest_seconds: float | None = None,
    gives_way: int = 0,
) -> WorkerSpec:
    return WorkerSpec(
        name="tested",
        target=target,
        config=config or {},
        limits=limits or Limits(),
        environment={"PYTHONPATH": _HERE, **(environment or {})},
        start_seconds=start_seconds,
        cancel_seconds=cancel_seconds,
        files=files,
        rest_seconds=rest_seconds,
        gives_way=gives_way,
    )


def gone(pid: int, seconds: float = 10.0) -> bool:
    """Wait until a process has ended, its last thread too (a zombie has); its status is left alone."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            process = psutil.Process(pid)
            # The first thread of a killed process is a zombie while others still hold its pipes.
            if process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.001)
    return False


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 0


def threads() -> set[threading.Thread]:
    return set(threading.enumerate())
