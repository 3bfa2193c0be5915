"""ask --every-document and --every-section with real models: the rows are a contract (see README)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from files.documents import pdf
from models import model_path, models_dir
from programs.command import Command

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
LAW = "This agreement is governed by the laws of the State of {}."
QUESTION = "Which state's law governs this agreement?"
CITATION = ["document", "page", "section", "start", "end", "quote"]
LIMITS = (
    "A breach shall be notified to the authority within 72 hours.",
    "A request shall be answered within one month.",
    "The register shall be reviewed within twelve months.",
)
FILLER = "The authority keeps a public list of its offices and of the languages spoken there. " * 12


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    model_path("all-minilm-l6-v2")
    model_path(MODEL)
    folder = tmp_path_factory.mktemp("survey")
    for name, state in (("one.pdf", "Delaware"), ("two.pdf", "New York")):
        pdf(folder / name, ["# 1 Purpose\nThe parties exchange drawings.", f"# 2 Law\n{LAW.format(state)}"])
    pdf(folder / "rail.pdf", ["# Travel\nSecond class is booked on all trains under four hours."])
    lines = [line for limit in LIMITS for line in (limit, FILLER)]
    (folder / "limits.txt").write_text("\n\n".join(lines), encoding="utf-8")
    opened = Command(folder / "home", models_dir())
    paths = [folder / name for name in ("one.pdf", "two.pdf", "rail.pdf")]
    assert opened("add", *paths, "--collection", "contracts").status == 0
    assert opened("add", folder / "limits.txt").status == 0
    return opened


def test_a_row_for_each_document(command: Command, tmp_path: Path) -> None:
    table = tmp_path / "law.csv"
    ran = command(
        "--model", MODEL, "ask", "--every-document", QUESTION, "--collection", "contracts", "--json",
        "--csv", table,
    )  # fmt: skip
    assert ran.status == 0, ran.err
    fields = ["document", "answer", "found", "supported", "citations", "seconds"]
    assert all(list(row) == fields for row in ran.rows)
    assert [row["document"] for row in ran.rows] == ["one.pdf", "two.pdf", "rail.pdf"]
    assert [row["found"] for row in ran.rows] == [True, True, False]
    assert [row["supported"] for row in ran.rows] == [True, True, False]
    for row, state in zip(ran.rows, ("Delaware", "New York"), strict=False):
        assert state in row["answer"]
        assert list(row["citations"][0]) == CITATION
        assert row["citations"][0]["page"] == 2
        assert state in row["citations"][0]["quote"].replace("\n", " ")
        assert row["seconds"] > 0
    assert ran.rows[2]["answer"] == "No answer found in this document."
    assert ran.rows[2]["citations"] == []
    assert "3 of 3 documents asked, 2 with an answer" in ran.err
    assert "Judged without the model, nothing in them being near: rail.pdf." in ran.err
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Document", "Answer", "State", "Page", "Section", "Quote"]
    assert [row[0] for row in rows[1:]] == ["one.pdf", "two.pdf", "rail.pdf"]


def test_a_table_for_people(command: Command) -> None:
    ran = command("--model", MODEL, "ask", "--every-document", QUESTION, "--document", "one.pdf")
    assert ran.status == 0, ran.err
    assert ran.out.startswith("✓ one.pdf")
    assert "Delaware" in ran.out
    assert "[page\u00a02]" in ran.out


def test_a_row_for_each_item_of_every_part(command: Command) -> None:
    ran = command(
        "--model", MODEL, "ask", "--every-section", "every sentence with a time limit", "--document",
        "limits.txt", "--json",
    )  # fmt: skip
    assert ran.status == 0, ran.err
    fields = ["document", "section", "answer", "found", "supported", "citations", "seconds"]
    assert all(list(row) == fields for row in ran.rows)
    found = [row for row in ran.rows if row["supported"]]
    for limit in LIMITS:
        quoted = [row for row in found if any(limit in one["quote"] for one in row["citations"])]
        assert quoted, f"{limit} is missing among {[row['answer'] for row in found]}"
    assert len({row["answer"] for row in found}) == len(found)
    assert "parts asked" in ran.err


def test_a_document_that_is_not_there(command: Command) -> None:
    ran = command("ask", "--every-document", QUESTION, "--document", "none.pdf")
    assert ran.status == 1
    assert "none.pdf" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "--every-section", "text"],
        ["ask", "--every-document"],
        ["ask", "--every-document", "--batch", "file.jsonl"],
        ["ask", "text", "--csv", "file.csv"],
        ["ask", "text", "--every-document", "--every-section", "--document", "a.pdf"],
    ],
)
def test_wrong_usage(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        Command(tmp_path / "home", tmp_path)(*arguments)
    assert exit_.value.code == 2
    assert "usage: confidant" in capsys.readouterr().err
