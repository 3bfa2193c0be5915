"""The data key of the vault, and the slots that hold it wrapped.

The key is 32 random bytes made once with the vault. `vault.key.json` and its copy keep it only wrapped with
AES-256-GCM, once for each way to open the vault: under a key that the system's keyring holds, under one that
Argon2id (RFC 9106) makes from a passphrase, or under a printed recovery code. A key is never made where a
vault exists already.
"""

from __future__ import annotations

import base64
import logging
import secrets
import time
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.organisation.held import refusal, rules
from app.organisation.rules import Key
from app.security import recovery
from app.security.key_file import (
    SALT_BYTES,
    Floor,
    KeyFile,
    Slot,
    SlotKind,
    is_outdated,
    packed,
    unpacked,
    unwrap,
    wrap,
)
from app.security.keyring import SERVICE, SecretRing, SystemKeyring
from app.security.tries import Tries
from engine.wiping import wipe
from rag.errors import (
    KeyDamaged,
    KeyLost,
    KeyNeeded,
    KeyringUnavailable,
    PassphraseWrong,
    RecoveryWrong,
    VaultError,
    VaultLocked,
)
from rag.storing.connecting import KEY_BYTES
from rag.storing.lock import HomeLock

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PassphraseCost:
    """What Argon2id is made to spend on one guess."""

    memory_kib: int = 262_144
    time: int = 3
    parallelism: int = 4


@dataclass(frozen=True, slots=True)
class Way:
    """A way to open the vault. `created` is in seconds since the epoch, None where it was not noted."""

    kind: SlotKind
    created: float | None


