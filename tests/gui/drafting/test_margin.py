"""The margin of a draft: places at the height of their sentences, what is open, none where room is short."""

from __future__ import annotations

import pytest
from gui import citation_point
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rag.drafting.pieces import Draft, Origin, Told
from rag.types import Citation, Support
from ui.drafting.margin import Note
from ui.drafting.preview import DraftText
from ui.parts.theme import DARK, LIGHT

LONG = (
    "The letter says a good deal about what was agreed in March and what of it has not been paid since. " * 3
)


def citation(number: int, quote: str) -> Citation:
    return Citation(number, f"file{number}.txt", number, "", 0, len(quote), quote)


def told(text: str, *places: Citation, before: str = "") -> Told:
    support = Support.SUPPORTED if places else Support.NEUTRAL
    return Told(text, next(iter(Origin)), support, places, before)


FIRST, SECOND = citation(1, "Invoice 815 of 14 March"), citation(2, "The balance is 1,250.00 EUR")
DRAFT = Draft(
    (
        told("Dear Ms Weber,"),
        told(LONG + "The invoice is 815.", FIRST, before="\n\n"),
        told("Please pay by [deadline].", before="\n\n"),
        told("1,250.00 EUR are open.", SECOND, before="\n\n"),
    ),
    missing=("deadline",),
)


@pytest.fixture
def shown(qtbot: QtBot) -> DraftText:
    made = DraftText(LIGHT)
    qtbot.addWidget(made)
    made.resize(720, 500)
    made.show()
    qtbot.waitExposed(made)
    made.show_draft(DRAFT)
    return made


def top_of(shown: DraftText, note: Note) -> int:
    """Of a note, in the viewport of the text."""
    return shown.viewport().mapFromGlobal(note.mapToGlobal(note.rect().topLeft())).y()


def line_of(shown: DraftText, at: int) -> int:
    cursor = shown.textCursor()
    cursor.setPosition(at)
    return shown.cursorRect(cursor).top()


def test_each_place_stands_at_the_height_of_its_sentence(shown: DraftText) -> None:
    assert shown.margin.isVisible()
    heads = [note.said.head for note in shown.margin.notes]
    assert len(heads) == 3
    assert ["file1.txt" in heads[0], "deadline" in heads[1], "file2.txt" in heads[2]] == [True] * 3
    for note in shown.margin.notes:
        assert abs(top_of(shown, note) - line_of(shown, note.said.at)) <= 12, note.said.head
    bottoms = [note.geometry().bottom() for note in shown.margin.notes]
    tops = [note.geometry().top() for note in shown.margin.notes]
    assert all(top > bottom for bottom, top in zip(bottoms, tops[1:], strict=False)), "none lies over another"
    assert shown.toPlainText().count("file1.txt") == 0, "the chip is a number"


def test_a_note_opens_its_passage_by_mouse_and_by_keyboard(shown: DraftText) -> None:
    cited: list[Citation] = []
    shown.cited.connect(cited.append)
    first, _, second = shown.margin.notes
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Space)
    QTest.mouseClick(
        shown.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, citation_point(shown, 1)
    )
    assert cited == [FIRST, SECOND, FIRST]


def test_what_is_open_asks_for_its_slot(shown: DraftText) -> None:
    asked: list[str] = []
    shown.wanted.connect(asked.append)
    QTest.mouseClick(shown.margin.notes[1], Qt.MouseButton.LeftButton)
    assert asked == ["deadline"]


def test_where_room_is_short_the_chips_name_their_places(shown: DraftText) -> None:
    shown.resize(300, 500)
    assert not shown.margin.isVisible()
    assert "file1.txt" in shown.toPlainText()
    shown.resize(720, 500)
    assert shown.margin.isVisible()
    assert "file1.txt" not in shown.toPlainText()


def test_notes_scroll_with_their_sentences_and_the_last_can_be_reached(qtbot: QtBot) -> None:
    made = DraftText(DARK)
    qtbot.addWidget(made)
    made.resize(720, 160)
    made.show()
    qtbot.waitExposed(made)
    many = tuple(citation(number, f"quote number {number} " * 6) for number in range(1, 9))
    made.show_draft(Draft((told("Short.", *many), told(LONG, before="\n\n"))))
    notes = made.margin.notes
    assert len(notes) == 8
    bar = made.verticalScrollBar()
    before = notes[0].y()
    bar.setValue(bar.maximum())
    assert notes[0].y() == before - bar.maximum()
    assert notes[-1].geometry().bottom() <= made.margin.height(), "the last note can be scrolled to"


def test_without_places_and_open_slots_there_is_no_margin(shown: DraftText) -> None:
    shown.show_draft(Draft((told("Dear Ms Weber,"),)))
    assert not shown.margin.isVisible()
    shown.show_draft(None)
    assert shown.toPlainText() == ""
    assert shown.margin.notes == []
