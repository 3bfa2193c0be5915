"""Matters as a person uses them at the terminal: every command a process of its own, sealed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from matters import CANARY, in_clear
from models import CHECKOUT, model_path, models_dir

EMBEDDER = "all-minilm-l6-v2"
PATIENCE = 240
NAME = "Crane v Heron"


class Person:
    """One who has a library of their own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.home = folder / "home"
        self.secret = folder / "passphrase.txt"
        self.secret.write_text(f"correct horse of {folder.name}\n", encoding="utf-8")

    def __call__(self, *arguments: str | Path, status: int = 0) -> str:
        options = ["--home", self.home, "--models", models_dir(), "--passphrase-file", self.secret]
        ran = subprocess.run(
            [sys.executable, "-m", "app", *map(str, (*arguments, *options))],
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        assert ran.returncode == status, ran.stderr
        assert "Traceback" not in ran.stderr
        return ran.stdout + ran.stderr

    def rows(self, *arguments: str | Path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*arguments, "--json").splitlines() if line.startswith("{")]

    def found(self, *options: str | Path) -> set[str]:
        """The documents in which the canary is found."""
        (row,) = self.rows("search", CANARY, *options)
        return {hit["document"] for hit in row["hits"] if CANARY in hit["text"]}


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.md"
    path.write_text(f"# Letter\n\nThe {CANARY} was seen near the harbour in May.\n", encoding="utf-8")
    return path


@pytest.fixture
def wall(tmp_path: Path) -> Path:
    path = tmp_path / "wall.txt"
    path.write_text("a wall of its own\n", encoding="utf-8")
    return path


def nothing_in_clear(tmp_path: Path, *people: Person) -> None:
    assert in_clear(tmp_path, CANARY, but=("letter.md",)) == []
    for person in people:
        for name in (NAME, "letter.md"):
            assert in_clear(person.home, name) == []


@pytest.mark.model
def test_a_closed_matter_is_a_wall(tmp_path: Path, letter: Path, wall: Path) -> None:
    model_path(EMBEDDER)
    ada, inside = Person(tmp_path / "ada"), ("--matter", NAME, "--matter-passphrase-file", wall)
    ada("matter", "new", NAME, "--closed", "--matter-passphrase-file", wall)
    assert [row["state"] for row in ada.rows("add", letter, *inside)] == ["ready"]
    assert ada.found(*inside) == {"letter.md"}
    assert ada.found() == set()
    assert "closed" in ada("search", CANARY, "--matter", NAME, status=1)
    guessed = ada("search", CANARY, *inside[:3], ada.secret, status=1)
    assert "passphrase" in guessed
    nothing_in_clear(tmp_path, ada)


@pytest.mark.model
def test_documents_go_into_a_matter_and_come_back(tmp_path: Path, letter: Path) -> None:
    model_path(EMBEDDER)
    ada = Person(tmp_path / "ada")
    assert NAME in ada("matter", "new", NAME)
    assert [row["state"] for row in ada.rows("add", letter)] == ["ready"]
    ada("matter", "move", "letter.md", "--to", NAME)
    assert ada.found() == set()
    assert ada.found("--matter", NAME) == {"letter.md"}
    ada("matter", "merge", NAME)
    assert ada.found() == {"letter.md"}
    nothing_in_clear(tmp_path, ada)


@pytest.mark.model
def test_a_matter_is_given_away_and_destroyed(tmp_path: Path, letter: Path) -> None:
    model_path(EMBEDDER)
    ada, bob = Person(tmp_path / "ada"), Person(tmp_path / "bob")
    ada("matter", "new", NAME)
    assert [row["state"] for row in ada.rows("add", letter, "--matter", NAME)] == ["ready"]
    file, certificate = tmp_path / "crane.confidant", tmp_path / "certificate.json"
    key = bob("matter", "key").strip().splitlines()[0]
    ada("matter", "handover", NAME, file, "--to", key, "--read-only")
    assert "does not open" in ada("matter", "receive", file, "--name", "Mine", status=1)
    ada("matter", "destroy", NAME, certificate)
    assert json.loads(certificate.read_text(encoding="utf-8"))["documents"] == 1
    assert not list(ada.home.glob("matters/*"))
    assert NAME in bob("matter", "receive", file)
    assert bob.found("--matter", NAME) == {"letter.md"}, "what was handed over is not reached"
    assert "reading only" in bob("add", letter, "--matter", NAME, status=1)
    nothing_in_clear(tmp_path, ada, bob)
