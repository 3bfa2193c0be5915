"""What is looked at again when it has changed."""

from __future__ import annotations

from collections.abc import Callable

from pausing import pause
from pytestqt.qtbot import QtBot

from ui.parts.looking_again import LookingAgain


def test_changes_during_a_look_are_one_more_look(qtbot: QtBot) -> None:
    over: list[Callable[[], None]] = []
    looks = LookingAgain(over.append)
    for _ in range(100):
        looks.soon()
    assert len(over) == 1
    over[0]()
    for _ in range(100):
        looks.soon()
    qtbot.waitUntil(lambda: len(over) == 2)
    over[1]()
    pause(300)
    assert len(over) == 2, "nothing has changed since"
    looks.soon()
    qtbot.waitUntil(lambda: len(over) == 3)


def test_a_long_look_rests_long(qtbot: QtBot) -> None:
    over: list[Callable[[], None]] = []
    looks = LookingAgain(over.append)
    looks.soon()
    pause(100)
    over[0]()
    looks.soon()
    pause(300)
    assert len(over) == 1, "it took 100 ms: nine times as long is left to others"
    qtbot.waitUntil(lambda: len(over) == 2, timeout=3000)


def test_what_somebody_changed_is_looked_at_without_a_rest(qtbot: QtBot) -> None:
    over: list[Callable[[], None]] = []
    looks = LookingAgain(over.append)
    looks.soon()
    pause(200)
    looks.now()
    assert len(over) == 1, "one look at a time"
    over[0]()
    pause(100)
    assert len(over) == 2, "the rest of two seconds is left out"
    pause(200)
    over[1]()
    pause(50)
    assert len(over) == 2
    looks.now()
    pause(100)
    assert len(over) == 3, "it is cut short where it has begun"
