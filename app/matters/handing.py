"""Handing a matter over in one encrypted file, and receiving one."""

from __future__ import annotations

import secrets
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.errors import HandoverDamaged
from app.matters import envelope
from app.matters.matters import Matter, Matters, files_in
from app.program import version
from app.security.key_file import packed, unpacked
from app.security.keys import PassphraseCost
from engine.hashing import sha256_of
from engine.wiping import wipe
from rag.errors import MatterExpired, VaultCorrupt
from rag.storing.connecting import KEY_BYTES, SQLiteError
from rag.storing.copying import copy_under, is_ours
from rag.storing.lock import refusal_of
from rag.storing.terms import Terms, expired, keep_terms, terms_of
from rag.storing.vault import VAULT_FILE, Vault

_IDENTITY = "hand-over-identity"  # the account it is held under
_APART = "apart"  # the folder of a copy that comes or goes
_LONGEST_NAME = 200


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
) -> HandedOver:
    """Write all of a matter into a file that a passphrase opens, or the recipient alone. The matter stays.

    A matter that was received on terms is given on under these at least. `opens_with` is the matter's own
    passphrase, where it is closed. Raises `RecipientUnknown`, `MatterClosed`, `FileUnwritable`,
    `VaultError`s.
    """
    key, vault_key = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
    if recipient is not None:
        lock = envelope.lock_for_recipient(key, recipient)
    else:
        lock = envelope.lock_for_passphrase(key, passphrase or "", matters.cost or PassphraseCost())
    draft = matter.home / _APART / VAULT_FILE
    try:
        with matters.opened(matter, opens_with) as vault:
            terms = terms.narrowed(terms_of(vault))
            draft.parent.mkdir(mode=0o700, exist_ok=True)
            left = copy_under(vault, draft, vault_key)
        documents = _settle(draft, vault_key, terms)
        manifest = {
            "name": matter.name,
            "made": matters.clock(),
            "program": version(),
            "documents": documents,
            "expires": terms.expires,
            "read_only": terms.read_only,
            "vault_key": packed(vault_key),
            "vault_sha256": sha256_of(draft),
            "vault_size": draft.stat().st_size,
        }
        whole = envelope.write(path, draft, key, lock, manifest)
    except OSError as refused:
        raise refusal_of(refused, draft) from refused
    finally:
        shutil.rmtree(draft.parent, ignore_errors=True)
        wipe(key, vault_key)
    facts = {"sha256": whole, "documents": documents, "read_only": terms.read_only, "expires": terms.expires}
    matters.audit.matter("handed-over", matter.id, matter.name, **facts)
    return HandedOver(whole, path.stat().st_size, documents, terms, left)


def receive(
    matters: Matters,
    path: Path,
    *,
    name: str | None = None,
    passphrase: str | None = None,
    own: str | None = None,
) -> Matter:
    """Make a matter of a file: one that opens with the library, or with `own`, a passphrase for it here.

    It gets a key that whoever made the file does not know, and the terms of the file. Only rows come out of
    the file, into tables of our own. Raises `HandoverDamaged`, `HandoverLocked`, `MatterExpired`,
    `MatterExists`, `FileMissing`, `FileUnreadable`, `VaultError`s; nothing of it stays then.
    """
    received = envelope.read(path, passphrase, matters.store.secret(_IDENTITY), matters.cost)
    terms = Terms(received.manifest.expires, received.manifest.read_only)
    if expired(terms, matters.clock()):
        raise MatterExpired(path=str(path), expires=terms.until)
    called = matters.free(name or _fit(received.manifest.name))

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
                copy_under(vault, home / VAULT_FILE, key)
            with closing(Vault.open(home / VAULT_FILE, key)) as made:
                keep_terms(made, narrowed)
        except (SQLiteError, VaultCorrupt) as error:
            raise HandoverDamaged(path=str(path)) from error
        except OSError as refused:
            raise refusal_of(refused, home) from refused
        finally:
            wipe(vault_key)
            shutil.rmtree(home / _APART, ignore_errors=True)

    return matters.keep(matters.make(build, own), called, "received")


def _settle(draft: Path, key: bytes, terms: Terms) -> int:
    """Give the copy its terms; how many documents are in it."""
    with closing(Vault.open(draft, key)) as vault:
        keep_terms(vault, terms)
        return files_in(vault)


def _fit(name: str) -> str:
    """A name that came from elsewhere, as one that can be kept."""
    return "".join(sign if sign.isprintable() else " " for sign in name)[:_LONGEST_NAME]
