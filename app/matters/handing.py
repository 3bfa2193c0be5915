"""Handing a matter over in one encrypted file, and receiving one."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.errors import HandoverDamaged
from app.matters import envelope
from app.matters.envelope import Received
from app.matters.matters import Matter, Matters, files_in
from app.matters.moving import Merged, Side, merge
from app.program import version
from app.security.auditing import Audit
from app.security.key_file import packed, unpacked
from app.security.keys import PassphraseCost
from engine.hashing import sha256_of
from engine.wiping import wipe
from rag.errors import MatterExpired, MatterReadOnly, VaultCorrupt
from rag.storing.connecting import KEY_BYTES, SQLiteError
from rag.storing.copying import copy_under, is_ours
from rag.storing.lock import refusal_of
from rag.storing.terms import Terms, expired, keep_terms, terms_of
from rag.storing.vault import VAULT_FILE, Vault

_IDENTITY = "hand-over-identity"  # the account it is held under
_APART = "apart"  # the folder of a copy that comes or goes
_LONGEST_NAME = 200
_COPIED = 0.8  # of the progress: rows go one by one, the file then in one piece


@dataclass(frozen=True, slots=True)
class Source:
    """A matter whose vault is open, and the log in which is noted what is done with it."""

    vault: Vault
    home: Path
    id: str
    name: str
    audit: Audit


@dataclass(frozen=True, slots=True)
class HandedOver:
    """`left`: documents that were not read to their end and are not in the file."""

    sha256: str
    size: int
    documents: int
    terms: Terms
    left: list[str]


def own_key(matters: Matters) -> str:
    """The public key to which others may hand something over; its private half stays in the library."""
    identity = matters.store.secret(_IDENTITY)
    if identity is None:
        identity = envelope.new_identity()
        matters.store.keep_secret(_IDENTITY, identity)
    return envelope.public_of(identity)


def hand_over(
    matters: Matters,
    matter: Matter,
    path: Path,
    terms: Terms,
    *,
    passphrase: str | None = None,
    recipient: str | None = None,
    opens_with: str | None = None,
    step: Callable[[float], None] = lambda _: None,
) -> HandedOver:
    """Write all of a matter into a file that a passphrase opens, or the recipient alone. The matter stays.

    A matter that was received on terms is given on under these at least. `opens_with` is the matter's own
    passphrase, where it is closed. `step` is told which part is done, 0-1; a fault of it ends all, and no
    file is there. Raises `RecipientUnknown`, `MatterClosed`, `FileUnwritable`,
    `VaultError`s.
    """
    with matters.opened(matter, opens_with) as vault:
        source = Source(vault, matter.home, matter.id, matter.name, matters.audit)
        cost, made = matters.cost or PassphraseCost(), matters.clock()
        return write_out(
            source, path, terms, passphrase=passphrase, recipient=recipient, cost=cost, made=made, step=step
        )


def write_out(
    source: Source,
    path: Path,
    terms: Terms,
    *,
    passphrase: str | None,
    recipient: str | None,
    cost: PassphraseCost,
    made: float,
    step: Callable[[float], None] = lambda _: None,
) -> HandedOver:
    """The same of a matter that is open and is worked in; `made` in seconds since the epoch."""
    key, vault_key = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
    if recipient is not None:
        lock = envelope.lock_for_recipient(key, recipient)
    else:
        lock = envelope.lock_for_passphrase(key, passphrase or "", cost)
    draft = source.home / _APART / VAULT_FILE
    try:
        terms = terms.narrowed(terms_of(source.vault))
        draft.parent.mkdir(mode=0o700, exist_ok=True)
        left = copy_under(source.vault, draft, vault_key, lambda part: step(_COPIED * part))
        documents = _settle(draft, vault_key, terms)
        manifest = {
            "name": source.name,
            "made": made,
            "program": version(),
            "documents": documents,
            "expires": terms.expires,
            "read_only": terms.read_only,
            "vault_key": packed(vault_key),
            "vault_sha256": sha256_of(draft),
            "vault_size": draft.stat().st_size,
        }
        whole = envelope.write(
            path, draft, key, lock, manifest, lambda part: step(_COPIED + (1 - _COPIED) * part)
        )
    except OSError as refused:
        raise refusal_of(refused, draft) from refused
    finally:
        shutil.rmtree(draft.parent, ignore_errors=True)
        wipe(key, vault_key)
    facts = {"sha256": whole, "documents": documents, "read_only": terms.read_only, "expires": terms.expires}
    source.audit.matter("handed-over", source.id, source.name, **facts)
    return HandedOver(whole, path.stat().st_size, documents, terms, left)


def receive(
    matters: Matters,
    path: Path,
    *,
    name: str | None = None,
    passphrase: str | None = None,
    own: str | None = None,
    step: Callable[[float], None] = lambda _: None,
) -> Matter:
    """Make a matter of a file: one that opens with the library, or with `own`, a passphrase for it here.

    It gets a key that whoever made the file does not know, and the terms of the file. Only rows come out of
    the file, into tables of our own. Raises `HandoverDamaged`, `HandoverLocked`, `MatterExpired`,
    `MatterExists`, `FileMissing`, `FileUnreadable`, `VaultError`s; nothing of it stays then.
    """
    received, terms = _read(matters, path, passphrase)
    called = matters.free(name or _fit(received.manifest.name))
    id_ = matters.make(_builder(received, terms, step), own)
    return matters.keep(id_, called, "received")


def take_into(
    matters: Matters,
    path: Path,
    target: Side,
    *,
    passphrase: str | None = None,
    step: Callable[[float], None] = lambda _: None,
) -> tuple[str, Merged]:
    """Take all documents of a file, and what was kept of them, into a vault; the name of the matter in it,
    and what came. A fault of `step` between two documents leaves those before it there: done again, the rest
    comes.

    Raises what `receive` raises, and `MatterReadOnly` for a file with terms, which would end here.
    """
    received, terms = _read(matters, path, passphrase)
    if terms.bind:
        raise MatterReadOnly(path=str(path))
    called = _fit(received.manifest.name)
    id_ = matters.make(_builder(received, terms, lambda part: step(part / 2)), None)
    try:
        with matters.opened(matters.unlisted(id_, called)) as vault:
            return called, merge(Side(vault, id_, called), target, lambda part: step((1 + part) / 2))
    finally:
        matters.unmake(id_)


def _read(matters: Matters, path: Path, passphrase: str | None) -> tuple[Received, Terms]:
    """A file that opens, and whose time is not over."""
    received = envelope.read(path, passphrase, matters.store.secret(_IDENTITY), matters.cost)
    terms = Terms(received.manifest.expires, received.manifest.read_only)
    if expired(terms, matters.clock()):
        raise MatterExpired(path=str(path), expires=terms.until)
    return received, terms


def _builder(
    received: Received, terms: Terms, step: Callable[[float], None]
) -> Callable[[Path, bytes], None]:
    """What writes the vault of a file that was received into a new home."""
    path = received.path

    def build(home: Path, key: bytes) -> None:
        coming = home / _APART / VAULT_FILE
        vault_key = unpacked(received.manifest.vault_key)
        try:
            coming.parent.mkdir(mode=0o700)
            received.write_vault(coming)
            if not is_ours(coming, vault_key):
                raise HandoverDamaged(path=str(path))
            with closing(Vault.open(coming, vault_key)) as vault:
                if vault.read_only is not None:
                    raise HandoverDamaged(path=str(path))
                narrowed = terms.narrowed(terms_of(vault))
                copy_under(vault, home / VAULT_FILE, key, step)
            with closing(Vault.open(home / VAULT_FILE, key)) as made:
                keep_terms(made, narrowed)
        except (SQLiteError, VaultCorrupt) as error:
            raise HandoverDamaged(path=str(path)) from error
        except OSError as refused:
            raise refusal_of(refused, home) from refused
        finally:
            wipe(vault_key)
            shutil.rmtree(home / _APART, ignore_errors=True)

    return build


def _settle(draft: Path, key: bytes, terms: Terms) -> int:
    """Give the copy its terms; how many documents are in it."""
    with closing(Vault.open(draft, key)) as vault:
        keep_terms(vault, terms)
        return files_in(vault)


def _fit(name: str) -> str:
    """A name that came from elsewhere, as one that can be kept."""
    return "".join(sign if sign.isprintable() else " " for sign in name)[:_LONGEST_NAME]
