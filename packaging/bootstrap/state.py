"""What set-up has finished, so that a second run does nothing and an interrupted one goes on.

Each finished step leaves the hash of what it was made from; it is done while that hash holds.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bootstrap.console import say

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / ".setup"
LOGS = SETUP / "logs"
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = SCRIPTS / ("python.exe" if sys.platform == "win32" else "python")


class State:
    """Finished steps and remembered choices, in `.setup/state.json`."""

    def __init__(self, file: Path = SETUP / "state.json") -> None:
        self._file = file
        self._held: dict[str, Any] = {}
        self.reload()

    def reload(self) -> None:
        """Take what another set-up finished. A file that cannot be read counts as nothing done."""
        try:
            held = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            held = None
        self._held = held if isinstance(held, dict) else {}

    def done(self, step: str, key: str) -> bool:
        entry = self._held.get(step)
        return isinstance(entry, dict) and entry.get("key") == key

    def facts(self, step: str) -> dict[str, Any]:
        """What a finished step noted; empty when it never finished."""
        entry = self._held.get(step)
        return dict(entry) if isinstance(entry, dict) else {}

    def finish(self, step: str, key: str, **facts: object) -> None:
        self._held[step] = {"key": key, **facts}
        self._save()

    def forget(self, *steps: str) -> None:
        for step in steps:
            self._held.pop(step, None)
        self._save()

    def _save(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: an interruption here must not lose the steps before.
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(self._held, indent=1) + "\n", encoding="utf-8")
        fresh.replace(self._file)


def key_of(*parts: object) -> str:
    """A hash of texts, and of the contents of files given as paths."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:16]


@contextmanager
def only_one() -> Iterator[None]:
    """Hold off a second set-up of this checkout; it waits for the first. Freed with the process."""
    SETUP.mkdir(parents=True, exist_ok=True)
    with (SETUP / "lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another set-up of this checkout is running; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
