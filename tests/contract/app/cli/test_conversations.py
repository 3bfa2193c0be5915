"""The command conversations: its rows, its files, and what comes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from programs.command import Command


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


def kept(command: Command, question: str) -> int:
    ran = command("ask", "--keep", question, "--json")
    assert ran.status == 0
    return int(ran.row["turn"])


def test_they_are_listed_searched_pinned_and_removed(command: Command) -> None:
    assert "Nothing" in command("conversations").out
    days = kept(command, "How many days are there from 1 May 2024 to 31 May 2024?")
    kept(command, "What is 17 times 23?")
    listed = {row["turn"]: row for row in command("conversations", "--json").rows}
    assert {row["shown"] for row in listed.values()} == {True}
    talk = listed[days]["conversation"]
    (hit,) = command("conversations", "search", "MAY 2024", "--json").rows
    assert list(hit) == ["turn", "conversation", "title", "question", "excerpt", "created", "by"]
    assert (hit["turn"], hit["conversation"], hit["by"]) == (days, talk, "words")
    assert command("conversations", "search", "heron").out.startswith("Nothing")

    assert command("conversations", "pin", str(talk), "--json").row == {
        "kind": "conversation", "id": talk, "state": "pinned", "error": None,
    }  # fmt: skip
    pinned = {row["conversation"]: row["pinned"] for row in command("conversations", "--json").rows}
    assert [one for one, on in pinned.items() if on] == [talk]

    gone = command("conversations", "remove", str(talk), "999", "--json")
    assert gone.status == 1
    assert [(row["id"], row["state"]) for row in gone.rows] == [(talk, "removed"), (999, None)]
    assert gone.rows[1]["error"]["code"] == "conversation-unknown"
    assert command("conversations", "search", "May", "--json").rows == []
    (binned,) = command("conversations", "bin", "--json").rows
    assert list(binned) == ["kind", "id", "title", "question", "turns", "removed", "days"]
    assert (binned["kind"], binned["id"], binned["days"]) == ("conversation", talk, 30)
    assert command("conversations", "restore", str(talk)).status == 0
    assert len(command("conversations", "--json").rows) == 2

    assert command("conversations", "remove", "--turn", str(days)).status == 0
    assert len(command("conversations", "--json").rows) == 1
    assert command("conversations", "empty", "--json").row == {
        "kind": "turn", "id": days, "state": "deleted", "error": None,
    }  # fmt: skip
    assert command("conversations", "restore", "--turn", str(days)).status == 1


@pytest.mark.parametrize("suffix", ["md", "docx", "pdf", "html", "json", "csv", "xlsx"])
def test_one_is_exported(command: Command, tmp_path: Path, suffix: str, qapp: object) -> None:
    turn = kept(command, "What is 17 times 23?")
    talk = command("conversations", "--json").row["conversation"]
    path = tmp_path / f"talk.{suffix}"
    ran = command("conversations", "export", str(talk), path, "--json")
    assert ran.row == {"file": str(path), "conversation": talk, "turns": 1}
    assert path.stat().st_size > 50
    if suffix == "json":
        record = json.loads(path.read_text("utf-8"))
        assert [row["id"] for row in record["turns"]] == [turn]
        assert "391" in record["turns"][0]["answer"]["text"]
    if suffix in ("md", "html", "csv"):
        text = path.read_text("utf-8-sig")
        assert "What is 17 times 23?" in text
        assert "391" in text
    assert command("conversations", "export", str(talk), tmp_path / "talk.xyz").status == 1
    assert command("conversations", "export", "999", tmp_path / "talk.md").status == 1
