"""Whether the program was ended before it could close: a mark in the home, there while a window has it open.

The lock of the home tells only that nobody holds it any more, however its holder ended. Whoever asks here has
it: a second start that brings the first window forward neither sees the mark nor changes it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

MARK = "open"  # a file in the home, with nothing in it


def begin(home: Path) -> bool:
    """A window has the home open from now on; whether one had it before that never came to close. False
    where the home cannot be written: nobody knows.
    """
    mark = home / MARK
    try:
        found = mark.exists()
        mark.touch(mode=0o600)
    except OSError:
        return False
    return found


def end(home: Path) -> None:
    """The window closes."""
    with suppress(OSError):
        (home / MARK).unlink(missing_ok=True)
