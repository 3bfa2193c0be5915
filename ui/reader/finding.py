"""Finding in the document that is open: looks while somebody types, and goes from place to place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.words.catalogue import say
from engine.cancel import CancelToken
from engine.errors import Cancelled
from ui.parts.tasks import Lane, Tasks
from ui.reader.kinds import Hit, Place, Span

if TYPE_CHECKING:
    from app.library.reading import Occurrence, Reading

_PAUSE = 180  # milliseconds after a letter before it is looked for


class Finding(QObject):
    """`hits` is told with what was found, which is the current one (None before the first), and whether to
    bring that into view; `told` with what to say, and whether there is anything to go to.
    """

    hits = Signal(object, object, bool)
    told = Signal(str, bool)
    failed = Signal(object)  # Exception

    def __init__(self, reading: Reading, tasks: Tasks, place: Callable[[], Place], parent: QObject) -> None:
        super().__init__(parent)
        self._reading, self._tasks, self._place = reading, tasks, place
        self._document: int | None = None
        self._words = ""
        self._found: tuple[Hit, ...] = ()
        self._current: int | None = None
        self._cancel = CancelToken()
        self._stepped = 0  # by somebody who did not wait for what is found
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)

    @property
    def words(self) -> str:
        return self._words

    def open(self, document_id: int) -> None:
        """Another document is open: what is typed is found there."""
        if document_id != self._document:
            self._document = document_id
            self.look_again()
        elif self._found:
            self.hits.emit(self._found, self._current, False)

    def seek(self, words: str) -> None:
        """Find these words, after a moment."""
        self._words = words
        self._stepped = 0
        self._cancel.cancel()
        self._pause.start()
        if not words.strip():
            self._show(())

    def look_again(self) -> None:
        """Find the same words anew."""
        self._cancel.cancel()
        self._show(())
        if self._words.strip():
            self._look()

    def stop(self) -> None:
        """Nothing is found any more, here or in what is opened next."""
        self._words = ""
        self._cancel.cancel()
        self._pause.stop()
        self._show(())
        self.told.emit("", False)

    def step(self, steps: int) -> None:
        """On to the next place, or back; behind the last comes the first."""
        if self._pause.isActive():
            self._pause.stop()
            self._look()
        elif self._found and self._current is not None:
            self._current = (self._current + steps) % len(self._found)
            self._tell(reveal=True)

    def _look(self) -> None:
        words, document = self._words, self._document
        if document is None or not words.strip():
            return
        self._cancel.cancel()
        cancel = self._cancel = CancelToken()
        self._found, self._current = (), None  # what is marked stays until the new is there
        self.told.emit(say("reader.find.looking"), False)

        def show(found: list[Occurrence]) -> None:
            if not cancel.cancelled:
                self._show([Hit(one.page, Span(one.start, one.end), one.boxes) for one in found])

        def fail(error: Exception) -> None:
            if not isinstance(error, Cancelled):
                self.failed.emit(error)

        self._tasks.run(Lane.LIBRARY, lambda: self._reading.find(document, words, cancel), show, fail)

    def _show(self, found: Sequence[Hit]) -> None:
        self._found = tuple(found)
        page = self._place().page
        ahead = (place for place, hit in enumerate(self._found) if hit.page >= page)
        self._current = next(ahead, 0 if self._found else None)
        self._tell(reveal=bool(self._found))

    def _tell(self, *, reveal: bool) -> None:
        self.hits.emit(self._found, self._current, reveal)
        if self._found and self._current is not None:
            said = say("reader.find.at", place=self._current + 1, places=len(self._found))
        else:
            said = say("reader.find.nothing") if self._words.strip() else ""
        self.told.emit(said, bool(self._found))
