"""One life of a child process: started, spoken to, measured, ended without a trace."""

from __future__ import annotations

import logging
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

import psutil

from engine.errors import ProtocolBroken, WorkerDied
from engine.starting import command_of, import_paths
from engine.types import DeathReason
from engine.workers.frames import Frame, FrameCut, FrameTooLarge, encode, read_sized, write_parts
from engine.workers.limits import MEMORY_EXIT
from engine.workers.mailbox import Delivery, End, Mailbox

_log = logging.getLogger(__name__)

OVER_OUTPUT = "output"  # `End.fault` of a child that sent a frame over its limit

_STDERR_LINES = 40
_LINE_BYTES = 4096
_EXIT_SECONDS = 5.0  # for a child that closed its pipe to end by itself
_JOIN_SECONDS = 5.0
_EXCEPTION_LINE = re.compile(r"^(?:\w+\.)*([A-Za-z_]\w*(?:Error|Exception|Interrupt|Exit|Warning))\b")
# What native code prints before it aborts for want of memory.
_MEMORY_LINE = re.compile(r"^(?:\w+\.)*\w*MemoryError\b|std::bad_alloc|memory allocation of \d+ bytes failed")
_WINDOWS_NO_MEMORY = 0xC0000017
_WINDOWS_FAULTS = 0xC0000000  # an NTSTATUS of severity "error" ended the process


