"""What tells a file's content from another's, and when it was last changed."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from engine.cancel import CancelToken
from rag.errors import FileMissing, FileUnreadable
from rag.reading.source import open_file

_HASH_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class FileDigest:
    """A file's size in bytes, its time in nanoseconds since the epoch, and the SHA-256 of its bytes."""

    size: int
    modified: int
    sha256: str


def digest(path: Path, cancel: CancelToken, held: bytes | None = None) -> FileDigest:
    """What tells a file's content, or that of the bytes that are `held` in its place.

    Raises `FileMissing`, `FileUnreadable`, `Cancelled`.
    """
    if held is not None:
        return FileDigest(len(held), 0, hashlib.sha256(held).hexdigest())
    found, size = hashlib.sha256(), 0
    try:
        with open_file(path) as file:
            modified = os.fstat(file.fileno()).st_mtime_ns
            while block := file.read(_HASH_BYTES):
                cancel.raise_if_cancelled()
                found.update(block)
                size += len(block)
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except OSError as error:
        raise FileUnreadable(path=str(path), detail=error.strerror or type(error).__name__) from error
    return FileDigest(size, modified, found.hexdigest())
