"""A table of answers taken along: its states in words, its places on a sheet of their own."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl

from app.exporting.answers import TableFormat, written
from app.exporting.formats.xlsx import xlsx
from app.exporting.runs import paper_of
from app.runs.table import lines
from rag.runs.types import Covered, Part, PartState, Point, Report, Result, Run, RunState, Verdict
from rag.surveying.types import SurveyScope
from rag.types import Citation

PLACE = Citation(1, "a.pdf", 3, "Term", 0, 4, "=ten days", place="page 3")
ASKED = Run(
    1, "survey", "How long?", None, None, "", "", (), SurveyScope().encoded(), "", RunState.DONE, 1.0,
    1_780_000_000.0, 2, 2, 1,
)  # fmt: skip
ROWS = (
    Result(Part(0, 1, "a.pdf"), PartState.DONE, (Point("=Ten | days.", (PLACE,)),), Verdict.FOUND),
    Result(Part(1, 2, "b.pdf"), PartState.DONE, (), Verdict.SILENT),
)
NEAR = Result(Part(2, 3, "c.pdf"), PartState.DONE, (Point("Ten nights.", (PLACE,)),), Verdict.NEAR)
REPORT = Report(ASKED, (), (), ROWS, Covered(0, 0, 2, 2))


def test_a_table_of_answers_becomes_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(paper_of(REPORT))))
    said = [[cell.value for cell in row] for row in book["Found"].iter_rows(min_row=3)]
    assert said[0] == ["Document", "Answer", "State", "Page", "Section", "Quote"]
    assert said[1] == ["a.pdf", "=Ten | days.", "Found", "3", "Term", "=ten days"]
    assert said[2][:3] == ["b.pdf", "No answer found in this document.", "Not found"]
    assert [cell.value for cell in book["Sources"][4]] == ["a.pdf", "3", "Term", "=ten days"]


def test_csv_holds_no_formula_and_markdown_no_second_column() -> None:
    found = lines(ASKED, ROWS)
    assert "a.pdf,'=Ten | days.,Found,3,Term,'=ten days" in written(found, TableFormat.CSV)
    assert "| a.pdf | =Ten \\| days. | Found |" in written(found, TableFormat.MARKDOWN)


def test_each_document_stands_in_exactly_one_count_of_what_is_taken_along() -> None:
    """Documents of which a passage is shown were in no count: 4 of 17 had an answer and 11 none."""
    notes = paper_of(replace(REPORT, run=replace(ASKED, total=3, done=3), results=(*ROWS, NEAR))).notes
    assert notes[-1] == "1 of 3 documents have an answer · See passage: 1 · Not found: 1"
