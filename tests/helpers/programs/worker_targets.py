"""What children of the worker suites run: well-behaved, broken and hostile handlers."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Never, cast

from engine.cancel import CancelToken
from engine.errors import ModelDoesNotFit
from engine.workers.frames import Frame, Json
from engine.workers.seal import seal_report
from rag.errors import PasswordNeeded

_FOREVER = 3600.0


class Handler:
    def __init__(self, config: dict[str, Json]) -> None:
        self._config = config
        self._requests = 0

    def handle(
        self, method: str, params: dict[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        self._requests += 1
        for frame in getattr(self, method)(params, blobs, cancel):
            yield cast("Frame", frame)

    def echo(self, params: dict[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken) -> Iterator[Frame]:
        yield Frame({"params": params, "requests": self._requests}, blobs)

    def nothing(self, *_: object) -> Iterator[Frame]:
        yield from ()

    def config(self, *_: object) -> Iterator[Frame]:
        yield Frame({"config": self._config, "pid": os.getpid(), "variable": os.environ.get("WORKER_TEST")})

    def count(
        self, params: dict[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Tokens, as a model would: the token is looked at between two."""
        for number in range(cast("int", params["to"])):
            cancel.raise_if_cancelled()
            yield Frame({"number": number})

    def polite(
        self, params: dict[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answers a cancel with a last frame of its own."""
        yield Frame({"begun": True})
        cancel.wait(_FOREVER)
        yield Frame({"cancelled": True})

    def flood(self, params: dict[str, Json], *_: object) -> Iterator[Frame]:
        """Heeds no cancel."""
        blob = bytes(cast("int", params["size"]))
        while True:
            yield Frame({}, (blob,))

    def deaf(self, *_: object) -> Iterator[Frame]:
        yield Frame({"begun": True})
        CancelToken().wait(_FOREVER)

    def stubborn(self, *_: object) -> Iterator[Frame]:
        """Native code that keeps the interpreter to itself."""
        yield Frame({"begun": True})
        ctypes.PyDLL(None).sleep(3600)

    def stop_self(self, *_: object) -> Iterator[Frame]:
        """Stopped like a job in a terminal: reads no more."""
        import signal

        yield Frame({"begun": True})
        os.kill(os.getpid(), signal.SIGSTOP)

    def burn(self, *_: object) -> Iterator[Frame]:
        yield Frame({"begun": True})
        while True:
            pass

    def devour(self, *_: object) -> Iterator[Frame]:
        taken = [bytearray(8 << 20)]
        while taken:
            taken.append(bytearray(8 << 20))
        yield Frame({})

    def devour_shared(self, *_: object) -> Iterator[Frame]:
        """Shared pages count as resident, but not against the kernel's limit on data."""
        import mmap

        size = 2 << 30
        pages = mmap.mmap(-1, size)
        for offset in range(0, size, mmap.PAGESIZE):
            pages[offset] = 1
            if offset == 600 << 20:
                yield Frame({"resident": True})
                CancelToken().wait(_FOREVER)

    def torch_memory(self, *_: object) -> Iterator[Frame]:
        yield from self._raising(RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"))

    def wrapped_memory(self, *_: object) -> Iterator[Frame]:
        try:
            raise MemoryError
        except MemoryError as error:
            wrapped = ValueError("the library's own words")
            wrapped.__cause__ = error
        yield from self._raising(wrapped)

    def abort(self, *_: object) -> Iterator[Frame]:
        os.abort()

    def segfault(self, *_: object) -> Iterator[Frame]:
        ctypes.string_at(0)
        yield Frame({})

    def leave(self, params: dict[str, Json], *_: object) -> Iterator[Frame]:
        os._exit(cast("int", params["status"]))

    def system_exit(self, *_: object) -> Iterator[Frame]:
        sys.exit(3)

    def fail(self, *_: object) -> Iterator[Frame]:
        yield Frame({"begun": True})
        raise ZeroDivisionError("words of a secret document")

    def engine_fault(self, *_: object) -> Iterator[Frame]:
        yield from self._raising(ModelDoesNotFit(model="m", needed=3, available=2))

    def rag_fault(self, params: dict[str, Json], *_: object) -> Iterator[Frame]:
        yield from self._raising(PasswordNeeded(path=cast("str", params["path"])))

    def no_json(self, *_: object) -> Iterator[Frame]:
        yield Frame({"value": cast("Json", object())})

    def large(self, params: dict[str, Json], *_: object) -> Iterator[Frame]:
        yield Frame({"begun": True})
        yield Frame({}, (bytes(cast("int", params["size"])),))

    def many_blobs(self, *_: object) -> Iterator[Frame]:
        yield Frame({}, (b"",) * 65)

    def prints(self, *_: object) -> Iterator[Frame]:
        print("a library that talks")
        os.write(1, b"native code that talks\n")
        yield Frame({"printed": True})

    def raw(self, params: dict[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken) -> Iterator[Frame]:
        """Bytes straight into the pipe of the frames, as a child that was taken over could write."""
        from engine.workers import frames

        yield Frame({"begun": True})
        os.write(_frame_pipe(), blobs[0])
        assert frames
        cancel.wait(_FOREVER)

    def grandchild(self, *_: object) -> Iterator[Frame]:
        """Starts a program that holds this one's stderr and would outlive it."""
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        yield Frame({"pid": child.pid})
        CancelToken().wait(_FOREVER)

    def network(self, *_: object) -> Iterator[Frame]:
        with socket.socket(socket.AF_INET) as opened:
            yield Frame({"opened": opened.fileno()})

    def native_network(self, *_: object) -> Iterator[Frame]:
        report = seal_report()
        yield Frame(
            {
                "inet": ctypes.CDLL(None).socket(socket.AF_INET, socket.SOCK_STREAM, 0),
                "inet6": ctypes.CDLL(None).socket(socket.AF_INET6, socket.SOCK_STREAM, 0),
                "unix": ctypes.CDLL(None).socket(socket.AF_UNIX, socket.SOCK_STREAM, 0),
                "kernel_filter": report.kernel_filter,
            }
        )

    @staticmethod
    def _raising(error: Exception) -> Iterator[Frame]:
        yield from ()
        raise error


def _frame_pipe() -> int:
    """The private descriptor of the frames: the only pipe above stderr that can be written to."""
    import fcntl

    for descriptor in range(3, 64):
        try:
            flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        except OSError:
            continue
        if flags & os.O_ACCMODE == os.O_WRONLY:
            return descriptor
    raise AssertionError("no pipe")


def build(config: dict[str, Json]) -> Handler:
    return Handler(config)


def build_refusing(config: dict[str, Json]) -> Never:
    raise PasswordNeeded(path="x.pdf")


def build_broken(config: dict[str, Json]) -> Never:
    raise KeyError("words of a secret document")


def build_dying(config: dict[str, Json]) -> Never:
    os._exit(9)


def build_hanging(config: dict[str, Json]) -> Never:
    CancelToken().wait(_FOREVER)
    raise AssertionError


def build_slow(config: dict[str, Json]) -> Handler:
    """Ready once somebody writes to a fifo."""
    with open(cast("str", config["fifo"]), encoding="ascii") as fifo:  # noqa: PTH123
        fifo.read()
    return Handler(config)
