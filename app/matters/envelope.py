"""The file a matter is handed over in: locked for a passphrase or a recipient's key, and whole or refused.

    "confidant-matter-1" LF | 4 bytes length, the lock as JSON | 4 bytes length, the manifest, sealed |
    the vault, a SQLCipher file | SHA-256 of all before

The lock holds a random key K: under Argon2id of a passphrase, or under what X25519 gives of a key pair made
for this file alone and the recipient's public key (a sealed box: it tells nothing of the sender). The
manifest is sealed with AES-256-GCM under a key made of K, and bound to the lock; it holds the vault's own
key, its SHA-256 and size, and the terms. So every byte is proved: the sum tells damage, and whoever makes the
sum anew is found by the rest.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import FileUnwritable, HandoverDamaged, HandoverLocked, RecipientUnknown
from app.security.key_file import (
    NONCE_BYTES,
    Bounds,
    Slot,
    bounds,
    check_cost,
    check_wrapped,
    packed,
    unpacked,
    unwrap,
    wrap,
)
from app.security.keys import PassphraseCost, passphrase_slot, stretch
from engine.hashing import sha256_of
from engine.wiping import wipe
from rag.errors import FileMissing, FileUnreadable, KeyDamaged
from rag.storing.connecting import KEY_BYTES

MAGIC = b"confidant-matter-1\n"
PUBLIC = "confidant-key-1-"  # stands before a recipient's public key; not for people

_LENGTH, _SUM, _POINT, _CHECK = 4, 32, 32, 4
_LONGEST_PART = 1 << 16  # bytes of the lock, and of the manifest
_CHUNK = 1 << 20
_ODD = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # what parts of another form raise
_USE = "hand-over"  # what the locks of such files are bound to; not for people


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is told of a matter to whom it is handed over. Times in seconds since the epoch."""

    name: str
    made: float
    documents: int
    expires: float | None
    read_only: bool
    vault_key: str  # base64
    vault_sha256: str
    vault_size: int


@dataclass(frozen=True, slots=True)
class Received:
    """A file that opened: its manifest, and where its vault lies in it."""

    manifest: Manifest
    path: Path
    at: int

    def write_vault(self, to: Path) -> None:
        """Write the vault out. Raises `HandoverDamaged` where it is not the one that the manifest tells of,
        and `OSError` for what the disk refuses.
        """
        said, left = hashlib.sha256(), self.manifest.vault_size
        descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with self.path.open("rb") as file, os.fdopen(descriptor, "wb") as out:
            file.seek(self.at)
            while left and (chunk := file.read(min(_CHUNK, left))):
                said.update(chunk)
                out.write(chunk)
                left -= len(chunk)
        if left or said.hexdigest() != self.manifest.vault_sha256:
            raise HandoverDamaged(path=str(self.path))


# --- locks --------------------------------------------------------------------------------------------------


def lock_for_passphrase(key: bytes, passphrase: str, cost: PassphraseCost) -> Slot:
    return passphrase_slot(key, passphrase, cost, {"kind": "passphrase", "use": _USE})


def lock_for_recipient(key: bytes, recipient: str) -> Slot:
    """Raises `RecipientUnknown` for what is no recipient's key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    public, own = _point(recipient), X25519PrivateKey.generate()
    ephemeral = own.public_key().public_bytes_raw()
    wrapping = _agreed(own, public, ephemeral, public, recipient)
    slot = {"kind": "recipient", "use": _USE, "ephemeral": packed(ephemeral)}
    wrapped = wrap(key, wrapping, slot)
    wipe(wrapping)
    return wrapped


def new_identity() -> str:
    """The private key of one who is to be a recipient, in base64."""
    return packed(secrets.token_bytes(_POINT))


def public_of(identity: str) -> str:
    """The public key of an identity, as it is given to whoever hands something over: with a sum, so that a
    slip of the pen is told.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    public = X25519PrivateKey.from_private_bytes(unpacked(identity)).public_key().public_bytes_raw()
    return PUBLIC + base64.urlsafe_b64encode(public + _check(public)).decode().rstrip("=")


def _point(recipient: str) -> bytes:
    """The 32 bytes of a public key. Raises `RecipientUnknown`."""
    text = "".join(recipient.split())
    with suppress(ValueError):
        given = base64.urlsafe_b64decode(
            text.removeprefix(PUBLIC) + "=" * (-len(text.removeprefix(PUBLIC)) % 4)
        )
        point = given[:_POINT]
        if text.startswith(PUBLIC) and len(given) == _POINT + _CHECK and given[_POINT:] == _check(point):
            return point
    raise RecipientUnknown(recipient=text[:80])


def _check(public: bytes) -> bytes:
    return hashlib.sha256(b"confidant recipient " + public).digest()[:_CHECK]


