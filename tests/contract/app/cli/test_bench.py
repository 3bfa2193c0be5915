"""The command that compares models, over a real one; its rows are a contract with scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from models import model_path
from programs.command import Command

SMALL = "smollm2-135m-instruct-q4_1"


@pytest.fixture
def command(tmp_path: Path) -> Command:
    source = model_path(SMALL)
    there = tmp_path / "models" / SMALL
    there.mkdir(parents=True)
    (there / source.name).symlink_to(source)
    return Command(tmp_path / "home", tmp_path / "models")


def test_a_model_is_asked_and_the_table_saved(command: Command, tmp_path: Path) -> None:
    ran = command("bench", "models", SMALL, "--out", tmp_path / "models.md", "--json")

    assert ran.status == 0, ran.err
    (row,) = ran.rows
    assert row["model"] == SMALL
    assert row["error"] is None
    assert (row["right"]["of"], row["refused"]["of"], row["formed"]["of"]) == (12, 4, 2)
    assert row["right"]["count"] <= 12
    assert row["invented"]["of"] > 0
    assert row["memory_bytes"] > 50 << 20
    assert min(row["load_seconds"], row["first_seconds"], row["reads"], row["writes"]) > 0
    assert "SmolLM2" in (tmp_path / "models.md").read_text(encoding="utf-8")


def test_what_is_not_installed_is_told(command: Command) -> None:
    ran = command("bench", "models", "no-such-model", "--json")
    assert ran.status == 1
    assert "no-such-model" in ran.err


def test_a_file_of_an_unknown_ending_is_refused_before_anything_is_asked(
    command: Command, tmp_path: Path
) -> None:
    ran = command("bench", "models", "--out", tmp_path / "models.xyz", "--json")
    assert ran.status == 1
    assert ".csv" in ran.err
    assert ran.rows == []


def test_how_much_memory_models_may_take_is_told_and_kept(command: Command) -> None:
    assert command("bench", "memory", "--json").rows[0]["use"] == "auto"
    for use, sparing in (("little", True), ("much", False)):
        (row,) = command("bench", "memory", use, "--json").rows
        assert row == {"use": use, "sparing": sparing, "error": None}
        assert command("bench", "memory", "--json").rows[0] == row
