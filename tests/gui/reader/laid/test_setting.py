"""What is shown of a text is the text itself, and every stretch of it is found there to the character."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from rag.types.views import Block, Cell, Joint, Kind, Mark, Pictured, Stretch
from ui.parts.theme import LIGHT
from ui.reader.kinds import Place, Span
from ui.reader.laid.inks import Inks
from ui.reader.laid.sections import Section
from ui.reader.laid.setting import Setting, set_blocks
from ui.reader.laid.text import LaidText

WORDS = st.text(alphabet="ab é𝄞ש م[]: 1,5\t", min_size=1, max_size=12)


def drawn(setting: Setting, low: int, high: int) -> str:
    cursor = QTextCursor(setting.document)
    cursor.setPosition(low)
    cursor.setPosition(high, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def said(setting: Setting, span: Span) -> str:
    return "".join(drawn(setting, *one) for one in setting.placing.ranges(span))


def line(text: str, kind: Kind = Kind.PARAGRAPH, at: int = 0, **more: object) -> Block:
    return Block(at, at + len(text), kind, **more)  # type: ignore[arg-type]  # as given


def test_a_citation_is_marked_to_the_character(qtbot: QtBot) -> None:
    text = "Die Frist 𝄞 beträgt sechs Monate."
    setting = set_blocks(text, 100, [line(text, at=100)], Inks(LIGHT))
    start = 100 + text.index("sechs")
    assert said(setting, Span(start, start + 12)) == "sechs Monate"
    assert setting.placing.offset(setting.placing.position(start)) == start


def test_what_a_row_repeats_of_its_columns_is_not_drawn_and_stands_for_its_cell(qtbot: QtBot) -> None:
    text = "Segment: Medical; 2023: 1,204"
    row = line(text, Kind.ROW, table=1, cells=(Cell(0, 9, 16), Cell(1, 24, 29)))
    setting = set_blocks(text, 0, [row], Inks(LIGHT))
    assert said(setting, Span(0, len(text))) == "Medical1,204"
    assert said(setting, Span(18, 22)) == "1,204", "the name of a column stands for the cell"
    assert said(setting, Span(24, 25)) == "1"
    assert "Segment" not in setting.document.toPlainText()


def test_signs_are_not_drawn_and_words_are_set_as_they_say(qtbot: QtBot) -> None:
    text = "A **bold** move"
    block = line(text, marks=(Stretch(4, 8, Mark.BOLD),), hidden=((2, 4), (8, 10)))
    setting = set_blocks(text, 0, [block], Inks(LIGHT))
    assert setting.document.toPlainText() == "A bold move"
    cursor = QTextCursor(setting.document)
    cursor.setPosition(4)
    assert cursor.charFormat().font().bold()


def test_struck_words_are_struck_and_say_so(qtbot: QtBot) -> None:
    text = "Rent [struck: 50 euros] 60 euros"
    setting = set_blocks(text, 0, [line(text)], Inks(LIGHT))
    cursor = QTextCursor(setting.document)
    cursor.setPosition(text.index("50") + 1)
    assert cursor.charFormat().fontStrikeOut()
    cursor.setPosition(text.index("60") + 1)
    assert not cursor.charFormat().fontStrikeOut()
    assert setting.document.toPlainText() == text


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\ufdd0", "\ufffc", "\r"])
def test_a_character_that_qt_takes_for_a_sign_moves_nothing(qtbot: QtBot, mark: str) -> None:
    text = f"a{mark}b and more"
    setting = set_blocks(text, 0, [line(text)], Inks(LIGHT))
    assert said(setting, Span(2, 5)) == "b a"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(WORDS, st.sampled_from([*Kind]), st.sampled_from([*Joint]), st.integers(0, 3)),
        min_size=1,
        max_size=8,
    ),
    st.data(),
)
def test_every_stretch_of_any_text_is_shown_as_it_is(
    qtbot: QtBot, parts: list[tuple[str, Kind, Joint, int]], data: st.DataObject
) -> None:
    text, blocks = "", []
    for words, kind, joint, level in parts:
        cells: tuple[Cell, ...] = ()
        if kind in (Kind.ROW, Kind.FIELD, Kind.ATTACHED):
            cut = data.draw(st.integers(0, len(words)))
            pieces = [(0, cut), (cut, len(words))]
            cells = tuple(
                Cell(column, len(text) + low, len(text) + high)
                for column, (low, high) in enumerate(pieces)
                if low < high
            )
        blocks.append(Block(len(text), len(text) + len(words), kind, level, 1, 0, joint, cells))
        text += words + "\n"
    setting = set_blocks(text, 0, blocks, Inks(LIGHT))
    shown = setting.placing.shown
    for span in shown:
        assert said(setting, span) == text[span.start : span.end], "what is drawn is the text"
        for place in range(span.start, span.end):
            at = setting.placing.offset(setting.placing.position(place))
            assert at in (place, span.end if place == span.end else place)
    low = data.draw(st.integers(0, len(text) - 1))
    high = data.draw(st.integers(low + 1, len(text)))
    within = "".join(text[max(low, one.start) : min(high, one.end)] for one in shown if one.start < high)
    touched = [one for one in shown if one.start < high and low < one.end]
    if touched:
        assert within in said(setting, Span(low, high))


def test_what_follows_a_list_stands_apart_from_it(qtbot: QtBot) -> None:
    """It stood as close as another item does, and looked as if it belonged to the last."""
    texts = ("Before.", "1. First", "2. Second", "Behind.")
    kinds = (Kind.PARAGRAPH, Kind.ITEM, Kind.ITEM, Kind.PARAGRAPH)
    blocks, at = [], 0
    for text, kind in zip(texts, kinds, strict=True):
        blocks.append(line(text, kind, at))
        at += len(text) + 1
    document = set_blocks("\n".join(texts), 0, blocks, Inks(LIGHT)).document
    document.setTextWidth(600)
    places = []
    block = document.begin()
    while block.isValid():
        places.append(document.documentLayout().blockBoundingRect(block))
        block = block.next()
    above, inside, below = (places[at + 1].top() - places[at].bottom() for at in range(3))
    assert below == above > inside


def test_a_picture_has_its_room_before_it_is_set(qtbot: QtBot) -> None:
    """Else what is read moves away when pictures above it are set."""
    view = LaidText(LIGHT)
    qtbot.addWidget(view)
    view.resize(700, 500)
    picture = Block(0, 0, Kind.PICTURE, picture=Pictured(0, 400, 900))
    section = Section(0, 0, 1, 0, begins=True, ends=True, blocks=(picture,))
    view.show_sections([section], cards=False)
    guessed = section.height
    view.go(Place())
    assert section.setting is not None
    assert guessed == pytest.approx(section.height, rel=0.1)


def test_a_picture_stands_on_the_side_from_which_its_text_is_read(qtbot: QtBot) -> None:
    text = "هذا عقد إيجار"
    picture = Block(0, 0, Kind.PICTURE, picture=Pictured(0, 40, 20))
    for said, way in ((text, Qt.LayoutDirection.RightToLeft), ("A lease", Qt.LayoutDirection.LeftToRight)):
        document = set_blocks(said, 0, [picture, line(said)], Inks(LIGHT)).document
        document.setTextWidth(600)
        assert document.begin().textDirection() == way
