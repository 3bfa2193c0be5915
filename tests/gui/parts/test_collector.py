"""A dialog that only refers to itself ends in the window's thread, whoever makes what is too much."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from ui.parts.collector import Collector
from ui.parts.tasks import Lane, Tasks


class Ring(QDialog):
    """Refers to itself, as a dialog does whose button calls a function of it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def much_is_made() -> list[list[int]]:
    return [[number] for number in range(5_000)]  # more at one go is set aside until nobody is there


def test_a_lane_that_makes_much_ends_no_dialog(qtbot: QtBot, tasks: Tasks) -> None:
    gone = weakref.ref(Ring(), lambda _: ended.append(threading.current_thread()))
    ended: list[threading.Thread] = []
    kept: list[list[list[int]]] = []
    assert gone() is not None
    tasks.run(Lane.LIBRARY, much_is_made, kept.append)
    qtbot.waitUntil(lambda: bool(kept))
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.main_thread()]


def test_what_a_lane_alone_refers_to_ends_in_the_thread_of_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    ended: list[threading.Thread] = []
    for _ in range(50):
        dialog = QDialog()
        gone = weakref.ref(dialog, lambda _: ended.append(threading.current_thread()))
        tasks.run(Lane.LIBRARY, partial(id, dialog), partial(max, id(dialog)))
        del dialog
        qtbot.waitUntil(lambda gone=gone: gone() is None)  # type: ignore[misc]
    assert set(ended) == {threading.main_thread()}


def test_it_is_left_to_python_again_when_the_window_has_gone(qtbot: QtBot) -> None:
    parent = QObject()
    collector = Collector(parent)
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()


def test_the_window_that_locked_leaves_it_to_the_one_in_its_place(qtbot: QtBot) -> None:
    parent = QObject()
    before, after = Collector(parent), Collector(parent)
    before.close()
    assert not gc.isenabled()
    before.close()  # once more changes nothing
    assert not gc.isenabled()
    after.close()
    assert gc.isenabled()
