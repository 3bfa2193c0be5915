"""The matters of a library: made, listed, renamed, opened and closed.

A matter is a home of its own in a folder named at random below its library's: a vault with its own key, a key
file, snapshots. It is open while its library holds what opens it, and closed while only its own passphrase
does. The names stand in the library's vault: while that is locked, nothing tells them.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.errors import MatterClosed, MatterExists, MatterUnknown
from app.matters.rings import HeldSecret, LibraryRing
from app.paths import Paths, make_private
from app.security.auditing import Audit
from app.security.key_file import KEY_FILE, KeyFile, SlotKind
from app.security.keyring import SecretRing
from app.security.keys import KeySlots, PassphraseCost
from app.security.opening import open_vault
from engine.wiping import wipe
from rag.errors import KeyLost, VaultError, VaultLocked
from rag.storing.audit import AuditStore
from rag.storing.documents import DocumentStore
from rag.storing.lock import HomeLock, refusal_of
from rag.storing.matters import MatterRow, MatterStore
from rag.storing.policies import PolicyStore
from rag.storing.vault import VAULT_FILE, Vault

_ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class Matter:
    """`is_open`: whether whoever opens the library opens it too. `created` in seconds since the epoch."""

    id: str
    name: str
    created: float
    is_open: bool
    home: Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where to work in a matter. Its key is opened by the passphrase, or else by what its `ring` holds."""

    matter: str  # its name
    paths: Paths
    ring: SecretRing = field(repr=False)
    passphrase: str | None = field(default=None, repr=False)


