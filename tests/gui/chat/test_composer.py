"""What the composer tells while a question is typed."""

from __future__ import annotations

import pytest
from legible import flaws
from pausing import pause
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.chat.composer import Composer
from ui.parts.theme import LIGHT


def test_the_first_character_is_told_once_a_question(qtbot: QtBot) -> None:
    composer, begun = Composer(LIGHT), list[bool]()
    qtbot.addWidget(composer)
    composer.begun.connect(lambda: begun.append(True))

    QTest.keyClicks(composer.field, "Who signs?")
    assert len(begun) == 1

    QTest.keyClick(composer.field, Qt.Key.Key_Return)
    QTest.keyClicks(composer.field, "And when?")
    assert len(begun) == 2


def test_what_is_sent_before_it_can_be_asked_is_asked_then(qtbot: QtBot) -> None:
    composer, sent = Composer(LIGHT), list[str]()
    qtbot.addWidget(composer)
    composer.sent.connect(sent.append)
    composer.set_reason("Opening your library…")
    QTest.keyClicks(composer.field, "Who signs?")
    QTest.keyClick(composer.field, Qt.Key.Key_Return)
    assert sent == []
    composer.set_reason("")
    assert sent == ["Who signs?"]
    assert composer.field.toPlainText() == ""


def test_what_was_changed_since_waits_for_enter(qtbot: QtBot) -> None:
    composer, sent = Composer(LIGHT), list[str]()
    qtbot.addWidget(composer)
    composer.sent.connect(sent.append)
    composer.set_reason("Opening your library…")
    QTest.keyClicks(composer.field, "Who signs?")
    QTest.keyClick(composer.field, Qt.Key.Key_Return)
    QTest.keyClicks(composer.field, " And")
    composer.set_reason("")
    assert sent == []
    assert composer.field.toPlainText() == "Who signs? And"


def test_the_field_grows_where_it_becomes_narrow(qtbot: QtBot) -> None:
    composer = Composer(LIGHT)
    qtbot.addWidget(composer)
    composer.resize(900, 120)
    composer.show()
    QTest.keyClicks(composer.field, "How long does the controller have to answer a request for access?")
    wide = composer.field.height()
    composer.resize(320, 200)
    qtbot.waitUntil(lambda: composer.field.height() >= wide + composer.field.fontMetrics().lineSpacing())
    composer.resize(900, 120)
    qtbot.waitUntil(lambda: composer.field.height() == wide)


class _Painted(QObject):
    """How wide the widest part is that a widget painted since."""

    width = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.width = max(self.width, event.rect().width())
        return False


def test_another_hint_is_painted_at_once(qtbot: QtBot) -> None:
    """Qt paints a new hint only where none was shown: the old one stayed, "Apening" where the caret was."""
    composer = Composer(LIGHT)
    qtbot.addWidget(composer)
    composer.resize(600, 80)
    composer.set_reason("Opening your library…")
    composer.show()
    qtbot.waitExposed(composer)
    qtbot.wait(50)  # what showing it painted
    painted, viewport = _Painted(), composer.field.viewport()
    viewport.installEventFilter(painted)
    composer.set_reason("")
    qtbot.waitUntil(lambda: painted.width == viewport.width(), timeout=2000)


@pytest.mark.parametrize("width", [200, 260, 600])
def test_the_hint_is_seen_whole_and_nothing_jumps_when_it_goes(qtbot: QtBot, width: int) -> None:
    """With large letters in a narrow window it took two lines, and the second was cut."""
    composer = Composer(LIGHT)
    qtbot.addWidget(composer)
    composer.field.setPlaceholderText("Ask your documents what they say")
    composer.resize(width, 200)
    composer.show()
    qtbot.waitUntil(lambda: not flaws(composer))
    high = composer.field.height()
    QTest.keyClicks(composer.field, "W")
    pause(30)
    assert composer.field.height() == high
