"""Keys of a library at a cost that tests can pay."""

from __future__ import annotations

from pathlib import Path

from fakes.ring import Ring

from app.security.keys import PassphraseCost, open_or_create_key

CHEAP = PassphraseCost(memory_kib=1024, time=1, parallelism=1)


def opened(home: Path, ring: Ring, passphrase: str | None = None, keyring_allowed: bool = True) -> bytes:
    return open_or_create_key(home, passphrase, keyring_allowed, ring=ring, cost=CHEAP)
