"""Pictures of pages that were read from pictures, as Qt draws them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from rag.reading.reader import Picture


@dataclass(frozen=True, slots=True)
class ScanPicture:
    """A page's picture: `fitted` as the page is shown, `sharp` to cut lines from."""

    fitted: QImage
    sharp: QImage


def image_of(picture: Picture) -> QImage:
    found = QImage(picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    return found.convertToFormat(QImage.Format.Format_RGB32)  # what is drawn without another conversion


def fitted(image: QImage, width: int) -> QImage:
    """The image so many pixels wide."""
    if image.width() == width:
        return image
    return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