def _agreed(own: Any, theirs: bytes, ephemeral: bytes, public: bytes, told: str) -> bytes:
    """The key that both sides come to (RFC 7748, HKDF-SHA256 over both public keys). Raises
    `RecipientUnknown` for a point of small order, with which anybody would come to it.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
    except ValueError:
        raise RecipientUnknown(recipient=told[:80]) from None
    return _derived(shared, ephemeral + public, b"confidant hand-over lock")


def _derived(secret: bytes, salt: bytes, about: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt, about).derive(secret)


# --- writing ------------------------------------------------------------------------------------------------


def write(
    path: Path,
    vault: Path,
    key: bytes,
    lock: Slot,
    manifest: dict[str, Any],
    step: Callable[[float], None] = lambda _: None,
) -> str:
    """Write the file for a vault that nobody has open; returns its SHA-256. `key` is what the lock holds.

    It comes to its place whole or not at all, also where `step`, which is told which part is written (0-1),
    ends it with a fault. Raises `FileUnwritable`.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = MAGIC + _part(json.dumps({"lock": lock}, sort_keys=True).encode())
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealing = _derived(key, hashlib.sha256(head).digest(), b"confidant hand-over manifest")
    told = json.dumps(manifest, sort_keys=True).encode()
    head += _part(nonce + AESGCM(sealing).encrypt(nonce, told, head))
    draft = path.with_name(path.name + ".new")
    said = hashlib.sha256(head)
    try:
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with vault.open("rb") as held, os.fdopen(descriptor, "wb") as out:
                out.write(head)
                size = vault.stat().st_size
                while chunk := held.read(_CHUNK):
                    step(held.tell() / size)
                    said.update(chunk)
                    out.write(chunk)
                out.write(said.digest())
                out.flush()
                os.fsync(out.fileno())
            whole = sha256_of(draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error
    return whole


def _part(data: bytes) -> bytes:
    return len(data).to_bytes(_LENGTH, "big") + data


# --- reading ------------------------------------------------------------------------------------------------


def read(
    path: Path, passphrase: str | None, identity: str | None, cost: PassphraseCost | None = None
) -> Received:
    """Open a file with a passphrase, or the key that it was locked for.

    Raises `FileMissing`, `FileUnreadable`, `HandoverDamaged` where a byte of it is not as it was written, and
    `HandoverLocked` where neither opens it.
    """
    within = bounds() if cost is None else bounds(cost.memory_kib, cost.time)
    try:
        with path.open("rb") as file:
            return _read(path, file, passphrase, identity, within)
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except OSError as error:
        raise FileUnreadable(path=str(path), detail=error.strerror or "") from error


def _read(
    path: Path, file: BinaryIO, passphrase: str | None, identity: str | None, within: Bounds
) -> Received:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    damaged = HandoverDamaged(path=str(path))
    try:
        end = _whole_until(file)
        head = MAGIC + _next_part(file)
        lock = json.loads(head[len(MAGIC) + _LENGTH :])["lock"]
        check_wrapped(lock)
        key = _unlocked(lock, passphrase, identity, within)
        if key is None:
            raise HandoverLocked(path=str(path))
        sealed = _next_part(file)[_LENGTH:]
        sealing = _derived(key, hashlib.sha256(head).digest(), b"confidant hand-over manifest")
        wipe(key)
        told = json.loads(AESGCM(sealing).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], head))
        manifest = _manifest(told)
        if end - file.tell() != manifest.vault_size:
            raise damaged
        return Received(manifest, path, file.tell())
    except (*_ODD, InvalidTag, KeyDamaged) as error:
        raise damaged from error


def _whole_until(file: BinaryIO) -> int:
    """Where the sum at the end begins. Raises `ValueError` where it is not that of all before."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size < len(MAGIC) + 2 * _LENGTH + _SUM or file.read(len(MAGIC)) != MAGIC:
        raise ValueError("form")
    said, left = hashlib.sha256(MAGIC), size - _SUM - len(MAGIC)
    while left and (chunk := file.read(min(_CHUNK, left))):
        said.update(chunk)
        left -= len(chunk)
    if left or file.read() != said.digest():
        raise ValueError("sum")
    file.seek(len(MAGIC))
    return size - _SUM


def _next_part(file: BinaryIO) -> bytes:
    """The next part with its length before it."""
    length = file.read(_LENGTH)
    size = int.from_bytes(length, "big")
    data = file.read(min(size, _LONGEST_PART))
    if size > _LONGEST_PART or len(data) != size:
        raise ValueError("part")
    return length + data


def _unlocked(lock: Slot, passphrase: str | None, identity: str | None, within: Bounds) -> bytes | None:
    if lock["use"] != _USE:
        raise ValueError("use")
    if lock["kind"] == "passphrase":
        check_cost(lock, within)
        if passphrase is None:
            return None
        wrapping = stretch(passphrase, lock)
    elif lock["kind"] == "recipient":
        if identity is None:
            return None
        wrapping = _agreed_by(identity, unpacked(lock["ephemeral"]))
    else:
        raise ValueError("kind")
    try:
        return unwrap(lock, wrapping)
    finally:
        wipe(wrapping)


def _agreed_by(identity: str, ephemeral: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    own = X25519PrivateKey.from_private_bytes(unpacked(identity))
    try:
        return _agreed(own, ephemeral, ephemeral, own.public_key().public_bytes_raw(), "")
    except RecipientUnknown:
        raise ValueError("ephemeral") from None


def _manifest(told: dict[str, Any]) -> Manifest:
    """Raises `ValueError` and the like for what no manifest of ours says."""
    manifest = Manifest(**{name: told[name] for name in Manifest.__slots__})
    numbers = [told[name] for name in ("made", "documents", "vault_size")]
    numbers += [] if told["expires"] is None else [told["expires"]]
    if not all(type(one) in (int, float) and 0 <= one < 1 << 53 for one in numbers):
        raise ValueError("numbers")
    if type(told["read_only"]) is not bool or type(told["name"]) is not str:
        raise TypeError("terms")
    if len(unpacked(manifest.vault_key)) != KEY_BYTES or len(bytes.fromhex(manifest.vault_sha256)) != _SUM:
        raise ValueError("vault")
    return manifest
