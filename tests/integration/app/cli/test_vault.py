"""The command vault from end to end: damage told, salvaged, gone back from; copies and open formats."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from damage import flip
from models import model_path, models_dir
from programs.command import Command

from rag.storing.page_proof import PAGE


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    made = Command(tmp_path / "home", models_dir())
    for number in range(3):
        text = "".join(f"Clause {line} of letter {number}: the rent is due.\n\n" for line in range(60))
        (tmp_path / f"letter{number}.txt").write_text(text, encoding="utf-8")
    ran = made("add", *(tmp_path / f"letter{number}.txt" for number in range(3)))
    assert ran.status == 0, ran.err
    return made


def damage_a_page_of_text(command: Command) -> None:
    """Damage the last pages that are not empty: what was written last."""
    vault = command.home / "vault.db"
    for number in range(vault.stat().st_size // PAGE - 12, vault.stat().st_size // PAGE - 8):
        flip(vault, number * PAGE + 1000)


def test_damage_is_told_salvaged_and_gone_back_from(command: Command) -> None:
    names = [row["name"] for row in command("vault", "snapshots", "--json").rows]
    assert len(names) == 1, "taken by itself after the first documents"
    whole = command("vault", "check", "--json")
    assert (whole.status, whole.row["state"], whole.row["damaged"]) == (0, "whole", [])
    damage_a_page_of_text(command)
    damaged = command("vault", "check", "--json")
    assert (damaged.status, damaged.row["state"], len(damaged.row["damaged"])) == (1, "damaged", 4)
    assert "vault salvage" in command("vault", "check").out
    listed = command("library")
    assert (listed.status, "reading only" in listed.err) == (0, True)
    answered = command("ask", "How many documents do I have?", "--json")
    assert (answered.status, answered.row["outcome"]) == (0, "library"), (
        "answers are worth more than their log"
    )
    refused = command("add", str(command.secret))
    assert refused.status == 1
    assert "Traceback" not in refused.err
    salvaged = command("vault", "salvage", "--json")
    assert (salvaged.status, salvaged.row["damaged"]) == (0, 4)
    assert Path(salvaged.row["aside"]).exists()
    assert command("vault", "check").status == 0
    again = command("add", *(command.home.parent / f"letter{number}.txt" for number in range(3)))
    assert again.status == 0
    assert len(command("library", "--json").rows) == 3
    assert command("search", "rent", "--json").row["hits"]
    back = command("vault", "restore", "newest", "--json")
    assert (back.status, back.row["state"]) == (0, "restored")
    assert len(command("library", "--json").rows) == 3
    assert command("vault", "verify", names[0], "--json").row["state"] == "whole"
    assert command("vault", "restore", "yesterday").status == 1
    assert command("vault", "snapshots", "--delete", "--json").row["deleted"] >= 1
    assert command("vault", "snapshots", "--json").rows == []


def test_a_backup_opens_by_itself_and_a_move_is_followed(command: Command, tmp_path: Path) -> None:
    backup = tmp_path / "stick"
    assert command("vault", "backup", str(backup)).status == 0
    assert command("vault", "verify", str(backup)).status == 0
    copied = Command(backup, models_dir())
    assert len(copied("library", "--json").rows) == 3
    assert command("vault", "backup", str(backup)).status == 1
    moved = tmp_path / "elsewhere"
    assert command("vault", "move", str(moved), "--json").row == {"state": "moved", "folder": str(moved)}
    assert len(command("library", "--json").rows) == 3
    assert (moved / "vault.db").exists()
    assert not (command.home / "vault.db").exists()


def test_everything_comes_out_in_open_formats(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    ran = command("vault", "export", str(folder), "--json")
    assert (ran.status, ran.row["documents"]) == (0, 3)
    listed = json.loads((folder / "library.json").read_text(encoding="utf-8"))
    assert [row["title"] for row in listed["documents"]] == ["letter0.txt", "letter1.txt", "letter2.txt"]
    first = folder / listed["documents"][0]["file"]
    text = first.with_name(first.name + ".txt").read_text(encoding="utf-8")
    assert "Clause 59 of letter 0" in text
    about = json.loads(first.with_name(first.name + ".json").read_text(encoding="utf-8"))
    assert (about["name"], about["state"]) == ("letter0.txt", "ready")
    assert datetime.fromisoformat(about["added"]).tzinfo is not None
    assert command("vault", "export", str(folder)).status == 1, "nothing is written over"
