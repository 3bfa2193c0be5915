"""A library as a folder: backed up into another one, and moved."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from app.paths import MATTERS, MOVED_FILE
from app.security.key_file import COPY_FILE, KEY_FILE
from app.security.snapshots import copy_file, verify
from rag.errors import VaultUnwritable
from rag.storing.lock import LOCK_FILE, WINDOW_LOCK, HomeLock, refusal_of
from rag.storing.vault import VAULT_FILE, Vault

_KEYS = (KEY_FILE, COPY_FILE)
_STAYS = (LOCK_FILE, WINDOW_LOCK, MOVED_FILE, "logs", "models")  # of this place, or too large and had again


def back_up(vault: Vault, home: Path, folder: Path) -> None:
    """Write the open vault and its key file into a new or empty folder, which is then a home by itself, and
    its matters with it.

    Raises `VaultBusy` where a matter is in use, `VaultFull`, `VaultUnwritable`, also where something is in
    the folder already.
    """
    _empty(folder)
    vault.copy(folder / VAULT_FILE)
    try:
        _copy_files(home, folder, _KEYS)
        matters = home / MATTERS
        for matter in sorted(matters.iterdir()) if matters.is_dir() else ():
            with HomeLock.acquire(matter):  # nobody writes it meanwhile; closed ones are copied as they lie
                to = folder / MATTERS / matter.name
                to.mkdir(mode=0o700, parents=True)
                _copy_files(matter, to, (*_KEYS, VAULT_FILE, f"{VAULT_FILE}-wal"))
    except OSError as refused:
        raise refusal_of(refused, folder) from refused


def move(home: Path, key: bytes, folder: Path) -> None:
    """Move a library that nobody has open into a new or empty folder. What is left behind says where it went.

    Everything is copied and the copy proved before anything is deleted. Raises what `verify` and `back_up`
    raise; the library is then where it was.
    """
    _empty(folder)
    moving = [path for path in home.iterdir() if path.name not in _STAYS]
    try:
        for path in moving:
            if path.is_dir():
                shutil.copytree(path, folder / path.name)
            else:
                copy_file(path, folder / path.name)
        verify(folder / VAULT_FILE, key)
        (home / MOVED_FILE).write_text(str(folder.absolute()), encoding="utf-8")
    except OSError as refused:
        raise refusal_of(refused, folder) from refused
    for path in moving:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _copy_files(home: Path, folder: Path, names: Iterable[str]) -> None:
    for name in names:
        if (home / name).exists():
            copy_file(home / name, folder / name)


def _empty(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise VaultUnwritable(path=str(folder), detail="not empty")
    except OSError as refused:
        raise refusal_of(refused, folder) from refused
