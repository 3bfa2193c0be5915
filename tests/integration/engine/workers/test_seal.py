"""The seal, in processes of their own: no internet socket by any way we know of, the rest works."""

from __future__ import annotations

import json
import subprocess
import sys
from types import FrameType
from typing import Any

import pytest
from programs.worker_runs import spec
from surroundings import HELPERS, environment

import engine.workers.seal
from engine.errors import NetworkBlocked
from engine.workers.seal import inside_socketpair
from engine.workers.worker import Worker

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the filter is Linux's")

REFUSED = "NetworkRefused"


def run() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(HELPERS / "programs" / "sealed_program.py")],
        capture_output=True,
        text=True,
        env=environment(PYTHONWARNINGS="ignore"),
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def sealed() -> dict[str, Any]:
    return run()


@pytest.mark.parametrize(
    "attempt",
    [
        "inet",
        "inet6",
        "create_connection",
        "getaddrinfo",
        "gethostbyname",
        "gethostbyaddr",
        "old_connect",
        "old_send",
        "old_bind",
        "adopted",
    ],
)
def test_python_code_is_refused(sealed: dict[str, Any], attempt: str) -> None:
    assert sealed[attempt] == REFUSED


def test_libraries_meet_an_error_they_know(sealed: dict[str, Any]) -> None:
    assert sealed["urlopen"] == "URLError"


@LINUX
@pytest.mark.parametrize("attempt", ["native_inet", "native_inet6", "io_uring", "thread"])
def test_native_code_is_refused_in_every_thread(sealed: dict[str, Any], attempt: str) -> None:
    if not sealed["kernel_filter"]:
        pytest.skip("this kernel filters no system calls")
    assert sealed[attempt] == "EACCES"


@LINUX
def test_what_a_sealed_process_starts_is_sealed(sealed: dict[str, Any]) -> None:
    if not sealed["kernel_filter"]:
        pytest.skip("this kernel filters no system calls")
    assert sealed["child"] == "-1 -1"


@pytest.mark.parametrize("attempt", ["pair", "unix", "event_loop", "native_unix"])
def test_what_the_display_and_the_keyring_need_still_works(sealed: dict[str, Any], attempt: str) -> None:
    assert sealed[attempt] == "open"


def test_sealing_is_done_once(sealed: dict[str, Any]) -> None:
    assert (sealed["before"], sealed["after"], sealed["same"]) == (False, True, True)
    assert sealed["audit_hook"] is True
    assert sealed["offline"] == ["1", "1"]


def test_attempts_are_counted_and_the_first_is_logged(sealed: dict[str, Any]) -> None:
    assert sealed["blocked"] == 11
    assert len(sealed["messages"]) == 1


@LINUX
def test_the_program_has_no_socket_but_to_programs_of_this_machine(sealed: dict[str, Any]) -> None:
    if not sealed["kernel_filter"]:
        pytest.skip("this kernel filters no system calls")
    assert sealed["native_others"] == []
    assert sealed["trace"] == "EACCES"


@LINUX
def test_every_worker_is_sealed_and_alone() -> None:
    with Worker(spec()) as worker:
        with pytest.raises(NetworkBlocked):
            worker.call("network")
        header = worker.call("native_network").header
        if header["kernel_filter"]:
            assert (header["inet"], header["inet6"], header["unix"]) == (-1, -1, -1)


def frame_of(name: str, filename: str) -> FrameType:
    code = compile(
        f"import sys\ndef {name}():\n    return sys._getframe()\nframe = {name}()", filename, "exec"
    )
    space: dict[str, Any] = {}
    exec(code, space)
    return space["frame"]  # type: ignore[no-any-return]  # made just above


def test_only_the_standard_librarys_own_socketpair_may_use_loopback() -> None:
    """As on Windows, where a pair is made of two sockets that meet on loopback."""
    library = engine.workers.seal.socket.__file__
    assert inside_socketpair(frame_of("socketpair", library))
    assert inside_socketpair(frame_of("_fallback_socketpair", library))
    assert not inside_socketpair(frame_of("create_connection", library))
    assert not inside_socketpair(frame_of("socketpair", "attacker.py"))
    assert not inside_socketpair(None)
