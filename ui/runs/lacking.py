"""Which of the runs in line wait for a model that writes: where none is installed they are not even begun."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from app.runs.runs import Runs
from engine.errors import Fault
from rag.runs.types import Run


class Lacking(Exception):
    """A run that would be begun asks a model, and there is none; `ids` are all of the line that do."""

    def __init__(self, ids: frozenset[int]) -> None:
        super().__init__()
        self.ids = ids


class Waiting:
    """Keeps which these are, and whether a person has still to be told."""

    def __init__(self, runs: Runs, there: Callable[[], bool]) -> None:
        """`there`: whether a model that writes is; it may look into the models folder."""
        self._runs, self._there = runs, there
        self.ids: frozenset[int] = frozenset()
        self.untold = False  # somebody asked for work since it was told last

    def look(self, run: Run, line: Sequence[Run]) -> None:
        """Raises `Lacking` where the run has to wait. Takes a moment: not in the window's thread."""
        if self._asks(run) and not self._there():
            raise Lacking(frozenset(one.id for one in line if self._asks(one)))

    def _asks(self, run: Run) -> bool:
        """False where it cannot be told, of a kind that is gone: the run itself says so in its turn."""
        with suppress(Fault):
            return self._runs.asks_model(run)
        return False

    def take(self, fault: Lacking) -> int:
        """Keep them; how many a person is to be told of now."""
        self.ids |= fault.ids
        told, self.untold = self.untold, False
        return len(fault.ids) if told else 0

    def ask(self, *ids: int) -> None:
        """Somebody asked for these: they are tried, whatever was found before."""
        self.ids -= set(ids)
        self.untold = True

    def retry(self) -> None:
        """A model may be there now."""
        self.ids = frozenset()
