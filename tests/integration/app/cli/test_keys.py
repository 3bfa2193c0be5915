"""The command keys over a real library: every way is added, opens it, and is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs.command import PASSPHRASE, Command, Ran

from app.security.tries import TRIES_FILE


@pytest.fixture
def command(tmp_path: Path) -> Command:
    made = Command(tmp_path / "home", tmp_path / "models")
    assert made("library").status == 0
    return made


def with_words(command: Command, words: str, *asked: str) -> Ran:
    command.secret.write_text(words + "\n", encoding="utf-8")
    try:
        return command(*asked)
    finally:
        command.secret.write_text(PASSPHRASE + "\n", encoding="utf-8")


def test_a_recovery_code_is_shown_once_and_opens(command: Command) -> None:
    assert [row["kind"] for row in command("keys", "list", "--json").rows] == ["passphrase"]
    code = command("keys", "add", "recovery", "--json").row["code"]
    listed = command("keys", "--json").rows
    assert [(row["kind"], row["created"] is not None) for row in listed] == [
        ("passphrase", True),
        ("recovery", True),
    ]
    assert with_words(command, code, "library").status == 0
    slipped = code.replace(code.split()[3], "zebra", 1)
    ran = with_words(command, slipped, "library")
    assert (ran.status, "The recovery code is not right" in ran.err) == (1, True)
    sheet = command("keys", "change", "recovery")
    assert " 1 " in sheet.out
    assert "16 " in sheet.out
    assert with_words(command, code, "library").status == 1, "void"
    (command.home / TRIES_FILE).unlink()
    assert command("keys", "remove", "recovery").status == 0
    assert "recovery" not in command("keys").out


def test_what_opens_it_stands_in_its_log(command: Command) -> None:
    command("keys", "add", "recovery")
    command("keys", "remove", "recovery")
    noted = [row["facts"] for row in command("audit", "list", "--kind", "keys", "--json").rows]
    assert [(one["what"], one["way"]) for one in noted] == [("added", "recovery"), ("removed", "recovery")]
    assert command("audit", "verify").status == 0


def test_a_forgotten_passphrase_is_changed_by_the_code(command: Command, tmp_path: Path) -> None:
    code = command("keys", "add", "recovery", "--json").row["code"]
    new = tmp_path / "new.txt"
    new.write_text("another passphrase\n", encoding="utf-8")
    ran = with_words(
        command, code, "keys", "change", "passphrase", "--new-passphrase-file", str(new), "--json"
    )
    assert (ran.status, ran.row) == (0, {"kind": "passphrase", "state": "added"})
    assert command("library").status == 1
    assert with_words(command, "another passphrase", "library").status == 0


def test_what_cannot_be_is_refused_in_a_sentence(command: Command, tmp_path: Path) -> None:
    last = command("keys", "remove", "passphrase")
    assert (last.status, "still needed" in last.err) == (1, True)
    ring = command("keys", "add", "keyring")
    assert (ring.status, "keyring" in ring.err) == (1, True)
    typed = command("keys", "change", "passphrase")
    assert typed.status == 1, "nobody can type here"
    (tmp_path / "nothing").mkdir()
    none = Command(tmp_path / "nothing" / "home", tmp_path / "models")
    assert none("keys").status == 1
    for _ in range(3):
        assert with_words(command, "a guess", "library").status == 1
    slowed = command("library")
    assert (slowed.status, "Too many wrong tries" in slowed.err) == (1, True)
