"""The pictures of a document that is shown as its text: how large they are, and their pixels.

In the reader's process: the window decodes no picture of a file, it is given pixels.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rag.errors import FileCorrupt
from rag.reading.course import Course
from rag.reading.detection import steps_of
from rag.reading.holding import one_member
from rag.reading.source import Source
from rag.reading.viewing.recording import Drawing, recording

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
_WIDEST = 2_400  # pixels of a picture as it is drawn
_MOST_PIXELS = 16_000_000
_FARTHEST = 20_000.0  # pixels of a side
_UNKNOWN = (160.0, 90.0)  # pixels of one of which nothing is known
_ORIENTATION = 0x0112  # the EXIF tag
_ON_ITS_SIDE = (5, 6, 7, 8)
_MOST_CUT = 0.95  # of a side: a picture of which less is shown is none


def size_of(drawing: Drawing) -> tuple[float, float, bool]:
    """Width and height of a picture in pixels, and whether it can be drawn."""
    own = _own_size(drawing.data)
    wide, high = (min(side, _FARTHEST) for side in drawing.size)
    if own is None:
        return wide or _UNKNOWN[0], high or _UNKNOWN[1], False
    shown = (own[0] * _left(drawing.crop[0::2]), own[1] * _left(drawing.crop[1::2]))
    if wide and not high:
        high = wide * shown[1] / shown[0]
    elif high and not wide:
        wide = high * shown[0] / shown[1]
    return min(wide or shown[0], _FARTHEST), min(high or shown[1], _FARTHEST), True


def drawings_of(source: Source, password: str | None, member: str | None) -> list[Drawing]:
    """The pictures of a document, as `view_of` counts them. Raises `ReadError`s."""
    with recording(keeps=True) as noted:
        for _ in one_member(source, password, member) if member else steps_of(source, password, Course()):
            pass
    return noted.drawings


def drawn(drawing: Drawing, path_of: Source, width_px: int) -> tuple[int, int, bytes]:
    """A picture as it is shown, about so many pixels wide: width, height, and 8-bit RGB rows from the top.
    Raises `FileCorrupt`, `FileTooLarge`.
    """
    from PIL.Image import Resampling

    from rag.reading.pages.decoded import decoded

    if not drawing.data:
        raise FileCorrupt(path=str(path_of.path), detail="not decoded")
    left, top, right, bottom = drawing.crop
    wanted = min(max(width_px, 1), _WIDEST)
    across = wanted / _left((left, right))
    pixels = min(round(4 * across * across), _MOST_PIXELS)
    whole, _ = decoded(Source(path_of.path, drawing.data), 0, pixels)
    picture = _cut(whole, left, top, right, bottom)
    scale = min(1.0, wanted / picture.width, (_MOST_PIXELS / (picture.width * picture.height)) ** 0.5)
    if scale < 1.0:
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        picture = picture.resize(size, Resampling.HAMMING)
    return (*picture.size, picture.tobytes())


def _cut(picture: Image, left: float, top: float, right: float, bottom: float) -> Image:
    if not any((left, top, right, bottom)) or left + right > _MOST_CUT or top + bottom > _MOST_CUT:
        return picture
    wide, high = picture.size
    box = (round(left * wide), round(top * high), round((1 - right) * wide), round((1 - bottom) * high))
    return picture.crop((box[0], box[1], max(box[2], box[0] + 1), max(box[3], box[1] + 1)))


def _left(cut: tuple[float, ...]) -> float:
    """The share of a side that is shown."""
    return 1 - sum(cut) if sum(cut) <= _MOST_CUT else 1.0


def _own_size(data: bytes) -> tuple[int, int] | None:
    """Pixels of a picture by what it says of itself; None where it is none that can be drawn."""
    from PIL import Image

    if data[4:8] == b"ftyp":
        return _size_of_heif(data)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            wide, high = picture.size
            turned = picture.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
    except Exception:  # a boundary: whatever the library makes of a broken head
        return None
    if min(wide, high) < 1:
        return None
    return (high, wide) if turned else (wide, high)


def _size_of_heif(data: bytes) -> tuple[int, int] | None:
    import pi_heif

    try:
        wide, high = pi_heif.HeifImageFile(io.BytesIO(data)).size
    except Exception:  # a boundary, likewise
        return None
    return (wide, high) if min(wide, high) > 0 else None
