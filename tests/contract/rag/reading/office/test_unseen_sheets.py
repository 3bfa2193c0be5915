"""What nobody sees of a spreadsheet is read as hidden; what is seen stays."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import olefile
import openpyxl
import pytest
from files import office
from files.unseen import SEEN, UNSEEN, holds, said
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo

from rag.language.withdrawn import standing

Change = Callable[[Any], None]  # of the cell A3
FONT = 0x31
DARK = PatternFill("solid", fgColor="FF1F3864")


def white(cell: Any) -> None:
    cell.font = Font(color="FFFFFFFF")


def in_the_ink_of_the_theme(cell: Any) -> None:
    cell.font = Font(color=Color(theme=0))


def nearly_white(cell: Any) -> None:
    cell.font = Font(color=Color(theme=0, tint=-0.05))


def by_its_number(cell: Any) -> None:
    cell.font = Font(color=Color(indexed=9))


def tiny(cell: Any) -> None:
    cell.font = Font(size=1)


def without_a_format(cell: Any) -> None:
    cell.number_format = ";;;"


def in_white_by_format(cell: Any) -> None:
    cell.number_format = "[White]General"


def dark_on_dark(cell: Any) -> None:
    cell.font, cell.fill = Font(color="FF1F3864"), DARK


def in_a_hidden_row(cell: Any) -> None:
    cell.parent.row_dimensions[3].hidden = True


def in_a_row_of_no_height(cell: Any) -> None:
    cell.parent.row_dimensions[3].height = 0.1


def in_a_hidden_column(cell: Any) -> None:
    cell.parent["C3"], cell.value = cell.value, None
    cell.parent.column_dimensions["C"].hidden = True


def on_a_hidden_sheet(cell: Any) -> None:
    other = cell.parent.parent.create_sheet("Other")
    other["A1"], cell.value = cell.value, None
    other.sheet_state = "veryHidden"


def in_part(cell: Any) -> None:
    cell.value = CellRichText("More: ", TextBlock(InlineFont(color="FFFFFFFF"), UNSEEN))


HIDING: list[Change] = [
    white, in_the_ink_of_the_theme, nearly_white, by_its_number, tiny, without_a_format, in_white_by_format,
    dark_on_dark, in_a_hidden_row, in_a_row_of_no_height, in_a_hidden_column, on_a_hidden_sheet, in_part,
]  # fmt: skip


def white_on_dark(cell: Any) -> None:
    cell.font, cell.fill = Font(color="FFFFFFFF"), DARK


def on_a_pattern(cell: Any) -> None:
    cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("gray125")


def under_a_condition(cell: Any) -> None:
    white(cell)
    cell.parent.conditional_formatting.add("A2:B9", FormulaRule(["TRUE"], fill=DARK))


def in_a_styled_table(cell: Any) -> None:
    white(cell)
    cell.parent["B3"] = "Note"
    made = Table(displayName="T", ref="A3:B4", tableStyleInfo=TableStyleInfo("TableStyleMedium2"))
    cell.parent.add_table(made)


def in_part_on_dark(cell: Any) -> None:
    in_part(cell)
    cell.fill = DARK


def grey(cell: Any) -> None:
    cell.font = Font(color="FF808080", size=6)


def by_a_format_of_its_own(cell: Any) -> None:
    cell.number_format = '0.00;-0.00;"-";@'


SHOWING: list[Change] = [
    white_on_dark, on_a_pattern, under_a_condition, in_a_styled_table, in_part_on_dark, grey,
    by_a_format_of_its_own,
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "seen"), [*((one, False) for one in HIDING), *((one, True) for one in SHOWING)]
)
def test_cells_of_a_workbook(tmp_path: Path, change: Change, *, seen: bool) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A3"] = SEEN, UNSEEN
    change(book.active["A3"])
    book.save(tmp_path / "a.xlsx")
    assert holds(said(tmp_path / "a.xlsx")) is seen


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (5000, ";;;", "[hidden: Rent: 5000]"), (5000, '""', "[hidden: Rent: 5000]"),
        (-5, "0;;0", "[hidden: Rent: -5]"), (5, "0;;0", "Rent: 5"), (0, "0;-0;;@", "Rent: 0"),
        (5000, '"see page 2"', "Rent: see page 2"),
    ],
)  # fmt: skip
def test_a_number_that_its_format_does_not_show(tmp_path: Path, value: float, code: str, shown: str) -> None:
    book = openpyxl.Workbook()
    for row in (["Flat", "Rent"], ["A", value], ["B", 800], ["C", 700]):
        book.active.append(row)
    book.active["B2"].number_format = code
    book.save(tmp_path / "a.xlsx")
    assert f"row 2: Flat: A; {shown}" in said(tmp_path / "a.xlsx")


def test_the_name_of_a_column_that_nobody_sees_names_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Flat", "Rent from January"], ["A", 900], ["B", 800]):
        book.active.append(row)
    white(book.active["B1"])
    book.save(tmp_path / "a.xlsx")
    assert standing(said(tmp_path / "a.xlsx")).split("\n")[2:] == [
        f"row 1: Flat | {' ' * len('[hidden: Rent from January]')}",
        "row 2: Flat: A; 900",
        "row 3: Flat: B; 800",
    ]


def with_fonts(path: Path, change: Callable[[bytearray], None]) -> Path:
    """An old workbook, each record of whose fonts is changed (MS-XLS 2.4.122)."""
    data = bytearray(office.xls(path).read_bytes())
    with olefile.OleFileIO(bytes(data)) as file:
        stream = file.openstream("Workbook").read()
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        record = stream[place : place + 4 + length]
        if kind == FONT:
            changed = bytearray(record)
            change(changed)
            at = data.index(record)
            data[at : at + len(record)] = changed
        place += 4 + length
    path.write_bytes(data)
    return path


def in_white(record: bytearray) -> None:
    struct.pack_into("<H", record, 8, 9)


def in_one_point(record: bytearray) -> None:
    struct.pack_into("<H", record, 4, 20)


@pytest.mark.parametrize(
    ("change", "seen"), [(in_white, False), (in_one_point, False), (lambda _: None, True)]
)
def test_cells_of_an_old_workbook(tmp_path: Path, change: Callable[[bytearray], None], *, seen: bool) -> None:
    text = said(with_fonts(tmp_path / "a.xls", change))
    assert "Segment 1" in text
    assert ("Segment 1" in standing(text)) is seen
