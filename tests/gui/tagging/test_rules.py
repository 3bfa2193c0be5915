"""Rules that tag in the window: made, tried with names before anything changes, put on, undone, deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from window import open_window

from rag.storing.tag_rules import TagRule
from ui.library.desk import LibraryDesk
from ui.tagging.desk import TagDesk
from ui.tagging.dialog import TagDialog
from ui.tagging.rule_form import Places, RuleForm
from ui.tagging.rules_dialog import RulesDialog
from ui.tagging.trial_dialog import TrialDialog
from ui.window.main_window import MainWindow

PATIENCE = 60_000
TEXTS = {"lease.txt": "The lease of the mill ends in May.", "rope.md": "The rope of the mill is new."}
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Not in your documents.") as opened:
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        opened.desk(LibraryDesk).model.add([tmp_path / name for name in TEXTS])
        rows = opened.desk(LibraryDesk).model.rows
        qtbot.waitUntil(lambda: len([one for one in rows.documents() if one.passages]) == 2, timeout=PATIENCE)
        yield opened


def tags(window: MainWindow) -> dict[str, list[str]]:
    rows = window.desk(LibraryDesk).model.rows
    return {one.name: [tag.name for tag in one.tags] for one in rows.documents()}


def in_next(kind: type[D], work: Callable[[D], None]) -> None:
    """Do something in the next dialog of a kind, which blocks whoever opens it."""

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            work(dialog)
        else:
            QTimer.singleShot(50, later)

    QTimer.singleShot(50, later)


def press(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Space)


def test_a_rule_is_made_tried_put_on_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    told: list[str] = []
    rules = window.desk(TagDesk).given.services.tagging.rules

    def trial(dialog: TrialDialog) -> None:
        qtbot.waitUntil(lambda: not dialog.bar.isVisible(), timeout=PATIENCE)
        told.append(dialog.words.text())
        told.extend(dialog.list.item(row).text() for row in range(dialog.list.count()))
        assert tags(window) == {"lease.txt": [], "rope.md": []}, "nothing is changed yet"
        press(dialog.go)

    def form(dialog: RuleForm) -> None:
        press(dialog.attempt)
        assert dialog.hint.isVisible(), "nothing is asked yet"
        QTest.keyClicks(dialog.tags, "Mill, Leases")
        QTest.keyClicks(dialog.words, "lease, MILL")
        dialog.suffix.setCurrentIndex(dialog.suffix.findData(".txt"))
        press(dialog.go)

    def all_rules(dialog: RulesDialog) -> None:
        assert dialog.none.isVisible()
        in_next(RuleForm, form)
        press(dialog.new)
        qtbot.waitUntil(lambda: dialog.chosen is not None, timeout=PATIENCE)
        assert "lease, MILL" in dialog.list.item(0).text()
        assert ".txt" in dialog.list.item(0).text()
        in_next(TrialDialog, trial)
        press(dialog.attempt)
        qtbot.waitUntil(lambda: tags(window)["lease.txt"] == ["Leases", "Mill"], timeout=PATIENCE)
        QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: dialog.chosen is None and dialog.back.isVisible(), timeout=PATIENCE)
        press(dialog.back)
        qtbot.waitUntil(lambda: dialog.chosen is not None, timeout=PATIENCE)
        dialog.accept()

    def tag_dialog(dialog: TagDialog) -> None:
        in_next(RulesDialog, all_rules)
        press(dialog.rules)
        dialog.reject()

    in_next(TagDialog, tag_dialog)
    window.desk(TagDesk).show()
    assert told == ["Would tag 1 of 2 documents:", "lease.txt: Mill, Leases"]
    assert [one.words for one in rules.all()] == [("lease", "MILL")]
    assert tags(window)["rope.md"] == []
    action = next(one for one in window.findChildren(QAction) if one.shortcut() == QKeySequence("Ctrl+Z"))
    action.trigger()  # the deleted rule, which is there again
    action.trigger()
    qtbot.waitUntil(lambda: tags(window)["lease.txt"] == [], timeout=PATIENCE)


def test_a_rule_that_is_changed_shows_what_it_asked(qtbot: QtBot) -> None:
    rule = TagRule(
        ("Tax", "2024"), "/home/anna/tax", "Post", "ada@", "*.pdf", ("paid", "in full"),
        "document-type:type=invoice", ".pdf", 7,
    )  # fmt: skip
    form = RuleForm(None, rule, Places(["/home/bert"], ["Other"], [".txt"]))
    qtbot.addWidget(form)
    assert form.rule == rule
    form.label.setCurrentIndex(0)
    form.folder.setCurrentIndex(form.folder.findData("/home/bert"))
    assert (form.rule.label, form.rule.folder) == ("", "/home/bert")


def test_a_trial_that_finds_nothing_says_so_and_offers_nothing(qtbot: QtBot) -> None:
    dialog = TrialDialog(None)
    qtbot.addWidget(dialog)
    dialog.show_found({}, {1: "a.txt"}, 40)
    assert dialog.words.text().startswith("Would tag none of 40 documents")
    assert not dialog.go.isEnabled()
