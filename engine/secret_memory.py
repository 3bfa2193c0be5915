"""A page of memory for a key: never swapped out, in no core file, and zeros once it is released.

As far as the system lets it be: `SecretMemory.kept` says what holds, and nothing depends on it. What
libraries copy of a key lies in memory of theirs.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
from dataclasses import dataclass

from engine.sealing.kernel import LINUX, libc


@dataclass(frozen=True, slots=True)
class Kept:
    """What the system grants a page. `locked`: it is not written to the swap. `undumped`: nor to a core."""

    locked: bool
    undumped: bool


class SecretMemory:
    """A copy of a secret. `view` is what it holds; nobody uses that any more after `release`."""

    def __init__(self, secret: bytes | bytearray | memoryview) -> None:
        """`secret` stays the caller's, to be wiped."""
        private = {} if sys.platform == "win32" else {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS}
        self._pages = mmap.mmap(-1, len(secret), **private)
        start = ctypes.c_char.from_buffer(self._pages)
        self.kept = Kept(_lock(ctypes.addressof(start), len(secret)), _leave_out(self._pages))
        del start  # else the pages could not be given back
        self.view = memoryview(self._pages)
        self.view[:] = secret

    def release(self) -> None:
        """Overwrite it and give the page back. Calling it again does nothing."""
        if not self._pages.closed:
            self.view[:] = bytes(len(self.view))
            self.view.release()
            self._pages.close()


def grants() -> Kept:
    """What this system grants a page of a key, tried."""
    tried = SecretMemory(bytes(mmap.PAGESIZE))
    tried.release()
    return tried.kept


def _lock(address: int, length: int) -> bool:
    """mlock(2), VirtualLock. Both round to whole pages, and end when the page is given back."""
    place, size = ctypes.c_void_p(address), ctypes.c_size_t(length)
    if sys.platform == "win32":
        return bool(ctypes.windll.kernel32.VirtualLock(place, size))
    return bool(libc().mlock(place, size) == 0)


def _leave_out(pages: mmap.mmap) -> bool:
    """madvise(2), MADV_DONTDUMP. Elsewhere cores are switched off as a whole, or kept by the system."""
    if not LINUX:
        return False
    try:
        pages.madvise(mmap.MADV_DONTDUMP)
    except OSError:  # a kernel without it
        return False
    return True
