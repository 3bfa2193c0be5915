"""The terms on which a matter was handed over: until when, and whether it may only be read.

They stand in the vault, which nobody changes without its key, and are held to by the program when it opens
the vault. Whoever has the key and another program is not held.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from rag.errors import MatterExpired, MatterReadOnly, VaultCorrupt
from rag.storing.vault import Vault

_EXPIRES, _READ_ONLY = "expires", "read-only"


@dataclass(frozen=True, slots=True)
class Terms:
    """`expires` in seconds since the epoch, None for never."""

    expires: float | None = None
    read_only: bool = False

    @property
    def bind(self) -> bool:
        """Whether there are any."""
        return self.read_only or self.expires is not None

    @property
    def until(self) -> str:
        """When they end, by this computer's calendar; "" for never."""
        if self.expires is None:
            return ""
        return f"{datetime.fromtimestamp(self.expires, UTC).astimezone():%Y-%m-%d %H:%M}"

    def narrowed(self, other: Terms) -> Terms:
        """What holds where both do."""
        ends = [one for one in (self.expires, other.expires) if one is not None]
        return Terms(min(ends, default=None), self.read_only or other.read_only)


def expired(terms: Terms, now: float) -> bool:
    return terms.expires is not None and terms.expires < now


def terms_of(vault: Vault) -> Terms:
    """The terms of a vault. Raises `VaultError`s."""
    with vault.read() as db:
        found = dict(db.execute("SELECT name, value FROM terms").fetchall())
    try:
        expires = float(found[_EXPIRES]) if _EXPIRES in found else None
    except ValueError as error:
        raise VaultCorrupt(path=str(vault.path), detail="its terms") from error
    return Terms(expires, _READ_ONLY in found)


def keep_terms(vault: Vault, terms: Terms) -> None:
    """Give a vault these terms; whoever opens it from now on is held to them."""
    rows = [(_EXPIRES, repr(terms.expires))] if terms.expires is not None else []
    rows += [(_READ_ONLY, "yes")] if terms.read_only else []
    with vault.write() as db:
        db.execute("DELETE FROM terms")
        db.executemany("INSERT INTO terms (name, value) VALUES (?, ?)", rows)


def hold_to_terms(vault: Vault, now: float) -> None:
    """Hold an open vault to its terms: one to be read is only read from now on.

    Raises `MatterExpired`, by the clock or by the last entry of its log, whichever is later.
    """
    terms = terms_of(vault)
    if expired(terms, max(now, _last_noted(vault))):
        raise MatterExpired(path=str(vault.path.parent), expires=terms.until)
    if terms.read_only:
        vault.only_read(MatterReadOnly(path=str(vault.path.parent)))


def _last_noted(vault: Vault) -> float:
    with vault.read() as db:
        row = db.execute("SELECT at FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    try:
        return 0.0 if row is None else datetime.fromisoformat(row[0]).timestamp()
    except ValueError:
        return 0.0
