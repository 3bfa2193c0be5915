"""A model that the processes load which read documents: a line recogniser, one that tells speakers apart."""

from __future__ import annotations

from pathlib import Path

from app.models.active import Choice, Choose
from engine.errors import ModelMissing


class Chosen:
    """Where the model for documents that are added from now on lies."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose

    def path(self) -> Path | None:
        """Its file or folder; None where none is chosen."""
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
