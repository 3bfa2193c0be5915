"""A reader that a document has taken over: its target wraps the real one, and runs what an attacker would.

Besides what the reader serves there is `attack`: one frame that tells of each try "done", or the name of the
error that the kernel gave. Everything is asked of the kernel itself, past every hook of Python.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import cast

from engine.cancel import CancelToken
from engine.sealing.call_numbers import CALLS
from engine.workers.frames import Frame, Json
from rag.reading import worker

LIBC = ctypes.CDLL(None, use_errno=True)
NULL = ctypes.c_void_p(0)
_OWN = os.getpid()
_PTRACE_SEIZE = 0x4206  # without stopping the other


def told(result: int) -> str:
    return "done" if result >= 0 else errno.errorcode[ctypes.get_errno()]


def call(name: str, *arguments: object) -> str:
    number = CALLS[name][0 if platform.machine() == "x86_64" else 1]
    ctypes.set_errno(0)
    return told(LIBC.syscall(ctypes.c_long(number), *arguments))


def opened(path: str, flags: int = os.O_RDONLY) -> str:
    ctypes.set_errno(0)
    return told(LIBC.open(os.fsencode(path), flags, 0o600))


def listing(folder: str) -> str:
    return opened(folder, os.O_RDONLY | os.O_DIRECTORY)


def fork() -> str:
    said = call("clone", 17, NULL, NULL, NULL, NULL)
    if said == "done" and os.getpid() != _OWN:
        os._exit(0)
    return said


def shell() -> str:
    arguments = (ctypes.c_char_p * 2)(b"/bin/sh", None)
    ctypes.set_errno(0)
    return told(LIBC.execve(b"/bin/sh", arguments, NULL))


def memory_of(pid: int) -> str:
    class Part(ctypes.Structure):
        _fields_ = (("base", ctypes.c_void_p), ("size", ctypes.c_size_t))

    kept = ctypes.create_string_buffer(8)
    here, there = Part(ctypes.addressof(kept), 8), Part(ctypes.addressof(kept), 8)
    return call("process_vm_readv", pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)


def in_thread(attempt: Callable[[], str]) -> str:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(attempt()))
    thread.start()
    thread.join()
    return said[0]


def families() -> dict[str, str]:
    """Of every number that a family can have."""
    tried = {
        f"socket {family} {kind}": call("socket", family, kind, 0)
        for family in range(46)
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW)
    }
    return {name: said for name, said in tried.items() if said != "EACCES"}


def changes(folder: str, victim: str) -> Iterator[tuple[str, str]]:
    there, made = os.fsencode(victim), os.fsencode(Path(folder) / "made")
    at = ctypes.c_int(-100)
    yield "create", opened(os.fsdecode(made), os.O_WRONLY | os.O_CREAT)
    yield "overwrite", opened(victim, os.O_WRONLY)
    yield "empty", opened(victim, os.O_WRONLY | os.O_TRUNC)
    yield "nameless", opened(folder, os.O_RDWR | 0o20000000 | os.O_DIRECTORY)
    yield "remove", call("unlinkat", at, there, 0)
    yield "rename", call("renameat2", at, there, at, made, 0)
    yield "folder", call("mkdirat", at, made, 0o700)
    yield "link", call("linkat", at, there, at, made, 0)
    yield "symbolic link", call("symlinkat", there, at, made)
    yield "mode", call("fchmodat", at, there, 0o777)
    yield "times", call("utimensat", at, there, NULL, 0)
    yield "fifo", call("mknodat", at, made, 0o010600, 0)


def others(parent: int, fetcher: int) -> Iterator[tuple[str, str]]:
    for name, pid in (("parent", parent), ("fetcher", fetcher)):
        yield f"{name}: attach", call("ptrace", _PTRACE_SEIZE, pid, NULL, NULL)
        yield f"{name}: read memory", memory_of(pid)
        yield f"{name}: memory file", opened(f"/proc/{pid}/mem")
        yield f"{name}: environment", opened(f"/proc/{pid}/environ")
        yield f"{name}: map", opened(f"/proc/{pid}/maps")
        yield f"{name}: command line", opened(f"/proc/{pid}/cmdline")
        yield f"{name}: listing of files", listing(f"/proc/{pid}/fd")
        for number in range(3):
            yield f"{name}: write to file {number}", opened(f"/proc/{pid}/fd/{number}", os.O_WRONLY)
            yield f"{name}: read file {number}", opened(f"/proc/{pid}/fd/{number}")
        yield f"{name}: reach by a signal", call("kill", pid, 0)
        yield f"{name}: hold", call("pidfd_open", pid, 0)


class HostileHandler:
    def __init__(self, config: Mapping[str, Json]) -> None:
        self._reader = worker.build(config)

    def handle(
        self, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        if method == "attack":
            yield Frame(dict(self._attack(params)))
        else:
            yield from self._reader.handle(method, params, blobs, cancel)

    def _attack(self, params: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
        # Nothing here does harm where it is not refused.
        secret, folder = str(params["secret"]), str(params["folder"])
        parent, fetcher = cast("int", params["parent"]), cast("int", params["fetcher"])
        yield "own file", opened(str(params["own"]))
        yield "secret", opened(secret)
        yield "secret from a thread", in_thread(lambda: opened(secret))
        yield "home", listing(str(Path.home()))
        yield "temporary folder", listing("/tmp")
        yield "root", listing("/")
        yield "processes", listing("/proc")
        yield "passwords", opened("/etc/passwd")
        for name, said in changes(folder, secret):
            yield f"change: {name}", said
        yield "change: own file", opened(str(params["own"]), os.O_WRONLY)
        yield "sockets not refused", families()
        yield "socket pair", call("socketpair", 1, 1, 0, (ctypes.c_int * 2)())
        yield "fork", fork()
        yield "ring", call("io_uring_setup", 4, ctypes.create_string_buffer(256))
        yield "keys", call("keyctl", 0, -3, 0)
        yield "program in the kernel", call("bpf", 0, NULL, 0)
        yield "page faults", call("userfaultfd", 0)
        yield "name spaces", call("unshare", 0x10000000)
        yield "mount", call("mount", NULL, os.fsencode(folder), b"tmpfs", 0, NULL)
        yield "other numbers", call_x32()
        for name, said in others(parent, fetcher):
            yield name, said
        ctypes.set_errno(0)
        yield "cores again", told(LIBC.prctl(4, 1, 0, 0, 0))
        yield "shell by number", call("execveat", -100, b"/bin/sh", NULL, NULL, 0)
        yield "shell", shell()


def call_x32() -> str:
    """socket() by the other table of x86_64."""
    if platform.machine() != "x86_64":
        return "EACCES"
    ctypes.set_errno(0)
    return told(LIBC.syscall(ctypes.c_long(0x40000000 | 41), 2, 1, 0))


def build(config: Mapping[str, Json]) -> HostileHandler:
    return HostileHandler(config)
