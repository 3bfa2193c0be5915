"""The child's side of `engine.worker`: `python -m engine.child`.

The first frame tells what to serve and within which limits. Then requests come one at a time; a
thread keeps reading, so that a cancel is seen while a request runs and the end of the pipe (the
parent is gone) ends the process at once.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import logging
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Protocol, cast

from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from engine.frames import Frame, Json, read_frame, write_frame

MEMORY_EXIT = 87  # the exit status that tells the parent: out of memory

_PR_SET_PDEATHSIG = 1


class Handler(Protocol):
    """What a target's factory returns."""

    def handle(
        self, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Yield the frames of one request; check `cancel` often."""
        ...


class _Inbox:
    """Reads frames in a thread of its own; holds requests and passes cancels on."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.requests: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._cancels: dict[int, CancelToken] = {}

    def start(self) -> None:
        threading.Thread(target=self._run, name="inbox", daemon=True).start()

    def token(self, request_id: int) -> CancelToken:
        """The token of a request; a cancel may have come before the request began."""
        with self._lock:
            return self._cancels.setdefault(request_id, CancelToken())

    def finished(self, request_id: int) -> None:
        with self._lock:
            self._cancels.pop(request_id, None)

    def _run(self) -> None:
        while True:
            try:
                frame = read_frame(self._stream)
            except (Fault, OSError):
                frame = None
            if frame is None:
                os._exit(0)  # the parent is gone: nobody is left to report to
            if frame.header.get("op") == "cancel":
                self.token(cast("int", frame.header["id"])).cancel()
            else:
                self.token(cast("int", frame.header["id"]))
                self.requests.put(frame)


def main() -> None:
    """Serve until the parent closes the pipe."""
    stream_in, stream_out = _private_pipes()
    from engine.seal import seal

    seal()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    first = read_frame(stream_in)
    if first is None:
        return
    _follow_parent()
    spec = first.header
    _limit(cast("int | None", spec.get("memory_bytes")), cast("float | None", spec.get("cpu_seconds")))
    handler = _build(str(spec["target"]), cast("dict[str, Json]", spec["config"]), stream_out)
    inbox = _Inbox(stream_in)
    inbox.start()
    while True:
        frame = inbox.requests.get()
        _serve(handler, frame, inbox, stream_out)


def _build(target: str, config: dict[str, Json], out: BinaryIO) -> Handler:
    try:
        module, _, name = target.partition(":")
        handler = cast("Handler", getattr(importlib.import_module(module), name)(config))
    except Fault as fault:
        write_frame(out, _fault(0, fault))
        sys.exit(1)
    except MemoryError:
        os._exit(MEMORY_EXIT)
    except Exception as error:  # the process boundary: any bug becomes a report
        traceback.print_exc()
        write_frame(out, Frame({"op": "error", "id": 0, "kind": type(error).__name__}))
        sys.exit(1)
    write_frame(out, Frame({"op": "ready", "id": 0}))
    return handler


def _serve(handler: Handler, frame: Frame, inbox: _Inbox, out: BinaryIO) -> None:
    request_id = cast("int", frame.header["id"])
    cancel = inbox.token(request_id)
    last: Frame
    try:
        frames = handler.handle(
            str(frame.header["method"]),
            cast("dict[str, Json]", frame.header["params"]),
            frame.blobs,
            cancel,
        )
        for reply in frames:
            write_frame(out, Frame({"op": "frame", "id": request_id, "header": reply.header}, reply.blobs))
        last = Frame({"op": "done", "id": request_id})
    except Cancelled:
        last = Frame({"op": "cancelled", "id": request_id})
    except Fault as fault:
        last = _fault(request_id, fault)
    except MemoryError:
        os._exit(MEMORY_EXIT)
    except BrokenPipeError:
        os._exit(0)
    except Exception as error:  # the process boundary: any bug becomes a report
        traceback.print_exc()
        last = Frame({"op": "error", "id": request_id, "kind": type(error).__name__})
    finally:
        inbox.finished(request_id)
    write_frame(out, last)


def _fault(request_id: int, fault: Fault) -> Frame:
    return Frame({"op": "fault", "id": request_id, "code": fault.code, "facts": dict(fault.facts)})


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout for frames; what libraries print goes to stderr."""
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (0, 1):
            msvcrt.setmode(descriptor, os.O_BINARY)
    stream_in = io.BufferedReader(io.FileIO(os.dup(0), "rb"), 1 << 16)
    stream_out = io.BufferedWriter(io.FileIO(os.dup(1), "wb"), 1 << 16)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return stream_in, stream_out


def _follow_parent() -> None:
    """On Linux the kernel ends this process with its parent, even one that was killed.

    Elsewhere the end of the pipe does (`_Inbox`), as it does here when a request does not hold the
    interpreter in native code. The signal follows the *thread* that started the child, so the
    parent starts children from a thread that lives as long as it does (`engine.worker`).
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _limit(memory_bytes: int | None, cpu_seconds: float | None) -> None:
    """Hard limits by the kernel where it offers them; the parent watches memory everywhere."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_bytes is not None and sys.platform == "linux":
        # Data pages, not address space: mapped files and reserved arenas cost nothing.
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    if cpu_seconds is not None:
        seconds = max(1, int(cpu_seconds))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


if __name__ == "__main__":
    main()
