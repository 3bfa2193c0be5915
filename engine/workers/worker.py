"""One supervised child process: request, stream, cancel, limits, death with its reason, restart.

The model, the embedder and the readers all live behind this. A request yields frames as the child
sends them; whatever ends the child becomes `WorkerDied` with a reason, and the next request starts
a new one. Nothing the child sends is trusted.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from engine.cancel import CancelToken
from engine.errors import Cancelled, Fact, Fault, ProtocolBroken, WorkerDied, WorkerError, fault_from
from engine.types import DeathReason
from engine.workers.confining import Work
from engine.workers.frames import Frame, Json
from engine.workers.limits import Limits, Watch
from engine.workers.mailbox import Delivery, End
from engine.workers.process import OVER_OUTPUT, ChildProcess
from engine.workers.resting import Resting
from engine.workers.turns import Turns

__all__ = ["Frame", "Json", "Limits", "Worker", "WorkerSpec"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """What to run. `target` is "package.module:factory"; the child calls factory(config).

    `files` are all of the user's that the child may read; it writes none, has no socket and starts nothing.
    `work` tells what it needs of the system (see `engine.workers.confining`), `gives_way` by how many steps
    of nice(2) it stands behind what a person waits for. After `rest_seconds` without a request the child
    ends, and the next request starts another; None keeps it. `descriptors` is called for each child, which
    has them, and their numbers as `descriptors` in its config; requests raise what it does.
    """

    name: str
    target: str
    config: Mapping[str, Json] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    environment: Mapping[str, str] = field(default_factory=dict)
    start_seconds: float = 120.0
    cancel_seconds: float = 2.0  # to end a cancelled request before the child is killed
    files: tuple[Path, ...] = ()
    work: Work = Work.READING
    gives_way: int = 0
    rest_seconds: float | None = None
    descriptors: Callable[[], Sequence[int]] | None = None


class Nonsense(ProtocolBroken):
    """The child itself sent a frame that means nothing, as opposed to a fault it reported."""


class Worker:
    """A child process behind a request. Thread-safe: one request at a time, others wait in order.

    A thread that holds an unfinished request must not ask for another: it would wait for itself.
    """

    def __init__(self, spec: WorkerSpec, rested: Callable[[], None] = lambda: None) -> None:
        """`rested` is called when the child ended because nobody asked it, in a thread of its own."""
        self._spec = spec
        self._rested = rested
        self._turns = Turns()  # taken during a request
        self._resting = Resting(spec.rest_seconds, self._turns, self._rest)
        self._state = threading.Lock()  # guards the four below
        self._process: ChildProcess | None = None
        self._started = 0.0
        self._ready = False
        self._closed = False
        self._ids = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Of the child, None when none runs."""
        process = self._process
        return process.pid if process is not None and process.running else None

    def memory_bytes(self) -> int:
        """Resident bytes of the child, 0 when none runs."""
        process = self._process
        return process.memory_bytes() if process is not None else 0

    def start(self, cancel: CancelToken | None = None) -> None:
        """Start the child and wait until its target is built.

        Raises the target's fault, `WorkerDied`, `WorkerError` or `Cancelled`.
        """
        cancel = cancel or CancelToken()
        self._turns.take(cancel)
        try:
            self._ready_process(cancel)
        finally:
            self._resting.used()
            self._turns.give()

    def request(
        self,
        method: str,
        params: Mapping[str, Json] | None = None,
        blobs: Sequence[bytes] = (),
        cancel: CancelToken | None = None,
        limits: Limits | None = None,
    ) -> Iterator[Frame]:
        """Yield the frames the child answers with; it is asked when the first is.

        `limits` take the place of the spec's, but for memory, which stays where None is given.
        Raises the fault the handler raised, `WorkerError` (facts: worker, kind) for any other
        exception in it, `Cancelled`, `WorkerDied` or `ProtocolBroken`. A handler may also answer a
        cancel with a last frame; the request then ends like any other. Closing the iterator cancels.
        """
        cancel = cancel or CancelToken()
        self._turns.take(cancel)
        try:
            process = self._ready_process(cancel)
            number = next(self._ids)
            held = self._limits(limits)
            process.frame_limit = held.output_bytes
            watch = Watch(held, process)
            header: dict[str, Json] = {"op": "request", "id": number, "method": method}
            header["params"] = dict(params or {})
            header["cpu_seconds"] = held.cpu_seconds
            process.send(Frame(header, tuple(blobs)))
            yield from self._replies(process, number, cancel, watch)
        finally:
            self._resting.used()
            self._turns.give()

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
        with self._state:
            self._closed = True
        self._resting.close()
        self.stop()

    def _rest(self) -> None:
        if self.pid is not None:
            _log.info("%s rests", self._spec.name)
            self.stop()
            self._rested()

    def _limits(self, asked: Limits | None) -> Limits:
        if asked is None:
            return self._spec.limits
        if asked.memory_bytes is None:
            return replace(asked, memory_bytes=self._spec.limits.memory_bytes)
        return asked

    def _ready_process(self, cancel: CancelToken) -> ChildProcess:
        cancel.raise_if_cancelled()
        with self._state:
            if self._closed:
                raise self._death(DeathReason.EXIT, "closed")
            process = self._process
            if process is not None and not process.running:
                process.end()
                process = None
            if process is None:
                self._process, self._ready = None, False
                process = self._process = self._spawn()
                self._started = time.monotonic()
        if not self._ready:
            self._await_ready(process, cancel)
        return process

    def _spawn(self) -> ChildProcess:
        spec = self._spec
        descriptors = spec.descriptors() if spec.descriptors else ()
        config: dict[str, Json] = {"descriptors": list(descriptors)} if descriptors else {}
        hello: dict[str, Json] = {
            "target": spec.target,
            "config": {**spec.config, **config},
            "memory_bytes": spec.limits.memory_bytes,
            "gives_way": spec.gives_way,
            "files": [str(path.absolute()) for path in spec.files],
            "work": spec.work.value,
        }
        return ChildProcess(spec.name, spec.environment, Frame(hello), descriptors)

    def _await_ready(self, process: ChildProcess, cancel: CancelToken) -> None:
        """Wait for the target to be built. Who cancels leaves; the child goes on for the next."""
        limits = Limits(memory_bytes=self._spec.limits.memory_bytes)
        watch = Watch(limits, process)
        deadline = self._started + self._spec.start_seconds
        withdraw = cancel.on_cancel(process.mailbox.wake)
        try:
            while True:
                item = process.mailbox.get(min(deadline, watch.next_check() or deadline))
                if item is not None:
                    break
                cancel.raise_if_cancelled()
                if time.monotonic() >= deadline:
                    self._drop(process)
                    raise self._death(DeathReason.START, f"not ready within {self._spec.start_seconds:.0f} s")
                self._enforce(process, watch)
        finally:
            withdraw()
        if isinstance(item, End):
            raise self._died(item, process, cancel)
        if item.frame.header.get("op") != "ready":
            self._drop(process)
            self._finish(item.frame)
        with self._state:
            self._ready = self._process is process

    def _replies(
        self, process: ChildProcess, number: int, cancel: CancelToken, watch: Watch
    ) -> Iterator[Frame]:
        def tell() -> None:
            process.send(Frame({"op": "cancel", "id": number}))
            process.mailbox.wake()

        withdraw = cancel.on_cancel(tell)
        finished = False
        try:
            while True:
                item = self._next(process, watch, cancel)
                if isinstance(item, End):
                    finished = True
                    raise self._died(item, process, cancel)
                watch.received(item.size)
                header = item.frame.header
                if header.get("id") != number:
                    continue
                if header.get("op") != "frame":
                    finished = True
                    self._finish(item.frame)
                    return
                inner = header.get("header")
                if not isinstance(inner, dict):
                    raise Nonsense(detail="a frame without a header")
                watch.pause()
                yield Frame(inner, item.frame.blobs)
                watch.resume()
        except Nonsense:  # nobody knows what such a child is doing
            self._drop(process)
            raise
        finally:
            withdraw()
            if not finished:
                self._abandon(process, number)

    def _next(self, process: ChildProcess, watch: Watch, cancel: CancelToken) -> Delivery | End:
        """The next item within the limits; over one, the child is ended and `WorkerDied` raised."""
        while True:
            until = watch.next_check()
            if cancel.cancelled:
                overdue = watch.cancelled() + self._spec.cancel_seconds
                if time.monotonic() >= overdue:
                    self._drop(process)
                    raise Cancelled
                until = overdue if until is None else min(until, overdue)
            self._enforce(process, watch)
            item = process.mailbox.get(until)
            if item is not None:
                return item

    def _enforce(self, process: ChildProcess, watch: Watch) -> None:
        breach = watch.breach()
        if breach is not None and process.running:
            self._drop(process)
            raise self._death(*breach)

    def _abandon(self, process: ChildProcess, number: int) -> None:
        """The caller left or the child misbehaved: end the request, or the child if it will not."""
        if self._process is not process:
            return
        process.send(Frame({"op": "cancel", "id": number}))
        deadline = time.monotonic() + self._spec.cancel_seconds
        while time.monotonic() < deadline:
            item = process.mailbox.get(deadline)
            if isinstance(item, End):
                break
            if item is not None:
                header = item.frame.header
                if header.get("id") == number and header.get("op") != "frame":
                    return
        self._drop(process)

    def _drop(self, process: ChildProcess) -> int:
        """End this child, and forget it unless another has taken its place."""
        with self._state:
            if self._process is process:
                self._process, self._ready = None, False
        return process.end()

    def _died(self, end: End, process: ChildProcess, cancel: CancelToken) -> Fault:
        ours = self._process is process  # else `stop` or `close` ended it
        status = self._drop(process)
        if cancel.cancelled:
            return Cancelled()
        if not ours:
            return self._death(DeathReason.EXIT, "stopped")
        if end.fault == OVER_OUTPUT:
            return self._death(DeathReason.OUTPUT, "output")
        if end.fault:
            return ProtocolBroken(detail=end.fault)
        reason, detail = process.death()
        return self._death(reason, detail, status)

    def _death(self, reason: DeathReason, detail: str, status: int | None = None) -> WorkerDied:
        _log.warning("%s ended: %s %s (status %s)", self._spec.name, reason.value, detail, status)
        return WorkerDied(reason=reason.value, exit_code=status, detail=detail, worker=self._spec.name)

    def _finish(self, last: Frame) -> None:
        """Raise what the last frame of a request says, if it is not simply done."""
        header = last.header
        match header.get("op"):
            case "done":
                return
            case "cancelled":
                raise Cancelled
            case "fault":
                raise fault_from(str(header.get("code")), _facts(header.get("facts")))
            case "error":
                raise WorkerError(worker=self._spec.name, kind=str(header.get("kind")))
            case _:
                raise Nonsense(detail="an unknown kind of frame")


def _facts(sent: Json) -> dict[str, Fact]:
    """The facts of a fault: names to plain values, whatever was sent."""
    if not isinstance(sent, dict):
        return {}
    return {
        name: value
        for name, value in sent.items()
        if name.isidentifier() and name not in ("self", "sent_code") and not isinstance(value, list | dict)
    }
