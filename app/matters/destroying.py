"""Destroying a matter: its key first, without which the rest says nothing, then all its files.

What is left is a certificate of what was destroyed, told by hashes, and entries in the library's log.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.errors import FileUnwritable, MatterClosed
from app.matters.matters import Matter, Matters, files_in
from app.program import version
from app.security.key_file import COPY_FILE, KEY_FILE, KeyFile
from app.security.snapshots import FOLDER, Snapshots
from engine.hashing import sha256_of
from engine.wiping import wipe
from rag.errors import VaultLocked
from rag.storing.audit import HEAD_FILE, AuditStore, Head, Heads
from rag.storing.lock import LOCK_FILE, HomeLock, refusal_of
from rag.storing.page_proof import PAGE
from rag.storing.vault import VAULT_FILE, Vault

FORM = "confidant-destruction-1"

_KEYS = (KEY_FILE, COPY_FILE, f"{FOLDER}/{KEY_FILE}")


def destroy(
    matters: Matters,
    matter: Matter,
    certificate: Path,
    words: str,
    *,
    passphrase: str | None = None,
    unopened: bool = False,
) -> dict[str, Any]:
    """Destroy a matter and write the certificate, whose record is returned; `words` stand in it for people.

    Whoever destroys a matter can open it, on whatever terms it was received, unless `unopened`: then nobody
    counts what is in it. Interrupted, it is gone on with when it is done again. Raises `MatterClosed`,
    `PassphraseWrong`, `VaultBusy`, and `FileUnwritable` before anything is destroyed.
    """
    home = matter.home
    begun = not KeyFile(home).exists()  # interrupted before
    counted = None if begun or unopened else _counted(matters, matter, passphrase)
    with HomeLock.acquire(home):
        record = _record(matters, matter, counted, words)
        draft = _draft(certificate, record)
        try:
            matters.audit.matter("destroying", matter.id, matter.name)
            _destroy_keys(matters, home)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        try:
            for path in home.iterdir():
                if path.name != LOCK_FILE:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError as refused:
            draft.unlink(missing_ok=True)
            raise refusal_of(refused, home) from refused
    shutil.rmtree(home, ignore_errors=True)
    matters.store.drop(matter.id)
    draft.replace(certificate)
    matters.audit.matter("destroyed", matter.id, matter.name, certificate=sha256_of(certificate))
    return record


def _counted(matters: Matters, matter: Matter, passphrase: str | None) -> tuple[int, Head]:
    """How many documents a matter holds, and the end of its log; its file is whole in itself then."""
    try:
        key = matters.slots(matter.home).unlock(passphrase)
    except VaultLocked:
        raise MatterClosed(matter=matter.name) from None
    try:
        with closing(Vault.open(matter.home / VAULT_FILE, key)) as vault:
            documents = files_in(vault)
            head = AuditStore(vault).head()
            vault.forget_deleted()
    finally:
        wipe(key)
    return documents, head


def _record(matters: Matters, matter: Matter, counted: tuple[int, Head] | None, words: str) -> dict[str, Any]:
    vault = matter.home / VAULT_FILE
    heads = Heads(matter.home / HEAD_FILE).all()
    head = counted[1] if counted else heads[-1] if heads else None
    there = vault.exists()
    return {
        "form": FORM,
        "says": words,
        "matter": matter.id,
        "name": matter.name,
        "created": _moment(matter.created),
        "destroyed": _moment(matters.clock()),
        "documents": counted[0] if counted else None,
        "vault_sha256": sha256_of(vault) if there else None,
        "vault_pages": -(-vault.stat().st_size // PAGE) if there else None,
        "audit_head": asdict(head) if head else None,
        "snapshots": len(Snapshots(matter.home).all()),
        "program": version(),
    }


def _draft(certificate: Path, record: dict[str, Any]) -> Path:
    """The certificate beside its place, on the disk before anything is destroyed."""
    draft = certificate.with_name(certificate.name + ".new")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise FileUnwritable(path=str(certificate), detail=error.strerror or "") from error
    return draft


def _destroy_keys(matters: Matters, home: Path) -> None:
    """Overwrite the key files where they lie, and forget what the library holds of them.

    A disk may have written elsewhere what is written over, as flash does: then what lies there is still
    wrapped, for a secret that is gone too, or under the passphrase.
    """
    accounts = matters.accounts(home)
    try:
        for name in _KEYS:
            for path in (home / name, home / f"{name}.new"):
                if path.exists():
                    _overwrite(path)
    except OSError as refused:
        raise refusal_of(refused, home) from refused
    for account in accounts:
        matters.store.forget_secret(account)


def _overwrite(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for data in (secrets.token_bytes(size), bytes(size)):
            file.seek(0)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    path.unlink()


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
