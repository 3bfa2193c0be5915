"""Without any model: sentences of the documents answer, and one sentence says what brings a model."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs.command import Command

LEASE = "The orchard is let to the miller until the end of May. The rent is 400 euros a month."


@pytest.fixture
def command(tmp_path: Path) -> Command:
    (tmp_path / "lease.txt").write_text(LEASE, encoding="utf-8")
    (tmp_path / "models").mkdir()
    made = Command(tmp_path / "home", tmp_path / "models")
    assert made("add", tmp_path / "lease.txt").status == 0
    return made


def test_a_question_is_answered_and_told_what_is_missing_in_one_sentence(command: Command) -> None:
    asked = command("ask", "Until when is the orchard let?")
    assert asked.status == 0
    assert "until the end of May" in asked.out
    assert "lease.txt, page 1" in asked.out
    (told,) = asked.err.splitlines()
    assert "No model is installed" in told
    assert "confidant models get" in told
    assert "all-minilm-l6-v2" in told
    assert told.count(". ") == 0


def test_the_rows_of_a_script_stay_as_they_are(command: Command) -> None:
    asked = command("ask", "Until when is the orchard let?", "--json")
    assert "end of May" in str(asked.row)
    assert "confidant models get" in asked.err


def test_a_search_is_told_that_it_goes_by_words(command: Command) -> None:
    found = command("search", "orchard")
    assert "end of May" in found.out
    (told,) = found.err.splitlines()
    assert "by their words alone" in told
    assert "confidant models get all-minilm-l6-v2" in told


def test_a_summary_is_refused_with_a_command_that_works(command: Command) -> None:
    refused = command("summarize", "lease.txt")
    assert refused.status == 1
    assert "confidant models get starter" in refused.err


def test_a_model_that_is_named_and_not_there_is_all_that_is_told(command: Command) -> None:
    asked = command("ask", "Until when is the orchard let?", "--model", "nope")
    assert asked.status == 1
    assert "No model in the list is called “nope”" in asked.err
    assert "models get nope" not in asked.err, "it is not to be had"
    assert "No model that writes is installed" not in asked.err
    assert "answered with sentences" not in asked.err
