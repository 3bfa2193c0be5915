"""The data key of the vault, and the slots that hold it wrapped.

The key is 32 random bytes made once with the vault. `vault.key.json` keeps it only wrapped with AES-256-GCM,
once for each way to open the vault: under a key that the system's keyring holds, or under one that Argon2id
(RFC 9106) makes from a passphrase. A key is never made where a vault exists already.
"""

from __future__ import annotations

import base64
import errno
import json
import logging
import os
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from rag.errors import KeyLost, KeyringUnavailable, PassphraseWrong, VaultFull, VaultLocked, VaultNewer
from rag.storing.lock import HomeLock
from rag.storing.vault import KEY_BYTES, VAULT_FILE

KEY_FILE = "vault.key.json"
SERVICE = "Confidant"  # not for people: the keyring knows it by this

_VERSION = 1
_NONCE_BYTES = 12
_SALT_BYTES = 16
_log = logging.getLogger(__name__)


class SlotKind(StrEnum):
    KEYRING = "keyring"
    PASSPHRASE = "passphrase"


@dataclass(frozen=True, slots=True)
class PassphraseCost:
    """What Argon2id is made to spend on one guess."""

    memory_kib: int = 262_144
    time: int = 3
    parallelism: int = 4


class SecretRing(Protocol):
    """A place of the system's that keeps secrets for the user who is logged in."""

    def name(self) -> str:
        """Which one it is. Raises `KeyringUnavailable` when there is none to be trusted."""
        ...

    def get(self, account: str) -> str | None:
        """The secret kept under `account`. Raises `KeyringUnavailable`."""
        ...

    def set(self, account: str, secret: str) -> None:
        """Keep a secret. Raises `KeyringUnavailable`."""
        ...

    def delete(self, account: str) -> None:
        """Forget a secret; no matter when there is none. Raises `KeyringUnavailable`."""
        ...


class SystemKeyring:
    """The keyring of the desktop: Secret Service or KWallet, macOS Keychain, Windows Credential Manager.

    Other back ends of the `keyring` library keep secrets in plain files, on a network, or not at all.
    """

    _TRUSTED = ("SecretService", "libsecret", "kwallet", "macOS", "Windows")  # not for people

    def name(self) -> str:
        backend = type(self._backend())
        return f"{backend.__module__}.{backend.__qualname__}"

    def get(self, account: str) -> str | None:
        secret: str | None = self._ask("get_password", account)
        return secret

    def set(self, account: str, secret: str) -> None:
        self._ask("set_password", account, secret)

    def delete(self, account: str) -> None:
        if self.get(account) is not None:
            self._ask("delete_password", account)

    def _backend(self) -> Any:
        import keyring

        chosen: Any = keyring.get_keyring()
        for backend in (chosen, *getattr(chosen, "backends", ())):
            module = type(backend).__module__
            if module.startswith("keyring.backends.") and module.split(".")[2] in self._TRUSTED:
                return backend
        raise KeyringUnavailable(detail=type(chosen).__module__)

    def _ask(self, method: str, *arguments: str) -> Any:
        backend = self._backend()
        try:
            return getattr(backend, method)(SERVICE, *arguments)
        except (
            Exception
        ) as error:  # another process answers here, through libraries that raise what they like
            _log.warning("the keyring refused %s", method, exc_info=True)
            raise KeyringUnavailable(detail=type(error).__name__) from error


