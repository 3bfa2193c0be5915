"""Lanes: work elsewhere, results in the GUI thread, in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
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
