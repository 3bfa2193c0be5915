"""Pictures of pages: drawn one by one in a lane, those in view first, and kept as far as memory is given."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from ui.parts.tasks import Lane, Tasks

if TYPE_CHECKING:
    from rag.reading.reader import Picture

KEPT_BYTES = 96 << 20  # of pictures that are not in view

Draw = Callable[[int, int], "Picture | None"]


class Pictures(QObject):
    """Draws the pages of one document. What is wanted is said anew each time something else is in view, so
    that nothing is drawn for pages that were only passed by.
    """

    drawn = Signal(int)  # page
    refused = Signal(int)  # page that cannot be drawn

    def __init__(self, draw: Draw, tasks: Tasks, kept_bytes: int = KEPT_BYTES) -> None:
        super().__init__()
        self._draw = draw
        self._tasks = tasks
        self._most = kept_bytes
        # With the width that was asked for; the one wanted last stands last.
        self._kept: OrderedDict[int, tuple[int, QImage]] = OrderedDict()
        self._bytes = 0
        self._wanted: list[tuple[int, int]] = []
        self._without: set[int] = set()
        self._busy = False
        self._ended = False

    @property
    def kept_bytes(self) -> int:
        return self._bytes

    def of(self, page: int) -> QImage | None:
        """The picture there is, in whatever size."""
        kept = self._kept.get(page)
        return kept[1] if kept is not None else None

    def has_none(self, page: int) -> bool:
        """Whether this page cannot be drawn."""
        return page in self._without

    def want(self, pages: Sequence[tuple[int, int]]) -> None:
        """Pages and how many pixels wide, the most urgent first; nothing else is wanted any more."""
        for page, _ in reversed(pages):
            if page in self._kept:
                self._kept.move_to_end(page)
        self._wanted = [one for one in pages if not self._is_there(*one)]
        self._forget(len(pages))
        self._go_on()

    def end(self) -> None:
        """Forget everything; what is being drawn is not told any more."""
        self._ended = True
        self._wanted = []
        self._kept.clear()
        self._bytes = 0

    def _is_there(self, page: int, width: int) -> bool:
        kept = self._kept.get(page)
        return page in self._without or (kept is not None and kept[0] == width)

    def _go_on(self) -> None:
        if self._busy or self._ended or not self._wanted:
            return
        page, width = self._wanted.pop(0)
        self._busy = True
        draw = self._draw
        self._tasks.run(
            Lane.PICTURE,
            lambda: _image(draw(page, width)),
            lambda image: self._take(page, width, image),
            lambda _: self._take(page, width, None),
        )

    def _take(self, page: int, width: int, image: QImage | None) -> None:
        self._busy = False
        if self._ended:
            return
        if image is None:
            self._without.add(page)
            self.refused.emit(page)
        else:
            before = self._kept.pop(page, None)
            self._bytes += image.sizeInBytes() - (before[1].sizeInBytes() if before is not None else 0)
            self._kept[page] = (width, image)
            self.drawn.emit(page)
        self._go_on()

    def _forget(self, wanted: int) -> None:
        """Let go of those that were wanted longest ago, never of what is wanted now."""
        while self._bytes > self._most and len(self._kept) > wanted:
            _, (_, image) = self._kept.popitem(last=False)
            self._bytes -= image.sizeInBytes()


def _image(picture: Picture | None) -> QImage | None:
    """In the form that the screen takes as it is. Runs in a lane: a large page takes longer than a frame."""
    if picture is None:
        return None
    raw = QImage(picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    return raw.convertToFormat(QImage.Format.Format_RGB32)
