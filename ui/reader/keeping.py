"""Keeps where a person reads the document that is open, so that it is opened there the next time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.parts.tasks import Lane, Tasks
from ui.reader.kinds import Place

if TYPE_CHECKING:
    from app.library.reading import Reading

_SETTLED_MS = 800  # in which a document that was opened comes to rest where it was to be opened
_SOON_MS = 1_000  # after somebody has scrolled
_LITTLE = 0.02  # of a page: less is no other place


class PlaceKeeping(QObject):
    """Is told of every document that is opened and of every move. A citation is a look at one place: where
    one had read stays kept until one reads on from there.
    """

    def __init__(
        self,
        reading: Reading,
        tasks: Tasks,
        now: Callable[[], tuple[Place, float]],
        parent: QObject | None = None,
    ) -> None:
        """`now` tells what is in view, and how large."""
        super().__init__(parent)
        self._reading, self._tasks, self._now = reading, tasks, now
        self._document = 0
        self._looked_at: Place | None = None  # what is only looked at: a citation
        self._due = False
        self._settling, self._soon = self._timer(_SETTLED_MS), self._timer(_SOON_MS)
        self._settling.timeout.connect(self._settle)
        self._soon.timeout.connect(self.flush)

    def opened(self, document_id: int, place: Place, *, cited: bool) -> None:
        """A document will be opened at a place, or another place of it; what was before is still seen."""
        self.flush()
        self._document = document_id
        self._looked_at = place if cited else None
        self._settling.start()
        if not cited:
            self._later()

    def moved(self) -> None:
        """Something else of it is in view, or it is shown in another size."""
        if not self._settling.isActive() and (self._looked_at is None or self._reads_on(self._looked_at)):
            self._looked_at = None
            self._later()

    def flush(self, *, now: bool = False) -> None:
        """Keep what is to be kept, `now` and not in its lane where the lanes are about to be closed."""
        self._soon.stop()
        if not self._due:
            return
        self._due = False
        document, (place, zoom) = self._document, self._now()

        def keep() -> None:
            self._reading.keep_place(document, place.page, place.down, zoom)

        if now:
            keep()
        else:
            self._tasks.run(Lane.LIBRARY, keep)

    # --- inside --------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        if self._looked_at is not None:
            self._looked_at, _ = self._now()

    def _reads_on(self, seen: Place) -> bool:
        place, _ = self._now()
        return place.page != seen.page or abs(place.down - seen.down) > _LITTLE

    def _later(self) -> None:
        if self._document:
            self._due = True
            self._soon.start()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer
