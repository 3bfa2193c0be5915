"""The cancel token: set once, seen by all, callbacks once."""

from __future__ import annotations

import threading

import pytest

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.workers.turns import Turns


def test_a_fresh_token_lets_work_go_on() -> None:
    token = CancelToken()
    token.raise_if_cancelled()
    assert not token.cancelled
    assert not token.wait(0)


def test_a_set_token_stops_work() -> None:
    token = CancelToken()
    token.cancel()
    token.cancel()
    assert token.cancelled
    assert token.wait(60)
    with pytest.raises(Cancelled):
        token.raise_if_cancelled()


def test_callbacks_run_once_in_order_in_the_thread_that_cancels() -> None:
    token = CancelToken()
    calls: list[tuple[str, threading.Thread]] = []
    token.on_cancel(lambda: calls.append(("first", threading.current_thread())))
    token.on_cancel(lambda: calls.append(("second", threading.current_thread())))
    token.cancel()
    token.cancel()
    here = threading.current_thread()
    assert calls == [("first", here), ("second", here)]


def test_who_only_asks_takes_no_lock_and_whoever_looks_sees_it() -> None:
    token = CancelToken()
    calls: list[int] = []
    token.on_cancel(lambda: calls.append(1))
    with token._lock:  # as where a signal meets the thread in the midst of `on_cancel`
        token.ask()
    assert token.cancelled
    assert token.wait(60)
    assert calls == []
    with pytest.raises(Cancelled):
        token.raise_if_cancelled()
    token.cancel()
    assert calls == [1]


def test_a_callback_added_too_late_runs_at_once() -> None:
    token = CancelToken()
    token.cancel()
    calls: list[int] = []
    withdraw = token.on_cancel(lambda: calls.append(1))
    withdraw()
    assert calls == [1]


def test_a_withdrawn_callback_does_not_run() -> None:
    token = CancelToken()
    calls: list[int] = []
    withdraw = token.on_cancel(lambda: calls.append(1))
    withdraw()
    withdraw()
    token.cancel()
    assert calls == []


def test_a_callback_may_look_at_its_token() -> None:
    token = CancelToken()
    seen: list[bool] = []

    def look() -> None:
        seen.append(token.cancelled)
        token.on_cancel(lambda: seen.append(True))

    token.on_cancel(look)
    token.cancel()
    assert seen == [True, True]


def test_of_many_threads_that_cancel_one_runs_the_callbacks() -> None:
    token = CancelToken()
    calls: list[int] = []
    token.on_cancel(lambda: calls.append(1))
    start = threading.Barrier(8)

    def cancel() -> None:
        start.wait()
        token.cancel()

    threads = [threading.Thread(target=cancel) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]


def test_turns_pass_in_order_and_who_is_cancelled_takes_none() -> None:
    turns = Turns()
    turns.take(CancelToken())
    order: list[str] = []
    waiting = {name: CancelToken() for name in ("first", "left", "last")}

    def run(name: str) -> None:
        try:
            turns.take(waiting[name])
        except Cancelled:
            order.append(f"{name} cancelled")
            return
        order.append(name)
        turns.give()

    threads = {}
    for number, name in enumerate(waiting, start=2):
        threads[name] = threading.Thread(target=run, args=(name,))
        threads[name].start()
        while len(turns._queue) < number:
            threading.Event().wait(0.001)
    waiting["left"].cancel()
    threads["left"].join()
    turns.give()
    for thread in threads.values():
        thread.join()
    assert order == ["left cancelled", "first", "last"]
    assert not turns._queue


def test_a_cancelled_token_takes_no_turn() -> None:
    turns = Turns()
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        turns.take(token)
    turns.take(CancelToken())
    turns.give()
