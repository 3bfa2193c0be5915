"""Signatures of what leaves the library: that it came from this one, and nothing was changed since.

Ed25519 (RFC 8032). The secret key is made at the first signature and kept in the vault alone; a matter has
one of its own.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from rag.storing.matters import MatterStore
from rag.storing.vault import Vault

_ACCOUNT = "signing"
_BYTES = 32
_GROUP, _SHOWN = 4, 32  # digits of a fingerprint


@dataclass(frozen=True, slots=True)
class Signature:
    """`public` and `value` in hex, as RFC 8032 writes them."""

    public: str
    value: str

    @property
    def fingerprint(self) -> str:
        """What people compare: the first 128 bits of the public key's SHA-256, in groups of four digits."""
        digits = hashlib.sha256(bytes.fromhex(self.public)).hexdigest()[:_SHOWN]
        return " ".join(digits[place : place + _GROUP] for place in range(0, _SHOWN, _GROUP))

    def holds(self, said: bytes) -> bool:
        """Whether it is this key's, and of these bytes."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public))
            key.verify(bytes.fromhex(self.value), said)
        except (InvalidSignature, ValueError):
            return False
        return True


class Signer:
    """Signs with the library's own key. Raises `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._store = MatterStore(vault)

    def sign(self, said: bytes) -> Signature | None:
        """None where a library that is only read has no key yet."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        secret = self._store.secret(_ACCOUNT)
        if secret is None:
            if self._vault.read_only is not None:
                return None
            secret = secrets.token_hex(_BYTES)
            self._store.keep_secret(_ACCOUNT, secret)
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
        return Signature(key.public_key().public_bytes_raw().hex(), key.sign(said).hex())
