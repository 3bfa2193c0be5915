"""Key files that were altered, damaged or lost, or made by an older release."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fakes.ring import Ring
from keyed import CHEAP, opened

from app.security.key_file import COPY_FILE, KEY_FILE
from app.security.keys import KeySlots
from app.security.tries import TRIES_FILE
from rag.errors import (
    KeyDamaged,
    PassphraseWrong,
    VaultError,
)


def _alter(home: Path, **facts: object) -> None:
    """Change a slot as somebody would who knows the form, sum and copy included."""
    content = json.loads((home / KEY_FILE).read_text())
    content["slots"][0] |= facts
    about = {"version": content["version"], "slots": content["slots"]}
    whole = json.dumps(about, sort_keys=True, separators=(",", ":")).encode()
    (home / KEY_FILE).write_text(json.dumps({**about, "sum": hashlib.sha256(whole).hexdigest()}))
    (home / COPY_FILE).unlink(missing_ok=True)


@pytest.mark.parametrize(
    "facts",
    [
        {"wrapped": base64.b64encode(bytes(48)).decode()},
        {"nonce": base64.b64encode(bytes(12)).decode()},
        {"salt": base64.b64encode(bytes(16)).decode()},
        {"time": 2},
        {"created": 1},
        {"label": "mine"},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_an_altered_slot_opens_nothing(tmp_path: Path, facts: dict[str, object]) -> None:
    opened(tmp_path, Ring(), "correct horse")
    _alter(tmp_path, **facts)
    with pytest.raises(PassphraseWrong):
        opened(tmp_path, Ring(), "correct horse")


@pytest.mark.parametrize(
    "facts",
    [
        {"time": 4_000_000},
        {"memory_kib": 1 << 30},
        {"parallelism": 1 << 20},
        {"memory_kib": 8},
        {"time": 0},
        {"time": 2.5},
        {"time": True},
        {"kdf": "md5"},
        {"salt": "!"},
        {"wrapped": ""},
    ],
    ids=str,
)
@pytest.mark.timeout(10)
def test_a_cost_that_nobody_asked_for_is_not_paid(tmp_path: Path, facts: dict[str, object]) -> None:
    opened(tmp_path, Ring(), "correct horse")
    _alter(tmp_path, **facts)
    with pytest.raises(KeyDamaged):
        opened(tmp_path, Ring(), "correct horse")


def _flips(content: bytes) -> Iterator[bytes]:
    for at in range(len(content)):
        for bit in range(8):
            yield content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]


@pytest.mark.timeout(120)
def test_every_bit_flip_of_the_key_file_is_called_damage(tmp_path: Path) -> None:
    """Or opens: where what is flipped is a blank between."""
    key = opened(tmp_path, Ring(), "correct horse")
    whole = (tmp_path / KEY_FILE).read_bytes()
    (tmp_path / COPY_FILE).unlink()
    whole_still = damaged = 0
    slots = KeySlots(tmp_path, Ring(), CHEAP)
    for flipped in _flips(whole):
        (tmp_path / KEY_FILE).write_bytes(flipped)
        try:
            slots.kinds()
        except KeyDamaged:
            damaged += 1
        else:
            whole_still += 1
            assert slots.unlock("correct horse") == key
    assert whole_still + damaged == 8 * len(whole)
    assert damaged > 0.9 * 8 * len(whole)


@pytest.mark.timeout(120)
def test_a_damaged_or_missing_key_file_comes_back_from_its_copy(tmp_path: Path) -> None:
    key = opened(tmp_path, Ring(), "correct horse")
    whole = (tmp_path / KEY_FILE).read_bytes()
    assert (tmp_path / COPY_FILE).read_bytes() == whole
    slots = KeySlots(tmp_path, Ring(), CHEAP)
    for flipped in [*_flips(whole)][::97]:
        (tmp_path / KEY_FILE).write_bytes(flipped)
        slots.kinds()
    (tmp_path / KEY_FILE).unlink()
    assert slots.unlock("correct horse") == key
    assert (tmp_path / KEY_FILE).read_bytes() == whole
    for path in (KEY_FILE, COPY_FILE):
        (tmp_path / path).write_bytes(whole[:-9])
    with pytest.raises(KeyDamaged):
        slots.kinds()


@pytest.mark.timeout(120)
def test_a_bit_flip_of_an_older_key_file_is_a_known_fault_at_once(tmp_path: Path) -> None:
    _older(tmp_path, bytes(range(32)))
    whole = (tmp_path / KEY_FILE).read_bytes()
    slots, told = KeySlots(tmp_path, Ring(), CHEAP), set()
    for flipped in _flips(whole):
        (tmp_path / KEY_FILE).write_bytes(flipped)
        (tmp_path / COPY_FILE).unlink(missing_ok=True)
        (tmp_path / TRIES_FILE).unlink(missing_ok=True)
        try:
            assert slots.unlock("correct horse") == bytes(range(32))
        except VaultError as fault:
            told.add(type(fault).__name__)
    assert told == {"KeyDamaged", "PassphraseWrong", "VaultNewer"}


def _older(home: Path, key: bytes) -> None:
    """A key file as the first releases wrote it."""
    slot = {
        "kind": "passphrase", "kdf": "argon2id", "memory_kib": 1024, "time": 1, "parallelism": 1,
        "salt": base64.b64encode(b"salt of sixteen!").decode(),
    }  # fmt: skip
    wrapping = hash_secret_raw(b"correct horse", b"salt of sixteen!", 1, 1024, 1, 32, Type.ID)
    wrapped = AESGCM(wrapping).encrypt(b"nonce of 12!", key, b"confidant vault key 1 passphrase")
    slot |= {
        "nonce": base64.b64encode(b"nonce of 12!").decode(),
        "wrapped": base64.b64encode(wrapped).decode(),
    }
    (home / KEY_FILE).write_text(json.dumps({"version": 1, "slots": [slot]}, indent=1))


def test_an_older_key_file_is_bound_when_it_is_first_opened(tmp_path: Path) -> None:
    key = bytes(range(32))
    _older(tmp_path, key)
    assert opened(tmp_path, Ring(), "correct horse") == key
    content = json.loads((tmp_path / KEY_FILE).read_text())
    assert (content["version"], content["slots"][0]["form"]) == (2, 2)
    assert (tmp_path / COPY_FILE).exists()
    assert opened(tmp_path, Ring(), "correct horse") == key
    _alter(tmp_path, time=2)
    with pytest.raises(PassphraseWrong):
        opened(tmp_path, Ring(), "correct horse")
