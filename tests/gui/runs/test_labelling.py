"""Labels in the window: asked for in a dialog, shown with why, corrected by keyboard, made tags."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui import document
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from window import open_window

from rag.runs.types import RunState
from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.runs.classify_dialog import ClassifyDialog
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

PATIENCE = 60_000
TEXTS = {
    "a.txt": "Stadtwerke\nStromrechnung 2024\nRechnungsbetrag 812,33 EUR",
    "b.txt": "Beste collega's,\nhierbij de notulen van 3 mei.",
}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Not in your documents.") as opened:
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        library = opened.desk(LibraryDesk).model
        library.add([tmp_path / name for name in TEXTS])
        qtbot.waitUntil(
            lambda: [one.state for one in library.rows.documents()] == [DocumentState.READY] * 2,
            timeout=PATIENCE,
        )
        yield opened


def cells(window: MainWindow) -> list[list[str]]:
    rows = window.desk(RunDesk).view.points.rows
    return [
        [str(rows.index(row, column).data()) for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def test_labels_are_shown_corrected_and_made_tags(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, library = window.desk(RunDesk), window.desk(LibraryDesk).model
    ids = [one.id for one in library.rows.documents()]
    dialog = ClassifyDialog(window, library.rows.documents(), ids)
    qtbot.addWidget(dialog)
    assert dialog.preset == "document-type"
    desk.asking.classify(dialog)

    def done() -> bool:
        report = desk.line.current
        return report is not None and report.run.state is RunState.DONE and desk.is_shown

    qtbot.waitUntil(done, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(cells(window)) == 2, timeout=PATIENCE)
    by_name = {row[0]: row for row in cells(window)}
    assert by_name["a.txt"][1].startswith("Invoice (")
    assert by_name["a.txt"][2] == "“Stromrechnung 2024”"
    points = desk.view.points
    assert points.tag.isVisible()

    report = desk.line.current
    assert report is not None
    row = [one[0] for one in cells(window)].index("b.txt")
    asked: list[tuple[object, ...]] = []
    points.correct_asked.disconnect()
    points.correct_asked.connect(lambda *what: asked.append(what))
    points.table.setFocus()
    points.table.setCurrentIndex(points.rows.index(row, 1))
    QTest.keyClick(points.table, Qt.Key.Key_F2)
    ((point, column, _),) = asked
    assert column == 1
    menu = desk.labelling.menu(report, point, column)  # type: ignore[arg-type]
    assert menu is not None
    names = [one.text() for one in menu.actions()]
    assert names[0] == "Invoice"
    assert names[-1] == "none of these"
    next(one for one in menu.actions() if one.text() == "Letter").trigger()
    qtbot.waitUntil(lambda: {one[0]: one[1] for one in cells(window)}["b.txt"] == "Letter", timeout=PATIENCE)
    assert [one.label for one in window.desk(RunDesk).given.services.classifications.examples()] == ["letter"]

    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    QTest.mouseClick(points.tag, Qt.MouseButton.LeftButton)

    def tags() -> dict[str, list[str]]:
        return {one.name: [tag.name for tag in one.tags] for one in library.rows.documents()}

    qtbot.waitUntil(lambda: tags() == {"a.txt": ["Invoice"], "b.txt": ["Letter"]}, timeout=PATIENCE)
    qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)
    window.panes.banner._act()
    qtbot.waitUntil(lambda: tags() == {"a.txt": [], "b.txt": []}, timeout=PATIENCE)


def test_the_dialog_asks_only_what_belongs_to_the_labels(qtbot: QtBot) -> None:
    dialog = ClassifyDialog(None, [document(1, "a.txt")], [])
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.go.isEnabled(), "nothing is chosen"
    dialog.documents.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.go.isEnabled()
    shown = {}
    for place in range(dialog.labels.count()):
        dialog.labels.setCurrentIndex(place)
        shown[dialog.preset] = (dialog.request.isVisible(), dialog.reply.isVisible())
    assert shown == {
        "document-type": (False, False),
        "helpdesk": (False, True),
        "review": (True, False),
    }
    dialog.request.setText("the mill")
    assert dialog.asked == "the mill"
    dialog.labels.setCurrentIndex(0)
    assert dialog.asked == "", "what is not seen is not asked"
