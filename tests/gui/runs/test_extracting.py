"""Values out of documents in the real window: chosen, taken, shown as a table whose rows open their pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, wait_states

from rag.runs.types import RunState
from rag.types import Citation
from ui.runs.desk import RunDesk
from ui.runs.extract_dialog import ExtractDialog
from ui.runs.value_rows import ValueTable
from ui.window.main_window import MainWindow

FORM = """INSPECTION REPORT

Inspector: Maria Okafor
Date of inspection: 22/09/2024
Result: passed
Site: Dock 4
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(FORM, encoding="utf-8")
    return path


def table(window: MainWindow) -> ValueTable:
    """The table in view."""
    return window.desk(RunDesk).view.values.rows


def told(window: MainWindow) -> list[str]:
    """Its first row."""
    model = table(window)
    return [model.index(0, column).data() or "" for column in range(model.columnCount())]


def asked(window: MainWindow, act: Callable[[ExtractDialog], None]) -> None:
    """Open the dialog and do something in it as soon as it is there."""

    def look() -> None:
        dialog = next((one for one in QApplication.topLevelWidgets() if isinstance(one, ExtractDialog)), None)
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(50, look)
        else:
            act(dialog)

    QTimer.singleShot(50, look)
    window.desk(RunDesk).extract_selected()


def test_a_preset_makes_a_table_that_is_kept(qtbot: QtBot, window: MainWindow, form: Path) -> None:
    add(qtbot, window, form)

    def choose(dialog: ExtractDialog) -> None:
        dialog.columns.setCurrentIndex(dialog.columns.findData("inspection"))
        assert "inspector" in dialog.about.text()
        dialog.documents.list.item(0).setCheckState(Qt.CheckState.Checked)
        assert dialog.go.isEnabled()
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    asked(window, choose)
    wait_states(qtbot, window, RunState.DONE)
    qtbot.waitUntil(lambda: "Maria Okafor" in " ".join(told(window)), timeout=PATIENCE)
    heads = [table(window).headerData(column, Qt.Orientation.Horizontal) for column in range(7)]
    assert heads == ["Document", "Inspector", "Site", "Date", "Result", "Next inspection", "Finding"]
    assert told(window) == ["report.txt", "Maria Okafor", "Dock 4", "2024-09-22", "passed", "–", "–"]
    assert "page 1: “22/09/2024”" in table(window).index(0, 3).data(Qt.ItemDataRole.ToolTipRole)
    opened: list[Citation] = []
    view = window.desk(RunDesk).view
    view.cited.connect(opened.append)
    view.values.table.setCurrentIndex(table(window).index(0, 3))
    qtbot.waitUntil(lambda: [one.quote for one in opened] == ["22/09/2024"])


def test_columns_come_from_a_file_and_a_wrong_one_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    right, wrong = tmp_path / "own.json", tmp_path / "wrong.json"
    right.write_text(json.dumps({"name": "Docks", "columns": [{"name": "site"}]}), encoding="utf-8")
    wrong.write_text('{"columns": [{"name": "site", "type": "colour"}]}', encoding="utf-8")
    dialog = ExtractDialog(None, [])
    qtbot.addWidget(dialog)
    assert not dialog.go.isEnabled(), "no document is chosen"
    dialog.take(wrong)
    assert "site: type colour" in dialog.about.text()
    dialog.take(right)
    assert (dialog.columns.currentText(), dialog.schema.name) == ("Docks", "Docks")
    assert "site" in dialog.about.text()


def test_columns_are_suggested_from_the_chosen_documents(
    qtbot: QtBot, window: MainWindow, form: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(FORM.replace("Maria Okafor", "Ali Demir").replace("22/09", "23/10"), encoding="utf-8")
    add(qtbot, window, form, other)

    def choose(dialog: ExtractDialog) -> None:
        assert not dialog.suggest.isEnabled(), "no document is chosen"
        for row in range(2):
            dialog.documents.list.item(row).setCheckState(Qt.CheckState.Checked)
        qtbot.mouseClick(dialog.suggest, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(dialog.suggested.isVisible, timeout=PATIENCE)
        shown = [dialog.suggested.item(row) for row in range(dialog.suggested.count())]
        assert shown[0].text() == "Inspector (words): Maria Okafor · Ali Demir"
        for row in (0, 2, 3):
            dialog.suggested.item(row).setCheckState(Qt.CheckState.Unchecked)
        assert [one.name for one in dialog.schema.columns] == ["date_of_inspection"]
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    asked(window, choose)
    wait_states(qtbot, window, RunState.DONE)
    qtbot.waitUntil(lambda: table(window).rowCount() == 2, timeout=PATIENCE)
    days = {table(window).index(row, 1).data() for row in range(2)}
    assert days == {"2024-09-22", "2024-10-23"}
