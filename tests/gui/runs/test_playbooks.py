"""Contracts held against a playbook in the real window: chosen, checked, shown with marks, opened, saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from files.revised import paragraphs
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, wait_states

from app.exporting.register import FORMATS
from app.words.catalogue import say, use
from rag.runs.types import RunState
from rag.types import Citation
from ui.runs.desk import RunDesk
from ui.runs.playbook_dialog import PlaybookDialog
from ui.runs.point_rows import PointTable
from ui.window.main_window import MainWindow

PENALTY = "For each breach the Recipient shall pay the sum of $10,000 without proof of loss."
CONTRACT = f"""AGREEMENT

Upon request the Recipient shall return or destroy all materials.

{PENALTY}
"""


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.txt"
    path.write_text(CONTRACT, encoding="utf-8")
    return path


def table(window: MainWindow) -> PointTable:
    return window.desk(RunDesk).view.points.rows


def row(window: MainWindow, position: str) -> int:
    return next(
        one for one in range(table(window).rowCount()) if table(window).index(one, 1).data() == position
    )


def asked(window: MainWindow, act: Callable[[PlaybookDialog], None]) -> None:
    """Open the dialog and do something in it as soon as it is there."""

    def look() -> None:
        found = (one for one in QApplication.topLevelWidgets() if isinstance(one, PlaybookDialog))
        dialog = next(found, None)
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(50, look)
        else:
            act(dialog)

    QTimer.singleShot(50, look)
    entries = window.desk(RunDesk).entries()
    next(one for one in entries if one.name == say("playbooks.dialog.menu")).do()


def test_a_contract_is_checked_opened_and_saved_with_changes(
    qtbot: QtBot, window: MainWindow, contract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(qtbot, window, contract)

    def choose(dialog: PlaybookDialog) -> None:
        dialog.playbooks.setCurrentIndex(dialog.playbooks.findData("nda"))
        assert "Duration of the duty" in dialog.about.text()
        dialog.documents.list.item(0).setCheckState(Qt.CheckState.Checked)
        assert dialog.go.isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    asked(window, choose)
    wait_states(qtbot, window, RunState.DONE)
    qtbot.waitUntil(lambda: table(window).rowCount() > 20, timeout=PATIENCE)
    penalty = row(window, "Penalty")
    shown = [table(window).index(penalty, column).data() for column in range(table(window).columnCount())]
    assert shown[:4] == ["contract.txt", "Penalty", "✗ not acceptable", PENALTY]
    assert shown[4].startswith("A fixed sum for each breach"), "a tall row shows why first"
    view = window.desk(RunDesk).view
    inks = [view.points.table.look.ink(table(window).index(penalty, column)) for column in range(5)]
    assert inks == ["ink", "ink", "danger", "ink", "ink"], "the verdict alone is marked"
    assert table(window).index(row(window, "Exceptions"), 2).data() == "○ missing"
    opened: list[Citation] = []
    view.cited.connect(opened.append)
    view.points.table.setCurrentIndex(table(window).index(penalty, 3))
    qtbot.keyClick(view.points.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=PATIENCE)
    assert opened[0].quote == PENALTY
    out = tmp_path / "out.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    word = next(one for one in FORMATS if one.suffix == "docx")
    window.desk(RunDesk)._taking._export(word)
    qtbot.waitUntil(out.exists, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(docx.Document(str(out)).comments), timeout=PATIENCE)
    assert PENALTY in paragraphs(out, accepted=False)
    assert PENALTY not in paragraphs(out, accepted=True)


def test_a_playbook_comes_from_a_file_and_a_wrong_one_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    right, wrong = tmp_path / "own.toml", tmp_path / "wrong.toml"
    right.write_text("name = 'Ours'\n[[positions]]\nname = 'Keys'\nwords = ['keys']\n", encoding="utf-8")
    wrong.write_text("[[positions]]\nname = 'Keys'\nwords = 3\n", encoding="utf-8")
    dialog = PlaybookDialog(None, [])
    qtbot.addWidget(dialog)
    assert not dialog.go.isEnabled(), "no contract is chosen"
    dialog.take(wrong)
    assert "Keys: words" in dialog.about.text()
    dialog.take(right)
    assert (dialog.playbooks.currentText(), dialog.chosen.built_in) == ("Ours", "")
    assert "Keys" in dialog.about.text()


@pytest.mark.parametrize(
    ("language", "name"), [("de", "Dauer der Geheimhaltung"), ("en", "Duration of the duty")]
)
def test_positions_that_come_along_are_told_in_the_language_of_the_window(
    qtbot: QtBot, language: str, name: str
) -> None:
    use(language)
    try:
        dialog = PlaybookDialog(None, [])
        qtbot.addWidget(dialog)
        assert name in dialog.about.text()
    finally:
        use("en")
