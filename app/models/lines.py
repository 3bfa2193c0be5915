"""The line recogniser asked for, if there is one. The processes that read documents load it themselves."""

from __future__ import annotations

from pathlib import Path

from app.models.active import Choice, Choose
from engine.errors import ModelMissing


class ChosenRecogniser:
    """Where the line recogniser of scans that are added from now on lies."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose

    def path(self) -> Path | None:
        """Its file; None for the one that comes with the program."""
        chosen = self.running
        return chosen.path if chosen else None

    @property
    def running(self) -> Choice | None:
        """The one that is asked for, as each reader loads it anew."""
        try:
            return self._choose()
        except ModelMissing:
            return None

    def memory_bytes(self) -> int:
        """None of its own."""
        return 0

    def unload(self) -> None:
        """It goes with the process that reads."""

    def close(self) -> None:
        """It goes with the process that reads."""
