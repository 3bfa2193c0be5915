"""Signatures as minisign writes them (jedisct1.github.io/minisign, "Signature format"): Ed25519 over the
BLAKE2b of a file, and over that signature with the comment that is to be trusted. Both are computed by
libraries; here their forms are read.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

_HASHED, _WHOLE = b"ED", b"Ed"  # what is signed: the file's BLAKE2b-512, or in old signatures the file
_KEY_ID = 8
_SIGNATURE = 64
_PUBLIC = 32
_TRUSTED = "trusted comment: "


class SignatureUnfit(ValueError):
    """What was signed has other bytes, or this is no signature."""


class AnotherKey(SignatureUnfit):
    """It was signed with another key than the one it is held against."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    id: bytes
    key: bytes

    @classmethod
    def read(cls, text: str) -> PublicKey:
        """From a file's text, or from the one line that people give each other. Raises `SignatureUnfit`."""
        kind, key_id, key = _parted(_last_line(text), _PUBLIC)
        if kind != _WHOLE:
            raise SignatureUnfit("no key of minisign")
        return cls(key_id, key)


def check(data: bytes, signature: str, key: PublicKey) -> str:
    """The comment that is to be trusted. Raises `SignatureUnfit`, `AnotherKey`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    lines = signature.splitlines()
    if len(lines) < 4 or not lines[2].startswith(_TRUSTED):
        raise SignatureUnfit("no signature of minisign")
    kind, key_id, signed = _parted(lines[1], _SIGNATURE)
    if kind not in (_HASHED, _WHOLE):
        raise SignatureUnfit("no signature of minisign")
    if key_id != key.id:
        raise AnotherKey(key_id.hex())
    comment = lines[2].removeprefix(_TRUSTED)
    public = Ed25519PublicKey.from_public_bytes(key.key)
    try:
        public.verify(signed, hashlib.blake2b(data).digest() if kind == _HASHED else data)
        public.verify(_decoded(lines[3]), signed + comment.encode())
    except InvalidSignature as error:
        raise SignatureUnfit("other bytes than those that were signed") from error
    return comment


def _parted(line: str, size: int) -> tuple[bytes, bytes, bytes]:
    """The kind, the number of the key, and the rest."""
    found = _decoded(line)
    if len(found) != 2 + _KEY_ID + size:
        raise SignatureUnfit("cut short")
    return found[:2], found[2 : 2 + _KEY_ID], found[2 + _KEY_ID :]


def _decoded(line: str) -> bytes:
    try:
        return base64.b64decode(line.strip(), validate=True)
    except ValueError as error:
        raise SignatureUnfit("not in base64") from error


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")
