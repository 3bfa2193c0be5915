"""Cross-references on the page: underlined, followed by a click or from a menu, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import pdf
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.library.rows import DocumentRole
from ui.reader.pane import ReaderPane

pytestmark = pytest.mark.model

PATIENCE = 30_000
FIRST = """# Article 1 Notification
A breach is notified as laid down in Article 2 of this law.
Everyone who holds data does so without undue delay and in writing."""
SECOND = """# Article 2 Time
Notification is made within 72 hours after having become aware of the breach.
Where it comes later it is accompanied by the reasons for the delay."""


@pytest.fixture
def reader(qtbot: QtBot, tmp_path: Path) -> Iterator[ReaderPane]:
    """The pane, open at the first page of a law of two articles."""
    with open_window(tmp_path / "home", "") as window:
        qtbot.waitUntil(lambda: not window.panes.composer.field.placeholderText().startswith("Opening"))
        drop(window, [pdf(tmp_path / "law.pdf", [FIRST, SECOND])])
        listed = window.panes.library.list

        def ready() -> bool:
            model = listed.model()
            rows = [model.index(row, 0).data(DocumentRole).state for row in range(model.rowCount())]
            return rows == [DocumentState.READY]

        qtbot.waitUntil(ready, timeout=PATIENCE)
        window.desk(LibraryDesk).open(listed.model().index(0, 0).data(DocumentRole))
        pane = window.panes.reader
        qtbot.waitUntil(lambda: pane.shown is not None, timeout=PATIENCE)
        yield pane


def on_page(qtbot: QtBot, reader: ReaderPane, number: int) -> None:
    qtbot.waitUntil(lambda: reader.shown is not None and reader.shown.number == number, timeout=PATIENCE)


def test_a_click_on_a_reference_opens_the_article_and_back_returns(qtbot: QtBot, reader: ReaderPane) -> None:
    assert [link.text for link in reader.shown.links] == ["Article 2"]
    qtbot.waitUntil(lambda: reader.page.leaf(1) is not None, timeout=PATIENCE)
    point = reader.page.link_point(0).toPoint()
    qtbot.mouseClick(reader.page.viewport(), Qt.MouseButton.LeftButton, pos=point)
    on_page(qtbot, reader, 2)
    qtbot.waitUntil(lambda: bool(reader.page.boxes), timeout=PATIENCE)
    assert reader.head.back.isEnabled()
    reader.head.back.click()
    on_page(qtbot, reader, 1)
    assert reader.shown.mark is not None
    assert reader.head.forward.isEnabled()
    reader.head.forward.click()
    on_page(qtbot, reader, 2)
    assert not reader.head.forward.isEnabled()


def test_the_menu_lists_them_for_the_keyboard(qtbot: QtBot, reader: ReaderPane) -> None:
    (action,) = reader.head.links.menu().actions()
    assert action.text() == "Go to Article 2"
    action.trigger()
    on_page(qtbot, reader, 2)
    assert not reader.head.links.isVisible()
    assert not reader.head.links.menu().actions()
