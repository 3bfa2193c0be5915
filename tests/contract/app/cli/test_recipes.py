"""The command recipes: kept, run, shown, undone, removed; in words and in JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command

FIELDS = ["id", "recipe", "begun", "ended", "undone", "made"]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    made = Command(tmp_path / "home", models_dir())
    (tmp_path / "bill.txt").write_text("Stromrechnung 2024\nRechnungsbetrag 12,00 EUR", encoding="utf-8")
    made("add", tmp_path / "bill.txt", "--collection", "post")
    return made


def test_a_recipe_is_kept_run_shown_undone_and_removed(command: Command, tmp_path: Path) -> None:
    assert "There are no recipes" in command("recipes", "list").out
    out = tmp_path / "out"
    out.mkdir()
    steps = ("tag In post", "classify document-type tags", f"save {out} csv")
    added = command(
        "recipes", "add", "Post", *(part for step in steps for part in ("--step", step)),
        "--collection", "post", "--new", "--at", "daily 07:30", "--json",
    )  # fmt: skip
    assert added.status == 0
    assert list(added.row) == ["recipe", "steps", "where", "new", "at", "due", "paused"]
    assert (added.row["steps"], added.row["where"]) == (list(steps), {"collection": "post"})
    assert command("recipes", "list", "--json").row == added.row
    assert command("recipes", "due", "--json").rows == []

    ran = command("recipes", "run", "post", "--json")
    assert ran.status == 0
    assert list(ran.row) == FIELDS
    assert [(one["step"], one["kind"]) for one in ran.row["made"]] == [
        (1, "tags"),
        (2, "run"),
        (2, "tags"),
        (3, "file"),
    ]
    assert command("library", "--json").row["tags"] == ["In post", "Invoice"]
    assert "Invoice" in next(out.iterdir()).read_text(encoding="utf-8-sig")
    assert "step 1: nothing to do" in command("recipes", "run", "Post").out
    shown = command("recipes", "show", "--json").rows
    assert [row["id"] for row in shown] == [2, 1]
    assert command("recipes", "again", "1", "--json").row["id"] == 3
    assert command("recipes", "undo", "3", "--files", "--runs", "--json").row["runs"] == [2]
    undone = command("recipes", "undo", "1", "--files", "--json").row
    assert (undone["documents"], undone["runs"]) == (1, [])
    assert len(undone["deleted"]) == 1
    assert list(out.iterdir()) == []
    assert command("library", "--json").row["tags"] == []
    assert command("recipes", "show", "1", "--json").row["undone"] is True
    assert command("recipes", "pause", "post", "--json").row["paused"] is True
    assert "(paused)" in command("recipes", "list").out
    assert command("recipes", "resume", "post", "--json").row["paused"] is False
    assert command("recipes", "remove", "Post").status == 0
    assert command("recipes", "run", "Post").status == 1
    assert len(command("recipes", "show", "--json").rows) == 3, "what was done stays known"


def test_a_step_that_fails_is_told_in_words_and_by_the_status(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    command("recipes", "add", "R", "--step", "classify document-type", "--step", f"save {out} csv")
    out.rmdir()
    ran = command("recipes", "run", "R")
    assert ran.status == 1
    assert "step 1: kept work" in ran.out
    assert "step 2 failed:" in ran.out
    wrong = command("recipes", "add", "S", "--step", "dance")
    assert wrong.status == 1
    assert "“dance” is no step." in wrong.err
