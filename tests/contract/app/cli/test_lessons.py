"""Corrections teach: the next document of an issuer is read right; what was taught can be forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command

BILL = """Kestrel Water Works Co-operative
Pumping Lane 4, Harrow
Statement of charges

Account {number}
Amount due: EUR 10,00
Kindly settle EUR {total}
"""
COLUMNS = [{"name": "amount due", "type": "money"}, {"name": "account"}]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    return Command(tmp_path / "home", models_dir())


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps({"name": "Bills", "columns": COLUMNS}), encoding="utf-8")
    return path


def bill(folder: Path, name: str, total: str) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(BILL.format(number=f"K-{name}", total=total), encoding="utf-8")
    return path


def amount(command: Command, path: Path, schema: Path) -> object:
    ran = command("extract", path, "--rules-only", "--schema", schema, "--json")
    return ran.row["rows"][0]["cells"]["amount due"]["value"]


def test_the_next_document_of_an_issuer_is_read_as_was_corrected(
    command: Command, schema: Path, tmp_path: Path
) -> None:
    first, second = bill(tmp_path, "one", "44,10"), bill(tmp_path, "two", "87,65")
    assert amount(command, first, schema) == 10.0, "the rules take the label"
    number = str(command("runs", "list", "--json").rows[0]["id"])
    command("review", "correct", number, "one.txt", "amount due", "44,10 EUR")
    assert amount(command, second, schema) == 87.65
    (lesson,) = command("review", "taught", "--json").rows
    assert (lesson["document"], lesson["column"]) == ("one.txt", "amount due")
    assert (lesson["label"], lesson["side"]) == ("kindly settle", "same")
    assert "behind “kindly settle”" in command("review", "taught").out
    assert command("review", "forget", str(lesson["id"]), "--json").row == {"forgotten": 1}
    assert command("review", "taught", "--json").rows == []
    assert amount(command, bill(tmp_path, "three", "5,05"), schema) == 10.0


def test_the_others_of_a_table_follow_when_asked(command: Command, schema: Path, tmp_path: Path) -> None:
    paths = [bill(tmp_path, name, total) for name, total in (("a", "1,10"), ("b", "2,20"), ("c", "3,30"))]
    command("extract", *paths, "--rules-only", "--schema", schema)
    number = str(command("runs", "list", "--json").rows[0]["id"])
    command("review", "accept", number, "c.txt", "amount due")
    told = command("review", "correct", number, "a.txt", "amount due", "1,10 EUR")
    assert "in 1 other document of this table" in told.err
    rows = command("review", "correct", number, "a.txt", "amount due", "1,10 EUR", "--others", "--json").rows
    assert [(one["document"], one["value"]) for one in rows] == [("a.txt", 1.1), ("b.txt", 2.2)]
    assert "review" not in rows[1], "nobody has looked at that one yet"
    left = {one["document"]: one["value"] for one in command("review", "list", number, "--json").rows[::2]}
    assert left == {"a.txt": 1.1, "b.txt": 2.2, "c.txt": 10.0}, "what was accepted stays"


def test_a_correction_that_is_taken_back_teaches_nothing(
    command: Command, schema: Path, tmp_path: Path
) -> None:
    bill(tmp_path, "one", "44,10")
    amount(command, tmp_path / "one.txt", schema)
    number = str(command("runs", "list", "--json").rows[0]["id"])
    command("review", "correct", number, "one.txt", "amount due", "44,10 EUR")
    command("review", "undo", number, "one.txt", "amount due")
    assert command("review", "taught", "--json").rows == []


def test_a_lesson_goes_with_its_document(command: Command, schema: Path, tmp_path: Path) -> None:
    amount(command, bill(tmp_path, "one", "44,10"), schema)
    number = str(command("runs", "list", "--json").rows[0]["id"])
    command("review", "correct", number, "one.txt", "amount due", "44,10 EUR")
    command("remove", "one.txt")
    assert command("review", "taught", "--json").rows == []


def test_what_to_forget_has_to_be_said(command: Command) -> None:
    with pytest.raises(SystemExit):
        command("review", "forget")
    assert command("review", "forget", "--all", "--json").row == {"forgotten": 0}
