"""The command playbook: its rows are a contract, verdicts have quotes, a bad file takes no other along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command

from rag.vetting.playbook import built_in_text, parsed

BOOK = """
name = "House rules"
[[positions]]
name = "Term"
words = ["term .. agreement"]
required = true
reason = "We plan by the year."
preferred = "The term of this agreement is one year."
[[positions.rules]]
kind = "period"
most = "2 years"
[[positions]]
name = "Keys"
words = ["keys"]
required = true
reason = "Somebody must keep them."
[[positions]]
name = "Assignment"
unacceptable = ["A party may assign this agreement to anybody without the consent of the other."]
acceptable = ["Neither party may assign this agreement without the consent of the other."]
"""
CONTRACT = """AGREEMENT

The term of this agreement is seven years from today, and it is written in two copies.

The buyer is entitled to transfer this agreement to anybody without asking the seller for consent.
"""
CLAUSE = "The buyer is entitled to transfer this agreement to anybody without asking the seller for consent."


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    return Command(tmp_path / "home", models_dir())


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(BOOK, encoding="utf-8")
    return path


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.txt"
    path.write_text(CONTRACT, encoding="utf-8")
    return path


def test_a_line_a_contract_with_a_verdict_for_each_position(
    command: Command, book: Path, contract: Path
) -> None:
    ran = command("playbook", book, contract, "--json")
    assert ran.status == 0
    assert list(ran.row) == ["document", "positions"]
    term, keys, assignment = ran.row["positions"]
    assert term == {
        "name": "Term",
        "verdict": "unacceptable",
        "quote": "The term of this agreement is seven years from today, and it is written in two copies.",
        "page": 1,
        "reason": "7 years / 2 years: more or less than is allowed. We plan by the year.",
        "preferred": "The term of this agreement is one year.",
        "confidence": 0.85,
    }
    assert (keys["verdict"], keys["quote"], keys["page"]) == ("missing", None, None)
    assert "Somebody must keep them." in keys["reason"]
    assert (assignment["verdict"], assignment["quote"]) == ("unacceptable", CLAUSE), "by its meaning alone"


def test_it_is_kept_shown_again_and_renewed(command: Command, book: Path, contract: Path) -> None:
    first = command("playbook", book, contract, "--json")
    (kept,) = command("runs", "--json").rows
    assert (kept["maker"], kept["title"], kept["state"]) == ("playbook", "House rules", "done")
    assert command("runs", "show", str(kept["id"]), "--json").row == first.row
    book.unlink()
    assert command("runs", "again", str(kept["id"]), "--json").row == first.row


def test_a_file_that_cannot_be_read_takes_no_other_along(
    command: Command, book: Path, contract: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    ran = command("playbook", book, tmp_path / "empty.txt", contract, "--json")
    assert ran.status == 1
    refused, made = ran.rows
    assert (refused["positions"], refused["error"]["code"]) == ([], "file-empty")
    assert len(made["positions"]) == 3


def test_a_person_reads_what_needs_a_look_first(command: Command, book: Path, contract: Path) -> None:
    told = command("playbook", book, contract).out
    assert told.index("✗ not acceptable: Term") < told.index("○ missing: Keys")
    assert "seven years from today" in told


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "json", "md"])
def test_it_is_saved_as_a_table(
    command: Command, book: Path, contract: Path, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"table.{suffix}"
    assert command("playbook", book, contract, "--out", out).status == 0
    if suffix == "xlsx":
        import openpyxl

        sheet = openpyxl.load_workbook(out).worksheets[0]
        found = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
        rows = [row for row in found if row[0] == "contract.txt"]
        assert [row[1] for row in rows] == ["Term", "Keys", "Assignment"]
        assert rows[0][2] == "✗ not acceptable"
    else:
        assert "seven years from today" in json.dumps(out.read_text("utf-8"), ensure_ascii=False)


def test_one_that_comes_along_is_written_to_begin_with(command: Command, tmp_path: Path) -> None:
    ran = command("playbook", "--show", "nda")
    assert parsed(ran.out).positions == parsed(built_in_text("nda")).positions
    own = tmp_path / "own.toml"
    own.write_text(ran.out, encoding="utf-8")
    assert not (command.home / "vault.db").exists(), "nothing is opened for it"


def test_one_that_comes_along_is_taken_by_its_name(command: Command, contract: Path) -> None:
    ran = command("playbook", "nda", contract, "--json")
    verdicts = {one["name"]: one for one in ran.row["positions"]}
    assert verdicts["Assignment"]["quote"] == CLAUSE
    assert verdicts["Term of the agreement"]["verdict"] == "unacceptable"
    assert verdicts["Return of materials"]["verdict"] == "missing"


def test_each_contract_is_held_against_the_playbook_in_its_language(command: Command, tmp_path: Path) -> None:
    german, french = tmp_path / "vertrag.txt", tmp_path / "accord.txt"
    german.write_text(
        "Geheimhaltungsvereinbarung zwischen der Kessler GmbH, Stuttgart, und der Hydrotec GmbH, Münster.\n\n"
        "Die Geheimhaltungspflicht besteht nach Beendigung der Gespräche zeitlich unbegrenzt fort.\n\n"
        "Es gilt deutsches Recht.\n",
        encoding="utf-8",
    )
    french.write_text(
        "Accord de confidentialité entre la société Biovalor, Lyon, et la société Pharmatest, Strasbourg.\n\n"
        "Le Bénéficiaire reste tenu au secret pendant quinze (15) ans à compter de la communication.\n\n"
        "Le présent accord est soumis au droit français.\n",
        encoding="utf-8",
    )
    first, second = command("playbook", "nda", german, french, "--json").rows
    verdicts = {one["name"]: one for one in first["positions"]}
    duty = verdicts["Dauer der Geheimhaltung"]
    assert (duty["verdict"], verdicts["Rückgabe von Unterlagen"]["verdict"]) == ("unacceptable", "missing")
    assert "zeitlich unbegrenzt" in duty["quote"]
    assert duty["preferred"].startswith("Die Geheimhaltungspflichten")
    verdicts = {one["name"]: one for one in second["positions"]}
    duty = verdicts["Durée de la confidentialité"]
    assert duty["verdict"] == "unacceptable"
    assert duty["reason"].startswith("15 ans / 5 ans")
    assert verdicts["Restitution"]["verdict"] == "missing"


def test_the_german_one_is_written_to_begin_with(command: Command) -> None:
    ran = command("playbook", "--show", "services", "--language", "de")
    assert parsed(ran.out).positions == parsed(built_in_text("services", "de")).positions
    assert parsed(ran.out).language == "de"


def test_what_a_playbook_in_another_language_does_not_find_is_to_be_reviewed(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "contrato.txt"
    path.write_text(
        "Las partes acuerdan guardar silencio sobre todos los documentos. El receptor devolverá los"
        " documentos después del final de las conversaciones. Se aplica la ley española.",
        encoding="utf-8",
    )
    row = command("playbook", "nda", path, "--json").row
    silent = {one["verdict"] for one in row["positions"] if one["quote"] is None}
    assert silent == {"review"}
    assert "another language" in row["positions"][0]["reason"]


@pytest.mark.parametrize("arguments", [[], ["nda"], ["--show"], ["nda", "x.txt", "--language", "de"]])
def test_what_is_needed_is_told(command: Command, arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        command("playbook", *arguments)


def test_a_playbook_that_says_nothing_is_told(command: Command, contract: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[[positions]]\nname = 'A'\nwords = 3\n", encoding="utf-8")
    ran = command("playbook", tmp_path / "bad.toml", contract)
    assert ran.status == 1
    assert "A: words" in ran.err
