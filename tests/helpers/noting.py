"""Documents in a real window that somebody reads and selects words in."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.library.desk import LibraryDesk
from ui.noting.desk import NotesDesk
from ui.reader.kinds import Span
from ui.reader.pane import ReaderPane
from ui.window.main_window import MainWindow

PATIENCE = 30_000


def browse(qtbot: QtBot, window: MainWindow, name: str) -> ReaderPane:
    """Read a document, whose notes are shown then."""
    found = next(one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == name)
    window.browse(found)
    pane = window.panes.reader
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.document.name == name, timeout=PATIENCE)
    desk = window.desk(NotesDesk)
    qtbot.waitUntil(lambda: desk._document is not None and desk._document.name == name)
    return pane


def select(qtbot: QtBot, pane: ReaderPane, words: str) -> Span:
    """Select words of the page that is read; the keyboard is there."""
    shown = pane.shown
    assert shown is not None
    at = shown.begin + shown.text.index(words)
    span = Span(at, at + len(words))
    pane.kind.widget.setFocus()

    def selected() -> bool:
        pane.kind.select(span)  # once what stands on the page is there
        return pane.marked is not None

    qtbot.waitUntil(selected, timeout=PATIENCE)
    return span
