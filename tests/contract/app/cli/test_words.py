"""The command words: what dictation is told of."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs.command import Command


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


def test_words_are_added_from_the_line_and_a_file_listed_and_taken_off(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Szymanski, Oyelaran\nThyssengas\n", encoding="utf-8")
    added = command("words", "add", "Kowalczyk", "--from", file, "--json")
    assert added.status == 0, added.err
    assert added.rows == [
        {"word": one, "told": True} for one in ("Kowalczyk", "Szymanski", "Oyelaran", "Thyssengas")
    ]
    assert command("words", "remove", "oyelaran", "--json").row == {"word": "Oyelaran", "told": False}
    listed = command("words", "list")
    assert listed.out.split() == ["Kowalczyk", "Szymanski", "Thyssengas"]


def test_what_has_no_room_is_said(command: Command) -> None:
    command("words", "add", *(f"Featherstonehaugh{number}" for number in range(15)))
    listed = command("words", "list")
    assert "Featherstonehaugh14 – no room" in listed.out
    assert "no room: dictation can be told of so many" in listed.err


def test_an_unknown_word_and_a_number_are_refused(command: Command) -> None:
    gone = command("words", "remove", "Saoirse")
    assert gone.status != 0
    assert "not among the words for dictation" in gone.err
    wrong = command("words", "add", "12/34")
    assert wrong.status != 0
    assert "a letter in it" in wrong.err
    empty = command("words", "list")
    assert empty.out == ""
    assert "no words for dictation" in empty.err
