"""Pictures of pages that were read from pictures, as Qt draws them."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.library.library import Library
from app.types import Notice
from app.words.messages import notice_of
from engine.errors import Fault
from rag.reading.reader import Picture
from ui.parts.tasks import Lane, Tasks
from ui.reader.kinds import ZOOMS

_LEAST_WIDTH = 1400  # pixels: strips of lines are cut from the picture, larger than the page shows them
_MOST_WIDTH = 4200

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScanPicture:
    """A page's picture: `fitted` as the page is shown, `sharp` to cut lines from."""

    fitted: QImage
    sharp: QImage


class PagePictures(QObject):
    """The picture of the page that is shown, drawn anew for another width."""

    pictured = Signal(object)  # ScanPicture, or None where it cannot be drawn
    refused = Signal(object)  # Notice

    def __init__(self, library: Library, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._page: tuple[int, int] | None = None  # document and number
        self._request = 0
        self._width, self._zoom = 800, 1.0
        # Of which page and how wide it was asked for; the picture lane's own.
        self._sharp: tuple[tuple[int, int], int, QImage] | None = None

    def show_page(self, document_id: int, number: int) -> None:
        """Draw this page from now on."""
        self._request += 1
        self._page = (document_id, number)
        self._draw()

    def leave(self) -> None:
        """No page is shown; what is being drawn comes too late."""
        self._request += 1
        self._page = None

    def fit(self, width_px: int) -> None:
        """The room for the picture in device pixels."""
        wanted = max(200, width_px)
        if abs(wanted - self._width) > 4:
            self._width = wanted
            self._draw()

    def change_zoom(self, steps: int) -> None:
        """Steps up or down the scale; 0 fits the width again."""
        place = ZOOMS.index(1.0) if steps == 0 else ZOOMS.index(self._zoom) + steps
        zoom = ZOOMS[min(len(ZOOMS) - 1, max(0, place))]
        if zoom != self._zoom:
            self._zoom = zoom
            self._draw()

    def _draw(self) -> None:
        page, request, wide = self._page, self._request, round(self._width * self._zoom)
        if page is None:
            return

        def drawn(picture: ScanPicture | None) -> None:
            if request == self._request and wide == round(self._width * self._zoom):
                self.pictured.emit(picture)

        def failed(error: Exception) -> None:
            if request == self._request:
                self.pictured.emit(None)
                self.refused.emit(refusal(error))

        self._tasks.run(Lane.PICTURE, lambda: self._picture(page, wide), drawn, failed)

    def _picture(self, page: tuple[int, int], wide: int) -> ScanPicture | None:
        """Runs in the picture lane."""
        wanted = min(_MOST_WIDTH, max(_LEAST_WIDTH, wide))
        if self._sharp is None or self._sharp[0] != page or self._sharp[1] < wanted:
            picture = self._library.page_picture(*page, wanted)
            if picture is None:
                return None
            self._sharp = (page, wanted, image_of(picture))
        sharp = self._sharp[2]
        return ScanPicture(fitted(sharp, wide), sharp)


def refusal(error: Exception) -> Notice:
    """What to say of an error; one that is no fault is a bug, and is logged."""
    if not isinstance(error, Fault):
        _log.error("work on a scan failed", exc_info=error)
    return notice_of(error)


def image_of(picture: Picture) -> QImage:
    found = QImage(picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    return found.convertToFormat(QImage.Format.Format_RGB32)  # what is drawn without another conversion


def fitted(image: QImage, width: int) -> QImage:
    """The image so many pixels wide."""
    if image.width() == width:
        return image
    return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
