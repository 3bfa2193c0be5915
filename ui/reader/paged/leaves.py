"""What stands on the pages around the view: fetched in a lane, kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.parts.tasks import Lane, Tasks

if TYPE_CHECKING:
    from app.library.reading import Leaf

_KEPT = 40  # pages


class Leaves(QObject):
    """The leaves of one document."""

    read = Signal(int)  # page

    def __init__(self, fetch: Callable[[int], Leaf], tasks: Tasks) -> None:
        super().__init__()
        self._fetch = fetch
        self._tasks = tasks
        self._kept: OrderedDict[int, Leaf] = OrderedDict()
        self._asked: set[int] = set()
        self._ended = False

    def of(self, page: int) -> Leaf | None:
        """What is there already."""
        return self._kept.get(page)

    def want(self, pages: Iterable[int]) -> None:
        """Fetch those that are not there."""
        for page in pages:
            if page in self._kept:
                self._kept.move_to_end(page)
            elif page not in self._asked and len(self._asked) < _KEPT:
                self._asked.add(page)
                self._ask(page)

    def end(self) -> None:
        """Forget everything; what is on its way is not told any more."""
        self._ended = True
        self._kept.clear()

    def _ask(self, page: int) -> None:
        fetch = self._fetch

        def work() -> Leaf | None:
            return None if self._ended else fetch(page)

        self._tasks.run(
            Lane.LIBRARY,
            work,
            lambda leaf: self._take(page, leaf),
            lambda _: self._asked.discard(page),
        )

    def _take(self, page: int, leaf: Leaf | None) -> None:
        self._asked.discard(page)
        if self._ended or leaf is None:
            return
        self._kept[page] = leaf
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.read.emit(page)
