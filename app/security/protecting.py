"""The first start: a home that has no key yet, and the key that it is given."""

from __future__ import annotations

from pathlib import Path

from app.paths import make_private
from app.security.keyring import SecretRing
from app.security.keys import KeySlots, PassphraseCost
from engine.wiping import wipe
from rag.errors import KeyringUnavailable, VaultError
from rag.storing.lock import HomeLock, refusal_of


def is_new(home: Path) -> bool:
    """Whether nothing opens this home yet; not where its key is lost or damaged."""
    try:
        return not KeySlots(home).kinds()
    except VaultError:
        return False


def has_keyring(ring: SecretRing) -> bool:
    """Whether the system has a keyring that may be trusted with a key; may take a moment."""
    try:
        return bool(ring.name())
    except KeyringUnavailable:
        return False


def protect(
    home: Path,
    passphrase: str,
    *,
    code: bool,
    ring: SecretRing | None = None,
    cost: PassphraseCost | None = None,
) -> str:
    """Make the key of a new home, held by a passphrase, or by the keyring where that is empty; with `code` by
    a recovery code too, whose words are returned and kept nowhere, else "".

    Raises as `KeySlots.create` does.
    """
    try:
        make_private(home)
    except OSError as error:
        raise refusal_of(error, home) from error
    slots = KeySlots(home, ring, cost)
    key = slots.create(passphrase or None, use_keyring=not passphrase)
    try:
        if not code:
            return ""
        with HomeLock.acquire(home):
            return slots.add_recovery(key)
    finally:
        wipe(key)
