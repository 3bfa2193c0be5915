"""The SHA-256 of files, by which models, vaults and certificates are known; and how Git names a file."""

from __future__ import annotations

import hashlib
from pathlib import Path


def sha256_of(path: Path) -> str:
    """In hex, without holding the file in memory. Raises `OSError`."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def git_object_of(path: Path) -> str:
    """The SHA-1 by which Git knows the file, in hex ("Git Objects", git-scm.com). Raises `OSError`."""
    found = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            found.update(block)
    return found.hexdigest()
