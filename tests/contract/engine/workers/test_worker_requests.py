"""Real children: requests, streams, cancels, faults, turns, restarts; nothing is left behind."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from programs.worker_runs import gone, open_descriptors, spec, threads

from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault, ModelDoesNotFit, ProtocolBroken, WorkerDied, WorkerError
from engine.types import DeathReason
from engine.workers.frames import Frame
from engine.workers.worker import Limits, Worker
from rag.errors import PasswordNeeded


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(spec()) as made:
        yield made


def test_a_request_streams_frames_with_blobs(worker: Worker) -> None:
    blobs = (b"\x00\xff" * 50_000, b"")
    frames = list(worker.request("echo", {"text": "§ ü 🙂"}, blobs))
    assert frames == [Frame({"params": {"text": "§ ü 🙂"}, "requests": 1}, blobs)]


def test_frames_arrive_in_order(worker: Worker) -> None:
    numbers = [frame.header["number"] for frame in worker.request("count", {"to": 5000})]
    assert numbers == list(range(5000))


def test_frames_arrive_while_the_request_runs(worker: Worker) -> None:
    request = worker.request("deaf")
    assert next(request).header == {"begun": True}


def test_call_gives_the_last_frame_or_an_empty_one(worker: Worker) -> None:
    assert worker.call("count", {"to": 3}).header == {"number": 2}
    assert worker.call("nothing") == Frame({})


def test_a_file_name_that_is_no_text_arrives_as_it_is(worker: Worker) -> None:
    name = os.fsdecode(b"caf\xe9.pdf")
    assert worker.call("echo", {"path": name}).header["params"] == {"path": name}


def test_large_blobs_pass_both_ways(worker: Worker) -> None:
    blob = os.urandom(1 << 20) * 40
    assert worker.call("echo", blobs=(blob,)).blobs == (blob,)


def test_the_child_is_configured_and_kept_between_requests() -> None:
    with Worker(spec(config={"a": [1]}, environment={"WORKER_TEST": "here"})) as worker:
        header = worker.call("config").header
        assert header == {"config": {"a": [1]}, "pid": worker.pid, "variable": "here"}
        assert worker.call("echo").header["requests"] == 2
        assert worker.memory_bytes() > 1 << 20


def test_nothing_runs_before_the_first_use() -> None:
    worker = Worker(spec())
    worker.request("echo")
    assert worker.pid is None
    assert worker.memory_bytes() == 0
    worker.close()


def test_start_warms_up(worker: Worker) -> None:
    worker.start()
    pid = worker.pid
    assert pid is not None
    assert worker.call("config").header["pid"] == pid


def test_what_libraries_print_disturbs_no_frame(worker: Worker) -> None:
    assert worker.call("prints").header == {"printed": True}
    assert worker.call("echo").header["requests"] == 2


def test_a_module_in_the_current_folder_is_not_taken_for_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker: Worker
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken')", encoding="ascii")
    monkeypatch.chdir(tmp_path)
    assert worker.call("echo", {"a": 1}).header["params"] == {"a": 1}


# Cancelling


def test_a_cancel_ends_the_request_and_spares_the_child(worker: Worker) -> None:
    token = CancelToken()
    request = worker.request("count", {"to": 10**9}, cancel=token)
    next(request)
    pid = worker.pid
    token.cancel()
    with pytest.raises(Cancelled):
        for _ in request:
            pass
    assert worker.call("config").header["pid"] == pid


def test_a_handler_may_answer_a_cancel_with_a_last_frame(worker: Worker) -> None:
    token = CancelToken()
    frames = []
    for frame in worker.request("polite", cancel=token):
        frames.append(frame.header)
        token.cancel()
    assert frames == [{"begun": True}, {"cancelled": True}]


def test_a_cancel_from_another_thread_wakes_a_request_that_waits(worker: Worker) -> None:
    token = CancelToken()
    request = worker.request("polite", cancel=token)
    next(request)
    threading.Timer(0.05, token.cancel).start()
    began = time.monotonic()
    assert next(request).header == {"cancelled": True}
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("method", ["deaf", "stubborn", "stop_self", "burn"])
def test_a_child_that_heeds_no_cancel_is_killed_after_the_grace(method: str) -> None:
    with Worker(spec(cancel_seconds=0.2)) as worker:
        token = CancelToken()
        request = worker.request(method, cancel=token)
        next(request)
        pid = worker.pid
        assert pid is not None
        token.cancel()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            next(request)
        assert 0.15 < time.monotonic() - began < 5
        assert gone(pid)
        assert worker.pid is None
        assert worker.call("echo").header["requests"] == 1


def test_cancelling_never_blocks_the_thread_that_cancels() -> None:
    """Not even when the child reads nothing and its pipe is full."""
    with Worker(spec(cancel_seconds=0.2)) as worker:
        token = CancelToken()
        first = worker.request("stop_self")
        next(first)
        process = worker._process
        assert process is not None
        for _ in range(4):
            process.send(Frame({"op": "cancel", "id": 0}, (bytes(1 << 20),)))
        first.close()
        token.cancel()
        assert worker.pid is None


def test_a_request_cancelled_before_it_began_starts_nothing(worker: Worker) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        worker.call("echo", cancel=token)
    assert worker.pid is None


def test_closing_the_iterator_cancels(worker: Worker) -> None:
    request = worker.request("count", {"to": 10**9})
    next(request)
    pid = worker.pid
    request.close()  # type: ignore[attr-defined]  # it is a generator
    assert worker.call("config").header["pid"] == pid


def test_closing_the_iterator_of_a_flood_kills() -> None:
    with Worker(spec(cancel_seconds=0.2)) as worker:
        request = worker.request("flood", {"size": 1000})
        next(request)
        pid = worker.pid
        assert pid is not None
        request.close()  # type: ignore[attr-defined]  # it is a generator
        assert gone(pid)
        assert worker.call("echo").header["requests"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a fifo")
def test_who_cancels_during_the_start_leaves_and_the_child_goes_on(tmp_path: Path) -> None:
    fifo = tmp_path / "gate"
    os.mkfifo(fifo)
    with Worker(
        spec("programs.worker_targets:build_slow", config={"fifo": str(fifo)}, files=(fifo,))
    ) as worker:
        token = CancelToken()
        threading.Timer(0.05, token.cancel).start()
        with pytest.raises(Cancelled):
            worker.call("echo", cancel=token)
        pid = worker.pid
        fifo.write_text("go", encoding="ascii")
        assert worker.call("config").header["pid"] == pid


# Turns


def test_requests_of_many_threads_come_one_at_a_time(worker: Worker) -> None:
    results: dict[int, list[object]] = {}

    def run(number: int) -> None:
        results[number] = [
            frame.header["params"] for _ in range(20) for frame in worker.request("echo", {"n": number})
        ]

    running = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert results == {number: [{"n": number}] * 20 for number in range(8)}


def test_a_request_that_waits_its_turn_can_be_cancelled(worker: Worker) -> None:
    holding = worker.request("polite")
    next(holding)
    token = CancelToken()
    threading.Timer(0.05, token.cancel).start()
    with pytest.raises(Cancelled):
        worker.call("echo", cancel=token)
    holding.close()  # type: ignore[attr-defined]  # it is a generator
    assert worker.call("echo").header["requests"] == 2


# Faults


def test_faults_cross_with_their_facts(worker: Worker) -> None:
    with pytest.raises(ModelDoesNotFit) as engine_fault:
        worker.call("engine_fault")
    assert engine_fault.value.facts == {"model": "m", "needed": 3, "available": 2}
    with pytest.raises(PasswordNeeded) as rag_fault:
        worker.call("rag_fault", {"path": "a.pdf"})
    assert rag_fault.value.facts == {"path": "a.pdf"}
    assert worker.call("echo").header["requests"] == 3


def test_a_bug_in_a_handler_gives_its_kind_and_none_of_its_words(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    request = worker.request("fail")
    next(request)
    with pytest.raises(WorkerError) as caught:
        next(request)
    assert type(caught.value) is WorkerError
    assert caught.value.facts == {"worker": "tested", "kind": "ZeroDivisionError"}
    assert "secret" not in caplog.text
    assert worker.call("echo").header["requests"] == 2


@pytest.mark.parametrize(("method", "kind"), [("no_json", "TypeError"), ("unknown_method", "AttributeError")])
def test_other_mistakes_of_a_handler_are_told_by_kind(worker: Worker, method: str, kind: str) -> None:
    with pytest.raises(WorkerError) as caught:
        worker.call(method)
    assert caught.value.facts["kind"] == kind


def test_a_frame_larger_than_any_reader_accepts_is_refused_by_the_sender(worker: Worker) -> None:
    with pytest.raises(ProtocolBroken):
        worker.call("many_blobs")
    with pytest.raises(ProtocolBroken):
        worker.call("echo", blobs=(b"",) * 65)
    with pytest.raises(TypeError):
        worker.call("echo", {"value": object()})  # type: ignore[dict-item]  # the mistake under test
    assert worker.call("echo").header["requests"] == 2


# Starting and ending


@pytest.mark.parametrize(
    ("target", "expected", "facts"),
    [
        ("programs.worker_targets:build_refusing", PasswordNeeded, {"path": "x.pdf"}),
        ("programs.worker_targets:build_broken", WorkerError, {"kind": "KeyError"}),
        ("programs.worker_targets:absent", WorkerError, {"kind": "AttributeError"}),
        ("no_such_module:build", WorkerError, {"kind": "ModuleNotFoundError"}),
        ("programs.worker_targets:build_dying", WorkerDied, {"reason": "exit", "exit_code": 9}),
    ],
)
def test_a_target_that_cannot_be_built_says_why(
    target: str, expected: type[Fault], facts: dict[str, object]
) -> None:
    with Worker(spec(target)) as worker:
        for _ in range(2):
            with pytest.raises(expected) as caught:
                worker.start()
            assert facts.items() <= caught.value.facts.items()
            assert worker.pid is None


def test_a_start_takes_no_longer_than_it_may() -> None:
    with Worker(spec("programs.worker_targets:build_hanging", start_seconds=1.0)) as worker:
        with pytest.raises(WorkerDied) as caught:
            worker.start()
        assert caught.value.facts["reason"] == DeathReason.START
        assert worker.pid is None


def test_a_program_that_is_not_there_is_a_failed_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    before = threads()
    with Worker(spec()) as worker, pytest.raises(WorkerDied) as caught:
        worker.start()
    assert caught.value.facts["reason"] == DeathReason.START
    assert caught.value.facts["detail"] == "FileNotFoundError"
    assert threads() == before


def test_close_ends_everything_and_for_good() -> None:
    before, descriptors = threads(), open_descriptors()
    for _ in range(3):
        worker = Worker(spec())
        worker.start()
        pid = worker.pid
        assert pid is not None
        worker.close()
        assert gone(pid)
    assert threads() == before
    assert open_descriptors() == descriptors
    with pytest.raises(WorkerDied):
        worker.call("echo")
    worker.close()


def test_stop_gives_the_memory_back_and_the_next_request_starts_again(worker: Worker) -> None:
    worker.start()
    first = worker.pid
    assert first is not None
    worker.stop()
    assert gone(first)
    assert worker.call("config").header["pid"] not in (first, None)


@pytest.mark.parametrize("method", ["deaf", "flood", "polite"])
def test_close_ends_a_request_under_way(method: str) -> None:
    before = threads()
    worker = Worker(spec())
    begun = threading.Event()
    ended: list[BaseException] = []

    def run() -> None:
        try:
            for _ in worker.request(method, {"size": 1000}):
                begun.set()
        except WorkerDied as died:
            ended.append(died)

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(30)
    worker.close()
    thread.join(10)
    assert not thread.is_alive()
    assert len(ended) == 1
    assert threads() == before


def test_close_while_the_child_starts_ends_who_waits_for_it() -> None:
    worker = Worker(spec("programs.worker_targets:build_hanging"))
    ended: list[BaseException] = []

    def run() -> None:
        try:
            worker.start()
        except WorkerDied as died:
            ended.append(died)

    thread = threading.Thread(target=run)
    thread.start()
    while worker.pid is None:
        threading.Event().wait(0.005)
    worker.close()
    thread.join(10)
    assert not thread.is_alive()
    assert len(ended) == 1


def test_a_round_trip_takes_well_under_a_millisecond_of_waiting(worker: Worker) -> None:
    worker.start()
    times = []
    for _ in range(200):
        began = time.perf_counter()
        worker.call("echo")
        times.append(time.perf_counter() - began)
    assert sorted(times)[len(times) // 4] < 0.003  # a loaded machine doubles it many times over


def test_limits_of_a_request_take_the_place_of_the_specs() -> None:
    with Worker(spec(limits=Limits(idle_seconds=0.01))) as worker:
        assert worker.call("echo", limits=Limits(idle_seconds=30)).header["requests"] == 1
