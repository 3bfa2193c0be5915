"""Sticks with a manifest, and keys as minisign keeps them, made for one test."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from release.signing import _stream, public, signature
from release.stick import MANIFEST, SIGNATURE, manifest

NUMBER = b"\x01\x02\x03\x04\x05\x06\x07\x08"
_OPERATIONS, _MEMORY = 32768, 1 << 24  # the least that libsodium takes: a test has no time for more


def stick(
    folder: Path, models: Mapping[str, Mapping[str, bytes]], key: Ed25519PrivateKey | None = None
) -> Path:
    """A stick with these files in each model's folder, signed where there is a key."""
    rows = []
    for name, files in models.items():
        for file, data in files.items():
            path = folder / "models" / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            rows.append(row(f"models/{name}/{file}", data))
    return listed(folder, rows, key)


def row(place: str, data: bytes) -> dict[str, object]:
    return {"name": place, "file": place, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def listed(folder: Path, rows: list[dict[str, object]], key: Ed25519PrivateKey | None = None) -> Path:
    """The manifest of a stick with these rows."""
    data = manifest(rows, "1.0")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).write_bytes(data)
    if key is not None:
        (folder / SIGNATURE).write_text(signature(data, NUMBER, key, "confidant 1.0"), encoding="utf-8")
    return folder


def trusted(path: Path, key: Ed25519PrivateKey, number: bytes = NUMBER) -> Path:
    """The public half, in a file as a program carries it."""
    path.write_text(public(number, key), encoding="utf-8")
    return path


def secret(key: Ed25519PrivateKey, password: str = "") -> str:
    """The text of minisign's file of a secret key."""
    seed = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    whole = NUMBER + seed + key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    head, limits, salt = b"Ed\0\0B2", bytes(16), bytes(32)
    kept = whole + bytes(32)
    if password:
        head, salt = b"EdScB2", bytes(range(32))
        limits = _OPERATIONS.to_bytes(8, "little") + _MEMORY.to_bytes(8, "little")
        plain = whole + hashlib.blake2b(b"Ed" + whole, digest_size=32).digest()
        stream = _stream(password, salt, _OPERATIONS, _MEMORY, len(plain))
        kept = bytes(one ^ other for one, other in zip(plain, stream, strict=True))
    line = base64.b64encode(head + salt + limits + kept).decode()
    return f"untrusted comment: minisign secret key\n{line}\n"
