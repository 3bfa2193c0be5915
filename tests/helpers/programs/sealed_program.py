"""Run in a process of its own, since a seal cannot be opened again: tries what must not work.

Prints one JSON object: for each attempt "open", or the name of what stopped it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import errno
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable

from engine.workers.seal import seal, seal_report

LIBC = ctypes.CDLL(None, use_errno=True)


def outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except Exception as error:
        return type(error).__name__
    return "open"


def native(family: int) -> str:
    ctypes.set_errno(0)
    descriptor = LIBC.socket(family, socket.SOCK_STREAM, 0)
    if descriptor < 0:
        return errno.errorcode[ctypes.get_errno()]
    os.close(descriptor)
    return "open"


def io_uring() -> str:
    ctypes.set_errno(0)
    parameters = ctypes.create_string_buffer(120)
    descriptor = LIBC.syscall(ctypes.c_long(425), ctypes.c_uint(1), parameters)
    if descriptor < 0:
        return errno.errorcode[ctypes.get_errno()]
    os.close(descriptor)
    return "open"


def trace() -> str:
    """Ask to look into another process, without stopping it."""
    ctypes.set_errno(0)
    LIBC.ptrace(0x4206, os.getppid(), None, None)
    return errno.errorcode[ctypes.get_errno()]


def adopted(before: socket.socket) -> object:
    return socket.socket(fileno=os.dup(before.fileno())).connect(("127.0.0.1", 9))


def unix_pair() -> None:
    left, right = socket.socketpair()
    left.sendall(b"x")
    assert right.recv(1) == b"x"
    left.close()
    right.close()


def unix_listen() -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"\0confidant-seal-test-{os.getpid()}")


def event_loop() -> None:
    async def nothing() -> None:
        await asyncio.sleep(0)

    asyncio.run(nothing())


def in_child() -> str:
    program = "import ctypes; print(ctypes.CDLL(None).socket(2, 1, 0), ctypes.CDLL(None).socket(10, 1, 0))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def main() -> None:
    messages: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logging.getLogger("engine.workers.seal").addHandler(Keep())
    old_inet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    gate, results = threading.Event(), {}
    # A thread that ran before the seal must be under the filter too.
    older = threading.Thread(target=lambda: (gate.wait(), results.update(thread=native(socket.AF_INET))))
    older.start()
    before = seal_report().audit_hook
    first = seal()
    again = seal()
    gate.set()
    older.join()
    results |= {
        "before": before,
        "after": seal_report().audit_hook,
        "same": first == again,
        "inet": outcome(lambda: socket.socket(socket.AF_INET)),
        "inet6": outcome(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)),
        "create_connection": outcome(lambda: socket.create_connection(("127.0.0.1", 9), 1)),
        "getaddrinfo": outcome(lambda: socket.getaddrinfo("example.org", 443)),
        "gethostbyname": outcome(lambda: socket.gethostbyname("example.org")),
        "gethostbyaddr": outcome(lambda: socket.gethostbyaddr("192.0.2.1")),
        "urlopen": outcome(lambda: urllib.request.urlopen("https://example.org", timeout=1)),
        "old_connect": outcome(lambda: old_inet.connect(("192.0.2.1", 9))),
        "old_send": outcome(lambda: old_inet.sendto(b"x", ("192.0.2.1", 9))),
        "old_bind": outcome(lambda: old_inet.bind(("127.0.0.1", 0))),
        "adopted": outcome(lambda: adopted(old_inet)),
        "pair": outcome(unix_pair),
        "unix": outcome(unix_listen),
        "event_loop": outcome(event_loop),
        "native_inet": native(socket.AF_INET),
        "native_inet6": native(socket.AF_INET6),
        "native_unix": native(socket.AF_UNIX),
        "native_others": [family for family in range(2, 46) if native(family) != "EACCES"],
        "trace": trace(),
        "io_uring": io_uring(),
        "child": in_child(),
        "offline": [os.environ.get("HF_HUB_OFFLINE"), os.environ.get("TRANSFORMERS_OFFLINE")],
    }
    with contextlib.closing(old_inet):
        report = seal_report()
    results |= {
        "audit_hook": report.audit_hook,
        "kernel_filter": report.kernel_filter,
        "blocked": report.blocked_attempts,
        "messages": messages,
    }
    print(json.dumps(results))


if __name__ == "__main__":
    main()
