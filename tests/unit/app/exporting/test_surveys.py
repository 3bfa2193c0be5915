"""A table of answers taken along: its states in words, its places on a sheet of their own."""

from __future__ import annotations

import io

import openpyxl
from rag.surveys import (
    Finding,
    Item,
    RowState,
    Survey,
    SurveyKind,
    SurveyRow,
    SurveyScope,
    SurveyState,
    Target,
)

from app.exporting.formats.xlsx import xlsx
from app.exporting.surveys import SILENT_DOCUMENT, TableFormat, lines, paper, written
from rag.types import Citation

PLACE = Citation(1, "a.pdf", 3, "Term", 0, 4, "=ten days", place="page 3")
ASKED = Survey(
    1, "How long?", SurveyScope(SurveyKind.DOCUMENTS), "", SurveyState.DONE, 0, 1.0, 1_780_000_000.0, 2, 2, 1
)
ROWS = [
    SurveyRow(
        0,
        Target(1, "a.pdf"),
        RowState.FOUND,
        Finding(RowState.FOUND, (Item("=Ten | days.", (PLACE,)),)),
    ),
    SurveyRow(1, Target(2, "b.pdf"), RowState.SILENT, Finding(RowState.SILENT)),
]


def test_a_table_of_answers_becomes_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(paper(ASKED, lines(ASKED, ROWS)))))
    said = [[cell.value for cell in row] for row in book["Found"].iter_rows(min_row=3)]
    assert said[0] == ["Document", "Answer", "State", "Page", "Section", "Quote"]
    assert said[1] == ["a.pdf", "=Ten | days.", "Found", "3", "Term", "=ten days"]
    assert said[2][:3] == ["b.pdf", SILENT_DOCUMENT, "Not found"]
    assert [cell.value for cell in book["Sources"][4]] == ["a.pdf", "3", "Term", "=ten days"]


def test_csv_holds_no_formula_and_markdown_no_second_column() -> None:
    found = lines(ASKED, ROWS)
    assert "a.pdf,'=Ten | days.,Found,3,Term,'=ten days" in written(found, TableFormat.CSV)
    assert "| a.pdf | =Ten \\| days. | Found |" in written(found, TableFormat.MARKDOWN)
