"""Tags in the window: put on by keyboard, seen in the list, narrowing it and what is asked, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gui import document
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from window import open_window

from rag.storing.tags import TagUse
from rag.types import SearchScope, Tag
from ui.chat.desk import ChatDesk
from ui.library.desk import LibraryDesk
from ui.parts.rows import TagsRole
from ui.parts.theme import DARK, LIGHT, Palette
from ui.tagging.desk import TagDesk
from ui.tagging.dialog import TagDialog
from ui.window.main_window import MainWindow

PATIENCE = 30_000
TEXTS = {"lease.txt": "The lease of the mill ends in May.", "rope.txt": "The rope of the mill is new."}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Not in your documents.") as opened:
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        opened.desk(LibraryDesk).model.add([tmp_path / name for name in TEXTS])
        panel = opened.panes.library
        qtbot.waitUntil(lambda: panel.list.model().rowCount() == 2, timeout=PATIENCE)
        qtbot.waitUntil(
            lambda: all(one.passages for one in opened.desk(LibraryDesk).model.rows.documents()),
            timeout=PATIENCE,
        )
        yield opened


def shown(window: MainWindow) -> list[str]:
    model = window.panes.library.list.model()
    return [model.index(at, 0).data() for at in range(model.rowCount())]


def tags(window: MainWindow) -> dict[str, list[str]]:
    model = window.panes.library.list.model()
    rows = [model.index(at, 0) for at in range(model.rowCount())]
    return {row.data(): [tag.name for tag in row.data(TagsRole)] for row in rows}


def undo(window: MainWindow) -> None:
    """What Ctrl+Z does, from the menu."""
    action = next(one for one in window.findChildren(QAction) if one.shortcut() == QKeySequence("Ctrl+Z"))
    action.trigger()


def in_dialog(work: Callable[[TagDialog], None]) -> None:
    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TagDialog)
        work(dialog)

    QTimer.singleShot(300, later)


def typed(name: str) -> Callable[[TagDialog], None]:
    def work(dialog: TagDialog) -> None:
        QTest.keyClicks(dialog.field, name)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    return work


def test_tags_are_put_on_by_keyboard_seen_filtered_asked_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    panel, desk = window.panes.library, window.desk(TagDesk)
    panel.list.selectAll()
    in_dialog(typed("Mill"))
    desk.show()
    qtbot.waitUntil(lambda: tags(window) == {"lease.txt": ["Mill"], "rope.txt": ["Mill"]}, timeout=PATIENCE)
    qtbot.waitUntil(panel.tags.isVisible, timeout=PATIENCE)

    panel.list.setCurrentIndex(panel.list.model().index(shown(window).index("lease.txt"), 0))
    in_dialog(typed("Leases"))
    desk.show()
    qtbot.waitUntil(lambda: tags(window)["lease.txt"] == ["Leases", "Mill"], timeout=PATIENCE)
    told = panel.list.model().index(shown(window).index("lease.txt"), 0)
    assert told.data(Qt.ItemDataRole.AccessibleTextRole).endswith("tagged Leases, Mill")

    qtbot.waitUntil(lambda: panel.tags.findText("Leases (1)") > 0, timeout=PATIENCE)
    panel.tags.setCurrentIndex(panel.tags.findText("Leases (1)"))
    panel.tags.activated.emit(panel.tags.currentIndex())
    assert shown(window) == ["lease.txt"]
    assert window.panes.survey_bar.only.isVisible()
    assert window.desk(ChatDesk).model.scope == SearchScope(tag="Leases")

    window.desk(ChatDesk).model.ask("How many documents are there?")
    qtbot.waitUntil(lambda: bool(window.desk(ChatDesk).model.turns), timeout=PATIENCE)
    answer = window.desk(ChatDesk).model.turns[-1].answer
    assert answer is not None
    assert answer.within == "Leases"
    assert "one document" in answer.text
    assert "Asked of the documents tagged “Leases” alone." in window.panes.transcript.cards[-1]._unread.text()

    QTest.mouseClick(window.panes.survey_bar.only, Qt.MouseButton.LeftButton)
    assert sorted(shown(window)) == sorted(TEXTS)
    assert window.desk(ChatDesk).model.scope == SearchScope()

    undo(window)
    qtbot.waitUntil(lambda: tags(window)["lease.txt"] == ["Mill"], timeout=PATIENCE)
    undo(window)
    qtbot.waitUntil(lambda: tags(window) == {"lease.txt": [], "rope.txt": []}, timeout=PATIENCE)


def test_a_tag_is_renamed_and_deleted_in_the_dialog(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, panel = window.desk(TagDesk), window.panes.library
    panel.list.selectAll()
    in_dialog(typed("Mill"))
    desk.show()
    qtbot.waitUntil(lambda: panel.tags.findText("Mill (2)") > 0, timeout=PATIENCE)

    def work(dialog: TagDialog) -> None:
        dialog.list.setCurrentRow(0)
        dialog.list.item(0).setText("Mühle")
        qtbot.waitUntil(lambda: dialog.list.item(0).text() == "Mühle", timeout=PATIENCE)
        dialog.list.item(0).setText("a, b")
        assert dialog.hint.isVisible()
        assert dialog.list.item(0).text() == "Mühle"
        monkeypatch.setattr(TagDialog, "_is_sure", lambda *_: True)
        dialog.list.setCurrentRow(0)
        QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
        qtbot.waitUntil(dialog.none.isVisible, timeout=PATIENCE)
        dialog.reject()

    in_dialog(work)
    desk.show()
    assert not panel.tags.isVisible()
    undo(window)
    qtbot.waitUntil(lambda: tags(window)["rope.txt"] == ["Mühle"], timeout=PATIENCE)


def test_what_some_have_stays_as_it_is_unless_it_is_ticked(qtbot: QtBot) -> None:
    mill, due = Tag(1, "Mill"), Tag(2, "due", 1)
    some = [document(1, "a.txt", tags=(mill,)), document(2, "b.txt", tags=(mill, due))]
    dialog = TagDialog(None, some, [TagUse(due, 1), TagUse(mill, 2)], LIGHT)
    qtbot.addWidget(dialog)
    states = {dialog.list.item(at).text(): dialog.list.item(at).checkState() for at in range(2)}
    assert states == {"due": Qt.CheckState.PartiallyChecked, "Mill": Qt.CheckState.Checked}
    assert (dialog.put, dialog.off) == ([], [])
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert (dialog.put, dialog.off) == (["due"], ["Mill"])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_colours_of_tags_are_seen_on_every_ground(palette: Palette) -> None:
    def bright(name: str) -> float:
        color = palette.color(name) if isinstance(name, str) else name
        parts = [
            one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
            for one in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for number in range(8):
        tone = palette.tone(number)
        for ground in ("sidebar", "surface", "accent_soft", "hover", "paper"):
            low, high = sorted((bright(ground), bright(tone)))  # type: ignore[arg-type]
            assert (high + 0.05) / (low + 0.05) >= 3.0, (number, ground)


def test_a_message_box_asks_before_a_tag_goes(qtbot: QtBot) -> None:
    dialog = TagDialog(None, [], [TagUse(Tag(1, "Mill"), 3)], LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        QTest.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(200, answer)
    dialog.list.setCurrentRow(0)
    with qtbot.assertNotEmitted(dialog.deleted):
        QTest.mouseClick(dialog.delete, Qt.MouseButton.LeftButton)
    assert asked == ["Delete the tag “Mill”? 3 documents have it."]
