"""Guards around every test: a fresh home, no network, no thread and no process left behind."""

from __future__ import annotations

import ipaddress
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.words import messages

_PATIENCE_SECONDS = 5.0  # for what was told to end and is about to

# Threads of libraries that live as long as the process, once they are first used.
_LIBRARY_THREADS = ("pytest_timeout", "asyncio_", "ThreadPoolExecutor", "OTel", "posthog", "tqdm")


# --- network ------------------------------------------------------------------------------------------------


class _Network:
    """Refuses every address that is not this machine's own, and remembers that it was asked for.

    An audit hook cannot be taken out again, so there is one for the whole run.
    """

    def __init__(self) -> None:
        self.refused: list[str] = []

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto"):
            self._check(args[-1])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            self._check((args[0],))

    def _check(self, address: object) -> None:
        if isinstance(address, tuple) and address and not _is_local(address[0]):
            self.refused.append(str(address[0]))
            raise RuntimeError(f"a test asked for the network: {address[0]}")


def _is_local(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


_network = _Network()


def pytest_configure() -> None:
    sys.addaudithook(_network.hook)


# --- processes that tests run in ----------------------------------------------------------------------------

_MOST_PROCESSES = 4  # windows, models and children of each are there at once
_MEMORY_OF_ONE = 4_000_000_000  # bytes: what the half of a run took at its most with the children it had


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """As many as there are cores, if there is memory for as many."""
    fitting = psutil.virtual_memory().total // _MEMORY_OF_ONE
    return max(1, min(psutil.cpu_count() or 1, fitting, _MOST_PROCESSES))


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    _network.refused.clear()
    yield
    assert not _network.refused, f"the network was asked for: {_network.refused}"


@pytest.fixture(autouse=True)
def in_a_terminal() -> Iterator[None]:
    """Faults are told as in a terminal, whatever window the test before opened."""
    yield
    messages.say_in_window(False)


# --- a fresh home -------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, and no keyring: nothing of the person who runs the tests is touched."""
    home = tmp_path / "home"
    monkeypatch.setenv("CONFIDANT_HOME", str(home))
    monkeypatch.setenv("CONFIDANT_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("CONFIDANT_LANGUAGE", "en")  # whatever this computer speaks
    monkeypatch.delenv("CONFIDANT_PASSPHRASE_FILE", raising=False)
    for name in ("COLUMNS", "LINES"):  # of a terminal; processes that tests run in are given some
        monkeypatch.delenv(name, raising=False)
    return home


# --- threads and processes ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Living:
    """What runs beside the test: threads by object, child processes by id and start time."""

    threads: frozenset[threading.Thread]
    processes: frozenset[tuple[int, float]]


def _living() -> _Living:
    threads = {
        thread
        for thread in threading.enumerate()
        if not thread.name.startswith(_LIBRARY_THREADS) and not isinstance(thread, threading._DummyThread)
    }
    processes = set()
    for child in psutil.Process().children(recursive=True):
        try:
            if "resource_tracker" not in " ".join(child.cmdline()) and child.status() != psutil.STATUS_ZOMBIE:
                processes.add((child.pid, child.create_time()))
        except psutil.Error:  # gone meanwhile
            continue
    return _Living(frozenset(threads), frozenset(processes))


def _assert_nothing_left(before: _Living) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        now = _living()
        threads, processes = now.threads - before.threads, now.processes - before.processes
        if not threads and not processes:
            return
        if time.monotonic() > deadline:
            break
        for thread in threads:
            thread.join(0.1)
        psutil.wait_procs([psutil.Process(pid) for pid, _ in processes if psutil.pid_exists(pid)], 0.1)
    names, pids = [thread.name for thread in threads], [pid for pid, _ in processes]
    raise AssertionError(f"left behind: threads {names}, processes {pids}")


@pytest.fixture(autouse=True, scope="module")
def module_leaves_nothing() -> Iterator[None]:
    """For what fixtures of a module share between its tests: it must be gone with the module."""
    before = _living()
    yield
    _assert_nothing_left(before)


@pytest.fixture(autouse=True)
def leaves_nothing(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test leaves no thread and no process; what its module's fixtures share is theirs to end."""
    before = _living()
    yield
    if not _shares(request.module):
        _assert_nothing_left(before)


def _shares(module: object) -> bool:
    """Whether the test's module has fixtures that outlive a test."""
    markers = (getattr(value, "_fixture_function_marker", None) for value in vars(module).values())
    return any(marker is not None and marker.scope != "function" for marker in markers)
