"""One supervised child process: request, stream, cancel, limits, death with its reason, restart.

The model, the embedder and the readers all live behind this. A request yields frames as the child
sends them; whatever ends the child becomes `WorkerDied` with a reason, and the next request starts
a new one.
"""

from __future__ import annotations

import itertools
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import psutil

from engine.cancel import CancelToken
from engine.child import MEMORY_EXIT
from engine.errors import Cancelled, Fact, Fault, ProtocolBroken, WorkerDied, fault_from
from engine.frames import Frame, Json, read_frame, write_frame
from engine.types import DeathReason

_log = logging.getLogger(__name__)

_QUEUED_FRAMES = 32  # a child that floods waits in its own pipe, not in our memory
_TICK_SECONDS = 0.1
_MEMORY_TICK_SECONDS = 0.25
_STDERR_TAIL_LINES = 40


@dataclass(frozen=True, slots=True)
class Limits:
    """None is no limit. Memory is resident bytes; seconds and output are for one request."""

    memory_bytes: int | None = None
    cpu_seconds: float | None = None  # of the child's whole life
    idle_seconds: float | None = None  # silence during a request
    wall_seconds: float | None = None
    output_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """What to run. `target` is "package.module:factory"; the child calls factory(config)."""

    name: str
    target: str
    config: Mapping[str, Json] = field(default_factory=dict)
    limits: Limits = Limits()
    environment: Mapping[str, str] = field(default_factory=dict)
    start_seconds: float = 120.0
    cancel_seconds: float = 2.0  # to end a cancelled request before the child is killed


@dataclass(frozen=True, slots=True)
class _Ended:
    """The reader thread's last word; `broken` when the child sent what no frame is."""

    broken: bool = False


