"""The file of wrapped keys, and its copy: read whole or called damaged, written both or neither.

A sum over the whole tells damage before anything is asked of a keyring or a person. Each slot is bound to
what stands beside the wrapped key (its kind, the cost of Argon2id and its salt) by AES-GCM, so that none of
it can be made cheaper or exchanged; and a cost is not paid that no file of ours asks for.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import logging
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

from rag.errors import KeyDamaged, KeyLost, VaultNewer
from rag.storing.connecting import KEY_BYTES
from rag.storing.lock import refusal_of
from rag.storing.vault import VAULT_FILE

KEY_FILE = "vault.key.json"
COPY_FILE = "vault.key.copy.json"
SNAPSHOTS_FOLDER = "snapshots"  # beside the snapshots lies a copy too, for them to be opened by themselves

VERSION = 2
NONCE_BYTES = 12
SALT_BYTES = 16
_WRAPPED_BYTES = KEY_BYTES + 16  # and the tag
_SEALED = ("nonce", "wrapped")  # what of a slot is not bound to the wrapped key, being it

Slot = dict[str, Any]
Bounds = Mapping[str, tuple[int, int]]

_log = logging.getLogger(__name__)


class SlotKind(StrEnum):
    KEYRING = "keyring"
    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


class Floor:
    """What Argon2id must cost at least and may cost at most. The least is OWASP's (Password Storage Cheat
    Sheet: 19 MiB, 2 passes); the most is far above what this program asks for, and paid in seconds.
    """

    memory_kib = (19_456, 2_097_152)
    time = (2, 24)
    parallelism = (1, 16)


class KeyFile:
    """The slots of one home folder as they lie on the disk."""

    def __init__(
        self, home: Path, least_kib: int = Floor.memory_kib[0], least_time: int = Floor.time[0]
    ) -> None:
        """`least_kib` and `least_time`: the floor, where the program itself asks for less."""
        self._home = home
        self.path = home / KEY_FILE
        self._copy = home / COPY_FILE
        self._bounds = bounds(least_kib, least_time)

    def exists(self) -> bool:
        return self.path.exists() or self._copy.exists()

    def read(self) -> list[Slot]:
        """The slots; none where no key has been made. A damaged or missing file is made whole from its copy.

        Raises `KeyLost` beside a vault without a key, `KeyDamaged`, `VaultNewer`.
        """
        try:
            slots = self._parsed(self.path)
        except (FileNotFoundError, KeyDamaged) as fault:
            try:
                slots = self._parsed(self._copy)
            except FileNotFoundError:
                if isinstance(fault, KeyDamaged):
                    raise fault from None
                self.refuse_beside_a_vault()
                return []
            except KeyDamaged:
                raise KeyDamaged(path=str(self.path)) from fault
            _log.warning("the key file was damaged or gone; its copy took its place")
            self._mend(slots)
        return slots

    def write(self, slots: list[Slot]) -> None:
        """Replace the file, then its copy, and the one beside the snapshots where there is one, each in one
        step: a key half written would be a vault lost, and a copy left as it was would open what is kept with
        a passphrase that was taken away.

        Raises `VaultFull`, `VaultUnwritable`.
        """
        text = _written(slots)
        beside = self._home / SNAPSHOTS_FOLDER / KEY_FILE
        try:
            _replace(self.path, text)
            _replace(self._copy, text)
            if beside.exists():
                _replace(beside, text)
        except OSError as error:
            raise refusal_of(error, self.path) from error

    def refuse_beside_a_vault(self) -> None:
        """Raises `KeyLost` where there is a vault: a new key beside it would open nothing."""
        if (self._home / VAULT_FILE).exists():
            raise KeyLost(path=str(self.path))

    def _mend(self, slots: list[Slot]) -> None:
        with suppress(OSError):
            _replace(self.path, _written(slots))

    def _parsed(self, path: Path) -> list[Slot]:
        """Raises `FileNotFoundError`, `KeyDamaged`, `VaultNewer`."""
        damaged = KeyDamaged(path=str(path))
        try:
            content = json.loads(path.read_bytes().decode("utf-8"))
            version, slots = content["version"], content["slots"]
            whole = content.get("sum") == _sum(version, slots)
            if not isinstance(version, int) or ("sum" in content and not whole):
                raise damaged
            if version > VERSION:
                raise VaultNewer(path=str(path), found=version, known=VERSION)
            if version < 1 or (version > 1 and not whole):
                raise damaged
            known = [dict(slot) for slot in slots if slot["kind"] in tuple(SlotKind)]
            for slot in known:
                self._check(slot)
        except FileNotFoundError:
            raise
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise damaged from error
        if not known:
            raise damaged
        return known

    def _check(self, slot: Slot) -> None:
        """Raises `ValueError` and the like for what no slot of ours says."""
        check_wrapped(slot)
        match slot["kind"]:
            case SlotKind.PASSPHRASE:
                check_cost(slot, self._bounds)
            case SlotKind.RECOVERY:
                if len(unpacked(slot["salt"])) != SALT_BYTES:
                    raise ValueError(slot["kind"])
            case _:
                if not all(isinstance(slot[name], str) for name in ("account", "backend")):
                    raise TypeError(slot["kind"])


def bounds(least_kib: int = Floor.memory_kib[0], least_time: int = Floor.time[0]) -> Bounds:
    """Between what each part of a cost must lie."""
    return {
        "memory_kib": (least_kib, Floor.memory_kib[1]),
        "time": (least_time, Floor.time[1]),
        "parallelism": Floor.parallelism,
    }


def check_wrapped(slot: Slot) -> None:
    """Raises `ValueError` and the like where a slot holds no key as it is wrapped here."""
    if len(unpacked(slot["nonce"])) != NONCE_BYTES or len(unpacked(slot["wrapped"])) != _WRAPPED_BYTES:
        raise ValueError(slot["kind"])


def check_cost(slot: Slot, within: Bounds) -> None:
    """The same for one of a passphrase: what Argon2id is to cost must lie within bounds."""
    if slot["kdf"] != "argon2id" or len(unpacked(slot["salt"])) != SALT_BYTES:
        raise ValueError(slot["kdf"])
    for name, (least, most) in within.items():
        if type(slot[name]) is not int or not least <= slot[name] <= most:
            raise ValueError(name)


def wrap(key: bytes, wrapping: bytes, slot: Slot) -> Slot:
    """The slot with the data key in it, under `wrapping` and bound to what the slot says."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    bound = {name: value for name, value in slot.items() if name not in _SEALED}
    bound["form"] = VERSION
    sealed = AESGCM(wrapping).encrypt(nonce, key, _context(bound))
    return {**bound, "nonce": packed(nonce), "wrapped": packed(sealed)}


