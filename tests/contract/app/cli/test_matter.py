"""The rows of `matter` and what --matter does are a contract (see README): without a model."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from house import House
from programs.command import PASSPHRASE, Command

from app.security.keys import KeySlots

NAME = "Crane v Heron"
ROW = ["id", "name", "open", "created"]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


@pytest.fixture
def wall(tmp_path: Path) -> Path:
    secret = tmp_path / "wall.txt"
    secret.write_text("a wall of its own\n", encoding="utf-8")
    return secret


def test_a_matter_is_made_listed_closed_and_opened(command: Command, wall: Path) -> None:
    made = command("matter", "new", NAME, "--json")
    assert made.status == 0, made.err
    assert list(made.row) == ROW
    assert command("matter", "--json").rows == [made.row]
    assert NAME in command("matter", "list").out
    closed = command("matter", "close", NAME, "--matter-passphrase-file", wall, "--json")
    assert (closed.row["open"], closed.row["id"]) == (False, made.row["id"])
    refused = command("library", "--matter", NAME)
    assert refused.status == 1
    assert "closed" in refused.err
    assert "--matter-passphrase-file" in refused.err
    assert command("library", "--matter", NAME, "--matter-passphrase-file", wall).status == 0
    wrong = command("library", "--matter", NAME, "--matter-passphrase-file", command.secret)
    assert wrong.status == 1
    assert "passphrase" in wrong.err
    assert command("matter", "open", NAME, "--matter-passphrase-file", wall, "--json").row["open"] is True
    assert command("--matter", NAME, "library").status == 0
    renamed = command("matter", "rename", NAME, "Heron v Crane", "--json")
    assert (renamed.row["name"], renamed.row["id"]) == ("Heron v Crane", made.row["id"])
    unknown = command("--matter", NAME, "library")
    assert (unknown.status, NAME in unknown.err) == (1, True)


def test_every_command_of_the_library_works_in_a_matter(command: Command) -> None:
    assert command("matter", "new", NAME).status == 0
    assert command("guards", "off", "personal", "--matter", NAME).status == 0
    assert "keeps" not in command("--matter", NAME, "vault", "check").err
    assert command("--matter", NAME, "vault", "check", "--json").row["state"] == "whole"
    assert command("--matter", NAME, "vault", "snapshot").status == 0
    assert command("--matter", NAME, "vault", "restore", "newest").status == 0
    for alone in ("backup", "move"):
        with pytest.raises(SystemExit):
            command("--matter", NAME, "vault", alone, "elsewhere")
    ways = command("--matter", NAME, "keys")
    assert "the library that it belongs to" in ways.out
    kinds = [row["kind"] for row in command("--matter", NAME, "audit", "list", "--json").rows]
    assert kinds[0] == "unlocked"
    assert "policy" in kinds, "a matter has a log of its own"
    assert "policy" not in [row["kind"] for row in command("audit", "list", "--json").rows]
    assert "matter" in [row["kind"] for row in command("audit", "list", "--json").rows]


def test_a_matter_needs_the_library_to_be_opened(command: Command, tmp_path: Path) -> None:
    assert command("matter", "new", NAME).status == 0
    command.secret.write_text("guess\n", encoding="utf-8")
    for asked in (["matter", "list"], ["--matter", NAME, "library"]):
        ran = command(*asked)
        assert ran.status == 1
        assert NAME not in ran.out + ran.err


@pytest.fixture
def held(command: Command, tmp_path: Path) -> Command:
    """Over a library that holds two documents, which a house without models has read."""
    assert command("library").status == 0
    key = KeySlots(command.home).unlock(PASSPHRASE)
    for name in ("birds.txt", "tigers.txt"):
        (tmp_path / name).write_text(f"All there is of {name}, on one page.", encoding="utf-8")
    with closing(House(command.home, key=key)) as house:
        for added in house.library.add([tmp_path / "birds.txt", tmp_path / "tigers.txt"]):
            added.outcome.result(timeout=30)
    return command


def names(command: Command, *options: str) -> list[str]:
    return [row["document"] for row in command("library", "--json", *options).rows]


def test_documents_are_moved_and_merged_back(held: Command) -> None:
    assert held("matter", "new", NAME).status == 0
    ran = held("matter", "move", "birds.txt", "wolves.txt", "--to", NAME, "--json")
    assert ran.status == 1, "one of them is not there"
    assert [(row["document"], row["state"]) for row in ran.rows] == [
        ("birds.txt", "taken"),
        ("wolves.txt", None),
    ]
    assert list(ran.rows[0]) == ["document", "state", "collection", "error", "answers", "runs"]
    assert (ran.rows[0]["answers"], ran.rows[0]["runs"]) == (0, 0)
    assert ran.rows[1]["error"]["code"] == "document-unknown"
    assert (names(held), names(held, "--matter", NAME)) == (["tigers.txt"], ["birds.txt"])
    merged = held("matter", "merge", NAME, "--json").rows
    assert merged[-1] == {"state": "merged", "documents": 1, "conversations": 0, "runs": 0, "left": []}
    assert names(held) == ["tigers.txt", "birds.txt"]
    back = held("matter", "move", "birds.txt", "--from", NAME)
    assert (back.status, "already" in back.out) == (0, True)
    assert names(held, "--matter", NAME) == []
    with pytest.raises(SystemExit):
        held("matter", "move", "birds.txt")


def test_a_matter_is_handed_over_received_and_destroyed(held: Command, wall: Path, tmp_path: Path) -> None:
    assert held("matter", "new", NAME).status == 0
    assert held("matter", "move", "birds.txt", "--to", NAME).status == 0
    file = tmp_path / "crane.confidant"
    made = held("matter", "handover", NAME, file, "--secret-file", wall, "--json")
    assert made.status == 0, made.err
    assert list(made.row) == ["file", "sha256", "size", "documents", "expires", "read_only", "left"]
    assert (made.row["documents"], made.row["size"]) == (1, file.stat().st_size)
    (tmp_path / "there").mkdir()
    there = Command(tmp_path / "there" / "home", tmp_path / "models")
    locked = there("matter", "receive", file, "--secret-file", there.secret)
    assert (locked.status, "does not open" in locked.err) == (1, True)
    received = there("matter", "receive", file, "--secret-file", wall, "--name", "Received", "--json")
    assert (received.status, list(received.row)) == (0, ROW), received.err
    assert names(there, "--matter", "Received") == ["birds.txt"]
    key = there("matter", "key").out.strip()
    read_only = held("matter", "handover", NAME, file, "--to", key, "--read-only", "--expires", "2999-12-31")
    assert (read_only.status, "not by mathematics" in read_only.err) == (0, True)
    assert there("matter", "receive", file, "--json").row["name"] == NAME
    refused = there("guards", "off", "personal", "--matter", NAME)
    assert (refused.status, "reading only" in refused.err) == (1, True)
    assert names(there, "--matter", NAME) == ["birds.txt"]
    past = held("matter", "handover", NAME, file, "--to", key, "--expires", "2020-01-01")
    assert past.status == 0
    late = there("matter", "receive", file, "--name", "Late")
    assert (late.status, "time of this matter is over" in late.err) == (1, True)
    certificate = tmp_path / "certificate.json"
    ended = held("matter", "destroy", NAME, certificate, "--json")
    assert ended.row == json.loads(certificate.read_text(encoding="utf-8"))
    assert ended.row["documents"] == 1
    assert held("matter", "--json").rows == []
    assert held("library", "--matter", NAME).status == 1
