"""Which program this is."""

from __future__ import annotations

import importlib.metadata
from functools import cache

CHECKOUT = "checkout"  # its version where it was not installed


@cache
def version() -> str:
    """Of the program."""
    try:
        return importlib.metadata.version("confidant")
    except importlib.metadata.PackageNotFoundError:
        return CHECKOUT
