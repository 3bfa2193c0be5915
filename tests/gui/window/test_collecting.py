"""What refers only to itself goes while nobody uses the window, not while somebody does."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.parts.collector import Collector
from ui.window.collecting import Collecting


class Ring:
    """Refers to itself."""

    def __init__(self) -> None:
        self.self = self


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_it_waits_until_nobody_is_there(qtbot: QtBot) -> None:
    now = [100.0]
    parent = QObject()
    watch = Collecting(parent, lambda: now[0])
    gc.collect()
    old = Ring()
    for _ in range(2):
        gc.collect(1)  # which does not find it any more, once it is old
    gone = weakref.ref(old)
    del old
    while gc.get_count()[2] < 12:
        gc.collect(1)
    watch.look()
    assert gone() is not None, "somebody was there a moment ago"
    now[0] += 60.0
    watch.look()
    assert gone() is None
    assert gc.get_count()[2] == 0


def test_what_stays_as_long_as_the_window_is_gone_through_once(qtbot: QtBot) -> None:
    now = [100.0]
    parent = QObject()
    watch = Collecting(parent, lambda: now[0])

    def left_alone() -> None:
        while gc.get_count()[2] < 12:
            gc.collect(1)
        now[0] += 60.0
        watch.look()

    gone = weakref.ref(Ring())
    left_alone()
    assert gone() is None
    assert gc.get_freeze_count() > 10_000
    later = Ring()
    gone = weakref.ref(later)
    while gc.get_count()[1] < 1:
        gc.collect(0)
    del later
    left_alone()
    assert gone() is None, "what came since is gone through all the same"
    Collecting(parent, lambda: now[0])
    assert gc.get_freeze_count() == 0, "a window that has gone is gone through again"


def test_what_came_at_one_go_is_set_aside_until_nobody_is_there(qtbot: QtBot) -> None:
    now = [100.0]
    parent = QObject()
    collector, watch = Collector(parent), Collecting(parent, lambda: now[0])
    try:
        gc.collect()
        gone = weakref.ref(Ring())
        kept = [[number] for number in range(30_000)]
        collector.look()
        assert gone() is not None
        assert gc.get_count()[0] < 1000, "they are gone through no more"
        now[0] += 60.0
        watch.look()
        assert gone() is None
        assert len(kept) == 30_000
    finally:
        collector.close()
