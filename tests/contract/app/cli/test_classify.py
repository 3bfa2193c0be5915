"""The JSON of `classify` is a contract with scripts; the embedding model is the real one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command, Ran

LABELS = {
    "labels": [
        {
            "name": "broken",
            "description": "something does not work",
            "examples": [
                "The printer does not switch on",
                "My screen stays black",
                "The program crashes when I save",
                "I cannot log in any more",
            ],
        },
        {
            "name": "invoice",
            "examples": [
                "Why was I charged twice?",
                "Please send me the invoice of March",
                "I want my money back",
                "There is a mistake on my bill",
            ],
        },
    ],
    "reject": True,
}


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    (tmp_path / "labels.json").write_text(json.dumps(LABELS), encoding="utf-8")
    return Command(tmp_path / "home", models_dir())


def _classify(command: Command, folder: Path, *rows: object) -> Ran:
    lines = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    (folder / "batch.jsonl").write_text(lines, encoding="utf-8")
    return command(
        "classify", "--labels", folder / "labels.json", "--batch", folder / "batch.jsonl", "--json"
    )


def test_rows_with_a_text(command: Command, tmp_path: Path) -> None:
    ran = _classify(
        command,
        tmp_path,
        {"id": 1, "text": "The keyboard stopped working"},
        {"id": "b", "text": "The bill is too high"},
        {"id": 3, "text": "Bananas are botanically berries."},
    )
    assert ran.status == 0
    assert all(list(row) == ["id", "label", "confidence", "scores"] for row in ran.rows)
    assert [(row["id"], row["label"]) for row in ran.rows] == [(1, "broken"), ("b", "invoice"), (3, None)]
    for row in ran.rows:
        assert list(row["scores"]) == ["broken", "invoice"]
        assert 0 <= row["confidence"] <= 1
    assert not (tmp_path / "home" / "vault.db").exists(), "no library is opened for texts alone"


def test_a_wrong_row_is_told_and_the_others_go_on(command: Command, tmp_path: Path) -> None:
    ran = _classify(command, tmp_path, "{", {"text": "x"}, {"id": 3, "text": "The bill is wrong"})
    assert ran.status == 1
    assert [row.get("error", {}).get("code") for row in ran.rows] == ["batch-invalid", "batch-invalid", None]
    assert all(list(row) == ["id", "label", "confidence", "scores", "error"] for row in ran.rows[:2])
    assert "line 2" in ran.rows[1]["error"]["message"]
    assert ran.rows[2]["label"] == "invoice"


def test_documents_by_name(command: Command, tmp_path: Path) -> None:
    (tmp_path / "complaint.txt").write_text("You charged me twice. Send me a new invoice.", encoding="utf-8")
    assert command("add", tmp_path / "complaint.txt").status == 0
    ran = _classify(
        command, tmp_path, {"id": 1, "document": "complaint.txt"}, {"id": 2, "document": "none.txt"}
    )
    assert ran.status == 1
    assert ran.rows[0]["label"] == "invoice"
    assert ran.rows[1]["error"]["code"] == "document-unknown"


def test_labels_that_cannot_be_used(command: Command, tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text('{"labels": [\n{"name": ""}]}', encoding="utf-8")
    ran = _classify(command, tmp_path, {"id": 1, "text": "x"})
    assert (ran.status, ran.out) == (1, "")
    assert "line 2" in ran.err
