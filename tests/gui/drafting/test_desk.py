"""Drafts from the menu of the real window: a passage opened beside it, and the lock."""

from __future__ import annotations

from pathlib import Path

from gui import citation_point
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add
from window import open_window

from ui.drafting.desk import DraftDesk
from ui.reader.pane import ReaderPane


def test_a_draft_from_the_menu_opens_its_passage_and_goes_with_the_window(
    qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "rechnung.txt"
    file.write_text("Rechnungsnummer: RE-2024-0815\nGesamtbetrag 1.250,00 €\n", encoding="utf-8")
    with open_window(tmp_path / "home", "") as window:
        (document,) = add(qtbot, window, file)
        action = next(one for one in window.findChildren(QAction) if one.text() == "&Draft…")
        action.trigger()
        dialog = window.desk(DraftDesk).dialog
        assert dialog is not None
        qtbot.waitUntil(lambda: dialog.panes.templates.count() > 8, timeout=PATIENCE)
        place = next(
            at
            for at in range(dialog.panes.templates.count())
            if "Payment reminder" in dialog.panes.templates.itemText(at)
        )
        dialog.panes.templates.setCurrentIndex(place)
        chooser = dialog.panes.documents
        chooser.list.item(0).setCheckState(Qt.CheckState.Checked)
        assert chooser.chosen == (document.id,)
        QTest.keyClick(dialog.panes.go, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: bool(dialog.panes.previews[0].citations), timeout=PATIENCE)
        preview = dialog.panes.previews[0]
        at, none = citation_point(preview, 1), Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(preview.viewport(), Qt.MouseButton.LeftButton, none, at)
        reader = window.findChild(ReaderPane)
        assert reader is not None
        qtbot.waitUntil(reader.isVisible, timeout=PATIENCE)
        assert dialog.isVisible(), "the draft stays beside the passage"
        window.hide()
        assert window.desk(DraftDesk).dialog is None
