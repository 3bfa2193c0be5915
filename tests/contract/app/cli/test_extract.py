"""The command extract: its rows are a contract, each value has its place, a bad file takes no other along."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from models import model_path, models_dir
from openpyxl import Workbook, load_workbook
from programs.command import Command

from app.exporting.extractions import record
from rag.extracting.fields.maker import ExtractionScope
from rag.extracting.fields.schema import parsed
from rag.runs.types import Part, PartState, Result, Run, RunState

FORM = """INSPECTION REPORT

Inspector: Maria Okafor
Date of inspection: 22/09/2024
Boiler pressure: 3.2 bar
Defect: broken latch
Defect: loose rail
"""
COLUMNS = [
    {"name": "inspector", "type": "person"},
    {"name": "date of inspection", "type": "date"},
    {"name": "boiler pressure", "type": "number", "most": 3},
    {"name": "defect", "type": "text", "many": True},
    {"name": "chimney", "type": "number", "question": "How high is the chimney?"},
]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    return Command(tmp_path / "home", models_dir())


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(FORM, encoding="utf-8")
    return path


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "schema.json"
    path.write_text(
        json.dumps({"name": "Inspections", "each": "document", "columns": COLUMNS}), encoding="utf-8"
    )
    return path


def test_a_row_for_each_document_with_the_place_of_each_value(
    command: Command, form: Path, schema: Path
) -> None:
    ran = command("extract", form, "--rules-only", "--schema", schema, "--json")
    assert ran.status == 0
    assert list(ran.row) == ["document", "rows"]
    (row,) = ran.row["rows"]
    cells = row["cells"]
    assert list(cells) == [one["name"] for one in COLUMNS]
    assert cells["date of inspection"] == {
        "value": "2024-09-22",
        "text": "22/09/2024",
        "page": 1,
        "quote": "22/09/2024",
        "confidence": 1.0,
        "status": "checked",
    }
    assert (cells["inspector"]["value"], cells["defect"]["value"]) == (
        "Maria Okafor",
        ["broken latch", "loose rail"],
    )
    assert (cells["boiler pressure"]["value"], cells["boiler pressure"]["status"]) == (3.2, "doubtful")
    assert cells["boiler pressure"]["reason"] == "range"
    assert (cells["chimney"]["value"], cells["chimney"]["page"], cells["chimney"]["status"]) == (
        None,
        None,
        "absent",
    )


def test_one_file_that_cannot_be_read_takes_no_other_along(
    command: Command, form: Path, schema: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    ran = command("extract", tmp_path / "empty.txt", form, "--schema", schema, "--json")
    assert ran.status != 0
    first, second = ran.rows
    assert (first["document"], first["rows"]) == ("empty.txt", [])
    assert first["error"]["code"]
    assert second["rows"]


def test_the_table_is_kept_saved_and_made_again(
    command: Command, form: Path, schema: Path, tmp_path: Path
) -> None:
    out = tmp_path / "table.csv"
    assert command("extract", form, "--rules-only", "--schema", schema, "--out", out).status == 0
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert rows[0][:3] == ["Document", "inspector", "date of inspection"]
    assert rows[1][0] == "report.txt"
    assert rows[1][1].startswith("Maria Okafor")
    (kept,) = command("runs", "list", "--json").rows
    assert (kept["maker"], kept["title"], kept["state"]) == ("extraction", "Inspections", "done")
    assert command("runs", "show", str(kept["id"]), "--json").row["rows"]
    assert command("runs", "again", str(kept["id"]), "--json").row["rows"]


def test_a_person_reads_a_line_for_each_cell(command: Command, form: Path, schema: Path) -> None:
    told = command("extract", form, "--rules-only", "--schema", schema).out
    assert "Maria Okafor" in told
    assert "to be checked" in told
    assert "not in the document" in told


def test_an_invoice_by_its_preset(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "invoice.txt"
    path.write_text(
        "Veer Diensten B.V.\nWeena 664\n\nFactuurnummer: 993548900\nFactuurdatum: 19 april 2014\n\n"
        "Exclusief BTW € 593,36\nBTW 21% € 124,61\nTotaal € 717,97\n",
        encoding="utf-8",
    )
    cells = command("extract", path, "--preset", "invoice", "--json").row["rows"][0]["cells"]
    assert {name: cell["value"] for name, cell in cells.items()} == {
        "issuer": "Veer Diensten B.V.",
        "invoice_number": "993548900",
        "date": "2014-04-19",
        "net_amount": 593.36,
        "vat_amount": 124.61,
        "amount": 717.97,
        "currency": "EUR",
        "due_date": None,
        "iban": None,
    }
    assert cells["amount"]["currency"] == "EUR"


@pytest.mark.parametrize("arguments", [(), ("--preset", "passport")])
def test_columns_are_needed(command: Command, form: Path, arguments: tuple[str, ...]) -> None:
    if not arguments:
        with pytest.raises(SystemExit):
            command("extract", form)
        return
    ran = command("extract", form, *arguments)
    assert ran.status != 0
    assert "inspection, invoice, items, lab, lease, nda, receipt" in ran.err + ran.out


def test_columns_are_suggested_from_sample_documents(command: Command, form: Path, tmp_path: Path) -> None:
    other, schema = tmp_path / "other.txt", tmp_path / "suggested.json"
    other.write_text(FORM.replace("Maria Okafor", "Ali Demir").replace("22/09/2024", "23/10/2024"), "utf-8")
    ran = command("extract", "--suggest", form, other, "--out", schema, "--json")
    assert ran.status == 0
    assert ran.row == json.loads(schema.read_text("utf-8"))
    columns = {one["name"]: one["type"] for one in ran.row["columns"]}
    assert columns["date_of_inspection"] == "date"
    cells = command("extract", form, "--schema", schema, "--rules-only", "--json").row["rows"][0]["cells"]
    assert cells["inspector"]["value"] == "Maria Okafor"


def test_the_reason_why_a_document_failed_is_a_sentence() -> None:
    scope = ExtractionScope(parsed(json.dumps({"columns": COLUMNS}))).encoded()
    record_of_failed = record(
        Run(1, "extraction", "", None, None, "", "", (), scope, "", RunState.DONE, 0, 0, 1, 1, 0),
        Result(Part(0, 1, "a.pdf"), PartState.FAILED, error_code="worker-died", error_facts="{}"),
    )
    assert record_of_failed["error"]["code"] == "worker-died"
    assert record_of_failed["error"]["message"].endswith(".")


def test_what_cannot_be_saved_takes_nothing_else_along(command: Command, form: Path, tmp_path: Path) -> None:
    schema, sheet = tmp_path / "undated.json", tmp_path / "own.xlsx"
    schema.write_text(json.dumps({"columns": [{"name": "inspector", "type": "person"}]}), encoding="utf-8")
    book = Workbook()
    book.active.append(["Inspector"])
    book.save(sheet)
    calendar = tmp_path / "days.ics"
    ran = command(
        "extract", form, "--schema", schema, "--rules-only", "--out", calendar, "--append", sheet, "--json"
    )
    assert ran.status == 1
    assert ran.row["rows"][0]["cells"]["inspector"]["value"] == "Maria Okafor"
    assert "no day that a calendar could show" in ran.err
    assert not calendar.exists()
    assert [cell.value for cell in load_workbook(sheet).active["A"]] == ["Inspector", "Maria Okafor"]