class Matters:
    """Those of an open library. Methods raise `VaultError`s and `AppError`s."""

    def __init__(
        self,
        paths: Paths,
        vault: Vault,
        cost: PassphraseCost | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.paths = paths
        self.vault = vault
        self.store = MatterStore(vault)
        self.audit = audit_of(vault)
        self._ring = LibraryRing(self.store)
        self.cost = cost
        self.clock = clock

    # --- which there are -----------------------------------------------------------------------------------

    def all(self) -> list[Matter]:
        """Those of the library, by name."""
        return [self._matter(row) for row in self.store.all()]

    def named(self, name: str) -> Matter:
        """The matter of a name, in any case, or of an id. Raises `MatterUnknown`."""
        found = [one for one in self.store.all() if name == one.id or _same(one.name, name)]
        if not found:
            raise MatterUnknown(matter=name)
        return self._matter(found[0])

    def unknown(self) -> list[str]:
        """The ids of folders that look like matters and are none of this library's: its vault was brought
        back from a time before them, or making one was interrupted.
        """
        known = {one.id for one in self.store.all()}
        folder = self.paths.matters
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(one.name for one in found if one.is_dir() and one.name not in known)

    # --- making and keeping --------------------------------------------------------------------------------

    def new(self, name: str, passphrase: str | None = None) -> Matter:
        """Make an empty matter: closed, with a passphrase, else open. Raises `MatterExists`."""
        name = self.free(name)
        made = self.make(lambda home, key: Vault.create(home / VAULT_FILE, key).close(), passphrase)
        return self.keep(made, name, "created")

    def make(self, build: Callable[[Path, bytes], None], passphrase: str | None) -> str:
        """The id of a new home whose vault `build` writes under a new key; none of it stays with a fault."""
        id_ = secrets.token_hex(_ID_BYTES)
        home = self.paths.matters / id_
        try:
            make_private(self.paths.matters)
            make_private(home)
        except OSError as refused:
            raise refusal_of(refused, home) from refused
        slots = self.slots(home)
        try:
            key = slots.create(passphrase)
            try:
                build(home, key)
            finally:
                wipe(key)
        except BaseException:
            self.unmake(id_)
            raise
        return id_

    def unlisted(self, id_: str, name: str) -> Matter:
        """A home that was made and is not kept."""
        return self._matter(MatterRow(id_, name, self.clock()))

    def unmake(self, id_: str) -> None:
        """Take away a home that was made and not kept, with its key."""
        home = self.paths.matters / id_
        self._forget(home)
        shutil.rmtree(home, ignore_errors=True)

    def keep(self, id_: str, name: str, what: str) -> Matter:
        """List a new home under its name."""
        row = MatterRow(id_, name, self.clock())
        self.store.put(row)
        self.audit.matter(what, id_, name)
        return self._matter(row)

    def rename(self, matter: Matter, name: str) -> Matter:
        """Raises `MatterExists`."""
        name = self.free(name, matter)
        self.store.put(MatterRow(matter.id, name, matter.created))
        self.audit.matter("renamed", matter.id, name)
        return replace(matter, name=name)

    def free(self, name: str, but: Matter | None = None) -> str:
        """The name as it is kept, where no other matter has it. Raises `MatterExists`."""
        name = " ".join(name.split())
        others = (one for one in self.store.all() if but is None or one.id != but.id)
        if not name or any(_same(one.name, name) for one in others):
            raise MatterExists(matter=name)
        return name

    # --- open and closed -----------------------------------------------------------------------------------

    def close(self, matter: Matter, passphrase: str) -> Matter:
        """Let the library open the matter no more: from now on its passphrase is needed.

        Snapshots of the library from before hold a secret, to which the matter has no lock any more.
        """
        with self._changing(matter, passphrase) as (slots, key):
            slots.add_passphrase(key, passphrase)
            slots.remove(SlotKind.KEYRING)
        self.audit.matter("closed", matter.id, matter.name)
        return replace(matter, is_open=False)

    def open(self, matter: Matter, passphrase: str) -> Matter:
        """Let whoever opens the library open the matter too. Raises `PassphraseWrong`."""
        slots = self.slots(matter.home)
        with HomeLock.acquire(matter.home):
            key = slots.unlock(passphrase)
            try:
                slots.add_keyring(key)
            finally:
                wipe(key)
        self.audit.matter("opened", matter.id, matter.name)
        return replace(matter, is_open=True)

    def change_passphrase(self, matter: Matter, before: str | None, passphrase: str) -> None:
        """Give a matter another passphrase; what opened it otherwise does so still. `before` is the one it
        has, where it is closed. Raises `MatterClosed`, `PassphraseWrong`.
        """
        with self._changing(matter, before) as (slots, key):
            slots.add_passphrase(key, passphrase)
        self.audit.matter("passphrase-changed", matter.id, matter.name)

    def add_recovery(self, matter: Matter, passphrase: str | None = None) -> str:
        """Let a new recovery code open a matter, also once it is closed, in place of an earlier one; returns
        its words, which are kept nowhere. Raises `MatterClosed`, `PassphraseWrong`.
        """
        with self._changing(matter, passphrase) as (slots, key):
            code = slots.add_recovery(key)
        self.audit.matter("recovery-made", matter.id, matter.name)
        return code

    @contextmanager
    def _changing(self, matter: Matter, passphrase: str | None) -> Iterator[tuple[KeySlots, bytes]]:
        """What opens a matter, to be changed, with its key."""
        slots = self.slots(matter.home)
        with HomeLock.acquire(matter.home):
            try:
                key = slots.unlock(passphrase if not matter.is_open else None)
            except VaultLocked:
                raise MatterClosed(matter=matter.name) from None
            try:
                yield slots, key
            finally:
                wipe(key)

    def place(self, matter: Matter, passphrase: str | None = None) -> Place:
        """Where to work in a matter, also once the library is closed again; noted in the library's log.

        Raises `MatterClosed` where neither the library nor a passphrase opens it.
        """
        self._require(matter)
        if not matter.is_open and passphrase is None:
            raise MatterClosed(matter=matter.name)
        self.audit.matter("used", matter.id, matter.name)
        accounts = self.accounts(matter.home)
        ring = HeldSecret(accounts[0], self.store.secret(accounts[0])) if accounts else HeldSecret()
        return Place(matter.name, self.paths_of(matter), ring, passphrase)

    @contextmanager
    def opened(self, matter: Matter, passphrase: str | None = None) -> Iterator[Vault]:
        """The vault of a matter that nobody else has open. Raises `MatterClosed`, `MatterExpired`, and
        `KeyLost` where making or destroying it was interrupted.
        """
        self._require(matter)
        try:
            vault = open_vault(self.paths_of(matter), passphrase, ring=self._ring, cost=self.cost)
        except VaultLocked:
            raise MatterClosed(matter=matter.name) from None
        with closing(vault):
            yield vault

    def is_typed(self, matter: Matter) -> bool:
        """Whether a passphrase opens it; False where its key file cannot be read."""
        try:
            return SlotKind.PASSPHRASE in self.slots(matter.home).kinds()
        except VaultError:
            return False

    def slots(self, home: Path) -> KeySlots:
        """What opens a matter, with the library as its keyring."""
        return KeySlots(home, self._ring, self.cost)

    def paths_of(self, matter: Matter) -> Paths:
        return Paths(matter.home, self.paths.models, self.paths.home)

    def _require(self, matter: Matter) -> None:
        """Raises `KeyLost` where there is no vault or no key any more: neither is made anew."""
        if not (matter.home / VAULT_FILE).exists() or not KeyFile(matter.home).exists():
            raise KeyLost(path=str(matter.home / KEY_FILE))

    # --- inside --------------------------------------------------------------------------------------------

    def _matter(self, row: MatterRow) -> Matter:
        home = self.paths.matters / row.id
        held = [one for one in self.accounts(home) if self.store.secret(one) is not None]
        return Matter(row.id, row.name, row.created, bool(held), home)

    def accounts(self, home: Path) -> list[str]:
        """Under which the library may hold what opens a matter; none where its key file is gone."""
        with suppress(VaultError):  # one that is damaged is told where the matter is used
            slots = KeyFile(home, 1, 1).read()
            return [str(slot["account"]) for slot in slots if slot["kind"] == SlotKind.KEYRING]
        return []

    def _forget(self, home: Path) -> None:
        for account in self.accounts(home):
            self.store.forget_secret(account)


def audit_of(vault: Vault) -> Audit:
    """The log of an open vault."""
    return Audit(AuditStore(vault), PolicyStore(vault), DocumentStore(vault))


def files_in(vault: Vault) -> int:
    """How many documents a vault holds; the messages of a mailbox are one with it."""
    return sum(one.container is None for one in DocumentStore(vault).list())


def _same(name: str, other: str) -> bool:
    return name.casefold() == " ".join(other.split()).casefold()
