"""The data key and its slots, with real Argon2id and AES-GCM; only the system's keyring is stood in for."""

from __future__ import annotations

import base64
import errno
import json
import os
import secrets
import stat
from pathlib import Path

import pytest
from fakes.ring import Ring
from keyed import CHEAP, opened

from app.security.key_file import COPY_FILE, KEY_FILE, SlotKind
from app.security.keys import KeySlots, open_or_create_key
from app.security.recovery import code_of, secret_of
from app.security.tries import TRIES_FILE
from engine.assets import ASSETS
from engine.wiping import wipe
from rag.errors import (
    KeyDamaged,
    KeyLost,
    KeyNeeded,
    KeyringUnavailable,
    PassphraseWrong,
    RecoveryWrong,
    TooManyTries,
    VaultBusy,
    VaultFull,
    VaultLocked,
    VaultNewer,
)
from rag.storing.lock import HomeLock
from rag.storing.vault import VAULT_FILE, Vault


def test_the_keyring_opens_what_it_was_given(tmp_path: Path) -> None:
    ring = Ring()
    key = opened(tmp_path, ring)
    assert len(key) == 32
    assert opened(tmp_path, ring) == key
    assert KeySlots(tmp_path, ring).kinds() == (SlotKind.KEYRING,)
    kept = (tmp_path / KEY_FILE).read_text() + "".join(ring.held.values())
    assert base64.b64encode(key).decode() not in kept
    assert key.hex() not in kept
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_a_passphrase_opens_at_full_cost(tmp_path: Path) -> None:
    ring = Ring()
    key = open_or_create_key(tmp_path, "correct horse", ring=ring)
    slot = json.loads((tmp_path / KEY_FILE).read_text())["slots"][0]
    assert (slot["kdf"], slot["memory_kib"], slot["time"]) == ("argon2id", 262_144, 3)
    assert open_or_create_key(tmp_path, "correct horse", ring=ring) == key
    assert ring.held == {}


def test_wrong_and_missing_passphrases_are_told_apart(tmp_path: Path) -> None:
    ring = Ring()
    key = opened(tmp_path, ring, "correct horse")
    with pytest.raises(PassphraseWrong):
        opened(tmp_path, ring, "battery staple")
    for none in (None, ""):
        with pytest.raises(VaultLocked):
            opened(tmp_path, ring, none)
    assert opened(tmp_path, ring, "correct horse") == key


def test_a_letter_counts_as_one_however_it_is_typed(tmp_path: Path) -> None:
    key = opened(tmp_path, Ring(), "Stra\u00dfe caf\u00e9")
    assert opened(tmp_path, Ring(), "Stra\u00dfe cafe\u0301") == key


def test_no_keyring_asks_for_a_passphrase_and_makes_nothing(tmp_path: Path) -> None:
    ring = Ring()
    ring.working = False
    with pytest.raises(KeyringUnavailable):
        opened(tmp_path, ring)
    ring.working, ring.forgetful = True, True
    with pytest.raises(KeyringUnavailable):
        opened(tmp_path, ring)
    with pytest.raises(VaultLocked):
        opened(tmp_path, ring, keyring_allowed=False)
    assert not (tmp_path / KEY_FILE).exists()


def test_a_second_slot_helps_when_the_keyring_is_gone(tmp_path: Path) -> None:
    ring = Ring()
    key = opened(tmp_path, ring)
    slots = KeySlots(tmp_path, ring, CHEAP)
    slots.add_passphrase(key, "first")
    slots.add_passphrase(key, "second")
    assert slots.kinds() == (SlotKind.KEYRING, SlotKind.PASSPHRASE)
    assert opened(tmp_path, ring) == key
    ring.working = False
    with pytest.raises(VaultLocked):
        opened(tmp_path, ring)
    with pytest.raises(PassphraseWrong):
        opened(tmp_path, ring, "first")
    assert opened(tmp_path, ring, "second") == key


