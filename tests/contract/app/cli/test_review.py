"""The command review: a person's word about each value is kept, shown, saved, and can be taken back."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from models import model_path, models_dir
from openpyxl import load_workbook
from programs.command import Command

LETTER = """Northwind Traders Ltd.
Statement of 3 March 2025

Reference: NW-2231
Due date: 01/04/2025
Amount due: EUR 1.240,00
Amount due: EUR 1.420,00
"""
COLUMNS = [
    {"name": "reference"},
    {"name": "due date", "type": "date"},
    {"name": "amount due", "type": "money"},
    {"name": "contact", "type": "person", "required": True},
]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    return Command(tmp_path / "home", models_dir())


@pytest.fixture
def table(command: Command, tmp_path: Path) -> str:
    """The number of a table over one letter."""
    letter, schema = tmp_path / "letter.txt", tmp_path / "schema.json"
    letter.write_text(LETTER, encoding="utf-8")
    schema.write_text(json.dumps({"name": "Letters", "columns": COLUMNS}), encoding="utf-8")
    assert command("extract", letter, "--rules-only", "--schema", schema, "--json").status == 0
    return str(command("runs", "list", "--json").rows[0]["id"])


def test_what_is_doubtful_is_listed_and_decided_about(command: Command, table: str) -> None:
    doubtful = command("review", "list", table, "--doubtful", "--json").rows
    assert [(one["column"], one["status"]) for one in doubtful] == [
        ("amount due", "doubtful"),
        ("contact", "absent"),
    ]
    fixed = command("review", "correct", table, "letter.txt", "amount due", "1420 EUR", "--json").row
    assert (fixed["value"], fixed["currency"], fixed["review"]) == (1420.0, "EUR", "corrected")
    assert (fixed["quote"], fixed["page"], fixed["status"]) == ("EUR 1.420,00", 1, "checked")
    gone = command("review", "reject", table, "letter.txt", "contact", "--json").row
    assert (gone["value"], gone["review"]) == (None, "rejected")
    kept = command("review", "accept", table, "letter.txt", "reference", "--json").row
    assert (kept["value"], kept["status"], kept["review"]) == ("NW-2231", "checked", "accepted")
    assert command("review", "list", table, "--doubtful", "--json").rows == []
    assert "3 of 4 values checked by a person" in command("review", "list", table).out


def test_a_decision_is_taken_back_whole(command: Command, table: str) -> None:
    before = command("review", "list", table, "--json").rows
    for decision in (("accept",), ("reject",), ("correct", "2 May 2025")):
        name, *value = decision
        command("review", name, table, "letter.txt", "due date", *value, "--json")
    assert command("review", "list", table, "--json").rows != before
    command("review", "undo", table, "letter.txt", "due date", "--json")
    assert command("review", "list", table, "--json").rows == before


def test_a_value_that_stands_nowhere_is_kept_without_a_place(command: Command, table: str) -> None:
    row = command("review", "correct", table, "letter.txt", "due date", "2025-05-02", "--json").row
    assert (row["value"], row["page"], row["quote"]) == ("2025-05-02", None, None)
    same = command("review", "correct", table, "letter.txt", "due date", "March 3, 2025", "--json").row
    assert (same["value"], same["quote"]) == ("2025-03-03", "3 March 2025"), "however it is written there"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("correct", "letter.txt", "due date", "soon"), "soon"),
        (("accept", "letter.txt", "colour"), "reference, due date, amount due, contact"),
        (("accept", "other.txt", "reference"), "letter.txt"),
        (("accept", "letter.txt", "reference", "--row", "2"), "1"),
    ],
)
def test_what_cannot_be_decided_says_why(
    command: Command, table: str, arguments: tuple[str, ...], told: str
) -> None:
    name, *rest = arguments
    ran = command("review", name, table, *rest)
    assert ran.status == 1
    assert told in ran.err + ran.out


def test_a_workbook_links_each_value_to_its_source(command: Command, table: str, tmp_path: Path) -> None:
    letter, schema, out = tmp_path / "letter.txt", tmp_path / "schema.json", tmp_path / "out.xlsx"
    command("extract", letter, "--rules-only", "--schema", schema, "--out", out)
    book = load_workbook(out)
    found, sources = book.worksheets
    assert sources.title == "Sources"
    head = next(row for row in found.iter_rows() if row[0].value == "Document")
    cells = {one.value: found.cell(head[0].row + 1, one.column) for one in head}
    assert cells["reference"].value == "NW-2231", "without its page"
    assert (cells["due date"].value.date(), cells["due date"].number_format) == (
        date(2025, 4, 1),
        "yyyy-mm-dd",
    )
    assert (cells["amount due"].value, cells["amount due"].data_type) == (1240.0, "n")
    assert cells["amount due"].number_format == '#,##0.00 "EUR ?"', "to be checked, and still a number"
    assert cells["contact"].hyperlink is None
    for name, quote in (("reference", "NW-2231"), ("due date", "01/04/2025"), ("amount due", "EUR 1.240,00")):
        sheet, _, at = cells[name].hyperlink.location.partition("!")
        row = [one.value for one in sources[sources[at].row]]
        assert (sheet.strip("'"), row[0], row[3], row[4]) == ("Sources", "letter.txt", quote, name)
    heads = [one.value for one in sources[sources.max_row - 3]]
    assert heads == ["Document", "Page", "Section", "Quote", "Column", "Confidence", "Status"]


def test_who_decided_is_shown_and_saved(command: Command, table: str, tmp_path: Path) -> None:
    command("review", "accept", table, "letter.txt", "reference")
    command("review", "correct", table, "letter.txt", "contact", "Ada Park")
    shown = command("runs", "show", table)
    assert "NW-2231  [page 1]  (checked by a person)" in shown.out
    cells = command("runs", "show", table, "--json").row["rows"][0]["cells"]
    assert (cells["contact"]["value"], cells["contact"]["review"]) == ("Ada Park", "corrected")
    assert command("audit", "list", "--json").out.count('"kind": "reviewed"') == 2
    again = tmp_path / "again.csv"
    letter, schema = tmp_path / "letter.txt", tmp_path / "schema.json"
    command("extract", letter, "--rules-only", "--schema", schema, "--out", again)
    row = list(csv.reader(again.read_text("utf-8-sig").splitlines()))[1]
    assert row[1] == "NW-2231 p. 1", "a new table begins anew"
