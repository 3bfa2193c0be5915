"""Children that nobody asks anything end, and start again with the next request."""

from __future__ import annotations

import threading

from programs.worker_runs import gone, spec, threads

from engine.workers.worker import Worker

REST = 0.2


def test_a_child_rests_and_comes_back_unnoticed() -> None:
    rested = threading.Event()
    with Worker(spec(rest_seconds=REST), rested.set) as worker:
        first = worker.call("config").header["pid"]
        assert isinstance(first, int)

        assert rested.wait(10)
        assert gone(first)
        assert worker.pid is None
        assert worker.memory_bytes() == 0

        second = worker.call("config").header["pid"]
        assert second not in (None, first)


def test_a_started_child_rests_without_a_request() -> None:
    rested = threading.Event()
    with Worker(spec(rest_seconds=REST), rested.set) as worker:
        worker.start()
        assert rested.wait(10)
        assert worker.pid is None


def test_every_request_begins_the_rest_anew() -> None:
    rested = threading.Event()
    with Worker(spec(rest_seconds=1.0), rested.set) as worker:
        pid = worker.call("config").header["pid"]
        for _ in range(4):
            assert not rested.wait(0.5)
            assert worker.call("config").header["pid"] == pid
        assert rested.wait(10)


def test_a_request_that_is_longer_than_the_rest_goes_on() -> None:
    rested = threading.Event()
    with Worker(spec(rest_seconds=REST), rested.set) as worker:
        request = worker.request("count", {"to": 3})
        numbers = [next(request).header["number"]]
        assert not rested.wait(4 * REST)
        numbers += [frame.header["number"] for frame in request]
        assert numbers == [0, 1, 2]
        assert rested.wait(10)


def test_a_closed_worker_leaves_no_timer() -> None:
    before = threads()
    rested = threading.Event()
    worker = Worker(spec(rest_seconds=60.0), rested.set)
    worker.call("echo")
    worker.close()
    for thread in threads() - before:
        thread.join(10)
    assert threads() <= before
    assert not rested.is_set()
