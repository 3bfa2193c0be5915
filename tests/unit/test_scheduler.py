"""Foreground first: background work waits at its gate."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.scheduler import Scheduler

PATIENCE = 20


class Worker:
    """Passes the gate once, in a thread of its own, and tells when."""

    def __init__(self, gate: Callable[[], None]) -> None:
        self.reached, self.passed = threading.Event(), threading.Event()
        self._gate = gate
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        self.reached.set()
        self._gate()
        self.passed.set()

    def waits(self) -> bool:
        """Whether it stands at the gate. A gate that is open is passed well within this time."""
        assert self.reached.wait(PATIENCE)
        return not self.passed.wait(0.2)

    def ends(self) -> bool:
        self.thread.join(PATIENCE)
        return self.passed.is_set()


def test_an_open_gate_lets_pass() -> None:
    assert Worker(Scheduler().gate).ends()


def test_background_waits_until_the_last_answer_is_done() -> None:
    scheduler = Scheduler()
    with scheduler.foreground():
        with scheduler.foreground():
            worker = Worker(scheduler.gate)
            assert worker.waits()
        assert worker.waits()
    assert worker.ends()


def test_an_answer_that_fails_opens_the_gate_too() -> None:
    scheduler = Scheduler()
    try:
        with scheduler.foreground():
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert Worker(scheduler.gate).ends()


def test_the_users_pause_holds_and_is_told() -> None:
    told: list[bool] = []
    scheduler = Scheduler(told.append)
    scheduler.pause(True)
    worker = Worker(scheduler.gate)
    assert worker.waits()
    assert scheduler.paused
    scheduler.pause(False)
    assert worker.ends()
    assert told == [True, False]


def test_closing_lets_everyone_go() -> None:
    scheduler = Scheduler()
    scheduler.pause(True)
    worker = Worker(scheduler.gate)
    assert worker.waits()
    scheduler.close()
    assert worker.ends()
