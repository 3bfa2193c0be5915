"""What the model has read, sealed on the disk: found again, bounded, forgotten, not taken where damaged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.security.kept_states import FOLDER, KeptStates
from rag.storing.vault import Vault

KEY = bytes(range(32))
TEXT = b"the tenant pays on the first of each month "
STATE = TEXT * 300_000  # more than two pieces


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = Vault.create(tmp_path / "vault.db", KEY)
    yield opened
    opened.close()


@pytest.fixture
def states(tmp_path: Path, vault: Vault) -> KeptStates:
    return KeptStates(tmp_path, vault)


def files(home: Path) -> list[Path]:
    return sorted((home / FOLDER).iterdir())


def test_a_state_is_found_by_each_of_its_keys_also_after_a_restart(
    states: KeptStates, tmp_path: Path, vault: Vault
) -> None:
    states.keep(("long", "short"), STATE, fixed=False)
    again = KeptStates(tmp_path, vault)
    assert again.find(["none", "short", "long"]) == ("short", STATE)
    assert again.find(["long"]) == ("long", STATE)
    assert again.find(["none"]) is None
    assert list(again.known()) == ["long"]


def test_nothing_of_the_text_lies_there_and_nobody_else_may_read_it(
    states: KeptStates, tmp_path: Path
) -> None:
    states.keep(("key-of-it",), STATE, fixed=False)
    (path,) = files(tmp_path)
    kept = path.read_bytes()
    assert TEXT[:16] not in kept
    assert b"key-of-it" not in kept
    assert path.name.removesuffix(".state").isalnum()
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("place", [0, 9, 30, 60, 4_000_000, -1])
def test_one_turned_bit_and_it_is_not_taken(
    states: KeptStates, tmp_path: Path, vault: Vault, place: int
) -> None:
    states.keep(("key",), STATE, fixed=False)
    (path,) = files(tmp_path)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert KeptStates(tmp_path, vault).find(["key"]) is None
    assert not files(tmp_path), "it goes"


@pytest.mark.parametrize("left", [0, 5, 41, 100, 4 << 20, (4 << 20) + 300])
def test_a_file_that_is_cut_is_not_taken(states: KeptStates, tmp_path: Path, vault: Vault, left: int) -> None:
    states.keep(("key",), STATE, fixed=False)
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes()[:left])
    assert KeptStates(tmp_path, vault).find(["key"]) is None


def test_a_file_cut_where_a_piece_ends_is_not_taken(states: KeptStates, tmp_path: Path, vault: Vault) -> None:
    states.keep(("key",), STATE, fixed=False)
    (path,) = files(tmp_path)
    data = path.read_bytes()
    tail = len(STATE) % (4 << 20) + 16
    path.write_bytes(data[:-tail])
    assert KeptStates(tmp_path, vault).find(["key"]) is None


def test_that_of_another_library_is_not_taken(states: KeptStates, tmp_path: Path) -> None:
    states.keep(("key",), STATE, fixed=False)
    other = Vault.create(tmp_path / "other" / "vault.db", KEY)
    try:
        strange = KeptStates(tmp_path, other)
        assert strange.find(["key"]) is None
    finally:
        other.close()


def test_the_least_lately_used_goes_first(tmp_path: Path, vault: Vault) -> None:
    states = KeptStates(tmp_path, vault, most_bytes=3500)
    for name in ("a", "b", "c"):
        states.keep((name,), name.encode() * 1000, fixed=False)
    assert states.find(["a"]) is not None
    states.keep(("d",), b"d" * 1000, fixed=False)
    assert states.find(["b"]) is None
    assert [states.find([name]) is not None for name in ("a", "c", "d")] == [True, True, True]
    states.keep(("e",), b"e" * 4000, fixed=False)
    assert states.find(["e"]) is None, "larger than all may be together"
    assert sum(one.stat().st_size for one in files(tmp_path)) <= 3500 + 3 * 200


def test_a_longer_state_takes_the_place_of_its_own_beginning(states: KeptStates, tmp_path: Path) -> None:
    states.keep(("fixed",), b"rules", fixed=True)
    states.keep(("two", "one", "fixed"), b"one two", fixed=False)
    states.keep(("three", "two", "one", "fixed"), b"one two three", fixed=False)
    assert states.find(["two"]) == ("two", b"one two three")
    assert states.find(["fixed"]) is not None
    assert len(files(tmp_path)) == 2


def test_a_document_that_goes_takes_all_along_but_the_rules(
    states: KeptStates, tmp_path: Path, vault: Vault
) -> None:
    states.keep(("fixed",), b"rules", fixed=True)
    states.keep(("one", "fixed"), STATE, fixed=False)
    (kept,) = [one for one in files(tmp_path) if one.stat().st_size > 10_000]
    copy = kept.read_bytes()
    era = states.era
    states.forget()
    assert states.era != era
    assert states.find(["one"]) is None
    assert states.find(["fixed"]) == ("fixed", b"rules")
    kept.write_bytes(copy)  # as a disk gives back what was deleted
    assert KeptStates(tmp_path, vault).find(["one"]) is None, "its key is gone"
    states.keep(("one", "fixed"), STATE, fixed=False)
    assert states.find(["one"]) is not None


def test_a_disk_that_is_full_keeps_nothing(
    states: KeptStates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    states.keep(("key",), STATE, fixed=False)
    monkeypatch.undo()
    assert states.find(["key"]) is None
    assert not files(tmp_path)
