"""Library and conversations beside the conversation: documents are what is seen, also in large letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from gui import document
from legible import flaws
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from rag.storing.collections import CollectionUse
from rag.storing.tags import TagUse
from rag.types import Conversation, DocumentState, Tag
from ui.chat.conversations import Conversations
from ui.collecting.section import CollectionSection
from ui.library.panel import LibraryPanel
from ui.library.rows import LibraryRows
from ui.parts.rows import StatusRole
from ui.parts.theme import BODY_POINTS, LIGHT
from ui.window.sidebar import Sidebar

TAG = Tag(1, "lease", 0)
HIGH = {900: 803, 600: 503}  # what a window leaves of its height in letters twice as large


class Beside:
    """A sidebar with all that may stand in it."""

    def __init__(self, qtbot: QtBot, high: int, *, full: bool) -> None:
        self.library, self.talks = LibraryPanel(LIGHT), Conversations()
        self.section = CollectionSection(LIGHT)
        self.library.put_above(self.section)
        self.library.shortened.connect(self.section.shorten)
        self.sidebar = Sidebar(self.library, self.talks)
        qtbot.addWidget(self.sidebar)
        self.rows = LibraryRows()
        tags = (TAG,) if full else ()
        self.rows.fill([document(number, f"Lease {number}.pdf", tags=tags) for number in range(1, 15)])
        self.library.set_rows(self.rows)
        self.library.set_count(14, 14)
        self.library.show_summary("14 pages read, 2 files could not be read")
        if full:
            names = ("Bills", "Leases", "Letters", "Rules")
            uses = [CollectionUse(name, at, 2, at) for at, name in enumerate(names, 1)]
            self.section.show_collections(uses, 14)
            self.library.tags.show_tags([TagUse(TAG, 14)])
            self.talks.show_list([Conversation(at, f"Talk {at}", 0.0, 0.0) for at in range(1, 9)], 1)
        self.sidebar.resize(324, high)
        self.sidebar.show()
        for _ in range(4):
            QApplication.processEvents()

    @property
    def seen(self) -> float:
        """How many documents are in view, whole."""
        listed = self.library.list
        return listed.viewport().height() / listed.sizeHintForRow(0)


@contextmanager
def lettered(qapp: QApplication, percent: int, language: str = "en") -> Iterator[None]:
    with dressed(qapp, Look("sidebar", 1440, 900, LIGHT, BODY_POINTS * percent / 100, language)):
        yield


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(("window", "least"), [(900, 5), (600, 3)])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_documents_are_seen_in_letters_twice_as_large(
    qtbot: QtBot, qapp: QApplication, language: str, window: int, least: int, full: bool
) -> None:
    """Two were, and not one with collections and tags: fields and heads took all the room."""
    with lettered(qapp, 200, language):
        beside = Beside(qtbot, HIGH[window], full=full)
        assert beside.seen >= least
        assert not flaws(beside.sidebar)


def test_letters_of_the_usual_size_leave_everything_in_view(qtbot: QtBot, qapp: QApplication) -> None:
    with lettered(qapp, 100):
        beside = Beside(qtbot, 803, full=True)
        assert beside.library.list.sizeHintForRow(0) > 2 * QFontMetrics(qapp.font()).height()  # two lines
        assert beside.library.summary.isVisible()
        assert beside.talks.field.isVisible()
        assert beside.library.tags.y() > beside.library._filter.geometry().bottom()


def test_what_gave_way_comes_back_with_smaller_letters(qtbot: QtBot, qapp: QApplication) -> None:
    with lettered(qapp, 200):
        beside = Beside(qtbot, 503, full=True)
        assert not beside.library.summary.isVisible()
        beside.sidebar.resize(324, 1800)
        for _ in range(4):
            QApplication.processEvents()
        assert beside.library.summary.isVisible()
        assert beside.section.plus.isVisible()
        assert beside.talks.field.isVisible()


def test_the_search_of_conversations_comes_when_it_is_asked_for(qtbot: QtBot, qapp: QApplication) -> None:
    with lettered(qapp, 200):
        beside = Beside(qtbot, 503, full=True)
        field = beside.talks.field
        assert not field.isVisible()
        beside.talks.look()
        assert field.isVisible()
        qtbot.keyClicks(field, "rent")
        beside.talks.list.setFocus()
        assert field.isVisible(), "it says what the list shows"
        field.clear()
        beside.talks.look()
        beside.library._filter.setFocus()
        assert not field.isVisible()


def test_who_parts_the_two_keeps_that(qtbot: QtBot, qapp: QApplication) -> None:
    with lettered(qapp, 200):
        beside = Beside(qtbot, 803, full=True)
        beside.sidebar._parts.handle(1).moveSplitter(300)
        before = beside.talks.height()
        beside.sidebar.resize(324, 790)
        QApplication.processEvents()
        assert abs(beside.talks.height() - before) <= 13


def test_a_row_without_a_second_line_says_the_rest_in_its_tip(qtbot: QtBot, qapp: QApplication) -> None:
    with lettered(qapp, 200):
        beside = Beside(qtbot, 503, full=True)
        beside.rows.fill([document(1, "Lease.pdf", DocumentState.READING)])
        index = beside.library.list.model().index(0, 0)
        assert index.data(StatusRole)
        assert str(index.data(Qt.ItemDataRole.ToolTipRole)).endswith(f"\n\n{index.data(StatusRole)}")
