"""The command tags, and --tag where documents are chosen: in words and in JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command

FILES = {
    "lease.md": "# Notice\n\nNotice is given three months before the end of the lease.",
    "rent.md": "# Rent\n\nThe notice of a higher rent is given in May.",
}


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    made = Command(tmp_path / "home", models_dir())
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    made("add", *(tmp_path / name for name in FILES))
    return made


def test_tags_are_put_on_listed_renamed_taken_off_deleted_and_brought_back(command: Command) -> None:
    assert "There are no tags" in command("tags", "list").out
    added = command("tags", "add", "Leases,due", "lease.md", "rent.md", "--json")
    assert added.status == 0
    assert added.rows == [
        {"document": "lease.md", "tags": ["due", "Leases"]},
        {"document": "rent.md", "tags": ["due", "Leases"]},
    ]
    assert command("tags", "remove", "due", "rent.md", "--json").row == {
        "document": "rent.md",
        "tags": ["Leases"],
    }
    assert command("tags", "list", "--json").rows == [
        {"tag": "due", "documents": 1},
        {"tag": "Leases", "documents": 2},
    ]
    assert command("tags", "rename", "leases", "Contracts", "--json").row == {
        "tag": "Contracts",
        "documents": 2,
    }
    assert [row["tags"] for row in command("library", "--json").rows] == [["Contracts", "due"], ["Contracts"]]
    assert "#Contracts #due" in command("library").out
    assert command("tags", "delete", "contracts", "--json").row == {"tag": "Contracts", "documents": 2}
    assert [row["tags"] for row in command("tags", "undo", "--json").rows] == [
        ["Contracts", "due"],
        ["Contracts"],
    ]
    refused = command("tags", "rename", "due", "contracts")
    assert refused.status == 1
    assert "There is a tag “contracts” already." in refused.err


def test_a_tag_is_a_scope_of_searches_questions_and_lists(command: Command) -> None:
    command("tags", "add", "rents", "rent.md")
    found = command("search", "when is notice given", "--tag", "Rents", "--json").row
    assert {hit["document"] for hit in found["hits"]} == {"rent.md"}
    assert [row["document"] for row in command("library", "--tag", "rents", "--json").rows] == ["rent.md"]
    for asked in (("search", "notice"), ("ask", "notice"), ("library",), ("summarize",)):
        wrong = command(*asked, "--tag", "rends")
        assert wrong.status == 1, asked
        assert "No document has ever been tagged “rends”." in wrong.err
    command("tags", "remove", "rents", "rent.md")
    nothing = command("summarize", "--tag", "rents")
    assert nothing.status == 1
    assert "No document that was read is tagged “rents”." in nothing.err


def test_a_batch_names_tags_by_the_row(command: Command, tmp_path: Path) -> None:
    command("tags", "add", "rents", "rent.md")
    batch = tmp_path / "q.jsonl"
    batch.write_text('{"qid": 1, "question": "notice", "tag": "rents"}\n{"qid": 2, "question": "notice"}\n')
    first, second = command("search", "--batch", batch, "--json").rows
    assert {hit["document"] for hit in first["hits"]} == {"rent.md"}
    assert {hit["document"] for hit in second["hits"]} == set(FILES)


def test_a_rule_is_tried_kept_and_removed(command: Command, tmp_path: Path) -> None:
    assert "There are no rules" in command("tags", "rule", "list").out
    tried = command("tags", "rule", "try", "Rents", "--words", "higher rent", "--json")
    assert tried.rows == [{"document": "rent.md", "tags": ["Rents"]}]
    assert command("tags", "list", "--json").rows == []
    added = command("tags", "rule", "add", "Rents", "--name", "*.md", "--words", "higher rent", "--json").row
    assert added == {"id": 1, "tags": ["Rents"], "where": {"name": "*.md", "words": ["higher rent"]}}
    (tmp_path / "again.md").write_text("The higher\nrent of the barn.", encoding="utf-8")
    command("add", tmp_path / "again.md")
    assert command("library", "--tag", "rents", "--json").row["document"] == "again.md"
    assert "1 document was tagged" in command("tags", "rule", "try", "--apply").err
    assert command("tags", "rule", "list", "--json").row == added
    assert command("tags", "rule", "remove", "1").status == 0
    assert command("tags", "rule", "remove", "1").status == 1
    refused = command("tags", "rule", "add", "Rents")
    assert refused.status == 1
    assert "It names no tag, or nothing that must hold." in refused.err
