"""What goes wrong in real life gets a message that helps, and the vault stays whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import encrypted_pdf, pdf, picture_pdf, truncated
from models import model_path, models_dir
from programs.command import Command, Ran
from surroundings import small_disk

from app.security.key_file import COPY_FILE, KEY_FILE
from app.security.keys import KeySlots
from rag.storing.lock import HomeLock
from rag.storing.vault import VAULT_FILE, Vault

EMBEDDER = "all-minilm-l6-v2"
SMALL = "smollm2-135m-instruct-q4_1"


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """A home, and a models folder with nothing in it: what fails here fails before any model is needed."""
    return Command(tmp_path / "home", tmp_path / "models")


def vault_is_whole(command: Command) -> bool:
    key = KeySlots(command.home).unlock(command.secret.read_text(encoding="utf-8").strip())
    vault = Vault.open(command.home / VAULT_FILE, key)
    try:
        return vault.damage() == []
    finally:
        vault.close()


def refused(ran: Ran, *words: str) -> None:
    """The command ended with 1 and a message of these words, without a traceback."""
    assert ran.status == 1
    told = ran.out + ran.err
    for word in words:
        assert word in told
    assert "Traceback" not in told


def test_a_file_that_is_not_there(command: Command, tmp_path: Path) -> None:
    refused(command("add", tmp_path / "lost.pdf"), "lost.pdf", "not found")


def test_an_empty_file(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    refused(command("add", tmp_path / "empty.pdf"), "empty.pdf", "0 bytes")
    assert vault_is_whole(command)


@pytest.mark.parametrize("keep", [0.02, 0.5])
def test_a_corrupt_pdf(command: Command, tmp_path: Path, keep: float) -> None:
    whole = pdf(tmp_path / "whole.pdf", ["Some text."] * 3)
    garbage = truncated(tmp_path / "cut.pdf", whole, keep)
    garbage.write_bytes(garbage.read_bytes().replace(b"stream", b"maerts").replace(b"obj", b"jbo"))
    refused(command("add", garbage), "cut.pdf")
    assert vault_is_whole(command)


def test_pictures_without_text(command: Command, tmp_path: Path) -> None:
    refused(command("add", picture_pdf(tmp_path / "scan.pdf", 3)), "scan.pdf", "3 pages", "in even light")


def test_a_kind_of_file_nobody_knows(command: Command, tmp_path: Path) -> None:
    (tmp_path / "drawing.dwg").write_bytes(bytes(range(256)) * 8)
    refused(command("add", tmp_path / "drawing.dwg"), "drawing.dwg", ".dwg")


def test_an_encrypted_pdf_asks_for_its_password(tmp_path: Path) -> None:
    model_path(EMBEDDER)
    command = Command(tmp_path / "home", models_dir())
    locked = encrypted_pdf(tmp_path / "locked.pdf", "öffne dich")
    refused(command("add", locked), "locked.pdf", "password", "--password-file")
    wrong, right = tmp_path / "wrong.txt", tmp_path / "right.txt"
    wrong.write_text("guess\n", encoding="utf-8")
    right.write_text("öffne dich\n", encoding="utf-8")
    refused(command("add", locked, "--password-file", wrong), "locked.pdf", "does not open")
    ran = command("add", locked, "--password-file", right, "--json")
    assert (ran.status, ran.row["state"]) == (0, "ready")
    assert len(command("library", "--json").rows) == 1


def test_without_an_embedder_the_reason_is_told(command: Command, tmp_path: Path) -> None:
    done = command("add", pdf(tmp_path / "fine.pdf"))
    assert done.status == 0, "it is read, and found by its words"
    assert "all-minilm-l6-v2" in done.err
    assert "models get" in done.err


def test_without_a_model_the_documents_answer_themselves(tmp_path: Path) -> None:
    model_path(EMBEDDER)
    models = tmp_path / "models"
    models.mkdir()
    (models / EMBEDDER).symlink_to(models_dir() / EMBEDDER, target_is_directory=True)
    command = Command(tmp_path / "home", models)
    assert command("add", pdf(tmp_path / "fine.pdf")).status == 0
    done = command("ask", "Within how many hours?")
    assert done.status == 0
    assert "72 hours" in done.out


def test_a_model_cut_short(command: Command, tmp_path: Path) -> None:
    whole = model_path(SMALL)
    own = command.models / "mine" / "mine.gguf"
    own.parent.mkdir(parents=True)
    with whole.open("rb") as source:
        own.write_bytes(source.read(20_000_000))
    ran = command("--model", "mine", "doctor")
    refused(ran, "mine.gguf", "cut short")
    catalogued = command.models / SMALL / whole.name
    catalogued.parent.mkdir()
    shutil.copy(own, catalogued)
    refused(command("models", "verify", SMALL), SMALL, "models get")


def test_a_model_with_a_wrong_fingerprint(command: Command) -> None:
    whole = model_path(SMALL)
    copy = command.models / SMALL / whole.name
    copy.parent.mkdir(parents=True)
    shutil.copy(whole, copy)
    with copy.open("r+b") as file:
        file.seek(-4, os.SEEK_END)
        file.write(b"evil")
    refused(command("models", "verify", SMALL), whole.name, "fingerprint")


@pytest.fixture(name="small_disk")
def a_small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 3) as place:
        yield place


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    model_path(EMBEDDER)
    command = Command(small_disk / "home", models_dir())
    small = pdf(tmp_path / "small.pdf")
    assert command("add", small).status == 0
    words = [f"Paragraph {n} of a long document about storage number {n * 7919}." for n in range(40)]
    large = pdf(tmp_path / "large.pdf", ["\n".join(words)] * 60)
    (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free - 150_000))
    refused(command("add", large), "no room left", "Make room")
    (small_disk / "ballast").unlink()
    assert vault_is_whole(command)
    assert [row["state"] for row in command("library", "--json").rows if row["document"] == "small.pdf"] == [
        "ready"
    ]


def test_no_keyring_and_no_passphrase(command: Command) -> None:
    ran = command.bare(["--home", str(command.home), "library"])
    refused(ran, "--passphrase-file")
    assert not (command.home / VAULT_FILE).exists()
    assert not (command.home / KEY_FILE).exists()


def test_a_wrong_passphrase(command: Command) -> None:
    assert command("library").status == 0
    command.secret.write_text("not this one\n", encoding="utf-8")
    refused(command("library"), "passphrase", "does not open")


def test_a_key_that_is_gone(command: Command) -> None:
    assert command("library").status == 0
    (command.home / KEY_FILE).unlink()
    assert command("library").status == 0, "the copy of it opens the library"
    for name in (KEY_FILE, COPY_FILE):
        (command.home / name).unlink()
    before = (command.home / VAULT_FILE).read_bytes()
    refused(command("library"), "key", "No new key")
    assert (command.home / VAULT_FILE).read_bytes() == before


def test_a_second_instance(command: Command) -> None:
    assert command("library").status == 0
    lock = HomeLock.acquire(command.home)
    try:
        refused(command("library"), "already open")
    finally:
        lock.release()
    assert command("library").status == 0


def test_a_damaged_vault(command: Command) -> None:
    assert command("library").status == 0
    vault = command.home / VAULT_FILE
    data = bytearray(vault.read_bytes())
    for at in range(5000, len(data), 4096):
        data[at] ^= 0xFF
    vault.write_bytes(data)
    refused(command("library"), "damaged", "vault restore")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(command: Command, tmp_path: Path) -> None:
    secret = pdf(tmp_path / "secret.pdf")
    secret.chmod(0)
    refused(command("add", secret), "secret.pdf", "could not be opened")
