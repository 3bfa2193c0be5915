"""Which rows are shown, whatever becomes of the library and of the filter."""

from __future__ import annotations

import random

import pytest
from gui import document
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from rag.types import Document, DocumentState, PageUnit, Tag
from ui.library.rows import LibraryRows
from ui.library.shown_rows import ShownRows

_NAMES = ("lease", "law", "letter", "invoice")
_TAG = Tag(1, "Rent", 2)


def box(number: int) -> Document:
    return document(number, f"inbox {number}.mbox", unit=PageUnit.MESSAGE, held=2)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_shown_is_what_would_be_chosen_from_all(qtbot: QtBot, seed: int) -> None:
    """Filters, tags, folding, arrivals, removals, changes in any order, told as Qt wants them told."""
    chance = random.Random(seed)
    rows, shown = LibraryRows(), ShownRows(None)
    QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown.follow(rows)
    text, tagged = "", False
    boxes = {number: box(number) for number in (40, 80)}
    open_boxes: set[int] = set()
    for _ in range(60):
        number = chance.randint(1, 100)
        mailbox = chance.choice([None, None, *boxes.values()])
        name = f"{chance.choice(_NAMES)} {number}"
        tags = (_TAG,) if chance.random() < 0.3 else ()
        match chance.randint(0, 6):
            case 0 | 1:
                rows.put_all([boxes[40], boxes[80]])
                if number not in boxes:
                    state = chance.choice([DocumentState.READY, DocumentState.QUEUED])
                    rows.put_all([document(number, name, state, mailbox=mailbox, tags=tags)])
            case 2:
                text = chance.choice(["", "l", "le", "lease", "inbox", "x"])
                shown.narrow(text)
            case 3:
                tagged = not tagged
                shown.narrow_to_tag("rent" if tagged else None)
            case 4:
                chosen = chance.choice([40, 80])
                open_boxes ^= {chosen}
                shown.fold(boxes[chosen])
            case 5:
                rows.drop(number)
            case _:
                rows.fill([one for one in rows.documents() if one.id != number])
        expected = [one for one in rows.documents() if is_wanted(one, rows, text, tagged, open_boxes)]
        assert shown.some(range(shown.rowCount())) == expected


def is_wanted(one: Document, rows: LibraryRows, text: str, tagged: bool, unfolded: set[int]) -> bool:
    mailbox = rows.find(one.container) if one.container is not None else None
    if tagged and not (one.tags or (mailbox is not None and mailbox.tags)):
        return False
    if text:
        return text in one.name or text in one.container_path.rpartition("/")[2]
    return bool(tagged and one.tags) or one.container is None or one.container in unfolded


def test_what_is_selected_stays_so_through_a_filter(qtbot: QtBot) -> None:
    rows, shown, view = LibraryRows(), ShownRows(None), QListView()
    qtbot.addWidget(view)
    shown.follow(rows)
    rows.fill(
        [document(number, f"{'law' if number % 2 else 'lease'} {number}.pdf") for number in range(1, 9)]
    )
    view.setModel(shown)
    view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
    select = QItemSelectionModel.SelectionFlag.Select
    for row in (0, 1, 5):  # leases 8 and 3 with law 7
        view.selectionModel().select(shown.index(row), select)
    chosen = [each.name for each in shown.some(one.row() for one in view.selectedIndexes())]
    assert chosen == ["lease 8.pdf", "law 7.pdf", "law 3.pdf"]
    shown.narrow("law")
    assert sorted(each.name for each in shown.some(one.row() for one in view.selectedIndexes())) == [
        "law 3.pdf",
        "law 7.pdf",
    ]
    shown.narrow("")
    assert sorted(each.name for each in shown.some(one.row() for one in view.selectedIndexes())) == [
        "law 3.pdf",
        "law 7.pdf",
    ]


def test_a_filter_tells_of_its_rows_in_a_few_pieces(qtbot: QtBot) -> None:
    """Qt's own proxy told of each gap by itself: thousands, at each key."""
    rows, shown = LibraryRows(), ShownRows(None)
    shown.follow(rows)
    rows.fill([document(number, f"{_NAMES[number % 4]} {number}") for number in range(1, 401)])
    told: list[str] = []
    shown.rowsRemoved.connect(lambda *_: told.append("removed"))
    shown.rowsInserted.connect(lambda *_: told.append("inserted"))
    shown.layoutChanged.connect(lambda *_: told.append("placed"))
    shown.narrow("law")
    assert shown.rowCount() == 100
    shown.narrow("")
    assert shown.rowCount() == 400
    assert len(told) <= 4


def test_a_text_is_found_without_asking_for_a_row(qtbot: QtBot) -> None:
    """Each of ten thousand was asked for at each key: the window was away for 58 ms at the first."""

    class Counting(LibraryRows):
        asked = 0

        def document(self, place: int) -> Document:
            self.asked += 1
            return super().document(place)

    rows, shown = Counting(), ShownRows(None)
    shown.follow(rows)
    rows.fill([document(number, f"{_NAMES[number % 4]} {number}") for number in range(1, 401)])
    rows.asked = 0
    for text in ("L", "La", "Law", "Law 1", ""):
        shown.narrow(text)
    assert rows.asked <= 400, "those of mailboxes that are folded, without a text"
    shown.narrow("LAW")
    assert shown.rowCount() == 100
