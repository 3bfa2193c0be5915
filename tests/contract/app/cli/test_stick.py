"""`confidant models add STICK`: the models of its manifest, and what is known of who made it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from programs.command import Command
from sticks import stick, trusted
from tiny_gguf import tiny

import app.models.sticks as room
from engine.provision.stick import read_stick


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


@pytest.fixture
def model(tmp_path: Path) -> bytes:
    tiny().save(tmp_path / "tiny.gguf")
    return (tmp_path / "tiny.gguf").read_bytes()


def test_an_unsigned_stick_is_installed_and_says_so(tmp_path: Path, command: Command, model: bytes) -> None:
    folder = stick(tmp_path / "stick", {"house-model": {"house-model.gguf": model}})
    ran = command("models", "add", folder, "--json")
    assert ran.row == {"id": "house-model", "state": "added", "error": None, "seal": "unsigned"}
    assert "Nobody has signed this stick" in command_err(command, folder, ran.err)
    rows = {row["id"]: row for row in command("models", "list", "--json").rows}
    assert rows["house-model"]["installed"]
    assert rows["house-model"]["active"]


def command_err(command: Command, folder: Path, err: str) -> str:
    """What a person is told; `--json` may keep it back."""
    if err:
        return err
    (command.models / "house-model").rename(command.models / ".away")
    return command("models", "add", folder).err


def test_a_signed_stick_is_held_against_the_key_of_the_program(
    tmp_path: Path, command: Command, model: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Ed25519PrivateKey.generate()
    carried = trusted(tmp_path / "stick.pub", key)
    monkeypatch.setattr(room, "read_stick", lambda folder: read_stick(folder, carried))
    folder = stick(tmp_path / "stick", {"house-model": {"house-model.gguf": model}}, key)
    assert command("models", "add", folder, "--json").row["seal"] == "signed"
    (folder / "manifest.json").write_bytes((folder / "manifest.json").read_bytes().replace(b"1.0", b"1.1"))
    ran = command("models", "add", folder, "--json")
    assert ran.status == 1
    assert (ran.row["state"], ran.row["error"]["code"]) == ("failed", "stick-refused")


def test_a_changed_byte_is_refused_with_words(tmp_path: Path, command: Command, model: bytes) -> None:
    folder = stick(tmp_path / "stick", {"house-model": {"house-model.gguf": model}})
    path = folder / "models" / "house-model" / "house-model.gguf"
    path.write_bytes(model[:-1] + bytes([model[-1] ^ 1]))
    ran = command("models", "add", folder)
    assert ran.status == 1
    assert "other bytes" in ran.out + ran.err
    assert not (command.models / "house-model").exists()


def test_a_model_of_the_list_must_have_the_bytes_that_the_list_names(
    tmp_path: Path, command: Command
) -> None:
    name = "smollm2-135m-instruct-q4_1"
    file = next(row for row in command("models", "list", "--json").rows if row["id"] == name)
    assert not file["installed"]
    folder = stick(tmp_path / "stick", {name: {"other.gguf": b"x"}})
    ran = command("models", "add", folder, "--json")
    assert ran.row["error"]["code"] == "stick-refused"
    assert not (command.models / name).exists()


def test_what_is_there_already_is_said(tmp_path: Path, command: Command, model: bytes) -> None:
    folder = stick(tmp_path / "stick", {"house-model": {"house-model.gguf": model}})
    assert command("models", "add", folder).status == 0
    assert command("models", "add", folder, "--json").row["error"]["code"] == "model-present"


def test_a_file_on_a_stick_that_is_no_model_is_not_copied(tmp_path: Path, command: Command) -> None:
    folder = stick(tmp_path / "stick", {"house-model": {"house-model.gguf": b"GGUF, it says"}})
    assert command("models", "add", folder, "--json").row["error"]["code"] == "not-a-model"
    assert not (command.models / "house-model").exists()
