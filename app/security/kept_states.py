"""What the model has read, kept between questions and starts of the program, so that it is not read again.

A state says much of the text that it was made of. So each lies in a file of its own below the home, sealed
with a key that the vault alone holds; how many there are and how large is all that is seen. Together they are
bounded: what was used least lately goes first. A document that goes takes with it all states that hold
anything of documents, and their key.

AES-256-GCM in pieces, the place of each and the end of all in its nonce (the STREAM construction: Hoang,
Reyhanitabar, Rogaway, Vizár, 2015), under a key for each file (HKDF, RFC 5869).
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from engine.wiping import wipe
from rag.errors import VaultError
from rag.storing.matters import MatterStore
from rag.storing.vault import Vault

if TYPE_CHECKING:  # takes long to load
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FOLDER = "read"
MOST_BYTES = 512 << 20
LARGEST_BYTES = MOST_BYTES // 2
_FREE_BYTES = 2 << 30  # left to others
_ACCOUNTS = {False: "states", True: "states-fixed"}  # each kind has a key of its own
_ENDING = ".state"
_MAGIC = b"CONFKV01"
_SALT, _TAG, _LENGTH = 32, 16, 4
_PIECE = 4 << 20
_KEY_BYTES = 32
_MOST_HEAD = 1 << 16

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    keys: tuple[str, ...]
    fixed: bool
    size: int


class KeptStates:
    """`engine.llama.states.States` below one home. Methods may be called from any thread."""

    def __init__(self, home: Path, vault: Vault, most_bytes: int = MOST_BYTES) -> None:
        self._folder = home / FOLDER
        self._vault = vault
        self._secrets = MatterStore(vault)
        self._most = most_bytes
        self._lock = threading.Lock()
        self._files: list[_File] | None = None  # the least lately used first
        self._era = 0

    def find(self, keys: Sequence[str]) -> tuple[str, bytes] | None:
        """See `States`."""
        with self._lock:
            for key in keys:
                for one in [one for one in self._known() if key in one.keys]:
                    if (state := self._read(one)) is not None:
                        self._use(one)
                        return key, state
        return None

    def keep(self, keys: Sequence[str], state: bytes, *, fixed: bool) -> None:
        """See `States`. What is a part of the new state goes."""
        if self._vault.read_only is not None or len(state) > min(LARGEST_BYTES, self._most):
            return
        with self._lock:
            files = self._known()
            part = [one for one in files if not one.fixed and not fixed and set(one.keys) <= set(keys)]
            for one in part:
                self._remove(one)
            while files and sum(one.size for one in files) + len(state) > self._most:
                self._remove(files[0])
            try:
                self._write(tuple(keys), state, fixed=fixed)
            except (OSError, VaultError) as error:
                _log.info("nothing kept of what the model has read: %s", type(error).__name__)

    @property
    def era(self) -> int:
        """See `States`."""
        return self._era

    def known(self) -> tuple[str, ...]:
        """See `States`: of each state the key of all of it."""
        with self._lock:
            return tuple(one.keys[0] for one in self._known())

    def forget(self) -> None:
        """A document went: so does every state that holds any, and the key to what the disk still has of
        them. Raises nothing.
        """
        with self._lock:
            self._era += 1
            of_documents = [one for one in self._known() if not one.fixed]
            if not of_documents or self._vault.read_only is not None:
                return
            for one in of_documents:
                self._remove(one)
            with suppress(VaultError):
                self._secrets.forget_secret(_ACCOUNTS[False])

    # --- inside --------------------------------------------------------------------------------------------

    def _known(self) -> list[_File]:
        """What lies there and is ours; the rest goes, as it can never be read."""
        if self._files is None:
            found = []
            with suppress(OSError):
                found = sorted(self._folder.glob(f"*{_ENDING}"), key=lambda one: one.stat().st_mtime_ns)
            heads = [(path, self._head(path)) for path in found]
            for path, head in heads:
                if head is None and self._vault.read_only is None:
                    with suppress(OSError):
                        path.unlink()
            self._files = [head for _, head in heads if head is not None]
        return self._files

    def _head(self, path: Path) -> _File | None:
        try:
            with path.open("rb") as stream:
                pieces = self._pieces(stream, path)
                told = json.loads(next(pieces))
                return _File(path, tuple(told["keys"]), bool(told["fixed"]), path.stat().st_size)
        except (OSError, VaultError, ValueError, KeyError, TypeError, StopIteration):
            return None

    def _read(self, one: _File) -> bytes | None:
        """A state; None, and it goes, where its file is not whole."""
        try:
            with one.path.open("rb") as stream:
                _, *pieces = self._pieces(stream, one.path)
                return b"".join(pieces)
        except (OSError, VaultError, ValueError):
            _log.warning("a kept state cannot be read")
            self._remove(one)
            return None

    def _pieces(self, stream: BinaryIO, path: Path) -> Iterator[bytes]:
        """The head, then the state. Raises `OSError`, `VaultError`s, `ValueError` for what is not whole."""
        from cryptography.exceptions import InvalidTag

        start = stream.read(len(_MAGIC) + 1 + _SALT)
        if len(start) != len(_MAGIC) + 1 + _SALT or start[: len(_MAGIC)] != _MAGIC:
            raise ValueError(path.name)
        secret = self._secret(fixed=bool(start[len(_MAGIC)]), make=False)
        if secret is None:
            raise ValueError(path.name)
        cipher = _cipher(secret, start)
        length = int.from_bytes(stream.read(_LENGTH), "big")
        if length > _MOST_HEAD:
            raise ValueError(path.name)
        place, size, last = 0, length, False
        while not last:
            sealed = stream.read(size)
            last = place > 0 and not stream.peek(1)  # type: ignore[attr-defined]  # a buffered file has it
            try:
                yield cipher.decrypt(_nonce(place, last=last), sealed, start)
            except InvalidTag as error:
                raise ValueError(path.name) from error
            place, size = place + 1, _PIECE + _TAG

    def _write(self, keys: tuple[str, ...], state: bytes, *, fixed: bool) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free < len(state) + _FREE_BYTES:
            return
        secret = self._secret(fixed=fixed, make=True)
        if secret is None:
            return
        start = _MAGIC + bytes([fixed]) + secrets.token_bytes(_SALT)
        cipher = _cipher(secret, start)
        path = self._folder / f"{secrets.token_hex(16)}{_ENDING}"
        draft = path.with_suffix(".new")
        told = json.dumps({"keys": keys, "fixed": fixed}).encode()
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                head = cipher.encrypt(_nonce(0, last=False), told, start)
                out.write(start + len(head).to_bytes(_LENGTH, "big") + head)
                view = memoryview(state)
                for place, at in enumerate(range(0, len(state), _PIECE), 1):
                    last = at + _PIECE >= len(state)
                    out.write(cipher.encrypt(_nonce(place, last=last), view[at : at + _PIECE], start))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        self._known().append(_File(path, keys, fixed, path.stat().st_size))

    def _secret(self, *, fixed: bool, make: bool) -> bytes | None:
        account = _ACCOUNTS[fixed]
        kept = self._secrets.secret(account)
        if kept is None and make:
            kept = secrets.token_hex(_KEY_BYTES)
            self._secrets.keep_secret(account, kept)
        return None if kept is None else bytes.fromhex(kept)

    def _use(self, one: _File) -> None:
        files = self._known()
        files.remove(one)
        files.append(one)
        with suppress(OSError):
            os.utime(one.path)

    def _remove(self, one: _File) -> None:
        self._known().remove(one)
        with suppress(OSError):
            one.path.unlink(missing_ok=True)


def _cipher(secret: bytes, start: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key = HKDF(SHA256(), _KEY_BYTES, salt=start[-_SALT:], info=b"confidant kept state").derive(secret)
    wipe(secret)
    return AESGCM(key)


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])
