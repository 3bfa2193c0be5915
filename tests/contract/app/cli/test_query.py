"""The command query and questions over tables in the chat, with the database's own process; its rows are a
contract with scripts.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from models import model_path, models_dir
from programs.command import Command

ROWS = (
    ("R-1", "Nordholz GmbH", 1200.1, "paid"),
    ("R-2", "Total Energies SE", 310.4, "open"),
    ("R-3", "Nordholz GmbH", 95.2, "paid"),
)


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Payables"
    for row in (("Invoice", "Supplier", "Net amount (EUR)", "Status"), *ROWS, ("Total", None, 1605.7, None)):
        sheet.append(list(row))
    book.save(tmp_path / "payables.xlsx")
    (tmp_path / "notes.txt").write_text("The landlord keeps the keys.\n", encoding="utf-8")
    command = Command(tmp_path / "home", models_dir())
    added = command("add", tmp_path / "payables.xlsx", tmp_path / "notes.txt")
    assert added.status == 0, added.err
    return command


def test_a_question_is_answered_with_the_query_and_the_rows(command: Command) -> None:
    ran = command("query", "payables.xlsx", "total net amount by supplier", "--json")

    assert ran.status == 0, ran.err
    row = ran.row
    assert row["found"] is True
    assert row["rows"] == [["Nordholz GmbH", "1295.3"], ["Total Energies SE", "310.4"]]
    assert row["sql"].startswith('SELECT "Supplier", sum("Net amount (EUR)") FROM "Payables"')
    assert (row["table"], row["counted"], row["left_out"], row["more"]) == ("Payables", 3, 1, False)
    assert row["columns"][0] == {"name": "Supplier", "kind": "text"}
    quotes = [one["quote"] for one in row["cited"]]
    assert [quote.split(";")[0] for quote in quotes] == [
        "row 2: Invoice: R-1",
        "row 4: Invoice: R-3",
        "row 3: Invoice: R-2",
    ]
    assert "row 5" in row["said"]  # the total is told, and not counted


def test_what_no_table_answers_is_said_so_and_fails(command: Command) -> None:
    ran = command("query", "payables.xlsx", "total gross amount by supplier", "--json")
    assert ran.status == 1
    assert (ran.row["found"], ran.row["rows"], ran.row["cited"]) == (False, [], [])


def test_sql_is_answered_and_only_reads(command: Command, tmp_path: Path) -> None:
    ran = command("query", "payables.xlsx", "--sql", "SELECT count(*) AS n FROM Payables", "--json")
    assert ran.row["rows"] == [["3"]]
    assert ran.row["columns"] == [{"name": "n", "kind": "number"}]

    for sql in ("DROP TABLE Payables", f"SELECT * FROM read_csv('{tmp_path / 'notes.txt'}')"):
        refused = command("query", "payables.xlsx", "--sql", sql, "--json")
        assert refused.status == 1
        assert "It is no SELECT over the tables" in refused.err


def test_the_tables_are_told_without_a_question(command: Command) -> None:
    row = command("query", "payables.xlsx", "--json").row
    assert (row["table"], row["rows"], row["left_out"]) == ("Payables", 3, 1)
    assert row["columns"][2] == {"name": "Net amount (EUR)", "kind": "number"}


def test_a_document_without_a_table_is_refused(command: Command) -> None:
    ran = command("query", "notes.txt", "--json")
    assert ran.status == 1
    assert "Not a table" in ran.err


def test_a_question_and_sql_do_not_go_together(command: Command) -> None:
    with pytest.raises(SystemExit) as ended:
        command("query", "payables.xlsx", "total", "--sql", "SELECT 1")
    assert ended.value.code == 2


def test_the_chat_answers_from_the_table_without_a_model(command: Command) -> None:
    row = command("ask", "How many invoices are paid in payables.xlsx?", "--json").row
    assert row["outcome"] == "answered"
    said = row["sentences"][0]
    assert said["text"] == "Number of rows where “Status” is paid: 2"
    assert [one["document"] for one in said["citations"]] == ["payables.xlsx", "payables.xlsx"]
