"""One process a home folder: a lock the system itself drops when its holder dies."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Self

from rag.errors import VaultBusy, VaultFull, VaultUnwritable

LOCK_FILE = "lock"
WINDOW_LOCK = "window.lock"  # of a window over the home, also while it is locked and has no vault open


def refusal_of(refused: OSError, path: Path) -> VaultFull | VaultUnwritable:
    """The fault for what the system refused of the vault's folder."""
    if refused.errno in (errno.ENOSPC, errno.EDQUOT):
        return VaultFull(path=str(path))
    return VaultUnwritable(path=str(path), detail=refused.strerror or type(refused).__name__)


class HomeLock:
    """Held from `acquire` to `release`, or to the end of the process however it ends."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def acquire(cls, home: Path, name: str = LOCK_FILE) -> Self:
        """Lock `home`, a folder, which is made (for its owner only) when it is not there; by a file of its
        own where it is not the vault that is held.

        Raises `VaultBusy` when another process, or another part of this one, holds the lock; `VaultFull`,
        `VaultUnwritable`.
        """
        path = home / name
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as refused:
            raise refusal_of(refused, home) from refused
        try:
            _lock(descriptor)
        except OSError as refused:
            os.close(descriptor)
            held = refused.errno in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
            raise VaultBusy(path=str(home)) if held else refusal_of(refused, home) from refused
        return cls(path, descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Give the lock back. Calling it again does nothing. The file stays: removing it would race."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # flock, not lockf: a lock of the open file refuses a second opening in the same process too.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
