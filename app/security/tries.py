"""Tries at the passphrase: counted across starts of the program, and each slower than the one before.

It holds up whoever sits at this computer. Whoever has copied the files is held up by Argon2id alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from rag.errors import TooManyTries

TRIES_FILE = "tries.json"

_FREE = 3  # a person mistypes
_LONGEST = 300.0  # seconds


class Tries:
    """Those of one home folder. What cannot be kept is not counted: nobody is locked out by a full disk."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = home / TRIES_FILE
        self._clock = clock

    def admit(self) -> None:
        """Raises `TooManyTries` where the next one comes too soon."""
        failed, last = self._read()
        if failed < _FREE:
            return
        since = self._clock() - last
        pause = min(_LONGEST, 2.0 ** (failed - _FREE))
        if 0 <= since < pause:  # a clock that was set back holds nobody up
            raise TooManyTries(failed=failed, seconds=max(1, round(pause - since)))

    def failed(self) -> None:
        failed, _ = self._read()
        with suppress(OSError):
            self._file.write_text(json.dumps({"failed": failed + 1, "last": self._clock()}), encoding="utf-8")

    def succeeded(self) -> int:
        """How many had failed before; they are counted from none again."""
        failed, _ = self._read()
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
        return failed

    def _read(self) -> tuple[int, float]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return max(0, int(kept["failed"])), float(kept["last"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, 0.0
