"""Runs in the packaged program before anything else: what it has yet to import comes from the file that was
started, also once an update has put another in its place.

PyInstaller opens the program's file anew, by its path, for each module, and would read the newer one's bytes
where the older one's modules were.
"""

import os
import sys
from typing import Any

_THERE = "pyimod01_archive"  # PyInstaller's reader of the archive behind the program


class Held:
    """What was opened once, to be read from as often as it is asked for, by any thread."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._at = descriptor, 0

    def __enter__(self) -> "Held":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def seek(self, at: int) -> int:
        self._at = at
        return at

    def read(self, size: int) -> bytes:
        data = os.pread(self._descriptor, size, self._at)
        self._at += len(data)
        return data


def hold(reader: Any, path: str) -> None:
    """Have a module that opens `path` by the name `open` read what lies there now."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    reader.open = lambda name, mode: Held(descriptor) if name == path else open(name, mode)  # noqa: PTH123, SIM115


if getattr(sys, "frozen", False) and hasattr(os, "pread") and _THERE in sys.modules:
    hold(sys.modules[_THERE], sys.executable)
