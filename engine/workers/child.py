"""The child's side of `engine.workers.worker`: `python -m engine.workers.child`.

The first frame tells what to serve, which files that needs, and within which limits; the process is confined
to them before anything else is done, or another thread runs. Then requests come one at a time; a thread keeps
reading, so that a cancel is seen while a request runs and the end of the pipe (the parent is gone) ends the
process at once.
"""

from __future__ import annotations

import ctypes
import faulthandler
import importlib
import io
import logging
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Never, Protocol, cast

from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from engine.sealing.own_process import close_to_others
from engine.workers.confining import Work, confine
from engine.workers.frames import Frame, Json, read_frame, write_frame
from engine.workers.limits import MEMORY_EXIT, give_way, limit_own_cpu, limit_self

_PR_SET_PDEATHSIG = 1
_PLAIN = (str, int, float, bool, type(None))
_OOM_SCORE = "600"  # the kernel, short of memory, should end a worker before the window


class Handler(Protocol):
    """What a target's factory returns."""

    def handle(
        self, method: str, params: dict[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken, /
    ) -> Iterator[Frame]:
        """Yield the frames of one request; check `cancel` often."""
        ...


class _Inbox:
    """Reads frames in a thread of its own; holds requests and passes cancels on."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._requests: queue.SimpleQueue[tuple[Frame, CancelToken]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._cancels: dict[Json, CancelToken] = {}
        threading.Thread(target=self._run, name="inbox", daemon=True).start()

    def next_request(self) -> tuple[Frame, CancelToken]:
        return self._requests.get()

    def finished(self, number: Json) -> None:
        with self._lock:
            self._cancels.pop(number, None)

    def _run(self) -> None:
        try:
            while (frame := read_frame(self._stream)) is not None:
                self._take(frame)
        except MemoryError:
            os._exit(MEMORY_EXIT)
        except (Fault, OSError):
            pass
        os._exit(0)  # the parent is gone: nobody is left to report to

    def _take(self, frame: Frame) -> None:
        number = frame.header["id"]
        if frame.header["op"] == "cancel":
            with self._lock:
                token = self._cancels.get(number)
            if token is not None:
                token.cancel()
            return
        token = CancelToken()
        with self._lock:
            self._cancels[number] = token
        self._requests.put((frame, token))


def main() -> None:
    """Serve until the parent closes the pipe."""
    stream_in, stream_out = _private_pipes()
    _follow_parent()
    close_to_others()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    hello = read_frame(stream_in)
    if hello is None:
        return
    give_way(cast("int", hello.header["gives_way"]))  # before its threads, which follow it
    confine(cast("list[str]", hello.header["files"]), Work(str(hello.header["work"])))
    limit_self(cast("int | None", hello.header["memory_bytes"]))
    inbox = _Inbox(stream_in)
    handler = _build(str(hello.header["target"]), cast("dict[str, Json]", hello.header["config"]), stream_out)
    while True:
        frame, cancel = inbox.next_request()
        _serve(handler, frame, cancel, stream_out, inbox)


def _build(target: str, config: dict[str, Json], out: BinaryIO) -> Handler:
    try:
        module, _, name = target.partition(":")
        handler = cast("Handler", getattr(importlib.import_module(module), name)(config))
    except Exception as error:  # the process boundary: any bug becomes a report
        write_frame(out, _report(0, error))
        _leave(1)
    write_frame(out, Frame({"op": "ready", "id": 0}))
    return handler


def _serve(handler: Handler, frame: Frame, cancel: CancelToken, out: BinaryIO, inbox: _Inbox) -> None:
    number = frame.header["id"]
    method, params = str(frame.header["method"]), cast("dict[str, Json]", frame.header["params"])
    limit_own_cpu(cast("float | None", frame.header["cpu_seconds"]))
    last: Frame
    try:
        for reply in handler.handle(method, params, frame.blobs, cancel):
            write_frame(out, Frame({"op": "frame", "id": number, "header": reply.header}, reply.blobs))
        last = Frame({"op": "done", "id": number})
    except BrokenPipeError:
        os._exit(0)
    except Exception as error:  # the process boundary: any bug becomes a report
        last = _report(number, error)
    inbox.finished(number)
    write_frame(out, last)


def _report(number: Json, error: Exception) -> Frame:
    """The last frame of a request that failed. Without memory there is none: the process ends."""
    if _lacks_memory(error):
        os._exit(MEMORY_EXIT)
    if isinstance(error, Cancelled):
        return Frame({"op": "cancelled", "id": number})
    if isinstance(error, Fault):
        facts: dict[str, Json] = {
            name: value if type(value) in _PLAIN else str(value) for name, value in error.facts.items()
        }
        return Frame({"op": "fault", "id": number, "code": error.code, "facts": facts})
    # It may quote a document: it stays on this side, whose stderr nobody logs.
    traceback.print_exception(error)
    return Frame({"op": "error", "id": number, "kind": type(error).__name__})


def _lacks_memory(error: BaseException) -> bool:
    """MemoryError, torch's way of saying the same, or an error that either led to."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, MemoryError):
            return True
        if isinstance(seen, RuntimeError) and "allocate memory" in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _leave(status: int) -> Never:
    """End at once: finalizing large native libraries with threads running can crash or hang."""
    sys.stderr.flush()
    os._exit(status)


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout for frames; what libraries print goes to stderr."""
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (0, 1):
            msvcrt.setmode(descriptor, os.O_BINARY)
    stream_in = io.BufferedReader(io.FileIO(os.dup(0), "rb"), 1 << 16)
    stream_out = io.BufferedWriter(io.FileIO(os.dup(1), "wb"), 1 << 16)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    faulthandler.enable()
    return stream_in, stream_out


def _follow_parent() -> None:
    """On Linux the kernel ends this process with its parent, even one that was killed.

    Elsewhere the end of the pipe does (`_Inbox`), as it does here unless native code holds the
    interpreter. The signal follows the *thread* that started the child, so the parent starts
    children from a thread that lives as long as they do (`engine.workers.process`).
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    try:
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE, encoding="ascii")
    except OSError:
        logging.getLogger(__name__).debug("the kernel keeps its own order of ending processes")


if __name__ == "__main__":
    main()
