"""Matters over real vaults: apart from the library and each other, open or closed, named nowhere in clear."""

from __future__ import annotations

from pathlib import Path

import pytest
from house import KEY
from matters import CANARY, PASSPHRASE, Chambers, in_clear

from app.errors import MatterClosed, MatterExists, MatterUnknown
from app.security.homes import back_up, move
from app.security.key_file import KEY_FILE, SlotKind
from app.security.keys import KeySlots
from app.security.snapshots import Snapshots
from rag.errors import KeyLost, KeyringUnavailable, PassphraseWrong, VaultBusy
from rag.storing.vault import Vault

NAME = "Crane against Heron"


@pytest.fixture
def chambers(tmp_path: Path) -> Chambers:
    return Chambers(tmp_path / "home")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def test_what_is_in_a_matter_is_found_there_and_nowhere_else(chambers: Chambers, files: Path) -> None:
    crane, other = chambers.new(NAME), chambers.new("Other", PASSPHRASE)
    chambers.add(files / "crane.txt", f"The {CANARY} was seen in May.", crane)
    chambers.add(files / "main.txt", "The ledger was closed in June.")
    chambers.add(files / "other.txt", "The tiger was sold.", other, PASSPHRASE)
    assert chambers.finds(CANARY, crane) == ["crane.txt"]
    assert chambers.finds(CANARY) == []
    assert chambers.names() == ["main.txt"]
    assert chambers.names(other, PASSPHRASE) == ["other.txt"]
    assert in_clear(chambers.home, CANARY) == []
    assert in_clear(chambers.home, NAME) == []
    assert in_clear(chambers.home, "crane.txt") == []
    with chambers.matters() as matters, matters.vault.read() as db:
        assert db.execute("SELECT count(*) FROM documents").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM passages WHERE body LIKE ?", (f"%{CANARY}%",)).fetchone() == (
            0,
        )


def test_a_closed_matter_opens_with_its_passphrase_alone(chambers: Chambers, files: Path) -> None:
    crane = chambers.new(NAME)
    chambers.add(files / "crane.txt", f"The {CANARY} was seen in May.", crane)
    with chambers.matters() as matters, matters.opened(crane) as vault:
        Snapshots(crane.home).take(vault)
    with chambers.matters() as matters:
        closed = matters.close(crane, PASSPHRASE)
        assert not closed.is_open
        assert matters.named(NAME.upper()) == closed
        with pytest.raises(MatterClosed), matters.opened(closed):
            pass
        with pytest.raises(MatterClosed):
            matters.place(closed)
        with pytest.raises(PassphraseWrong), matters.opened(closed, "guess"):
            pass
        with matters.opened(closed, PASSPHRASE) as vault:
            assert vault.read_only is None
        with matters.vault.read() as db:
            assert db.execute("SELECT count(*) FROM held_secrets").fetchone() == (0,)
    for folder in (crane.home, crane.home / "snapshots"):
        assert b"keyring" not in (folder / KEY_FILE).read_bytes()
    with chambers.matters() as matters:
        assert matters.open(closed, PASSPHRASE).is_open
    assert chambers.finds(CANARY, crane) == ["crane.txt"]


def test_the_library_of_before_opens_no_matter_that_was_closed_since(chambers: Chambers) -> None:
    crane = chambers.new(NAME)
    with chambers.matters() as matters:
        before = Snapshots(chambers.home).take(matters.vault)
        matters.close(crane, PASSPHRASE)
    before.path.replace(chambers.home / "vault.db")
    with chambers.matters() as matters:
        assert matters.vault.read_only is None
        with pytest.raises(MatterClosed), matters.opened(matters.named(NAME)):
            pass


def test_a_backup_and_a_move_take_the_matters_along(chambers: Chambers, files: Path, tmp_path: Path) -> None:
    crane = chambers.new(NAME)
    wall = chambers.new("Wall", PASSPHRASE)
    chambers.add(files / "crane.txt", f"The {CANARY} was seen in May.", crane)
    chambers.add(files / "wall.txt", "Behind the wall.", wall, PASSPHRASE)
    with chambers.matters() as matters:
        back_up(matters.vault, chambers.home, tmp_path / "backup")
        with matters.opened(crane), pytest.raises(VaultBusy):
            back_up(matters.vault, chambers.home, tmp_path / "other")
    move(chambers.home, KEY, tmp_path / "moved")
    for home in (tmp_path / "backup", tmp_path / "moved"):
        there = Chambers(home)
        with there.matters() as matters:
            known = {one.name: one for one in matters.all()}
        assert there.finds(CANARY, known[NAME]) == ["crane.txt"]
        assert there.names(known["Wall"], PASSPHRASE) == ["wall.txt"]
    assert chambers.home.exists()
    assert not list(chambers.home.glob("matters/*/vault.db"))


@pytest.mark.parametrize("gone", ["vault.key*", "vault.db"])
def test_what_is_gone_is_not_made_anew(chambers: Chambers, gone: str) -> None:
    crane = chambers.new(NAME)
    for path in crane.home.glob(gone):
        path.unlink()
    left = sorted(path.name for path in crane.home.iterdir())
    with chambers.matters() as matters:
        found = matters.named(NAME)
        with pytest.raises(KeyLost), matters.opened(found, PASSPHRASE):
            pass
        with pytest.raises(KeyLost):
            matters.place(found, PASSPHRASE)
    assert sorted(path.name for path in crane.home.iterdir()) == left


def test_names_are_of_one_matter(chambers: Chambers) -> None:
    crane = chambers.new("  Crane   against\tHeron ")
    assert crane.name == NAME
    with chambers.matters() as matters:
        for taken in (NAME, NAME.lower(), " ", ""):
            with pytest.raises(MatterExists):
                matters.new(taken)
        with pytest.raises(MatterUnknown):
            matters.named("Tiger")
        assert matters.rename(crane, NAME.upper()).name == NAME.upper()
        assert matters.named(crane.id).name == NAME.upper()
        assert [one.name for one in matters.all()] == [NAME.upper()]
        assert sorted(path.name for path in matters.paths.matters.iterdir()) == [crane.id]
        assert matters.unknown() == []
        matters.store.drop(crane.id)
        assert matters.unknown() == [crane.id], "a folder is never deleted because it is not listed"


def test_a_matter_is_used_without_its_library_being_open(chambers: Chambers) -> None:
    crane = chambers.new(NAME)
    with chambers.matters() as matters:
        place = matters.place(crane)
        assert "held" not in repr(place)
    key = KeySlots(place.paths.home, place.ring).unlock()
    vault = Vault.open(place.paths.vault, key)
    with chambers.matters() as matters, pytest.raises(VaultBusy), matters.opened(crane):
        pass
    vault.close()
    with pytest.raises(KeyringUnavailable):
        KeySlots(place.paths.home).unlock()
    assert KeySlots(place.paths.home).kinds() == (SlotKind.KEYRING,)


def test_what_is_done_with_matters_is_logged(chambers: Chambers) -> None:
    crane = chambers.new(NAME)
    with chambers.matters() as matters:
        matters.place(crane)
        matters.rename(crane, "Crane")
        matters.close(crane, PASSPHRASE)
        matters.open(crane, PASSPHRASE)
        told = [one.facts for one in matters.audit.entries() if one.kind == "matter"]
        assert [fact.split('"what":"')[1].split('"')[0] for fact in told] == [
            "created", "used", "renamed", "closed", "opened",
        ]  # fmt: skip
        assert all(crane.id in fact and NAME not in fact for fact in told)
        assert not matters.audit.verify().flaws
