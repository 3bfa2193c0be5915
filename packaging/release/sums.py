"""What files must be, so that whoever got them can tell."""

from __future__ import annotations

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"


def sums(folder: Path) -> str:
    """As `sha256sum --check` reads it, for every file in a folder but the list itself, by name."""
    return "".join(
        f"{_digest(path)}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != NAME
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