def test_a_keyring_that_fails_changed_or_forgot_is_told_apart(tmp_path: Path) -> None:
    ring = Ring()
    opened(tmp_path, ring)
    ring.working = False
    with pytest.raises(KeyringUnavailable, match="off"):
        opened(tmp_path, ring)
    with pytest.raises(KeyringUnavailable, match="desk → another"):
        opened(tmp_path, Ring("another"))
    with pytest.raises(KeyLost):
        opened(tmp_path, Ring("desk"))
    ring.working = True
    ring.held = dict.fromkeys(ring.held, base64.b64encode(bytes(32)).decode())
    with pytest.raises(KeyLost):
        opened(tmp_path, ring)


def test_no_key_is_ever_made_beside_a_vault(tmp_path: Path) -> None:
    ring = Ring()
    key = opened(tmp_path, ring)
    Vault.create(tmp_path / VAULT_FILE, key).close()
    kept = (tmp_path / KEY_FILE).read_text()
    (tmp_path / COPY_FILE).unlink()
    for damage in ("", "{", '{"version": 1}', "[]", '{"version": 1, "slots": []}'):
        (tmp_path / KEY_FILE).write_text(damage)
        with pytest.raises(KeyDamaged):
            opened(tmp_path, ring, "a passphrase")
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(KeyLost):
        opened(tmp_path, ring, "a passphrase")
    assert not (tmp_path / KEY_FILE).exists()
    (tmp_path / KEY_FILE).write_text(kept)
    Vault.open(tmp_path / VAULT_FILE, opened(tmp_path, ring)).close()


def test_a_file_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text('{"version": 9, "slots": [{"kind": "moon"}]}')
    with pytest.raises(VaultNewer):
        opened(tmp_path, Ring())


def test_the_program_asks_for_no_less_than_the_floor(tmp_path: Path) -> None:
    opened(tmp_path, Ring(), "correct horse")  # at a cost of tests
    with pytest.raises(KeyDamaged):
        open_or_create_key(tmp_path, "correct horse", ring=Ring())


def test_a_recovery_code_opens_what_it_was_made_for(tmp_path: Path) -> None:
    ring = Ring()
    key = opened(tmp_path, ring, "correct horse")
    slots = KeySlots(tmp_path, ring, CHEAP)
    first = slots.add_recovery(key)
    assert len(first.split()) == 16
    kept = (tmp_path / KEY_FILE).read_text()
    assert not any(word in kept for word in (first, secret_of(first).hex()))  # type: ignore[union-attr]
    for typed in (first, first.upper(), first.replace(" ", "\n"), "1. " + first.replace(" ", "  2) ")):
        assert slots.unlock(typed) == key
    assert slots.unlock(" ".join(word[:4] for word in first.split())) == key
    words = first.split()
    swapped = " ".join([words[1], words[0], *words[2:]])
    with pytest.raises(RecoveryWrong):
        slots.unlock(swapped if words[0] != words[1] else "abroad " * 16)
    second = slots.add_recovery(key)
    with pytest.raises(RecoveryWrong):
        slots.unlock(first)
    assert slots.unlock(second) == key
    assert slots.unlock("correct horse") == key


def test_recovery_codes_tell_slips() -> None:
    secret = bytes(range(16))
    code = code_of(secret)
    assert secret_of(code) == secret
    words = code.split()
    wrong = [" ".join([*words[:at], "zebra", *words[at + 1 :]]) for at in range(16)]
    wrong += [" ".join([*words[:at], *words[at + 1 :]]) for at in range(16)]
    wrong += [" ".join([*words[:at], words[at + 1], words[at], *words[at + 2 :]]) for at in range(15)]
    assert not any(secret_of(one) for one in wrong if one != code)
    listed = (ASSETS / "recovery_words.txt").read_text().split()
    assert len(listed) == len({word[:4] for word in listed}) == 512


