"""Choosing among many documents: by one click, by the keyboard, all at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from scenes.looks import PERCENT, Look, dressed

from rag.types import Document, DocumentState, PageUnit
from ui.parts.document_chooser import DocumentChooser
from ui.parts.theme import BODY_POINTS, LIGHT

NAMES = ("lease north.pdf", "lease south.pdf", "minutes.docx", "offer.txt")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def chooser(qtbot: QtBot) -> DocumentChooser:
    made = DocumentChooser(
        [_document(at, name) for at, name in enumerate(NAMES, 1)], several=True, chosen=(4,)
    )
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def test_a_click_beside_the_box_ticks_and_one_on_it_ticks_once(
    qtbot: QtBot, chooser: DocumentChooser
) -> None:
    row = chooser.list.visualItemRect(chooser.list.item(0))
    viewport = chooser.list.viewport()
    QTest.mouseClick(viewport, LEFT, pos=row.center())
    assert list(chooser.chosen) == [1, 4]
    qtbot.wait(QApplication.doubleClickInterval() + 50)  # or it would be a double click
    box = QPoint(row.left() + 12, row.center().y())
    QTest.mouseClick(viewport, LEFT, pos=box)
    assert list(chooser.chosen) == [4]


def test_all_that_the_filter_shows_are_ticked_at_once_and_told(
    qtbot: QtBot, chooser: DocumentChooser
) -> None:
    changes = list[bool]()
    chooser.changed.connect(lambda: changes.append(True))
    assert chooser.all.text() == "All 4 documents · 1 chosen"
    assert chooser.all.checkState() is Qt.CheckState.PartiallyChecked

    QTest.keyClicks(chooser.filter, "lease")
    assert chooser.all.checkState() is Qt.CheckState.Unchecked
    chooser.all.setFocus()
    QTest.keyClick(chooser.all, Qt.Key.Key_Space)
    assert list(chooser.chosen) == [1, 2, 4]  # what the filter hides stays chosen
    assert chooser.all.text() == "All 2 shown · 3 chosen"
    assert chooser.all.checkState() is Qt.CheckState.Checked
    assert len(changes) == 1

    QTest.keyClick(chooser.all, Qt.Key.Key_Space)
    assert list(chooser.chosen) == [4]


def test_nothing_is_there_to_be_ticked_where_the_filter_shows_nothing(chooser: DocumentChooser) -> None:
    QTest.keyClicks(chooser.filter, "zzz")
    assert not chooser.all.isEnabled()
    assert list(chooser.chosen) == [4]


def test_where_one_is_chosen_there_is_no_box_for_all(qtbot: QtBot) -> None:
    made = DocumentChooser([_document(1, "a.pdf")], several=False)
    qtbot.addWidget(made)
    made.show()
    assert not made.all.isVisible()


def _document(ident: int, name: str) -> Document:
    return Document(ident, name, f"/{name}", name, "", DocumentState.READY, PageUnit.PAGE, 1, 1, 1, 0.0)


@pytest.mark.parametrize("percent", PERCENT)
def test_two_names_at_least_are_whole(qtbot: QtBot, qapp: QApplication, percent: int) -> None:
    """In large letters the second was cut in half, however much there was to scroll."""
    with dressed(qapp, Look("low", 1024, 600, LIGHT, BODY_POINTS * percent / 100)):
        made = DocumentChooser(
            [_document(at, name) for at, name in enumerate(NAMES, 1)], several=True, chosen=(4,)
        )
        qtbot.addWidget(made)
        made.show()
        QApplication.processEvents()
        made.resize(400, made.minimumSizeHint().height())
        QApplication.processEvents()
        second = made.list.visualItemRect(made.list.item(1))
        assert made.list.viewport().rect().contains(second)
