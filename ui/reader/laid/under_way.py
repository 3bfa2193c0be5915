"""A quiet line above a document while it is laid out, where that takes long, with Stop. The same stands in
the activity centre, with how far it is as soon as a page of it is known.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.activity.piece import Piece
from app.activity.work import Sort
from app.words.catalogue import say
from engine.cancel import CancelToken
from rag.types import PageUnit
from ui.parts.controls import button, label
from ui.parts.desk import Given
from ui.parts.laying import edges
from ui.parts.theme import Space
from ui.reader.kinds import Opened

_PATIENCE_MS = (
    350,
    1_500,
)  # of texts, of sheets; after which the text is shown as it is, until it is known how it is laid out


class UnderWay(QWidget):
    """Nothing is said of what is there within a moment."""

    late = Signal()  # it takes longer than that

    def __init__(self) -> None:
        super().__init__()
        self._cancel = CancelToken()
        self._piece: Piece | None = None
        self._given: Given | None = None
        self._name = ""
        self._words = label(say("reader.laid.laying"), "small")
        self.stop = button(say("reader.laid.stop"))
        self.stop.setProperty("role", "link")
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(edges(Space.L, Space.XS, Space.S, Space.XS))
        row.setSpacing(Space.S)
        row.addWidget(self._words, 1)
        row.addWidget(self.stop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._say)
        self.hide()

    @property
    def is_patient(self) -> bool:
        """Whether it has begun, and is not late yet."""
        return self._timer.isActive()

    def begin(self, given: Given, opened: Opened, cancel: CancelToken) -> Callable[[int, int], None]:
        """A document is laid out from now on; `cancel` stops it. What is given back is told, from any thread,
        how many pages of how many have been read.
        """
        self.end()
        self._given, self._cancel, self._name = given, cancel, opened.document.name
        self._timer.start(_PATIENCE_MS[opened.document.unit in (PageUnit.SHEET, PageUnit.RECORD)])
        return lambda read, pages: given.tasks.post(lambda: self._tell(cancel, read, pages))

    def _tell(self, cancel: CancelToken, read: int, pages: int) -> None:
        """`cancel` says of which document it is told."""
        if cancel is self._cancel and self._piece is not None and pages:
            self._piece.tell(min(read, pages), pages)

    def end(self, error: BaseException | None = None) -> None:
        """It is laid out, was stopped, or cannot be."""
        self._timer.stop()
        piece, self._piece = self._piece, None
        if piece is not None:
            piece.end(error)
        self.hide()

    def _stop(self) -> None:
        self._cancel.cancel()

    def _say(self) -> None:
        if self._given is not None:
            self._piece = self._given.services.activity.begin(Sort.LAYING, self._name, self._cancel)
            self.show()
        self.late.emit()
