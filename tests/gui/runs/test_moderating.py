"""Moderation in the window: asked for in a dialog, its policy read, shown with what speaks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui import document
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window import open_window

from rag.guarding.house import HousePolicy
from rag.guarding.policy import policy_of
from rag.runs.types import RunState
from rag.types import Citation, DocumentState
from ui.library.desk import LibraryDesk
from ui.runs.desk import RunDesk
from ui.runs.moderate_dialog import ModerateDialog
from ui.runs.policy_dialog import PolicyDialog
from ui.window.main_window import MainWindow

PATIENCE = 60_000
MAIL = (
    "From: Karl <karl@example.org>\nTo: office@example.com\nSubject: Delivery\n\n"
    "Good morning,\n\nImmigrants are vermin.\n\nKarl\n"
)
OWN = '[category.money]\nwords = ["euros"]\n'


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Not in your documents.") as opened:
        (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
        (tmp_path / "b.txt").write_text("The deposit is 900 euros.", encoding="utf-8")
        library = opened.desk(LibraryDesk).model
        library.add([tmp_path / "a.eml", tmp_path / "b.txt"])
        qtbot.waitUntil(
            lambda: [one.state for one in library.rows.documents()] == [DocumentState.READY] * 2,
            timeout=PATIENCE,
        )
        yield opened


def test_what_is_against_a_mail_is_shown_and_opens_where_it_stands(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, library = window.desk(RunDesk), window.desk(LibraryDesk).model
    ids = [one.id for one in library.rows.documents()]
    asked: list[ModerateDialog] = []

    def accept(dialog: ModerateDialog) -> bool:
        asked.append(dialog)
        for row in range(dialog.documents.list.count()):
            dialog.documents.list.item(row).setCheckState(Qt.CheckState.Checked)
        return True

    monkeypatch.setattr(ModerateDialog, "exec", accept)
    desk.moderating.ask()

    def done() -> bool:
        report = desk.line.current
        return report is not None and report.run.state is RunState.DONE and desk.is_shown

    qtbot.waitUntil(done, timeout=PATIENCE)
    assert len(ids) == 2
    table, rows = desk.view.points.table, desk.view.points.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 2, timeout=PATIENCE)
    shown = {
        str(rows.index(row, 0).data()): [str(rows.index(row, column).data()) for column in (1, 2)]
        for row in range(2)
    }
    assert "Hate (" in shown["a.eml"][0]
    assert "“Immigrants are vermin”" in shown["a.eml"][1]
    opened: list[Citation] = []
    desk.view.cited.disconnect()
    desk.view.cited.connect(opened.append)
    row = next(row for row in range(2) if rows.index(row, 0).data() == "a.eml")
    table.setFocus()
    table.setCurrentIndex(rows.index(row, 2))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert [one.document for one in opened] == ["a.eml"]
    assert opened[0].quote in MAIL


def test_the_dialog_shows_the_policy_and_takes_one_from_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    house = HousePolicy(tmp_path / "none.toml")
    dialog = ModerateDialog(None, [document(1, "a.txt")], house)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.go.isEnabled(), "nothing is chosen"
    dialog.documents.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.go.isEnabled()
    assert dialog.policy is None
    assert "Threatening hate" in dialog.about.text()
    own, wrong = tmp_path / "money.toml", tmp_path / "wrong.toml"
    own.write_text(OWN, encoding="utf-8")
    wrong.write_text("[category.a]\nflag = 'x'", encoding="utf-8")
    dialog.take(wrong)
    assert dialog.wrong.isVisible()
    assert "line 2" in dialog.wrong.text() or "line 1" in dialog.wrong.text()
    assert dialog.policy is None
    dialog.take(own)
    assert not dialog.wrong.isVisible()
    assert dialog.policy == own
    assert "money" in dialog.about.text()


def test_a_policy_of_the_library_that_is_wrong_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "moderation.toml"
    path.write_text("[category.a", encoding="utf-8")
    dialog = ModerateDialog(None, [document(1, "a.txt")], HousePolicy(path))
    qtbot.addWidget(dialog)
    dialog.show()
    assert "line 1" in dialog.wrong.text()
    assert dialog.wrong.isVisible()


def test_the_text_is_read_and_a_copy_of_it_is_a_policy(qtbot: QtBot, tmp_path: Path) -> None:
    house = HousePolicy(tmp_path / "none.toml").now()
    dialog = PolicyDialog(None, "The program’s own policy", house.text, house.policy)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "[category.hate]" in dialog.text.toPlainText()
    assert dialog.text.isReadOnly()
    assert "Threatening hate, from 35 % (guard: refused, but for what documents say)" in dialog.summary.text()
    dialog.save(tmp_path / "copy.toml")
    assert policy_of(tmp_path / "copy.toml") == policy_of()
    dialog.save(tmp_path / "no folder" / "copy.toml")
    assert "could not be written" in dialog.told.text()
