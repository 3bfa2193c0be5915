"""The library's rows: what they tell while a document is read, and what keys do to them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from gui import document
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.events import DocumentProgress
from app.words.catalogue import say
from rag.types import Document, DocumentState, PageUnit
from ui.library.panel import LibraryPanel
from ui.library.rows import DocumentRole, LibraryRows
from ui.parts.rows import FractionRole, StatusRole
from ui.parts.theme import DARK, LIGHT

READING, EMBEDDING = DocumentState.READING, DocumentState.EMBEDDING


@pytest.fixture
def rows(qtbot: QtBot) -> LibraryRows:
    return LibraryRows()


@pytest.fixture
def panel(qtbot: QtBot, rows: LibraryRows) -> LibraryPanel:
    made = LibraryPanel(LIGHT)
    qtbot.addWidget(made)
    made.set_rows(rows)
    made.resize(300, 500)
    made.show()
    return made


def fill(panel: LibraryPanel, rows: LibraryRows, documents: Sequence[Document]) -> None:
    rows.fill(documents)
    panel.set_count(len(documents), len(documents))


def words(rows: LibraryRows, place: int = 0) -> str:
    return str(rows.index(place).data(StatusRole))


@pytest.mark.parametrize(
    ("state", "progress", "expected"),
    [
        (DocumentState.QUEUED, None, "Waiting"),
        (READING, None, "Reading…"),
        (READING, DocumentProgress(1, READING, 120, 261, None), "Reading page 120 of 261"),
        (EMBEDDING, DocumentProgress(1, EMBEDDING, 50, 200, None), "Learning its content 25 %"),
        (EMBEDDING, DocumentProgress(1, EMBEDDING, 50, 200, 12.4), "Learning its content 25 % · 12 s left"),
        (EMBEDDING, DocumentProgress(1, EMBEDDING, 1, 200, 150.0), "Learning its content 0 % · 2 min left"),
        (EMBEDDING, DocumentProgress(1, EMBEDDING, 0, 7, 0.2), "Learning its content 0 %"),
        (DocumentState.READY, None, "261 pages · 1,200 passages"),
    ],
)
def test_a_row_tells_how_far_its_document_is(
    rows: LibraryRows, state: DocumentState, progress: DocumentProgress | None, expected: str
) -> None:
    rows.put(document(state=state))
    if progress is not None:
        rows.progress(progress)
    assert words(rows) == expected
    assert rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == f"law.pdf, {expected}"


def test_records_are_counted_as_records(rows: LibraryRows) -> None:
    rows.put(document(name="rules.jsonl", unit=PageUnit.RECORD, pages=1, passages=1))
    assert words(rows) == "1 record · 1 passage"
    rows.put(document(2, "more.jsonl", READING, unit=PageUnit.RECORD))
    rows.progress(DocumentProgress(2, READING, 3, 9, None))
    assert words(rows) == "Reading record 3 of 9"


def test_the_bar_never_runs_backwards_and_goes_when_ready(rows: LibraryRows) -> None:
    rows.put(document(state=READING))
    seen = []
    for state, done, total in ((READING, 0, 9), (READING, 9, 9), (EMBEDDING, 0, 40), (EMBEDDING, 40, 40)):
        rows.progress(DocumentProgress(1, state, done, total, None))
        seen.append(rows.index(0).data(FractionRole))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)
    rows.put(document(state=DocumentState.READY))
    assert rows.index(0).data(FractionRole) is None


def test_a_failed_row_says_why_and_what_to_do(rows: LibraryRows) -> None:
    rows.put(document(state=DocumentState.FAILED, error="password-needed", facts='{"file": "law.pdf"}'))
    assert "assword" in words(rows)
    told = rows.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert told.startswith("/documents/law.pdf\n")
    assert len(told.splitlines()) >= 4


def test_the_newest_document_stands_first_and_keeps_its_row(rows: LibraryRows, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.fill([document(1, "old.pdf"), document(2, "new.pdf")])
    rows.put(document(3, "newest.pdf", DocumentState.QUEUED))
    rows.put(document(1, "old.pdf", DocumentState.FAILED, error="document-missing"))
    rows.drop(2)
    rows.drop(77)
    rows.progress(DocumentProgress(77, READING, 1, 2, None))
    assert [rows.index(i).data() for i in range(rows.rowCount())] == ["newest.pdf", "old.pdf"]
    assert rows.data(QModelIndex()) is None
    assert tester is not None


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_rows_of_every_state_are_drawn(panel: LibraryPanel, rows: LibraryRows, palette: object) -> None:
    fill(panel, rows, [document(i, f"{s}.pdf", s) for i, s in enumerate(DocumentState, 1)])
    rows.progress(DocumentProgress(2, READING, 5, 10, None))
    panel.retint(palette)
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    image = panel.list.viewport().grab().toImage()
    accent = palette.color("accent").name()
    bar = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert accent in bar


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_removes_the_chosen_document(
    qtbot: QtBot, panel: LibraryPanel, rows: LibraryRows, key: Qt.Key
) -> None:
    fill(panel, rows, [document(1, "old.pdf"), document(2, "new.pdf")])
    panel.list.setCurrentIndex(panel.list.model().index(1, 0))
    with qtbot.waitSignal(panel.removed) as removed:
        qtbot.keyClick(panel.list, key)
    assert [one.name for one in removed.args[0]] == ["old.pdf"]


def test_delete_cancels_what_is_still_read(qtbot: QtBot, panel: LibraryPanel, rows: LibraryRows) -> None:
    fill(panel, rows, [document(state=READING)])
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    with qtbot.assertNotEmitted(panel.removed), qtbot.waitSignal(panel.cancelled):
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)


def test_delete_without_a_choice_does_nothing(qtbot: QtBot, panel: LibraryPanel) -> None:
    with qtbot.assertNotEmitted(panel.removed):
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)


def test_enter_opens_the_chosen_document_once(qtbot: QtBot, panel: LibraryPanel, rows: LibraryRows) -> None:
    fill(panel, rows, [document()])
    opened: list[Document] = []
    panel.opened.connect(opened.append)
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened == [document()]


def test_a_filter_comes_with_many_documents(qtbot: QtBot, panel: LibraryPanel, rows: LibraryRows) -> None:
    fill(panel, rows, [document(1)])
    assert not panel._filter.isVisible()
    names = ["GDPR.pdf", "nist.pdf", "handbook.docx", "gdpr recitals.html", *(f"{i}.txt" for i in range(6))]
    fill(panel, rows, [document(i, name) for i, name in enumerate(names, 1)])
    assert panel._filter.isVisible()
    qtbot.keyClicks(panel._filter, "gdpr")
    model = panel.list.model()
    left = [model.index(i, 0).data(DocumentRole).name for i in range(model.rowCount())]
    assert left == ["gdpr recitals.html", "GDPR.pdf"]
    panel._filter.clear()
    assert model.rowCount() == len(names)


def test_a_filter_goes_with_the_documents_it_hid(
    qtbot: QtBot, panel: LibraryPanel, rows: LibraryRows
) -> None:
    fill(panel, rows, [document(i, f"{i}.txt") for i in range(1, 9)])
    qtbot.keyClicks(panel._filter, "8")
    rows.drop(8)
    panel.set_count(7, 7)
    assert not panel._filter.isVisible()
    assert panel.list.model().rowCount() == 7


def test_an_empty_library_says_how_to_fill_it(panel: LibraryPanel, rows: LibraryRows) -> None:
    assert not panel.list.isVisible()
    fill(panel, rows, [document()])
    assert panel.list.isVisible()


@pytest.mark.parametrize(("count", "ready", "expected"), [(0, 0, ""), (3, 3, "3"), (3, 1, "1 of 3 ready")])
def test_the_heading_counts(panel: LibraryPanel, count: int, ready: int, expected: str) -> None:
    panel.set_count(count, ready)
    assert panel._count.text() == expected


def box(number: int = 1, held: int = 2, name: str = "inbox.mbox") -> Document:
    return document(number, name, unit=PageUnit.MESSAGE, pages=0, passages=0, held=held)


def shown(panel: LibraryPanel) -> list[str]:
    model = panel.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_mailbox_is_one_row_until_it_is_unfolded(
    qtbot: QtBot, panel: LibraryPanel, rows: LibraryRows
) -> None:
    QAbstractItemModelTester(rows)
    mailbox = box()
    rows.put(mailbox)
    rows.put(document(9, "law.pdf"))
    rows.put_all(
        [document(3, "Claim", mailbox=mailbox, pages=1, passages=1), document(2, "Lease", mailbox=mailbox)]
    )
    assert shown(panel) == ["law.pdf", "inbox.mbox"]
    assert words(rows, 1) == "2 messages"
    panel.fold(mailbox)
    assert shown(panel) == ["law.pdf", "inbox.mbox", "Lease", "Claim"]
    assert words(rows, 3) == "inbox.mbox · 1 page · 1 passage"
    panel.fold(mailbox)
    assert shown(panel) == ["law.pdf", "inbox.mbox"]


def test_a_filter_looks_into_folded_mailboxes(panel: LibraryPanel, rows: LibraryRows) -> None:
    mailbox = box()
    rows.fill([mailbox, document(2, "Lease", mailbox=mailbox), document(9, "law.pdf")])
    panel._proxy.narrow("LEA")
    assert shown(panel) == ["Lease"]
    panel._proxy.narrow("inbox")
    assert shown(panel) == ["inbox.mbox", "Lease"]


def test_messages_go_over_to_the_new_row_of_their_mailbox(
    qtbot: QtBot, panel: LibraryPanel, rows: LibraryRows
) -> None:
    QAbstractItemModelTester(rows)
    old, new = box(1), box(5)
    rows.fill(
        [old, *(document(number, f"M{number}", mailbox=old) for number in (2, 3)), document(4, "law.pdf")]
    )
    panel.fold(old)
    panel.list.setCurrentIndex(panel.list.model().index(3, 0))
    assert panel.selected() == document(3, "M3", mailbox=old)
    rows.put(new)
    rows.put_all([document(3, "M3", mailbox=new), document(6, "M6", mailbox=new)])
    rows.drop(1)
    assert shown(panel) == ["inbox.mbox", "M3", "M6", "law.pdf"]
    assert panel.selected() == document(3, "M3", mailbox=new)


def test_ten_thousand_messages_come_by_the_hundred_and_go_with_their_mailbox(
    panel: LibraryPanel, rows: LibraryRows
) -> None:
    mailbox = box(held=10_000)
    rows.put(mailbox)
    changes: list[int] = []
    rows.rowsInserted.connect(lambda *_: changes.append(rows.rowCount()))
    for first in range(2, 10_002, 100):
        rows.put_all(
            [document(number, f"M{number}", mailbox=mailbox) for number in range(first, first + 100)]
        )
    assert len(changes) == 100
    assert shown(panel) == ["inbox.mbox"]
    assert rows.documents()[-1].id == 10_001
    rows.drop(1)
    assert rows.rowCount() == 0


def test_nothing_says_that_it_is_empty_before_that_is_known(qtbot: QtBot) -> None:
    panel = LibraryPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    hint = next(one for one in panel.findChildren(QLabel) if one.text() == say("library.panel.empty"))
    assert not hint.isVisible()
    panel.set_count(0, 0)
    assert hint.isVisible()


@pytest.mark.parametrize("high", [460, 470, 480, 490])
@pytest.mark.parametrize("read", ["9 pages read", "534 pages read · 2 read poorly · 3 files failed"])
def test_what_was_read_does_not_seem_to_cover_a_part_of_the_last_row(
    qtbot: QtBot, panel: LibraryPanel, rows: LibraryRows, high: int, read: str
) -> None:
    fill(panel, rows, [document(n, f"{n}.pdf") for n in range(1, 20)])
    panel.show_summary(read)
    panel.resize(240, high)

    def bottom(one: QWidget) -> int:
        return one.mapTo(panel, one.rect().bottomLeft()).y()

    def last() -> int:
        """Where the last row ends that is seen, in the list."""
        return panel.list.visualRect(panel.list.indexAt(panel.list.viewport().rect().bottomLeft())).bottom()

    qtbot.waitUntil(lambda: last() == panel.list.viewport().rect().bottom())
    assert bottom(panel.list) < panel.summary.mapTo(panel, QPoint()).y()
    panel.list.scrollToBottom()
    assert last() == panel.list.viewport().rect().bottom()


def test_nothing_is_said_of_an_empty_library_before_it_is_known_to_be_empty(
    panel: LibraryPanel, rows: LibraryRows
) -> None:
    """While a full library opened, the panel asked for documents to be dropped."""
    hint = say("library.panel.empty")

    def is_told() -> bool:
        return any(one.text() == hint and one.isVisible() for one in panel.findChildren(QLabel))

    panel.narrow_to_collection("")
    rows.fill([])  # as collections and tags come before the documents are listed
    assert not is_told()
    panel.set_count(0, 0)
    assert is_told()


def test_few_rows_leave_the_list_as_it_is(qtbot: QtBot, panel: LibraryPanel, rows: LibraryRows) -> None:
    fill(panel, rows, [document(n, f"{n}.pdf") for n in range(1, 3)])
    qtbot.waitUntil(
        lambda: panel.list.viewport().height() == panel.list.height() - 2 * panel.list.frameWidth()
    )
