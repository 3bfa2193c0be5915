"""Real children that crash, hang, flood, lie or are killed: the parent says why and goes on."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator

import psutil
import pytest
from programs.worker_runs import gone, spec, threads
from surroundings import HELPERS, environment

from engine.cancel import CancelToken
from engine.errors import Cancelled, ProtocolBroken, WorkerDied
from engine.types import DeathReason
from engine.workers.process import reason_of
from engine.workers.worker import Limits, Worker

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="a limit of the Linux kernel")

MEMORY = 300 << 20


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(spec(cancel_seconds=0.5)) as made:
        yield made


def dies(worker: Worker, method: str, **request: object) -> WorkerDied:
    """Run a request to its death; afterwards a new child answers."""
    before = worker.pid
    with pytest.raises(WorkerDied) as caught:
        for _ in worker.request(method, **request):  # type: ignore[arg-type]  # passed on as they are
            pass
    assert worker.pid is None
    header = worker.call("config").header
    assert header["pid"] != before
    assert caught.value.facts["worker"] == "tested"
    return caught.value


# Crashes


@POSIX
@pytest.mark.parametrize(
    ("method", "signal_number"), [("abort", signal.SIGABRT), ("segfault", signal.SIGSEGV)]
)
def test_a_crash_is_told_by_its_signal(worker: Worker, method: str, signal_number: signal.Signals) -> None:
    facts = dies(worker, method).facts
    assert facts["reason"] == DeathReason.SIGNAL
    assert facts["exit_code"] == -signal_number
    assert facts["detail"] == signal_number.name


@POSIX
@pytest.mark.parametrize("method", ["deaf", "flood", "burn"])
def test_a_child_killed_from_outside_is_a_typed_death(worker: Worker, method: str) -> None:
    request = worker.request(method, {"size": 100_000})
    next(request)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    with pytest.raises(WorkerDied) as caught:
        for _ in request:
            pass
    assert caught.value.facts["reason"] == DeathReason.SIGNAL
    assert caught.value.facts["exit_code"] == -signal.SIGKILL
    assert worker.call("echo").header["requests"] == 1


@POSIX
def test_a_child_killed_between_requests_is_replaced_unnoticed(worker: Worker) -> None:
    worker.start()
    for _ in range(3):
        pid = worker.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert gone(pid)
        assert worker.call("config").header["pid"] != pid


@POSIX
@pytest.mark.skipif(not hasattr(os, "waitid"), reason="asked of Popen where there is no waitid")
def test_a_dead_child_is_seen_while_another_thread_waits_for_it(worker: Worker) -> None:
    worker.start()
    process, pid = worker._process, worker.pid
    assert process is not None
    assert pid is not None
    waited_for = process._child
    assert process.running
    with waited_for._waitpid_lock:  # type: ignore[attr-defined]  # what Popen.wait holds
        os.kill(pid, signal.SIGKILL)
        assert gone(pid)
        assert waited_for.poll() is None
        assert not process.running


@pytest.mark.parametrize(
    ("method", "status", "detail"), [("leave", 7, ""), ("leave", 0, ""), ("system_exit", 3, "")]
)
def test_an_exit_is_told_by_its_status(worker: Worker, method: str, status: int, detail: str) -> None:
    facts = dies(worker, method, params={"status": status}).facts
    assert (facts["reason"], facts["exit_code"], facts["detail"]) == (DeathReason.EXIT, status, detail)


def test_a_cancelled_request_whose_child_dies_is_cancelled(worker: Worker) -> None:
    token = CancelToken()
    request = worker.request("deaf", cancel=token)
    next(request)
    pid = worker.pid
    assert pid is not None
    token.cancel()
    psutil.Process(pid).kill()
    with pytest.raises(Cancelled):
        next(request)


# Time


@pytest.mark.parametrize("method", ["deaf", "stubborn", "burn"])
def test_a_silent_child_is_ended(worker: Worker, method: str) -> None:
    facts = dies(worker, method, limits=Limits(idle_seconds=0.5)).facts
    assert (facts["reason"], facts["detail"]) == (DeathReason.TIMEOUT, "idle")


@pytest.mark.parametrize("method", ["deaf", "flood"])
def test_a_request_over_its_wall_time_is_ended(worker: Worker, method: str) -> None:
    limits = Limits(idle_seconds=60, wall_seconds=0.5)
    facts = dies(worker, method, params={"size": 1000}, limits=limits).facts
    assert (facts["reason"], facts["detail"]) == (DeathReason.TIMEOUT, "wall")


def test_a_slow_consumer_is_not_the_childs_fault(worker: Worker) -> None:
    pause = threading.Event()
    request = worker.request("count", {"to": 3}, limits=Limits(idle_seconds=0.5, wall_seconds=0.5))
    numbers = []
    for frame in request:
        pause.wait(0.4)  # the pause under test: 1.2 s in all
        numbers.append(frame.header["number"])
    assert numbers == [0, 1, 2]


@LINUX
def test_processor_time_is_held_by_the_kernel(worker: Worker) -> None:
    facts = dies(worker, "burn", limits=Limits(cpu_seconds=1)).facts
    assert (facts["reason"], facts["detail"]) == (DeathReason.CPU, "SIGXCPU")


def test_processor_time_is_counted_for_each_request(worker: Worker) -> None:
    dies(worker, "burn", limits=Limits(idle_seconds=1.2))
    for _ in range(3):
        assert worker.call("echo", limits=Limits(cpu_seconds=1)).header


# Memory


@pytest.mark.parametrize("method", ["devour", "torch_memory", "wrapped_memory"])
def test_a_child_without_memory_says_so(method: str) -> None:
    with Worker(spec(limits=Limits(memory_bytes=MEMORY))) as worker:
        facts = dies(worker, method).facts
        assert facts["reason"] == DeathReason.MEMORY


@LINUX
def test_resident_memory_is_watched_where_the_kernels_limit_does_not_count() -> None:
    with Worker(spec(limits=Limits(memory_bytes=MEMORY))) as worker:
        facts = dies(worker, "devour_shared").facts
        assert (facts["reason"], facts["detail"]) == (DeathReason.MEMORY, "resident")


def test_a_request_has_no_more_memory_than_its_worker() -> None:
    with Worker(spec(limits=Limits(memory_bytes=MEMORY))) as worker:
        facts = dies(worker, "devour", limits=Limits(wall_seconds=60)).facts
        assert facts["reason"] == DeathReason.MEMORY


# Output


def test_a_flood_waits_in_the_child_not_in_our_memory(worker: Worker) -> None:
    size = 4 << 20
    request = worker.request("flood", {"size": size})
    next(request)
    process = worker._process
    assert process is not None
    while not process.mailbox._full():
        threading.Event().wait(0.005)
    before = psutil.Process().memory_info().rss
    for _ in range(100):
        assert len(next(request).blobs[0]) == size
    assert psutil.Process().memory_info().rss - before < 15 * size
    assert process.mailbox._bytes < 16 * size


def test_too_much_output_ends_the_child(worker: Worker) -> None:
    limits = Limits(output_bytes=1 << 20)
    facts = dies(worker, "flood", params={"size": 10_000}, limits=limits).facts
    assert facts["reason"] == DeathReason.OUTPUT


def test_a_frame_over_the_output_limit_is_not_even_read(worker: Worker) -> None:
    facts = dies(worker, "large", params={"size": 64 << 20}, limits=Limits(output_bytes=1 << 20)).facts
    assert facts["reason"] == DeathReason.OUTPUT


# Lies


def encoded(header: object, blobs: bytes = b"") -> bytes:
    data = json.dumps(header).encode()
    return struct.pack("<II", len(data), 0) + data + blobs


@POSIX
@pytest.mark.parametrize(
    "data",
    [
        b"a child that prints into its frames\n" * 10,
        struct.pack("<II", 0xFFFFFFFF, 0),
        struct.pack("<IIQ", 2, 1, 2**63),
        encoded([]),
        struct.pack("<II", 3, 0) + b"{{{",
        encoded({"op": "frame", "id": 1, "header": []}),
        encoded({"op": "frame", "id": 1}),
        encoded({"op": "__class__", "id": 1}),
        encoded({"id": 1}),
    ],
    ids=["text", "length", "blob", "list", "no-json", "inner", "no-inner", "op", "no-op"],
)
def test_bytes_that_are_no_frame_end_the_child(worker: Worker, data: bytes) -> None:
    request = worker.request("raw", blobs=(data,), limits=Limits(idle_seconds=10))
    next(request)
    with pytest.raises(ProtocolBroken):
        next(request)
    request.close()  # type: ignore[attr-defined]  # it is a generator
    assert worker.call("echo").header["params"] == {}


@POSIX
@pytest.mark.parametrize(
    "header",
    [
        {"op": "fault", "id": 1, "code": "no-such", "facts": {"self": 1, "sent_code": 2, "a b": 3, "c": [1]}},
        {"op": "fault", "id": 1, "code": ["x"], "facts": "none"},
        {"op": "error", "id": 1},
    ],
)
def test_faults_made_up_by_a_child_are_still_faults(worker: Worker, header: object) -> None:
    from engine.errors import Fault

    request = worker.request("raw", blobs=(encoded(header),), limits=Limits(idle_seconds=10))
    next(request)
    with pytest.raises(Fault):
        next(request)


@POSIX
def test_answers_to_questions_nobody_asked_are_dropped_but_counted(worker: Worker) -> None:
    stray = encoded({"op": "done", "id": 99, "filling": "x" * 1000}) * 50
    request = worker.request("raw", blobs=(stray,), limits=Limits(idle_seconds=10, output_bytes=10_000))
    next(request)
    with pytest.raises(WorkerDied) as caught:
        next(request)
    assert caught.value.facts["reason"] == DeathReason.OUTPUT


# Families


@pytest.mark.skipif(
    sys.platform != "darwin", reason="needs process groups, and a system where a child may start any"
)
def test_what_a_child_started_ends_with_it() -> None:
    before = threads()
    worker = Worker(spec())
    request = worker.request("grandchild")
    grandchild = next(request).header["pid"]
    assert isinstance(grandchild, int)
    worker.close()
    assert gone(grandchild)
    assert threads() == before


@POSIX
@pytest.mark.parametrize("method", ["deaf", "burn", "stubborn"])
def test_children_do_not_outlive_a_parent_killed_at_work(method: str) -> None:
    outlives_not(method, "settled")


@POSIX
def test_children_do_not_outlive_a_parent_killed_while_they_start() -> None:
    outlives_not("echo", "building")


def outlives_not(method: str, stage: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, str(HELPERS / "programs" / "worker_parent.py"), method, stage],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    assert parent.stdout is not None
    assert parent.stdin is not None
    with parent.stdout, parent.stdin:
        child = int(parent.stdout.readline())
        assert psutil.pid_exists(child)
        parent.kill()
        parent.wait()
        assert gone(child)


# Reading a status


@pytest.mark.parametrize(
    ("status", "lines", "expected"),
    [
        (87, (), (DeathReason.MEMORY, "MemoryError")),
        (0xC0000017, (), (DeathReason.MEMORY, "MemoryError")),
        (0xC0000005, (), (DeathReason.SIGNAL, "0xc0000005")),
        (-6, ("terminate called … 'std::bad_alloc'",), (DeathReason.MEMORY, "MemoryError")),
        (-11, ("Fatal Python error: Segmentation fault",), (DeathReason.SIGNAL, "SIGSEGV")),
        (-24, (), (DeathReason.CPU, "SIGXCPU")),
        (-63, (), (DeathReason.SIGNAL, "signal 63")),
        (1, ("Traceback", "rag.errors.SomeError: words of a document"), (DeathReason.EXIT, "SomeError")),
        (1, ("words of a document",), (DeathReason.EXIT, "")),
    ],
)  # fmt: skip
def test_a_status_and_the_last_lines_tell_the_reason(
    status: int, lines: tuple[str, ...], expected: tuple[DeathReason, str]
) -> None:
    assert reason_of(status, lines) == expected
