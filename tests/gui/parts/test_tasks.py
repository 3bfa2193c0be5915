"""Lanes: work elsewhere, results in the GUI thread, in order."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from engine.cancel import CancelToken
from ui.parts.tasks import Lane, Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def test_a_result_comes_back_in_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[tuple[str, str]] = []
    tasks.run(
        Lane.LIBRARY,
        lambda: threading.current_thread().name,
        lambda worker: seen.append((worker, threading.current_thread().name)),
    )
    qtbot.waitUntil(lambda: bool(seen))
    worker, gui = seen[0]
    assert worker.startswith("lane-library")
    assert gui == threading.main_thread().name


def test_a_lane_that_computes_gives_way_to_the_window(qtbot: QtBot) -> None:
    """The window's thread asks for Python many times while it draws once; it waited 5 ms each time."""

    def computed_meanwhile(interval: float) -> int:
        """How often a lane went round while the window's thread let go of Python twenty times."""
        rounds, over = [0], threading.Event()
        made = Tasks()
        sys.setswitchinterval(interval or sys.getswitchinterval())

        def work() -> None:
            while not over.is_set():
                rounds[0] += 1

        made.run(Lane.LIBRARY, work)
        while not rounds[0]:
            time.sleep(0.001)
        before = rounds[0]
        for _ in range(20):
            time.sleep(0)
        found = rounds[0] - before
        over.set()
        made.close()
        return found

    def gives_way() -> bool:
        by_python = computed_meanwhile(0.005)  # Python's own
        return computed_meanwhile(0.0) < by_python / 2

    try:  # on a machine with other work a lane may get no processor for its share
        assert any(gives_way() for _ in range(5))
    finally:
        sys.setswitchinterval(0.005)


def test_what_came_of_lanes_lets_the_window_draw_in_between(qtbot: QtBot, tasks: Tasks) -> None:
    """A hundred documents of a folder were told of in one piece, and the window was away for 0.7 s."""
    taken, looked = list[int](), list[int]()
    window = QTimer()
    window.timeout.connect(lambda: looked.append(len(taken)))
    window.start(0)

    def take(number: int) -> None:
        time.sleep(0.003)
        taken.append(number)

    for number in range(30):  # from another thread than the window's, as events of the services are
        tasks.run(Lane.LIBRARY, lambda: None, lambda _, number=number: take(number))  # type: ignore[misc]
    time.sleep(0.3)  # all of it has come before the window takes any
    qtbot.waitUntil(lambda: len(taken) == 30)
    window.stop()
    assert taken == list(range(30))
    assert [one for one in looked if 0 < one < 30], "nothing came in between"


def test_a_dialog_within_a_result_hears_of_what_comes_meanwhile(qtbot: QtBot, tasks: Tasks) -> None:
    """Results wait for no loop within one of them."""
    told: list[str] = []

    def dialog(_: object) -> None:
        time.sleep(0.02)  # longer than what is taken at once
        tasks.run(Lane.LIBRARY, lambda: None, lambda _: told.append("within"))
        qtbot.waitUntil(lambda: "within" in told)
        told.append("done")

    tasks.run(Lane.LIBRARY, lambda: None, dialog)
    tasks.run(Lane.LIBRARY, lambda: None, lambda _: told.append("after"))
    time.sleep(0.1)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == ["within", "done", "after"]


def test_items_of_a_stream_keep_their_order(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[int] = []
    with qtbot.waitCallback() as done:
        tasks.stream(Lane.MODEL, lambda: iter(range(500)), seen.append, done)
    assert seen == list(range(500))


def test_a_failure_goes_to_its_own_handler(qtbot: QtBot, tasks: Tasks) -> None:
    def fail() -> None:
        raise ValueError("no")

    with qtbot.waitCallback() as failed:
        tasks.run(Lane.LIBRARY, fail, lambda _: pytest.fail("it did not fail"), failed)
    assert isinstance(failed.args[0], ValueError)


def test_what_a_stream_gave_before_it_failed_is_kept(qtbot: QtBot, tasks: Tasks) -> None:
    def work() -> Iterator[int]:
        yield 1
        raise ValueError("no")

    seen: list[int] = []
    with qtbot.waitCallback() as failed:
        tasks.stream(Lane.MODEL, work, seen.append, lambda: pytest.fail("done"), failed)
    assert seen == [1]


def test_nothing_is_delivered_after_the_end(qtbot: QtBot) -> None:
    tasks, seen = Tasks(), []
    begun = threading.Event()

    def work() -> int:
        begun.set()
        return 1

    tasks.run(Lane.LIBRARY, work, seen.append)
    assert begun.wait(10)
    tasks.close()
    qtbot.wait(1)
    assert not seen


def test_closing_ends_a_stream_that_can_be_cancelled(qtbot: QtBot, tasks: Tasks) -> None:
    cancel, begun = CancelToken(), threading.Event()

    def work() -> Iterator[int]:
        yield 1
        begun.set()
        cancel.wait(60)

    tasks.stream(Lane.RUN, work, lambda _: None, cancel=cancel)
    assert begun.wait(10)
    tasks.close()
    assert cancel.cancelled


def test_what_has_ended_is_not_cancelled(qtbot: QtBot, tasks: Tasks) -> None:
    cancel = CancelToken()
    with qtbot.waitCallback() as done:
        tasks.stream(Lane.RUN, lambda: iter(range(3)), lambda _: None, done, cancel=cancel)
    tasks.close()
    assert not cancel.cancelled


def test_steps_let_the_window_work_and_come_before_whatever_else_is_brought(
    qtbot: QtBot, tasks: Tasks
) -> None:
    seen: list[str] = []
    between = QTimer()
    between.timeout.connect(lambda: seen.append("between"))
    between.start(0)

    def steps() -> Iterator[None]:
        for number in range(3):
            seen.append(f"step {number}")
            tasks.run(Lane.LIBRARY, lambda: None, lambda _: seen.append("brought"))
            end = time.monotonic() + 0.05
            while time.monotonic() < end:
                pass
            yield

    tasks.in_turns(steps(), lambda: seen.append("done"))
    qtbot.waitUntil(lambda: seen.count("brought") == 3)
    between.stop()
    assert [one for one in seen if one != "between"] == [
        *(f"step {number}" for number in range(3)),
        "done",
        *["brought"] * 3,
    ]
    assert "between" in seen[seen.index("step 0") : seen.index("step 1")]
    assert "between" in seen[seen.index("step 1") : seen.index("step 2")]


def test_a_step_that_fails_holds_nothing_back(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[str] = []

    def steps() -> Iterator[None]:
        yield
        raise ValueError("no view")

    with qtbot.captureExceptions() as raised:
        tasks.in_turns(steps(), lambda: seen.append("done"))
        tasks.post(lambda: seen.append("brought"))
        qtbot.waitUntil(lambda: "brought" in seen)
    assert seen == ["brought"]
    assert [str(error) for _, error, _ in raised] == ["no view"]
