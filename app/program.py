"""Which program this is, and whether it can show itself."""

from __future__ import annotations

import importlib.metadata
import os
import sys
from functools import cache

from engine.assets import ROOT

CHECKOUT = "checkout"  # its version where it was not installed


# Of a packaged program, whose licences were gathered into one text; of a checkout.
_LICENCES = ("licences.txt", "THIRD_PARTY.md")


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


def licences() -> str:
    """What it is made of and under which licences; empty where that did not come along."""
    for name in _LICENCES:
        path = ROOT / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""
