"""A map of contradictions in the real window: asked for, opened on either side, marked, taken back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add

from rag.contradicting.maker import dismissed
from rag.types import Citation
from ui.runs.clash_dialog import ClashDialog
from ui.runs.clash_rows import ClashRole, Column
from ui.runs.clashes_body import ClashesBody
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

ORDER = """Order No. 4711 of Tannery Lane Studios

Payment terms: 30 days net
The delivery takes place on 4 April 2024.
"""
INVOICE = """Invoice for order No. 4711 of Tannery Lane Studios

Payment terms: 14 days net
The delivery takes place on 9 April 2024.
"""


def body(window: MainWindow) -> ClashesBody:
    return window.desk(RunDesk).view.clashes


def ask(qtbot: QtBot, window: MainWindow) -> None:
    """Open the dialog, tick every document and accept it."""

    def choose() -> None:
        found = (one for one in QApplication.topLevelWidgets() if isinstance(one, ClashDialog))
        dialog = next(found, None)
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(50, choose)
            return
        assert not dialog.go.isEnabled()
        for row in range(dialog.documents.list.count()):
            dialog.documents.list.item(row).setCheckState(Qt.CheckState.Checked)
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, choose)
    window.desk(RunDesk).contradicting.ask()
    qtbot.waitUntil(lambda: body(window).rows.rowCount() == 2, timeout=PATIENCE)


def test_either_side_opens_and_a_mark_is_kept_and_undone(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    for name, text in (("order", ORDER), ("invoice", INVOICE)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        add(qtbot, window, tmp_path / f"{name}.txt")
    ask(qtbot, window)
    shown = body(window)
    table, rows = shown.table, shown.rows
    kinds = [rows.index(row, Column.KIND).data() for row in range(2)]
    assert kinds == ["Dates", "Lengths of time"]
    assert shown.told.text() == "2 contradictions found."

    opened: list[Citation] = []
    shown.cited.connect(opened.append)
    table.setFocus()
    point = rows.index(0, Column.LEFT).data(ClashRole)
    for column in (Column.LEFT, Column.RIGHT):
        table.setCurrentIndex(rows.index(0, column))
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == list(point.citations)
    assert {one.document for one in opened} == {"order.txt", "invoice.txt"}

    qtbot.mouseClick(shown.mark, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dismissed(rows.index(0, 0).data(ClashRole)), timeout=PATIENCE)
    assert shown.told.text() == "1 contradiction found. 1 more is marked as none."
    assert rows.index(0, Column.MARK).data() == "none"
    shown.open_only.setChecked(True)
    assert rows.rowCount() == 1
    shown.open_only.setChecked(False)
    qtbot.mouseClick(shown.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dismissed(rows.index(0, 0).data(ClashRole)), timeout=PATIENCE)
    assert not shown.undo.isEnabled()