class KeySlots:
    """The slots of one home folder."""

    def __init__(
        self, home: Path, ring: SecretRing | None = None, cost: PassphraseCost | None = None
    ) -> None:
        self._home = home
        self._file = home / KEY_FILE
        self._ring: SecretRing = ring or SystemKeyring()
        self._cost = cost or PassphraseCost()

    def kinds(self) -> tuple[SlotKind, ...]:
        """The ways to open the vault, empty when no key has been made. Raises `KeyLost`, `VaultNewer`."""
        return tuple(SlotKind(slot["kind"]) for slot in self._read())

    def create(self, passphrase: str | None = None, use_keyring: bool = True) -> bytes:
        """Make the data key, held by a passphrase when one is given, else by the keyring.

        Raises `KeyLost` when a vault is there without a key, FileExistsError when there is a key already,
        `KeyringUnavailable`, `VaultBusy`, `VaultFull`, and `VaultLocked` when neither way may be used.
        """
        lock = HomeLock.acquire(self._home)
        try:
            if self._file.exists():
                raise FileExistsError(self._file)
            self._refuse_beside_a_vault()
            key = secrets.token_bytes(KEY_BYTES)
            if passphrase:
                slot = _passphrase_slot(key, passphrase, self._cost)
            elif use_keyring:
                slot = self._keyring_slot(key)
            else:
                raise VaultLocked
            self._write([slot])
        finally:
            lock.release()
        return key

    def unlock(self, passphrase: str | None = None, use_keyring: bool = True) -> bytes:
        """The data key, by the passphrase when one is given, else by the keyring.

        Raises `VaultLocked` when a passphrase is needed, `PassphraseWrong`, `KeyLost` when no slot can ever
        give the key again, `KeyringUnavailable` when only the keyring could and it does not answer.
        """
        slots = self._read()
        by_passphrase = [slot for slot in slots if slot["kind"] == SlotKind.PASSPHRASE]
        if passphrase and by_passphrase:
            for slot in by_passphrase:
                key = _unwrap(slot, _stretch(passphrase, slot))
                if key is not None:
                    return key
            raise PassphraseWrong
        if use_keyring:
            refusal: KeyringUnavailable | KeyLost | None = None
            for slot in slots:
                if slot["kind"] == SlotKind.KEYRING:
                    try:
                        return self._from_keyring(slot)
                    except (KeyringUnavailable, KeyLost) as fault:
                        refusal = fault
            if refusal is not None and not by_passphrase:
                raise refusal
        raise VaultLocked

    def add_passphrase(self, key: bytes, passphrase: str) -> None:
        """Let a passphrase open the vault from now on, in place of an earlier one."""
        others = [slot for slot in self._read() if slot["kind"] != SlotKind.PASSPHRASE]
        self._write([*others, _passphrase_slot(key, passphrase, self._cost)])

    def _from_keyring(self, slot: Mapping[str, Any]) -> bytes:
        held = self._ring.get(slot["account"])
        key = _unwrap(slot, _bytes(held)) if held else None
        if key is not None:
            return key
        name = self._ring.name()
        if name != slot["backend"]:
            raise KeyringUnavailable(detail=f"{slot['backend']} → {name}")
        raise KeyLost(path=str(self._file))

    def _keyring_slot(self, key: bytes) -> dict[str, Any]:
        account = f"vault-{secrets.token_hex(8)}"
        wrapping = secrets.token_bytes(KEY_BYTES)
        held = base64.b64encode(wrapping).decode()
        self._ring.set(account, held)
        if self._ring.get(account) != held:
            raise KeyringUnavailable(detail=self._ring.name())
        slot = {
            "kind": SlotKind.KEYRING.value,
            "service": SERVICE,
            "account": account,
            "backend": self._ring.name(),
        }
        return {**slot, **_wrap(key, wrapping, SlotKind.KEYRING)}

    def _refuse_beside_a_vault(self) -> None:
        if (self._home / VAULT_FILE).exists():
            raise KeyLost(path=str(self._file))

    def _read(self) -> list[dict[str, Any]]:
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
            version, slots = int(content["version"]), [dict(slot) for slot in content["slots"]]
        except FileNotFoundError:
            self._refuse_beside_a_vault()
            return []
        except (ValueError, KeyError, TypeError) as error:
            raise KeyLost(path=str(self._file)) from error
        if version > _VERSION:
            raise VaultNewer(path=str(self._file), found=version, known=_VERSION)
        known = [slot for slot in slots if slot.get("kind") in tuple(SlotKind)]
        if not known:
            raise KeyLost(path=str(self._file))
        return known

    def _write(self, slots: list[dict[str, Any]]) -> None:
        """Replace the file in one step: a key half written would be a vault lost."""
        draft = self._file.with_name(KEY_FILE + ".new")
        text = json.dumps({"version": _VERSION, "slots": slots}, indent=1)
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._file)
        except OSError as error:
            draft.unlink(missing_ok=True)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise VaultFull(path=str(self._file)) from error
            raise


def open_or_create_key(
    home: Path,
    passphrase: str | None = None,
    keyring_allowed: bool = True,
    *,
    ring: SecretRing | None = None,
    cost: PassphraseCost | None = None,
) -> bytes:
    """The data key of the vault in `home`; a new one only where there is neither a key nor a vault.

    Raises what `KeySlots.create` and `KeySlots.unlock` raise.
    """
    slots = KeySlots(home, ring, cost)
    if slots.kinds():
        return slots.unlock(passphrase, keyring_allowed)
    return slots.create(passphrase, keyring_allowed)


def _passphrase_slot(key: bytes, passphrase: str, cost: PassphraseCost) -> dict[str, Any]:
    slot = {
        "kind": SlotKind.PASSPHRASE.value,
        "kdf": "argon2id",
        "memory_kib": cost.memory_kib,
        "time": cost.time,
        "parallelism": cost.parallelism,
        "salt": _text(secrets.token_bytes(_SALT_BYTES)),
    }
    return {**slot, **_wrap(key, _stretch(passphrase, slot), SlotKind.PASSPHRASE)}


def _stretch(passphrase: str, slot: Mapping[str, Any]) -> bytes:
    """A 32-byte key from a passphrase, at the slot's own cost. A letter is the same however it is typed."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        unicodedata.normalize("NFC", passphrase).encode(),
        _bytes(slot["salt"]),
        time_cost=int(slot["time"]),
        memory_cost=int(slot["memory_kib"]),
        parallelism=int(slot["parallelism"]),
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _wrap(key: bytes, wrapping: bytes, kind: SlotKind) -> dict[str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return {
        "nonce": _text(nonce),
        "wrapped": _text(AESGCM(wrapping).encrypt(nonce, key, _context(kind))),
    }


def _unwrap(slot: Mapping[str, Any], wrapping: bytes) -> bytes | None:
    """The data key, or None when `wrapping` is not what the slot was made with."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(wrapping).decrypt(
            _bytes(slot["nonce"]), _bytes(slot["wrapped"]), _context(SlotKind(slot["kind"]))
        )
    except (InvalidTag, ValueError):
        return None


def _context(kind: SlotKind) -> bytes:
    return f"confidant vault key {_VERSION} {kind}".encode()  # not for people


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
