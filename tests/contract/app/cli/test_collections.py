"""The command collections: in words and in JSON."""

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


def test_collections_are_made_filled_renamed_coloured_removed_and_undone(command: Command) -> None:
    assert "There are no collections" in command("collections", "list").out
    made = command("collections", "make", "Leases", "--colour", "blue", "--json").row
    assert made == {"collection": "Leases", "colour": "blue", "documents": 0}
    assert command("collections", "move", "leases", "lease.md", "rent.md", "--json").rows == [
        {"document": "lease.md", "collection": "Leases", "state": "moved"},
        {"document": "rent.md", "collection": "Leases", "state": "moved"},
    ]
    assert "Contracts" in command("collections", "rename", "LEASES", "Contracts").out
    assert command("collections", "colour", "contracts", "red", "--json").row == {
        "collection": "Contracts", "colour": "red", "documents": 2,
    }  # fmt: skip
    assert [row["collection"] for row in command("library", "--json").rows] == ["Contracts", "Contracts"]
    assert command("collections", "out", "rent.md", "--json").row["collection"] == ""
    found = command("search", "notice", "--collection", "Contracts", "--json").row
    assert {hit["document"] for hit in found["hits"]} == {"lease.md"}
    removed = command("collections", "remove", "Contracts", "--json").row
    assert removed == {"collection": "Contracts", "colour": "red", "documents": 1, "to": ""}
    assert [row["document"] for row in command("library", "--json").rows] == list(FILES), "documents stay"
    assert command("collections", "undo", "--json").row == {
        "document": "lease.md", "collection": "Contracts", "state": "moved",
    }  # fmt: skip
    assert command("collections", "list", "--json").row == {
        "collection": "Contracts", "colour": "red", "documents": 1,
    }  # fmt: skip


def test_wrong_names_are_told(command: Command) -> None:
    command("collections", "make", "Leases")
    for asked, told in (
        (("make", "leases"), "There is a collection “Leases” already."),
        (("make", " "), "This is no name for a collection"),
        (("rename", "Lease", "x"), "No collection is called “Lease”."),
        (("move", "Lease", "rent.md"), "No collection is called “Lease”."),
        (("remove", "Leases", "--to", "leases"), "There is a collection “Leases” already."),
    ):
        wrong = command("collections", *asked)
        assert wrong.status == 1, asked
        assert told in wrong.err, asked


def test_a_file_that_was_moved_out_comes_back_where_it_is_added_again(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "mill.md").write_text("# Mill\n\nThe mill grinds.", encoding="utf-8")
    command("add", tmp_path / "mill.md", "--collection", "Mills")
    command("collections", "out", "mill.md")
    assert command("add", tmp_path / "mill.md", "--collection", "mills").status == 0
    found = {row["document"]: row["collection"] for row in command("library", "--json").rows}
    assert found == {"lease.md": "", "rent.md": "", "mill.md": "Mills"}
