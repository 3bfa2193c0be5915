"""The data key and its slots, with real Argon2id and AES-GCM; only the system's keyring is stood in for."""

from __future__ import annotations

import base64
import json
import os
import stat
import sys
import types
from pathlib import Path

import pytest

from app.keys import KEY_FILE, KeySlots, PassphraseCost, SlotKind, SystemKeyring, open_or_create_key
from rag.errors import KeyLost, KeyringUnavailable, PassphraseWrong, VaultBusy, VaultLocked, VaultNewer
from rag.storing.lock import HomeLock
from rag.storing.vault import VAULT_FILE, Vault

CHEAP = PassphraseCost(memory_kib=1024, time=1, parallelism=1)


class Ring:
    """A keyring in memory that can be switched off."""

    def __init__(self, name: str = "desk") -> None:
        self._name = name
        self.held: dict[str, str] = {}
        self.working = True
        self.forgetful = False

    def name(self) -> str:
        self._need()
        return self._name

    def get(self, account: str) -> str | None:
        self._need()
        return self.held.get(account)

    def set(self, account: str, secret: str) -> None:
        self._need()
        if not self.forgetful:
            self.held[account] = secret

    def delete(self, account: str) -> None:
        self._need()
        self.held.pop(account, None)

    def _need(self) -> None:
        if not self.working:
            raise KeyringUnavailable(detail="off")


def _open(home: Path, ring: Ring, passphrase: str | None = None, keyring_allowed: bool = True) -> bytes:
    return open_or_create_key(home, passphrase, keyring_allowed, ring=ring, cost=CHEAP)


def test_the_keyring_opens_what_it_was_given(tmp_path: Path) -> None:
    ring = Ring()
    key = _open(tmp_path, ring)
    assert len(key) == 32
    assert _open(tmp_path, ring) == key
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
    key = _open(tmp_path, ring, "correct horse")
    with pytest.raises(PassphraseWrong):
        _open(tmp_path, ring, "battery staple")
    for none in (None, ""):
        with pytest.raises(VaultLocked):
            _open(tmp_path, ring, none)
    assert _open(tmp_path, ring, "correct horse") == key


def test_a_letter_counts_as_one_however_it_is_typed(tmp_path: Path) -> None:
    key = _open(tmp_path, Ring(), "Stra\u00dfe caf\u00e9")
    assert _open(tmp_path, Ring(), "Stra\u00dfe cafe\u0301") == key


def test_no_keyring_asks_for_a_passphrase_and_makes_nothing(tmp_path: Path) -> None:
    ring = Ring()
    ring.working = False
    with pytest.raises(KeyringUnavailable):
        _open(tmp_path, ring)
    ring.working, ring.forgetful = True, True
    with pytest.raises(KeyringUnavailable):
        _open(tmp_path, ring)
    with pytest.raises(VaultLocked):
        _open(tmp_path, ring, keyring_allowed=False)
    assert not (tmp_path / KEY_FILE).exists()


def test_a_second_slot_helps_when_the_keyring_is_gone(tmp_path: Path) -> None:
    ring = Ring()
    key = _open(tmp_path, ring)
    slots = KeySlots(tmp_path, ring, CHEAP)
    slots.add_passphrase(key, "first")
    slots.add_passphrase(key, "second")
    assert slots.kinds() == (SlotKind.KEYRING, SlotKind.PASSPHRASE)
    assert _open(tmp_path, ring) == key
    ring.working = False
    with pytest.raises(VaultLocked):
        _open(tmp_path, ring)
    with pytest.raises(PassphraseWrong):
        _open(tmp_path, ring, "first")
    assert _open(tmp_path, ring, "second") == key


