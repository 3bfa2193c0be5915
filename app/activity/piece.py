"""A piece of work that somebody tells of while it is done."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from app.activity.work import Standing
from engine.errors import Cancelled, Fault, UnknownFault

_Move = Callable[[str, int, int, float | None, str], None]
_End = Callable[[str, Standing, Fault | None, int], None]


class Piece:
    """Ends with the block that holds it: finished, failed by the fault that leaves it, or stopped.

    Methods may be called from any thread.
    """

    def __init__(self, key: str, move: _Move, end: _End) -> None:
        self.key = key
        self._move = move
        self._end = end
        self.amount = 1  # how many came of it

    def tell(self, done: int, total: int, seconds_left: float | None = None, name: str = "") -> None:
        """How far it is; `seconds_left` None until that can be told, `name` where it has another now."""
        self._move(self.key, done, total, seconds_left, name)

    def end(self, error: BaseException | None = None) -> None:
        """It is done, or was ended by an error; once."""
        if error is None:
            self._end(self.key, Standing.FINISHED, None, self.amount)
        elif isinstance(error, Fault) and not isinstance(error, Cancelled):
            self._end(self.key, Standing.FAILED, error, self.amount)
        elif isinstance(error, Cancelled | GeneratorExit):
            self._end(self.key, Standing.CANCELLED, None, self.amount)
        else:
            self._end(self.key, Standing.FAILED, UnknownFault(sent_code=type(error).__name__), self.amount)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end(error)