class ChildProcess:
    """A running child. Its threads and pipes are gone once `end` has returned."""

    def __init__(
        self, name: str, environment: Mapping[str, str], hello: Frame, descriptors: Sequence[int] = ()
    ) -> None:
        """Start the child and send `hello`, its first frame. The child has `descriptors` under the same
        numbers; here they are closed. Raises `WorkerDied` (reason start).
        """
        self.mailbox = Mailbox()
        self.frame_limit: int | None = None  # bytes of the largest frame accepted now
        self._name = name
        self._environment = environment
        self._descriptors = tuple(descriptors)
        self._stderr_tail: deque[str] = deque(maxlen=_STDERR_LINES)
        self._outbox: queue.SimpleQueue[tuple[bytes, ...] | None] = queue.SimpleQueue()
        self._oom_kills_before = _oom_kills()
        spawned: queue.SimpleQueue[subprocess.Popen[bytes] | OSError] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._keep, args=(spawned,), name=f"{name}-frames", daemon=True),
            threading.Thread(target=self._write, name=f"{name}-outbox", daemon=True),
            threading.Thread(target=self._read_stderr, name=f"{name}-stderr", daemon=True),
        ]
        self._threads[0].start()
        child = spawned.get()
        if isinstance(child, OSError):
            self._threads[0].join()
            detail = type(child).__name__
            raise WorkerDied(reason=DeathReason.START.value, exit_code=None, detail=detail, worker=name)
        self._child = child
        for thread in self._threads[1:]:
            thread.start()
        self.send(hello)

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def running(self) -> bool:
        """Whether the child has not ended, asked of the kernel without collecting its status.

        `Popen.poll` says "running" of a dead child while another thread is in `Popen.wait`.
        """
        if self._child.returncode is not None:
            return False
        if not hasattr(os, "waitid"):  # Windows, and macOS before Python 3.13
            return self._child.poll() is None
        try:
            return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        except ChildProcessError:  # collected by the other thread a moment ago
            return False

    def send(self, frame: Frame) -> None:
        """Hand one frame to the thread that writes: never blocks, whatever the child does.

        A child that is gone shows as the end of its frames, not here. Raises `FrameTooLarge`,
        `TypeError` or `ValueError` for what is no frame.
        """
        self._outbox.put(encode(frame))

    def memory_bytes(self) -> int:
        """Resident bytes now, 0 when it is gone."""
        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def cpu_seconds(self) -> float:
        """Processor time used so far, 0 when it is gone."""
        try:
            times = psutil.Process(self.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def end(self) -> int:
        """Kill the child if it still runs, collect it and its threads; returns its exit status."""
        self.mailbox.discard()
        _kill(self._child)
        status = self._child.wait()
        self._outbox.put(None)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(_JOIN_SECONDS)
                if thread.is_alive():  # a process the child started escaped with its stderr
                    _log.warning("%s: thread %s is still waiting", self._name, thread.name)
        return status

    def death(self) -> tuple[DeathReason, str]:
        """Why a child that has ended did, and the signal's or the last exception's name."""
        status = self._child.wait()
        lines = tuple(self._stderr_tail)
        reason, detail = reason_of(status, lines)
        if detail == "SIGKILL" and _oom_kills() > self._oom_kills_before:
            return DeathReason.MEMORY, "killed by the system"
        return reason, detail

    def _keep(self, spawned: queue.SimpleQueue[subprocess.Popen[bytes] | OSError]) -> None:
        # The child is started here because the kernel ties it to the thread that started it
        # (PR_SET_PDEATHSIG), and this thread lives exactly as long as the child.
        try:
            child = _spawn(self._environment, self._descriptors)
        except OSError as error:
            spawned.put(error)
            return
        finally:
            for descriptor in self._descriptors:
                os.close(descriptor)
        spawned.put(child)
        stdout = cast("BinaryIO", child.stdout)
        fault = self._read_frames(stdout)
        if fault:
            _kill(child)
        try:
            child.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            _kill(child)
            child.wait()
        stdout.close()
        self._outbox.put(None)
        self.mailbox.finish(End(fault))

    def _read_frames(self, stdout: BinaryIO) -> str:
        """Deliver frames until the stream ends; returns what broke it, "" when nothing did."""
        try:
            while (sized := read_sized(stdout, self.frame_limit)) is not None:
                if not self.mailbox.put(Delivery(*sized)):
                    return ""
        except FrameTooLarge as broken:
            return OVER_OUTPUT if self.frame_limit is not None else str(broken.facts["detail"])
        except FrameCut:
            return ""  # a child killed in the middle of a frame is a death like any other
        except ProtocolBroken as broken:
            return str(broken.facts["detail"])
        except (OSError, ValueError, MemoryError):
            return "pipe failed"
        return ""

    def _write(self) -> None:
        stdin = cast("BinaryIO", self._child.stdin)
        with suppress(OSError):  # the child is gone or closed its end: its frames end too
            while (parts := self._outbox.get()) is not None:
                write_parts(stdin, parts)
        with suppress(OSError):
            stdin.close()

    def _read_stderr(self) -> None:
        with cast("BinaryIO", self._child.stderr) as stderr:
            for line in iter(lambda: stderr.readline(_LINE_BYTES), b""):
                self._stderr_tail.append(line.decode("utf-8", "replace").rstrip())


def reason_of(status: int, stderr_tail: Sequence[str]) -> tuple[DeathReason, str]:
    """Read an exit status; the lines the child printed last tell a lack of memory from a bug."""
    if status in (MEMORY_EXIT, _WINDOWS_NO_MEMORY):
        return DeathReason.MEMORY, "MemoryError"
    if any(_MEMORY_LINE.search(line) for line in stderr_tail) and status not in (0, -signal.SIGTERM):
        return DeathReason.MEMORY, "MemoryError"
    if status < 0:
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = f"signal {-status}"
        return (DeathReason.CPU if name == "SIGXCPU" else DeathReason.SIGNAL), name
    if status >= _WINDOWS_FAULTS:
        return DeathReason.SIGNAL, f"{status:#x}"
    for line in reversed(stderr_tail):
        if named := _EXCEPTION_LINE.match(line):
            return DeathReason.EXIT, named[1]
    return DeathReason.EXIT, ""


def child_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """This process's environment, with the folder our packages are in, and `extra`."""
    environment = {**os.environ, "PYTHONUTF8": "1", **extra}
    if ours := import_paths():
        paths = (*ours, environment.get("PYTHONPATH"))
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return environment


def _spawn(extra: Mapping[str, str], descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command_of("engine.workers.child"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment(extra),
        pass_fds=descriptors,  # none on Windows, which has no such thing
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        start_new_session=sys.platform != "win32",  # a Ctrl-C in the terminal is the parent's to handle
    )


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and, on POSIX, what it started: they are one process group."""
    if child.poll() is not None:
        return
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()


def _oom_kills() -> int:
    """Processes the Linux kernel killed for want of memory since boot (/proc/vmstat, 4.13+)."""
    if sys.platform != "linux":
        return 0
    try:
        lines = Path("/proc/vmstat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)