def test_a_keyring_that_fails_changed_or_forgot_is_told_apart(tmp_path: Path) -> None:
    ring = Ring()
    _open(tmp_path, ring)
    ring.working = False
    with pytest.raises(KeyringUnavailable, match="off"):
        _open(tmp_path, ring)
    with pytest.raises(KeyringUnavailable, match="desk → another"):
        _open(tmp_path, Ring("another"))
    with pytest.raises(KeyLost):
        _open(tmp_path, Ring("desk"))
    ring.working = True
    ring.held = dict.fromkeys(ring.held, base64.b64encode(bytes(32)).decode())
    with pytest.raises(KeyLost):
        _open(tmp_path, ring)


def test_no_key_is_ever_made_beside_a_vault(tmp_path: Path) -> None:
    ring = Ring()
    key = _open(tmp_path, ring)
    Vault.create(tmp_path / VAULT_FILE, key).close()
    kept = (tmp_path / KEY_FILE).read_text()
    for damage in ("", "{", '{"version": 1}', "[]", '{"version": 1, "slots": []}'):
        (tmp_path / KEY_FILE).write_text(damage)
        with pytest.raises(KeyLost):
            _open(tmp_path, ring, "a passphrase")
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(KeyLost):
        _open(tmp_path, ring, "a passphrase")
    assert not (tmp_path / KEY_FILE).exists()
    (tmp_path / KEY_FILE).write_text(kept)
    Vault.open(tmp_path / VAULT_FILE, _open(tmp_path, ring)).close()


def test_a_file_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text('{"version": 9, "slots": [{"kind": "moon"}]}')
    with pytest.raises(VaultNewer):
        _open(tmp_path, Ring())


def test_an_altered_slot_opens_nothing(tmp_path: Path) -> None:
    _open(tmp_path, Ring(), "correct horse")
    content = json.loads((tmp_path / KEY_FILE).read_text())
    content["slots"][0]["wrapped"] = base64.b64encode(bytes(48)).decode()
    (tmp_path / KEY_FILE).write_text(json.dumps(content))
    with pytest.raises(PassphraseWrong):
        _open(tmp_path, Ring(), "correct horse")


def test_two_first_starts_do_not_make_two_keys(tmp_path: Path) -> None:
    other = HomeLock.acquire(tmp_path)
    with pytest.raises(VaultBusy):
        _open(tmp_path, Ring())
    other.release()
    _open(tmp_path, Ring())
    with pytest.raises(FileExistsError):
        KeySlots(tmp_path, Ring(), CHEAP).create("again")


def _install(monkeypatch: pytest.MonkeyPatch, backend: object) -> None:
    library = types.ModuleType("keyring")
    library.get_keyring = lambda: backend  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", library)


def _backend(module: str, **members: object) -> object:
    return type("Keyring", (), {"__module__": module, **members})()


def test_only_keyrings_of_the_desktop_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (
        "keyring.backends.fail",
        "keyring.backends.null",
        "keyrings.alt.file",
        "keyring_cloud.SecretService",
    ):
        _install(monkeypatch, _backend(module))
        with pytest.raises(KeyringUnavailable, match=module):
            SystemKeyring().get("x")
    _install(monkeypatch, _backend("keyring.backends.chainer", backends=[_backend("keyrings.alt.file")]))
    with pytest.raises(KeyringUnavailable):
        SystemKeyring().name()


def test_the_desktop_keyring_is_found_behind_a_chain_and_its_refusals_are_faults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: dict[tuple[str, str], str] = {}

    def refuse(*_: str) -> None:
        raise ConnectionError("the bus is gone")

    good = _backend(
        "keyring.backends.SecretService",
        get_password=lambda _, service, account: held.get((service, account)),
        set_password=lambda _, service, account, secret: held.update({(service, account): secret}),
        delete_password=refuse,
    )
    _install(monkeypatch, _backend("keyring.backends.chainer", backends=[good]))
    ring = SystemKeyring()
    assert ring.get("a") is None
    ring.delete("a")
    ring.set("a", "secret")
    assert (ring.get("a"), ring.name()) == ("secret", "keyring.backends.SecretService.Keyring")
    with pytest.raises(KeyringUnavailable, match="ConnectionError"):
        ring.delete("a")
