"""summarize, compare and summaries: rows of JSON are a contract (see README); files are saved beside them."""

from __future__ import annotations

import pytest
from models import model_path, models_dir
from programs.command import Command

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

LEASE = """Article 1
Scope

1. The supplier shall store the records within 30 days.

Article 2
Fees

The customer shall pay EUR 12 000 without undue delay.
"""
REPORT = [
    "id", "document", "kind", "state", "model", "columns", "words", "seconds", "tokens_per_second", "covered",
    "blocks",
]  # fmt: skip


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    model_path("all-minilm-l6-v2")
    folder = tmp_path_factory.mktemp("summaries")
    (folder / "a.txt").write_text(LEASE, encoding="utf-8")
    (folder / "b.txt").write_text(LEASE.replace("12 000", "14 000"), encoding="utf-8")
    return Command(folder / "home", models_dir())


def test_files_are_read_summarised_compared_kept_and_saved(command: Command) -> None:
    folder = command.home.parent
    saved = folder / "o.docx"
    made = command("summarize", folder / "a.txt", "--kind", "obligations", "--out", saved, "--json")
    assert made.status == 0
    assert list(made.row) == REPORT
    assert (made.row["document"], made.row["state"]) == ("a.txt", "done")
    points = [point for block in made.row["blocks"] for point in block["points"]]
    assert [point["cells"] for point in points] == [
        ["The supplier", "store the records within 30 days", "within 30 days", "Article 1(1)"],
        ["The customer", "pay EUR 12 000 without undue delay", "without undue delay", "Article 2"],
    ]
    assert all(point["supported"] and point["citations"] for point in points)
    assert made.row["covered"]["pages_read"] == made.row["covered"]["pages"] == 1
    assert saved.read_bytes().startswith(b"PK")

    changed = command("compare", folder / "a.txt", folder / "b.txt", "--out", folder / "c.md", "--json").row
    (point,) = changed["blocks"][0]["points"]
    assert (changed["document"], changed["other"]) == ("a.txt", "b.txt")
    assert point["cells"][:2] == ["Changed", "Article 2"]
    assert [citation["document"] for citation in point["citations"]] == ["a.txt", "b.txt"]
    assert "| Changed | Article 2 |" in (folder / "c.md").read_text(encoding="utf-8")

    first, second = made.row["id"], changed["id"]
    assert [row["id"] for row in command("summaries", "list", "--json").rows] == [second, first]
    assert [row["id"] for row in command("summaries", "search", "supplier", "--json").rows] == [first]
    assert command("summaries", "show", str(first), "--json").row == made.row
    anew = command("summaries", "again", str(first), "--kind", "deadlines", "--json").row
    assert (anew["kind"], anew["state"]) == ("deadlines", "done")
    assert command("summaries", "delete", str(first), "--json").row == {"id": first, "state": "deleted"}
    assert command("summaries", "show", str(first)).status == 1


def test_what_cannot_be_is_said(command: Command) -> None:
    folder = command.home.parent
    unknown = command("summarize", folder / "a.txt", "--kind", "poem")
    assert unknown.status == 1
    assert "There is no kind of summary called" in unknown.err
    assert "does not end in .md" in command("summarize", folder / "a.txt", "--out", "a.odt").err
    kinds = [row["kind"] for row in command("summaries", "kinds", "--json").rows]
    assert kinds[0] == "executive"
    assert "comparison" not in kinds
    several = command("summarize", folder / "a.txt", folder / "none.txt", "--kind", "timeline", "--json")
    assert several.status == 1
    assert [row["state"] for row in several.rows] == ["done", "failed"]
    assert several.rows[1]["error"]["code"] == "document-unknown"


def test_without_an_action_the_list_is_shown(command: Command) -> None:
    ran = command("summaries")
    assert ran.status == 0
