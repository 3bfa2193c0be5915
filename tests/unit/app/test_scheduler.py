"""Foreground first: background work waits at its gate."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress

from app.scheduler import Scheduler
from app.types import PauseReason
from engine.cancel import CancelToken
from engine.errors import Cancelled

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
    told: list[frozenset[PauseReason]] = []
    scheduler = Scheduler(told.append)
    scheduler.pause(True)
    worker = Worker(scheduler.gate)
    assert worker.waits()
    assert scheduler.paused
    scheduler.pause(False)
    assert worker.ends()
    assert told == [frozenset({PauseReason.USER}), frozenset()]


def test_every_reason_must_go_before_work_goes_on() -> None:
    told: list[frozenset[PauseReason]] = []
    scheduler = Scheduler(told.append)
    scheduler.pause(True)
    scheduler.pause(True, PauseReason.BATTERY)
    scheduler.pause(True, PauseReason.BATTERY)
    worker = Worker(scheduler.gate)
    scheduler.pause(False)
    assert worker.waits()
    scheduler.pause(False, PauseReason.BATTERY)
    assert worker.ends()
    assert told == [
        frozenset({PauseReason.USER}),
        frozenset({PauseReason.USER, PauseReason.BATTERY}),
        frozenset({PauseReason.BATTERY}),
        frozenset(),
    ]


def test_work_that_really_waits_for_an_answer_is_told() -> None:
    told: queue.SimpleQueue[frozenset[PauseReason]] = queue.SimpleQueue()
    scheduler = Scheduler(told.put)
    with scheduler.foreground():
        assert told.empty(), "nothing waits"
        worker = Worker(scheduler.gate)
        assert told.get(timeout=PATIENCE) == frozenset({PauseReason.ANSWERING})
    assert worker.ends()
    assert told.get(timeout=PATIENCE) == frozenset()


def test_work_that_is_cancelled_waits_no_longer() -> None:
    scheduler, cancel = Scheduler(), CancelToken()
    scheduler.pause(True, PauseReason.BATTERY)
    at_gate, before = (
        Worker(lambda: scheduler.gate(cancel)),
        Worker(lambda: scheduler.wait_while_paused(cancel)),
    )
    assert at_gate.waits()
    assert before.waits()
    cancel.cancel()
    assert at_gate.ends()
    assert before.ends()


def test_work_begins_while_an_answer_is_written() -> None:
    scheduler = Scheduler()
    with scheduler.foreground():
        assert Worker(lambda: scheduler.wait_while_paused(CancelToken())).ends()


def test_what_nobody_is_told_of_waits_for_answers_alone() -> None:
    told: list[frozenset[PauseReason]] = []
    scheduler = Scheduler(told.append)
    with scheduler.foreground():
        worker = Worker(scheduler.idle)
        assert worker.waits()
    assert worker.ends()
    assert told == []
    scheduler.pause(True)
    assert Worker(scheduler.idle).ends()


def test_closing_lets_everyone_go() -> None:
    scheduler = Scheduler()
    scheduler.pause(True)
    worker = Worker(scheduler.gate)
    assert worker.waits()
    scheduler.close()
    assert worker.ends()


def test_long_work_gives_way_to_a_question_and_waits_for_its_end() -> None:
    scheduler, cancel = Scheduler(), CancelToken()
    with scheduler.giving_way(cancel) as turn:
        assert not turn.cancelled
        assert Worker(scheduler.gate).waits(), "background work goes behind it"
        with scheduler.question():
            assert turn.cancelled
    assert not cancel.cancelled, "the work itself goes on later"
    with scheduler.question():
        next_turn = Worker(lambda: _enter(scheduler, cancel))
        assert next_turn.waits()
    assert next_turn.ends()


def test_long_work_that_waits_can_be_cancelled() -> None:
    scheduler, cancel = Scheduler(), CancelToken()
    with scheduler.question():
        waiting = Worker(lambda: _enter(scheduler, cancel))
        assert waiting.waits()
        cancel.cancel()
        assert waiting.ends()


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_long_work_and_reading_take_turns() -> None:
    """A summary of many minutes left what was dropped with it unread until it was done."""
    clock, cancel = Time(), CancelToken()
    scheduler = Scheduler(clock=clock)
    scheduler.share_with(lambda: True)
    piece = Worker(lambda: _enter(scheduler, cancel, lambda: setattr(clock, "now", clock.now + 30)))
    assert piece.waits(), "what was dropped is read first"
    assert Worker(scheduler.gate).ends()
    clock.now = 11
    assert piece.ends()
    piece = Worker(lambda: _enter(scheduler, cancel))
    assert Worker(scheduler.gate).ends()
    with scheduler.question():
        assert piece.waits()
        clock.now += 100
        assert piece.waits(), "what is read while somebody is answered is nothing"
    clock.now += 29
    assert piece.waits()
    clock.now += 2
    assert piece.ends(), "reading had as long as the piece before"


def test_long_work_waits_for_no_reading_that_cannot_go_on() -> None:
    cancel = CancelToken()
    scheduler = Scheduler(clock=Time())
    assert Worker(lambda: _enter(scheduler, cancel)).ends(), "there is nothing to read"
    scheduler.share_with(lambda: True)
    piece = Worker(lambda: _enter(scheduler, cancel))
    assert piece.waits()
    scheduler.pause(True)
    assert piece.ends()
    scheduler.pause(False)
    piece = Worker(lambda: _enter(scheduler, cancel))
    assert piece.waits()
    cancel.cancel()
    assert piece.ends()


def _enter(scheduler: Scheduler, cancel: CancelToken, work: Callable[[], None] = lambda: None) -> None:
    with suppress(Cancelled), scheduler.giving_way(cancel):
        work()