def test_ways_are_added_changed_and_removed_but_the_last_stays(tmp_path: Path) -> None:
    ring = Ring()
    key = opened(tmp_path, ring)
    slots = KeySlots(tmp_path, ring, CHEAP)
    with pytest.raises(KeyNeeded):
        slots.remove(SlotKind.KEYRING)
    slots.add_recovery(key)
    with pytest.raises(KeyNeeded):
        slots.remove(SlotKind.KEYRING)
    slots.add_passphrase(key, "first")
    slots.add_keyring(key)
    assert len(ring.held) == 1, "the secret before is forgotten"
    slots.remove(SlotKind.KEYRING)
    assert ring.held == {}
    slots.add_passphrase(key, "second")
    assert slots.unlock("second") == key
    with pytest.raises(PassphraseWrong):
        slots.unlock("first")
    for kind in (SlotKind.PASSPHRASE, SlotKind.KEYRING):
        if kind is SlotKind.PASSPHRASE:
            with pytest.raises(KeyNeeded):
                slots.remove(kind)
        else:
            slots.remove(kind)
    assert slots.kinds() == (SlotKind.RECOVERY, SlotKind.PASSPHRASE)
    assert all(way.created for way in slots.ways())


def test_tries_are_counted_and_slowed(tmp_path: Path) -> None:
    now = 1000.0
    key = opened(tmp_path, Ring(), "correct horse")

    def slots() -> KeySlots:
        return KeySlots(tmp_path, Ring(), CHEAP, lambda: now)

    for _ in range(3):
        with pytest.raises(PassphraseWrong):
            slots().unlock("guess")
    waits = []
    for _ in range(12):
        with pytest.raises(TooManyTries) as refused:
            slots().unlock("correct horse")
        waits.append(refused.value.facts["seconds"])
        now += float(str(refused.value.facts["seconds"]))
        with pytest.raises(PassphraseWrong):
            slots().unlock("guess")
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    now -= 1e6  # the clock is set back
    assert slots().unlock("correct horse") == key
    with pytest.raises(PassphraseWrong):
        slots().unlock("guess")
    (tmp_path / TRIES_FILE).write_text("rubbish")
    assert slots().unlock("correct horse") == key


def test_a_key_that_cannot_be_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = opened(tmp_path, Ring(), "correct horse")
    slots = KeySlots(tmp_path, Ring(), CHEAP)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultFull):
        slots.add_passphrase(key, "another")
    monkeypatch.undo()
    assert slots.unlock("correct horse") == key
    assert {path.name for path in tmp_path.iterdir()} == {"lock", KEY_FILE, COPY_FILE}


def test_secrets_are_overwritten_where_they_lie() -> None:
    held = [secrets.token_bytes(32), bytearray(secrets.token_bytes(32)), secrets.token_hex(32)]
    wipe(*held, None, b"short")
    assert held == [bytes(32), bytes(32), "\0" * 64]


def test_two_first_starts_do_not_make_two_keys(tmp_path: Path) -> None:
    other = HomeLock.acquire(tmp_path)
    with pytest.raises(VaultBusy):
        opened(tmp_path, Ring())
    other.release()
    opened(tmp_path, Ring())
    with pytest.raises(FileExistsError):
        KeySlots(tmp_path, Ring(), CHEAP).create("again")


def test_a_passphrase_that_was_changed_opens_no_snapshot_either(tmp_path: Path) -> None:
    slots = KeySlots(tmp_path, Ring(), CHEAP)
    key = slots.create("the old one of before")
    beside = tmp_path / "snapshots"
    beside.mkdir()
    (beside / KEY_FILE).write_bytes((tmp_path / KEY_FILE).read_bytes())
    slots.add_passphrase(key, "the new one from now on")
    kept = KeySlots(beside, Ring(), CHEAP)
    assert kept.unlock("the new one from now on") == key
    with pytest.raises(PassphraseWrong):
        kept.unlock("the old one of before")
