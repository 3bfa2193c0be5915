"""Real files as they are shown: every passage of them is marked whole, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from laid import laid_out
from models import evaluation
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from ui.reader.kinds import Span
from ui.reader.laid.cells import Rows

pytestmark = pytest.mark.evaluation

TEXTS = {
    "regulation_files": (
        "formats/docx-tables.docx", "docling/word_sample.docx", "docling/word_tables.docx",
        "docling/wiki_duck.html",
        "docling/powerpoint_sample.pptx",
    ),
    "field_reading": (
        "o01_contract.odt", "d13_table_merges.docx", "d02_comments.docx", "m03_nested.eml",
        "m06_alternative_table.eml",
        "g02_cp1251.msg", "s01_groups.pptx", "h01_saved_page.html",
    ),
}  # fmt: skip
SHEETS = {
    "regulation_files": ("formats/2023-half-year-analyses-by-segment.xlsx", "docling/xlsx_01.xlsx"),
    "field_reading": (
        "x01_hidden.xlsx", "x02_formulas.xlsx", "x03_dates.xlsx", "x04_merged.xlsx", "c04_title_lines.csv",
        "c01_semicolon_cp1252.csv", "c05_header_umlauts_cp1252.csv",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    made = DocumentReader()
    yield made
    made.close()


def found(room: str, name: str) -> Path:
    path = evaluation(room) / "dev" / name
    if not path.exists():
        pytest.skip("not in this copy of the evaluation data")
    return path


@pytest.mark.parametrize(("room", "name"), [(room, name) for room, names in TEXTS.items() for name in names])
def test_every_passage_of_a_text_is_marked_to_the_character(
    qtbot: QtBot, reader: DocumentReader, room: str, name: str
) -> None:
    laid = laid_out(reader, found(room, name))
    sections = laid.sections
    assert sections[0].start == 0
    assert sections[-1].end == len(laid.text)
    for passage in laid.structure.passages:
        span, marked, shown = Span(passage.start, passage.end), "", ""
        for section in sections:
            setting = section.setting
            if setting is None or section.start >= span.end or section.end <= span.start:
                continue
            for low, high in setting.placing.ranges(span):
                cursor = QTextCursor(setting.document)
                cursor.setPosition(low)
                cursor.setPosition(high, QTextCursor.MoveMode.KeepAnchor)
                marked += cursor.selectedText()
            for one in setting.placing.shown:
                shown += laid.text[max(one.start, span.start) : min(one.end, span.end)]
        for one in (block.picture for section in sections for block in section.blocks if block.picture):
            shown = (
                shown.replace(one.said, "\ufffc") if "\ufffc" in marked else shown
            )  # which tells its words
        assert marked == shown, "what is marked is what is cited, and nothing else"
        assert marked.strip(), "a passage of which nothing is shown"


@pytest.mark.parametrize(("room", "name"), [(room, name) for room, names in TEXTS.items() for name in names])
def test_no_word_of_a_text_is_left_out_but_what_rows_repeat(
    qtbot: QtBot, reader: DocumentReader, room: str, name: str
) -> None:
    laid = laid_out(reader, found(room, name))
    shown = set()
    for section in laid.sections:
        assert section.setting is not None
        for one in section.setting.placing.shown:
            shown.update(range(one.start, one.end))
    for block in laid.all_blocks:
        if not block.cells:
            hidden = {at for low, high in block.hidden for at in range(low, high)}
            left = [at for at in range(block.start, block.end) if at not in shown and at not in hidden]
            assert not "".join(laid.text[at] for at in left).strip()


@pytest.mark.parametrize(("room", "name"), [(room, name) for room, names in SHEETS.items() for name in names])
def test_every_passage_of_a_sheet_is_in_its_cells(reader: DocumentReader, room: str, name: str) -> None:
    laid = laid_out(reader, found(room, name))
    rows = [
        row
        for part in laid.view.parts
        for row in Rows(laid.text[part.start : part.end], part.start, laid.blocks(part)).all
    ]
    assert rows
    for row in rows:
        for shown in row.cells.values():
            assert laid.text[shown.start : shown.end] == shown.text
    names = {sheet.name for sheet in laid.view.sheets}
    for passage in laid.structure.passages:
        span = Span(passage.start, passage.end)
        touched = [one for row in rows for one in row.cells.values() if one.is_in(span)]
        own = [row for row in rows if row.start < span.end and span.start < row.end]
        assert touched or passage.text.strip() in names
        assert {(one.start, one.end) for one in touched} <= {
            (one.start, one.end) for row in own for one in row.cells.values()
        }, "no cell of another row is marked"


def test_a_cancelled_view_is_left(reader: DocumentReader) -> None:
    from engine.errors import Cancelled

    path = found("regulation_files", "docling/word_sample.docx")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        reader.view(path, None, "", [0], cancel)