class KeySlots:
    """The slots of one home folder.

    Whoever changes them holds the home's lock: two processes would undo each other's.
    """

    def __init__(
        self,
        home: Path,
        ring: SecretRing | None = None,
        cost: PassphraseCost | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._home = home
        self._of_the_system = ring is None  # a matter's key is kept by its library
        self._ring: SecretRing = ring or SystemKeyring()
        self._cost = cost or PassphraseCost()
        least = min(self._cost.memory_kib, Floor.memory_kib[0]), min(self._cost.time, Floor.time[0])
        self._file = KeyFile(home, *least)
        self._tries = Tries(home, clock)
        self._clock = clock

    def kinds(self) -> tuple[SlotKind, ...]:
        """The ways to open the vault, empty when no key has been made.

        Raises `KeyLost`, `KeyDamaged`, `VaultNewer`.
        """
        return tuple(way.kind for way in self.ways())

    def ways(self) -> tuple[Way, ...]:
        """The same, with when each was made."""
        return tuple(Way(SlotKind(slot["kind"]), slot.get("created")) for slot in self._file.read())

    def create(self, passphrase: str | None = None, use_keyring: bool = True) -> bytes:
        """Make the data key, held by a passphrase when one is given, else by the keyring.

        Raises `KeyLost` when a vault is there without a key, FileExistsError when there is a key already,
        `KeyringUnavailable`, `VaultBusy`, `VaultFull`, and `VaultLocked` when neither way may be used.
        """
        with HomeLock.acquire(self._home):
            if self._file.exists():
                raise FileExistsError(self._file.path)
            self._file.refuse_beside_a_vault()
            key = secrets.token_bytes(KEY_BYTES)
            made = []
            if self._of_the_system and rules().keyring_required:
                made.append(self._required_slot(key))
            elif not passphrase and use_keyring:
                made.append(self._keyring_slot(key))
            if passphrase:
                made.append(self._passphrase_slot(key, passphrase))
            if not made:
                raise VaultLocked
            self._file.write(made)
        return key

    def hold_to_rules(self, key: bytes) -> None:
        """Let the keyring open a library that was made without it, where the organisation wants that. Whoever
        calls it holds no lock of the home. Raises `SetByOrganisation` where there is no keyring, `VaultBusy`.
        """
        wanted = self._of_the_system and rules().keyring_required
        if wanted and SlotKind.KEYRING not in self.kinds():
            with HomeLock.acquire(self._home):
                self._put(self._required_slot(key))

    def unlock(self, passphrase: str | None = None, use_keyring: bool = True) -> bytes:
        """The data key, by the passphrase or recovery code when one is given, else by the keyring.

        Raises `VaultLocked` when a passphrase is needed, `PassphraseWrong`, `RecoveryWrong`, `TooManyTries`,
        `KeyLost` when no slot can ever give the key again, `KeyDamaged`, and `KeyringUnavailable` when only
        the keyring could and it does not answer.
        """
        slots = self._file.read()
        typed = [slot for slot in slots if slot["kind"] in (SlotKind.PASSPHRASE, SlotKind.RECOVERY)]
        if passphrase and typed:
            return self._by_words(passphrase, slots)
        refusal: KeyringUnavailable | KeyLost | None = None
        for slot in slots:
            if use_keyring and slot["kind"] == SlotKind.KEYRING:
                try:
                    return self._from_keyring(slot, slots)
                except (KeyringUnavailable, KeyLost) as fault:
                    refusal = fault
        if refusal is not None and not typed:
            raise refusal
        raise VaultLocked

    # --- changing them -------------------------------------------------------------------------------------

    def add_passphrase(self, key: bytes, passphrase: str) -> None:
        """Let a passphrase open the vault from now on, in place of an earlier one."""
        self._put(self._passphrase_slot(key, passphrase))

    def add_keyring(self, key: bytes) -> None:
        """Let the system's keyring open the vault from now on. Raises `KeyringUnavailable`."""
        before = [slot for slot in self._file.read() if slot["kind"] == SlotKind.KEYRING]
        self._put(self._keyring_slot(key))
        self._forget(before)

    def add_recovery(self, key: bytes) -> str:
        """Let a new recovery code open the vault from now on, in place of an earlier one; returns its words,
        which are kept nowhere.
        """
        secret = recovery.new_secret()
        slot = self._slot(SlotKind.RECOVERY, salt=packed(secrets.token_bytes(SALT_BYTES)))
        wrapping = _from_secret(secret, slot)
        self._put(wrap(key, wrapping, slot))
        code = recovery.code_of(secret)
        wipe(secret, wrapping)
        return code

    def stays(self, kind: SlotKind) -> bool:
        """Whether the organisation wants that this way opens it."""
        return kind is SlotKind.KEYRING and self._of_the_system and rules().keyring_required

    def remove(self, kind: SlotKind) -> None:
        """Let this way open the vault no more; no matter when there is none.

        Raises `KeyNeeded` where nothing but a recovery code, or nothing at all, would be left, and
        `SetByOrganisation` for a keyring that the organisation wants to open it.
        """
        if self.stays(kind):
            raise refusal(Key.KEYRING_REQUIRED)
        slots = self._file.read()
        left = [slot for slot in slots if slot["kind"] != kind]
        if all(slot["kind"] == SlotKind.RECOVERY for slot in left):
            raise KeyNeeded(kind=kind.value)
        self._file.write(left)
        self._forget([slot for slot in slots if slot["kind"] == kind])

    # --- inside --------------------------------------------------------------------------------------------

    def _put(self, new: Slot) -> None:
        self._file.write([*(slot for slot in self._file.read() if slot["kind"] != new["kind"]), new])

    def _forget(self, slots: list[Slot]) -> None:
        for slot in slots:
            if slot["kind"] == SlotKind.KEYRING:
                with suppress(KeyringUnavailable):
                    self._ring.delete(slot["account"])

    def _by_words(self, words: str, slots: list[Slot]) -> bytes:
        """The data key by a passphrase or a recovery code."""
        self._tries.admit()
        secret = recovery.secret_of(words)
        for slot in sorted(slots, key=lambda slot: slot["kind"] != SlotKind.RECOVERY):
            if slot["kind"] == SlotKind.RECOVERY and secret is not None:
                wrapping = _from_secret(secret, slot)
            elif slot["kind"] == SlotKind.PASSPHRASE:
                wrapping = stretch(words, slot)
            else:
                continue
            key = self._opened(slot, wrapping, slots)
            wipe(wrapping)
            if key is not None:
                if failed := self._tries.succeeded():
                    _log.warning("the vault was opened after %d wrong tries", failed)
                return key
        self._tries.failed()
        raise RecoveryWrong if recovery.is_meant(words) else PassphraseWrong

    def _from_keyring(self, slot: Slot, slots: list[Slot]) -> bytes:
        held = self._ring.get(slot["account"])
        wrapping = base64.b64decode(held) if held else b""
        key = self._opened(slot, wrapping, slots) if wrapping else None
        wipe(wrapping)
        if key is not None:
            return key
        name = self._ring.name()
        if name != slot["backend"]:
            raise KeyringUnavailable(detail=f"{slot['backend']} → {name}")
        raise KeyLost(path=str(self._file.path))

    def _required_slot(self, key: bytes) -> Slot:
        try:
            return self._keyring_slot(key)
        except KeyringUnavailable as fault:
            raise refusal(Key.KEYRING_REQUIRED) from fault

    def _opened(self, slot: Slot, wrapping: bytes, slots: list[Slot]) -> bytes | None:
        """The data key of a slot. One of the first releases is wrapped anew, bound to all that it says."""
        key = unwrap(slot, wrapping)
        if key is not None and is_outdated(slot):
            renewed = wrap(key, wrapping, slot)
            with suppress(VaultError):  # a disk that cannot be written: next time
                self._file.write([renewed if one is slot else one for one in slots])
        return key

    def _slot(self, kind: SlotKind, **facts: Any) -> Slot:
        return {"kind": kind.value, "created": round(self._clock()), **facts}

    def _passphrase_slot(self, key: bytes, passphrase: str) -> Slot:
        return passphrase_slot(key, passphrase, self._cost, self._slot(SlotKind.PASSPHRASE))

    def _keyring_slot(self, key: bytes) -> Slot:
        account = f"vault-{secrets.token_hex(8)}"
        wrapping = secrets.token_bytes(KEY_BYTES)
        held = packed(wrapping)
        self._ring.set(account, held)
        if self._ring.get(account) != held:
            raise KeyringUnavailable(detail=self._ring.name())
        slot = self._slot(SlotKind.KEYRING, service=SERVICE, account=account, backend=self._ring.name())
        wrapped = wrap(key, wrapping, slot)
        wipe(wrapping)
        return wrapped


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
        key = slots.unlock(passphrase, keyring_allowed)
        try:
            slots.hold_to_rules(key)
        except BaseException:
            wipe(key)
            raise
        return key
    return slots.create(passphrase, keyring_allowed)


def is_typed(home: Path) -> bool:
    """Whether a person types what opens a home. Not where its key file is lost or damaged: what would be
    locked then would never open again.
    """
    try:
        return SlotKind.PASSPHRASE in KeySlots(home).kinds()
    except VaultError:
        return False


def passphrase_slot(key: bytes, passphrase: str, cost: PassphraseCost, facts: Slot) -> Slot:
    """A slot that holds a key under a passphrase, bound to `facts` too."""
    slot = {
        **facts,
        "kdf": "argon2id",
        "memory_kib": cost.memory_kib,
        "time": cost.time,
        "parallelism": cost.parallelism,
        "salt": packed(secrets.token_bytes(SALT_BYTES)),
    }
    wrapping = stretch(passphrase, slot)
    wrapped = wrap(key, wrapping, slot)
    wipe(wrapping)
    return wrapped


def stretch(passphrase: str, slot: Mapping[str, Any]) -> bytes:
    """A 32-byte key from a passphrase, at the slot's own cost. A letter is the same however it is typed."""
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"),
            unpacked(slot["salt"]),
            time_cost=slot["time"],
            memory_cost=slot["memory_kib"],
            parallelism=slot["parallelism"],
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as error:  # too little memory for eight KiB a lane: no file of ours asks for that
        raise KeyDamaged(path="") from error


def _from_secret(secret: bytes, slot: Mapping[str, Any]) -> bytes:
    """A 32-byte key from the 128 random bits of a recovery code, which no guessing finds."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    about = b"confidant recovery code"  # not for people
    return HKDF(SHA256(), KEY_BYTES, unpacked(slot["salt"]), about).derive(secret)
