"""What is being brought into view: what is asked meanwhile waits for it, so that neither takes the other's
place.
"""

from __future__ import annotations

from collections.abc import Callable


class Coming:
    """Counts what is on its way. Only for the window's thread."""

    def __init__(self) -> None:
        self._under_way = 0
        self._held: Callable[[], None] | None = None

    def begin(self) -> None:
        """Something is on its way from now on, until `end` or `drop`."""
        self._under_way += 1

    def end(self) -> None:
        """It is in view, or will not be; after the last of them what waited is done."""
        self._under_way = max(0, self._under_way - 1)
        if self._under_way == 0 and self._held is not None:
            held, self._held = self._held, None
            held()

    def holds(self, do: Callable[[], None]) -> bool:
        """Whether `do` waits now, in place of what waited before; False where nothing is on its way."""
        if self._under_way:
            self._held = do
        return self._under_way > 0
