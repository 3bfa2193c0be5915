"""What a reader reads: a file, or bytes that another file holds (an attachment, a member of an archive).

Members never touch the disk: a library of encrypted documents leaves no plain copies behind.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from rag.errors import FileTooLarge, FileUnreadable

MOST_MEMBERS = 10_000
_MOST_UNPACKED = 2_000_000_000  # bytes, of all members together
_NO_WAITING = getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer would be waited for, for ever
_BINARY = getattr(os, "O_BINARY", 0)
_DEEPEST = 3  # containers inside each other
_MOST_FORWARDED = 12  # messages inside each other


def open_file(path: Path) -> BinaryIO:
    """Open a file to be read, and nothing else that may bear a name: opening a pipe can take for ever, a
    device has no end, and either may come in a file's place at any moment.

    Raises `FileUnreadable` for what is no file, and `OSError`.
    """
    _need_file(path, path.stat())
    descriptor = os.open(path, os.O_RDONLY | _NO_WAITING | _BINARY)
    try:
        _need_file(path, os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _need_file(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise FileUnreadable(path=str(path), detail="not a file")


@dataclass(slots=True)
class Budget:
    """What one file may unpack to, with everything that is nested in it."""

    members: int = MOST_MEMBERS
    unpacked: int = _MOST_UNPACKED
    pictures: set[bytes] = field(default_factory=set)  # digests of those inside messages, each read once

    def spend(self, source: Source, size: int) -> None:
        """Count one more member of `size` bytes. Raises `FileTooLarge`."""
        self.members -= 1
        self.unpacked -= size
        if self.members < 0:
            raise FileTooLarge(path=str(source.path), members=MOST_MEMBERS - self.members, most=MOST_MEMBERS)
        if self.unpacked < 0:
            raise FileTooLarge(path=str(source.path), limit=_MOST_UNPACKED, size=size, unpacked=True)


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read. `path` is the file that faults name; `data` what to read instead of its bytes."""

    path: Path
    data: bytes | None = None
    name: str = ""  # of a member, as its container calls it
    depth: int = 0  # how many containers it is inside of
    budget: Budget = field(default_factory=Budget)
    forwarded: int = 0  # how many messages it is inside of

    @property
    def suffix(self) -> str:
        """In lower case, with its dot."""
        name = PurePosixPath(self.name.replace("\\", "/")) if self.name else self.path
        return name.suffix.lower()

    @property
    def is_deepest(self) -> bool:
        """Whether what it holds is not looked into any more."""
        return self.depth >= _DEEPEST

    @property
    def is_last_letter(self) -> bool:
        """Whether messages that it holds are not looked into any more."""
        return self.forwarded >= _MOST_FORWARDED

    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size if self.data is None else len(self.data)

    def load(self, limit: int) -> bytes:
        """All bytes. Raises `FileTooLarge` when there are more than `limit`."""
        size = self.size()
        if size > limit:
            raise FileTooLarge(path=str(self.path), limit=limit, size=size)
        if self.data is not None:
            return self.data
        with open_file(self.path) as file:
            return file.read()

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The bytes as a stream that can be sought in."""
        with open_file(self.path) if self.data is None else io.BytesIO(self.data) as stream:
            yield stream

    def inside(self, name: str, data: bytes) -> Source:
        """A document that this one holds. Raises `FileTooLarge` when it is one too many."""
        self.budget.spend(self, len(data))
        return Source(self.path, data, name, self.depth + 1, self.budget, self.forwarded)

    def letter(self, name: str) -> Source:
        """A message that this message or mailbox holds, open already: nothing is unpacked.

        Raises `FileTooLarge` when it is one too many.
        """
        self.budget.spend(self, 0)
        return Source(self.path, b"", name, self.depth, self.budget, self.forwarded + 1)

    def decrypted(self, data: bytes) -> Source:
        """The same document, with its protection taken away."""
        return Source(self.path, data, self.name, self.depth, self.budget, self.forwarded)
