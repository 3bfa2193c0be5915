"""Which program this is, and whether it can show itself."""

from __future__ import annotations

import importlib.metadata
import os
import sys
from functools import cache

CHECKOUT = "checkout"  # its version where it was not installed


@cache
def version() -> str:
    """Of the program."""
    try:
        return importlib.metadata.version("confidant")
    except importlib.metadata.PackageNotFoundError:
        return CHECKOUT


def has_display() -> bool:
    """Whether a window can be shown. Only X11 and Wayland systems can lack a display."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )
