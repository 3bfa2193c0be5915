"""Opening the vault of a home with what opens its key, on the terms that it was handed over on."""

from __future__ import annotations

import time

from app.paths import Paths, make_private
from app.security.keyring import SecretRing
from app.security.keys import PassphraseCost, open_or_create_key
from app.security.snapshots import before_migrating
from engine.wiping import wipe
from rag.storing.lock import refusal_of
from rag.storing.terms import hold_to_terms
from rag.storing.vault import Vault


def open_vault(
    paths: Paths,
    passphrase: str | None = None,
    keyring_allowed: bool = True,
    ring: SecretRing | None = None,
    cost: PassphraseCost | None = None,
) -> Vault:
    """The vault of a home; a new one where there is none. `ring` keeps its key, in place of the system's;
    `cost` is what guessing its passphrase is made to cost.

    Raises `VaultError`s.
    """
    try:
        make_private(paths.home)
    except OSError as error:
        if not paths.vault.exists():  # else the vault can be read
            raise refusal_of(error, paths.home) from error
    key = open_or_create_key(paths.home, passphrase, keyring_allowed, ring=ring, cost=cost)
    try:
        vault = Vault.open_or_create(paths.vault, key, before_migrating(paths.home))
    finally:
        wipe(key)  # the vault has a copy of its own
    try:
        hold_to_terms(vault, time.time())
    except BaseException:
        vault.close()
        raise
    return vault
