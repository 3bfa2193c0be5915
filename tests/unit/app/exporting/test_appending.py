"""Rows are added to a workbook under heads of their names; every other part of the file stays as it is."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table as SheetTable

from app.errors import SheetUnfit
from app.exporting.appending import append
from app.exporting.shape import Cell, Table

COLUMNS = ("Document", "due_date", "amount due", "contact")
ROWS = (
    (
        Cell("b.pdf"),
        Cell("2025-04-01", value=date(2025, 4, 1)),
        Cell("1,240.00 EUR", value=1240.0),
        Cell("Ada & Söhne"),
    ),
    (Cell("c.pdf"), Cell(""), Cell("-45.00 EUR", value=-45.0), Cell("=1+1")),
)
TABLE = Table(COLUMNS, ROWS)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A workbook of a person's own: a note, heads in the third row, a formula, looks, a chart, a comment."""
    book = Workbook()
    book.active.title = "Notes"
    book.active["A1"] = "Not here"
    sheet = book.create_sheet("Bills")
    sheet["A1"] = "Our bills"
    sheet["A1"].comment = Comment("mine", "me")
    for column, head in enumerate(("Amount Due", "Due date", "Paid", "document"), 1):
        sheet.cell(3, column, head).font = Font(bold=True)
    sheet.append([99.5, date(2025, 1, 2), "=A4*2", "a.pdf"])
    sheet["B4"].number_format = "DD.MM.YYYY"
    sheet["A4"].number_format = '#,##0.00 "EUR"'
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=3, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "H2")
    path = tmp_path / "kept.xlsx"
    book.save(path)
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_rows_go_under_the_heads_and_nothing_else_changes(kept: Path) -> None:
    before = parts(kept)
    done = append(kept, TABLE)
    assert (done.sheet, done.rows, done.first, done.left_out) == ("Bills", 2, 5, ("contact",))
    after = parts(kept)
    assert [name for name in before if after[name] != before[name]] == ["xl/worksheets/sheet2.xml"]
    assert list(after) == list(before)
    assert any("chart" in name for name in after)
    sheet = load_workbook(kept)["Bills"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(4, 6, max_col=4)]
    assert [row[0] for row in rows] == [99.5, 1240, -45]
    assert [row[1].date() if row[1] else None for row in rows] == [date(2025, 1, 2), date(2025, 4, 1), None]
    assert [row[2] for row in rows] == ["=A4*2", None, None]
    assert [row[3] for row in rows] == ["a.pdf", "b.pdf", "c.pdf"]
    assert (sheet["B5"].number_format, sheet["A5"].number_format) == ("DD.MM.YYYY", '#,##0.00 "EUR"')
    assert sheet.dimensions == "A1:D6"
    assert sheet["A1"].comment.text == "mine"


def test_added_twice_they_stand_below_each_other(kept: Path) -> None:
    append(kept, TABLE)
    assert append(kept, TABLE).first == 7
    assert load_workbook(kept)["Bills"].max_row == 8


def test_text_of_a_document_is_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    book = Workbook()
    book.active.append(["contact", "due date"])
    book.save(path)
    append(path, TABLE)
    sheet = load_workbook(path).active
    assert [(cell.value, cell.data_type) for cell in sheet["A"]][1:] == [("Ada & Söhne", "s"), ("=1+1", "s")]
    assert sheet["B2"].value == "2025-04-01", "no row above says how days look"


def test_a_table_of_the_sheet_grows(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    book = Workbook()
    book.active.append(["document", "amount due"])
    book.active.append(["a.pdf", 1])
    book.active.add_table(SheetTable(displayName="Bills", ref="A1:B2"))
    book.save(path)
    append(path, TABLE)
    assert load_workbook(path).active.tables["Bills"].ref == "A1:B4"


@pytest.mark.parametrize(("reason", "last"), [("total", ["Sum", "=SUM(B2:B2)"]), ("no-heads", None)])
def test_what_would_be_lost_or_wrong_is_refused_and_nothing_changes(
    tmp_path: Path, reason: str, last: list[str] | None
) -> None:
    path = tmp_path / "own.xlsx"
    book = Workbook()
    book.active.append(["document", "amount due" if last else "weather"])
    book.active.append(["a.pdf", 1])
    if last:
        book.active.append(last)
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(SheetUnfit) as refused:
        append(path, TABLE)
    assert refused.value.facts["reason"] == reason
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path], "no draft is left"


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(data)
    with pytest.raises(SheetUnfit):
        append(path, TABLE)