def unwrap(slot: Mapping[str, Any], wrapping: bytes) -> bytes | None:
    """The data key, or None when `wrapping` is not what the slot was made with, or the slot was altered."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    bound = {name: value for name, value in slot.items() if name not in _SEALED}
    try:
        return AESGCM(wrapping).decrypt(unpacked(slot["nonce"]), unpacked(slot["wrapped"]), _context(bound))
    except (InvalidTag, ValueError):
        return None


def is_outdated(slot: Mapping[str, Any]) -> bool:
    """Whether a slot is of the first releases, which bound nothing but its kind."""
    return "form" not in slot


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unpacked(text: str) -> bytes:
    """Raises `ValueError` for what is no base64."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error


def _context(bound: Mapping[str, Any]) -> bytes:
    if "form" not in bound:
        return f"confidant vault key 1 {bound['kind']}".encode()  # not for people
    return b"confidant vault key " + _canonical(bound)


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def _sum(version: object, slots: object) -> str:
    return hashlib.sha256(_canonical({"version": version, "slots": slots})).hexdigest()


def _written(slots: list[Slot]) -> str:
    return json.dumps({"version": VERSION, "slots": slots, "sum": _sum(VERSION, slots)}, indent=1)


def _replace(path: Path, text: str) -> None:
    """Raises `OSError` with the file as it was."""
    draft = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
