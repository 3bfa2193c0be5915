"""The command speakers: who says what, what they are called, and telling them apart once more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from models import model_path
from programs.command import Command

pytestmark = pytest.mark.model

THREE = Path(__file__).resolve().parents[3] / "data" / "speech" / "three.ogg"


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Over a library with a recording of three voices."""
    model_path("campplus")
    made = Command(tmp_path / "home", model_path("whisper-tiny.en").parent)
    added = made("add", shutil.copy(THREE, tmp_path / "meeting.ogg"))
    assert added.status == 0, added.err
    return made


def test_speakers_are_told_named_and_told_apart_once_more(command: Command) -> None:
    first = command("speakers", "meeting.ogg", "--json")
    assert first.status == 0, first.err
    numbers = [one["speaker"] for one in first.rows]
    assert numbers[0] == 1
    assert sorted(set(numbers)) == [1, 2, 3]
    assert {one["name"] for one in first.rows} == {None}
    assert all(one["start"] < one["end"] for one in first.rows)
    assert first.rows[0]["text"].startswith("The operator shall notify")

    named = command("speakers", "meeting.ogg", "--call", "2", "Ms Weber", "--call", "3", "Mr Lang", "--json")
    who = {1: None, 2: "Ms Weber", 3: "Mr Lang"}
    assert [(one["speaker"], one["name"]) for one in named.rows] == [(one, who[one]) for one in numbers]
    assert "Ms Weber" in command("speakers", "meeting.ogg").out

    again = command("speakers", "meeting.ogg", "--again", "--json")
    assert [one["speaker"] for one in again.rows] == numbers
    assert {one["speaker"]: one["name"] for one in again.rows} == who, "names are there again"
    taken = command("speakers", "meeting.ogg", "--call", "2", "", "--json")
    assert {one["speaker"]: one["name"] for one in taken.rows} == {**who, 2: None}


@pytest.mark.parametrize("number", ["9", "two", "0"])
def test_nobody_else_can_be_named(command: Command, number: str) -> None:
    wrong = command("speakers", "meeting.ogg", "--call", number, "Ms Weber")
    assert wrong.status != 0
    assert f"the number {number}" in wrong.err
    assert {one["name"] for one in command("speakers", "meeting.ogg", "--json").rows} == {None}