class _Process:
    """One life of the child: the pipes, and the thread that reads them until the end."""

    def __init__(self, spec: WorkerSpec) -> None:
        self.frames: queue.Queue[Frame | _Ended] = queue.Queue(_QUEUED_FRAMES)
        self.stderr_tail: deque[str] = deque(maxlen=_STDERR_TAIL_LINES)
        self._spec = spec
        self._spawned = threading.Event()
        self._discard = threading.Event()
        self._write_lock = threading.Lock()
        self._popen: subprocess.Popen[bytes] | None = None
        self._start_error: OSError | None = None
        self._reader = threading.Thread(target=self._run, name=f"{spec.name}-reader", daemon=True)
        self._reader.start()
        self._spawned.wait()
        if self._popen is None:
            raise WorkerDied(reason=DeathReason.START.value, exit_code=None, detail=str(self._start_error))
        limits = spec.limits
        self.send(
            Frame(
                {
                    "target": spec.target,
                    "config": dict(spec.config),
                    "memory_bytes": limits.memory_bytes,
                    "cpu_seconds": limits.cpu_seconds,
                }
            )
        )

    @property
    def popen(self) -> subprocess.Popen[bytes]:
        assert self._popen is not None
        return self._popen

    def send(self, frame: Frame) -> None:
        """Write one frame; a child that is gone shows as the end of its frames, not here."""
        with self._write_lock:
            try:
                write_frame(cast("BinaryIO", self.popen.stdin), frame)
            except (OSError, ValueError):
                _log.debug("%s: the child no longer reads", self._spec.name)

    def memory_bytes(self) -> int:
        try:
            return int(psutil.Process(self.popen.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def end(self) -> int:
        """Kill the child, collect it and its threads; returns its exit status."""
        self._discard.set()
        self.popen.kill()
        status = self.popen.wait()
        while self._reader.is_alive():
            self._drain()
            self._reader.join(0.05)
        with self._write_lock:
            try:
                cast("BinaryIO", self.popen.stdin).close()
            except OSError:
                _log.debug("%s: unsent bytes dropped", self._spec.name)
        return status

    def _drain(self) -> None:
        try:
            while True:
                self.frames.get_nowait()
        except queue.Empty:
            return

    def _run(self) -> None:
        # The child is started here because the kernel ties it to the thread that started it
        # (PR_SET_PDEATHSIG), and this thread lives exactly as long as the child.
        try:
            self._popen = _spawn(self._spec)
        except OSError as error:
            self._start_error = error
            self._spawned.set()
            return
        self._spawned.set()
        errors = threading.Thread(target=self._read_stderr, name=f"{self._spec.name}-stderr", daemon=True)
        errors.start()
        stdout = cast("BinaryIO", self._popen.stdout)
        broken = False
        try:
            while (frame := read_frame(stdout)) is not None:
                self._put(frame)
        except ProtocolBroken:
            broken = True
            self._popen.kill()
        except (OSError, ValueError):
            _log.debug("%s: pipe closed", self._spec.name)
        self._popen.wait()
        errors.join()
        stdout.close()
        self._put(_Ended(broken))

    def _put(self, item: Frame | _Ended) -> None:
        while not self._discard.is_set():
            try:
                self.frames.put(item, timeout=0.2)
            except queue.Full:
                continue
            return

    def _read_stderr(self) -> None:
        stderr = cast("BinaryIO", self.popen.stderr)
        for line in iter(lambda: stderr.readline(4096), b""):
            self.stderr_tail.append(line.decode("utf-8", "replace").rstrip())
        stderr.close()


class Worker:
    """A child process behind a request. Thread-safe: one request at a time, others wait."""

    def __init__(self, spec: WorkerSpec) -> None:
        self._spec = spec
        self._turn = threading.Lock()  # held during a request
        self._state = threading.Lock()  # guards _process and _closed
        self._process: _Process | None = None
        self._ready = False
        self._closed = False
        self._ids = itertools.count(1)

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.popen.pid if process else None

    def memory_bytes(self) -> int:
        """Resident bytes of the child, 0 when none runs."""
        process = self._process
        return process.memory_bytes() if process else 0

    def start(self) -> None:
        """Start the child and wait until its target is built. Raises its fault or `WorkerDied`."""
        with self._turn:
            self._ensure_ready()

    def request(
        self,
        method: str,
        params: Mapping[str, Json] | None = None,
        blobs: Sequence[bytes] = (),
        cancel: CancelToken | None = None,
        limits: Limits | None = None,
    ) -> Iterator[Frame]:
        """Yield the frames the child answers with.

        Raises the fault the child raised, `Cancelled`, `WorkerDied` or `ProtocolBroken`. Closing
        the iterator cancels the request.
        """
        cancel = cancel or CancelToken()
        while not self._turn.acquire(timeout=_TICK_SECONDS):
            cancel.raise_if_cancelled()
        try:
            cancel.raise_if_cancelled()
            process = self._ensure_ready()
            request_id = next(self._ids)
            header: dict[str, Json] = {"op": "request", "id": request_id, "method": method}
            header["params"] = dict(params or {})
            process.send(Frame(header, tuple(blobs)))
            yield from self._replies(process, request_id, cancel, limits or self._spec.limits)
        finally:
            self._turn.release()

    def call(
        self,
        method: str,
        params: Mapping[str, Json] | None = None,
        blobs: Sequence[bytes] = (),
        cancel: CancelToken | None = None,
        limits: Limits | None = None,
    ) -> Frame:
        """The last frame of a request; an empty one when the child answered with none."""
        last = Frame({})
        for frame in self.request(method, params, blobs, cancel, limits):
            last = frame
        return last

    def stop(self) -> None:
        """End the child; the next request starts another. A request under way ends as died."""
        with self._state:
            process, self._process, self._ready = self._process, None, False
        if process is not None:
            process.end()

    def close(self) -> None:
        """End the child for good; later requests raise `WorkerDied`."""
        self._closed = True
        self.stop()

    def _replies(
        self, process: _Process, request_id: int, cancel: CancelToken, limits: Limits
    ) -> Iterator[Frame]:
        withdraw = cancel.on_cancel(lambda: process.send(Frame({"op": "cancel", "id": request_id})))
        watch = _Watch(limits)
        finished = False
        try:
            while True:
                item = self._next(process, watch, cancel)
                if isinstance(item, _Ended):
                    finished = True
                    raise self._died(item, process, cancel)
                if item.header.get("id") != request_id:
                    continue
                if item.header["op"] != "frame":
                    finished = True
                    _finish(item)
                    return
                watch.received(item)
                yield Frame(cast("dict[str, Json]", item.header["header"]), item.blobs)
                watch.resumed()
        finally:
            withdraw()
            if not finished:
                self._abandon(process, request_id)

    def _next(self, process: _Process, watch: _Watch, cancel: CancelToken) -> Frame | _Ended:
        """The next item within the limits; over one, the child is ended and `WorkerDied` raised."""
        while True:
            if cancel.cancelled and watch.since_cancel() > self._spec.cancel_seconds:
                self.stop()
                raise Cancelled
            reason = watch.breach(process)
            if reason is not None:
                self.stop()
                raise WorkerDied(reason=reason.value, exit_code=None, detail=self._spec.name)
            try:
                return process.frames.get(timeout=_TICK_SECONDS)
            except queue.Empty:
                continue

    def _abandon(self, process: _Process, request_id: int) -> None:
        """The caller left or a limit was met: end the request, or the child if it will not."""
        if self._process is not process:
            return
        process.send(Frame({"op": "cancel", "id": request_id}))
        deadline = time.monotonic() + self._spec.cancel_seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                item = process.frames.get(timeout=left)
            except queue.Empty:
                break
            if isinstance(item, _Ended):
                break
            if item.header.get("id") == request_id and item.header["op"] != "frame":
                return
        self.stop()

    def _ensure_ready(self) -> _Process:
        with self._state:
            if self._closed:
                raise WorkerDied(reason=DeathReason.EXIT.value, exit_code=None, detail="closed")
            process = self._process
            if process is not None and process.popen.poll() is not None:
                self._process, self._ready = None, False
                process.end()
                process = None
            if process is None:
                process = self._process = _Process(self._spec)
                self._ready = False
        if not self._ready:
            self._await_ready(process)
        return process

    def _await_ready(self, process: _Process) -> None:
        try:
            item = process.frames.get(timeout=self._spec.start_seconds)
        except queue.Empty:
            self.stop()
            detail = f"not ready within {self._spec.start_seconds:.0f} s"
            raise WorkerDied(reason=DeathReason.START.value, exit_code=None, detail=detail) from None
        if isinstance(item, _Ended):
            raise self._died(item, process, None)
        if item.header["op"] != "ready":
            self.stop()
            _finish(item)
        self._ready = True

    def _died(self, ended: _Ended, process: _Process, cancel: CancelToken | None) -> Fault:
        with self._state:
            if self._process is process:
                self._process, self._ready = None, False
        status = process.end()
        if cancel is not None and cancel.cancelled:
            return Cancelled()
        if ended.broken:
            return ProtocolBroken(detail=f"{self._spec.name} sent what is no frame")
        reason, detail = _reason(status, process.stderr_tail)
        _log.warning("%s ended: %s (status %s)", self._spec.name, reason.value, status)
        return WorkerDied(reason=reason.value, exit_code=status, detail=detail)


class _Watch:
    """Holds one request to its limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._began = self._heard = time.monotonic()
        self._weighed = 0.0
        self._cancelled = 0.0
        self._received = 0

    def received(self, frame: Frame) -> None:
        if self._limits.output_bytes is not None:
            self._received += frame.size + len(repr(frame.header))

    def resumed(self) -> None:
        """The consumer came back: its own pause is not the child's silence."""
        self._heard = time.monotonic()

    def since_cancel(self) -> float:
        """Seconds since this was first asked."""
        now = time.monotonic()
        self._cancelled = self._cancelled or now
        return now - self._cancelled

    def breach(self, process: _Process) -> DeathReason | None:
        now, limits = time.monotonic(), self._limits
        if limits.output_bytes is not None and self._received > limits.output_bytes:
            return DeathReason.OUTPUT
        if limits.idle_seconds is not None and now - self._heard > limits.idle_seconds:
            return DeathReason.TIMEOUT
        if limits.wall_seconds is not None and now - self._began > limits.wall_seconds:
            return DeathReason.TIMEOUT
        if limits.memory_bytes is not None and now - self._weighed > _MEMORY_TICK_SECONDS:
            self._weighed = now
            if process.memory_bytes() > limits.memory_bytes:
                return DeathReason.MEMORY
        return None


def _finish(last: Frame) -> None:
    """Raise what the last frame of a request says, if it is not simply done."""
    match last.header["op"]:
        case "cancelled":
            raise Cancelled
        case "fault":
            raise fault_from(str(last.header["code"]), cast("dict[str, Fact]", last.header["facts"]))
        case "error":
            raise WorkerDied(reason=DeathReason.EXIT.value, exit_code=None, detail=str(last.header["kind"]))


def _reason(status: int, stderr_tail: Sequence[str]) -> tuple[DeathReason, str]:
    if status == MEMORY_EXIT or any("MemoryError" in line or "bad_alloc" in line for line in stderr_tail):
        return DeathReason.MEMORY, ""
    if status < 0:
        name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
        return (DeathReason.CPU if name == "SIGXCPU" else DeathReason.SIGNAL), name
    return DeathReason.EXIT, ""


def _spawn(spec: WorkerSpec) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parents[1])
    inherited = os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, inherited)))}
    environment.update(spec.environment)
    return subprocess.Popen(
        [sys.executable, "-m", "engine.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        start_new_session=sys.platform != "win32",  # a Ctrl-C in the terminal is the parent's to handle
    )
