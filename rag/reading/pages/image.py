"""Pictures of pages: scans and photographs as PNG, JPEG, TIFF, WebP, BMP, GIF and HEIC.

A picture is brought down to what reading needs as soon as it is decoded, a band of rows after the other, so
that a sheet scanned very finely is never held twice.
"""

from __future__ import annotations

import logging
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.errors import FileCorrupt, FileTooLarge
from rag.layout.flow import Vocabulary, lay_out
from rag.layout.printed import RawPage
from rag.reading.pages.pdf_pictures import DAMAGED, TOO_LARGE, confidence_of
from rag.reading.source import Source
from rag.scanning.sizing import LONGEST_SIDE
from rag.types import DocumentInfo, Page, TextSource

if TYPE_CHECKING:
    from PIL.Image import Image

_log = logging.getLogger(__name__)

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
_MOST_DECODED = 384 << 20  # bytes of one decoded picture: what the reader's memory holds beside its models
_LARGEST = 300_000_000  # pixels; what claims to have more is not even looked at
_READ_PIXELS = 12_000_000  # A4 at 350 dpi: finer is not read better
_SMALLEST = 16  # pixels of a side: a bullet or a line, no page
_MAX_WIDTH = 4000  # pixels of a page picture, as of a PDF
_MAX_PIXELS = 40_000_000
_COLOURS = 3
_BAND = 256  # rows reduced together
_DPI = 200.0  # where the file says none, or one that cannot be
_LIKELY_DPI = (75.0, 2400.0)  # 72 is what programs write that do not know
_LIKELY_INCHES = (0.5, 50.0)  # of the longer side
_POINTS = 72.0
_ORIENTATION = 0x0112  # the EXIF tag
_SUBFILE = 254  # the TIFF tag; its first bit says: a smaller copy of another frame
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, KeyError, IndexError, AttributeError,
    ArithmeticError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document's facts, then a page for each frame.

    Raises `FileCorrupt`, `FileTooLarge`.
    """
    frames = _frames(source)
    yield DocumentInfo(title="", page_count=len(frames))
    vocabulary = Vocabulary()
    readable = False
    for number, frame in enumerate(frames, 1):
        try:
            page = _page(number, source, frame, vocabulary)
        except (FileCorrupt, FileTooLarge) as fault:
            if number == len(frames) and not readable:
                raise
            _log.warning("Frame %d of a picture cannot be read", number)
            reason = TOO_LARGE if isinstance(fault, FileTooLarge) else DAMAGED
            page = Page(number, "", TextSource.NONE, 0.0, unread=(reason,))
        else:
            readable = True
        yield page


def render(path: Path, number: int, width_px: int, _password: str | None) -> tuple[int, int, bytes]:
    """A frame's picture: width, height, and 8-bit RGB rows from the top without padding.

    The width is `width_px`, less where the picture would exceed 4,000 pixels of width or 40 million in
    all. Raises IndexError when there is no such frame, `FileCorrupt`, `FileTooLarge`.
    """
    from PIL.Image import Resampling

    source = Source(path)
    frames = _frames(source)
    if not 1 <= number <= len(frames):
        raise IndexError(number)
    wanted = min(max(width_px, 1), _MAX_WIDTH)
    pixels = 4 * wanted * wanted  # as many as a sheet of that width has, whichever way it lies
    picture, _ = _decoded(source, frames[number - 1], min(pixels, _MAX_PIXELS))
    scale = min(wanted / picture.width, (_MAX_PIXELS / (picture.width * picture.height)) ** 0.5)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if size != picture.size:
        picture = picture.resize(size, Resampling.HAMMING if scale < 1 else Resampling.BICUBIC)
    return (*picture.size, picture.tobytes())


# --- a frame's pixels ---------------------------------------------------------------------------------------


@contextmanager
def _opened(source: Source) -> Iterator[Image]:
    """Raises `FileCorrupt`, `FileTooLarge`."""
    from PIL import Image

    with source.opened() as stream:
        with _decoding(source):
            head = stream.read(12)
            stream.seek(0)
            if head[4:8] == b"ftyp":
                import pi_heif

                image: Image.Image = pi_heif.HeifImageFile(stream)
            else:
                image = Image.open(stream, formats=_FORMATS)
        with image:
            yield image


@contextmanager
def _decoding(source: Source) -> Iterator[None]:
    """Turns what Pillow makes of a broken file into faults, and its warnings into silence."""
    from PIL import Image

    usual = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = _LARGEST // 2  # Pillow refuses what has twice as many
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError:
        raise _too_large(source, _LARGEST * 4) from None
    except _BROKEN as failure:
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure
    finally:
        Image.MAX_IMAGE_PIXELS = usual


def _too_large(source: Source, size: int) -> FileTooLarge:
    return FileTooLarge(path=str(source.path), limit=_MOST_DECODED, size=size, unpacked=True)


def _frames(source: Source) -> list[int]:
    """The frames that are pages: all of a TIFF but its previews, the first of what only moves."""
    with _opened(source) as image:
        if image.format != "TIFF":
            return [0]
        pages: list[int] = []
        with _decoding(source):
            for frame in range(getattr(image, "n_frames", 1)):
                image.seek(frame)
                tags: Any = getattr(image, "tag_v2", {})
                if not int(tags.get(_SUBFILE, 0)) & 1:
                    pages.append(frame)
    return pages or [0]


def _decoded(source: Source, frame: int, pixels: int) -> tuple[Image, tuple[float, float]]:
    """A frame as it is to be looked at, RGB, with at most about so many pixels; and its size in points.

    The file is opened for every frame anew, so that nothing of the whole picture is held afterwards.
    """
    with _opened(source) as image, _decoding(source):
        if frame:
            image.seek(frame)
        size, dpi = image.size, image.info.get("dpi")
        if min(size) < 1:
            raise FileCorrupt(path=str(source.path), detail="no pixels")
        if image.format in ("JPEG", "MPO"):
            scale = min(1.0, math.sqrt(pixels / (size[0] * size[1])))
            # The decoder leaves out detail by itself: by half, a quarter, or an eighth.
            image.draft("RGB", (math.ceil(size[0] * scale), math.ceil(size[1] * scale)))
        held = image.width * image.height * _bytes_a_pixel(image.mode)
        if held > _MOST_DECODED:
            raise _too_large(source, held)
        image.load()  # which turns a TIFF upright
        orientation = image.getexif().get(_ORIENTATION, 1)
        width, height = _points(size, dpi)
        flat = _upright(_reduced(image, pixels), orientation)
    if (flat.width > flat.height) != (size[0] > size[1]):
        width, height = height, width
    return flat, (width, height)


def _bytes_a_pixel(mode: str) -> int:
    """As Pillow keeps them."""
    return 1 if mode in ("1", "L", "P") else 2 if mode.startswith("I;16") else 4


def _reduced(image: Image, pixels: int) -> Image:
    """The picture on white, in RGB, with at most so many pixels and no side too long to be read.

    The source is not copied but by bands.
    """
    from PIL import Image as Images

    width, height = image.size
    scale = max(1.0, math.sqrt(width * height / pixels), max(width, height) / LONGEST_SIDE)
    if scale == 1.0:
        return _on_white(image)
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    step = height / size[1]
    target = Images.new("RGB", size)
    margin = math.ceil(step) + 1  # rows beside the band that its edge is mixed from
    for top in range(0, size[1], _BAND):
        rows = min(_BAND, size[1] - top)
        first = max(0, math.floor(top * step) - margin)
        last = min(height, math.ceil((top + rows) * step) + margin)
        band = _on_white(image.crop((0, first, width, last)))
        box = (0.0, top * step - first, float(width), min((top + rows) * step - first, float(last - first)))
        target.paste(band.resize((size[0], rows), Images.Resampling.HAMMING, box), (0, top))
    return target


def _on_white(image: Image) -> Image:
    from PIL import Image as Images

    if image.mode.startswith("I;16"):
        return Images.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if image.mode in ("I", "F"):
        values = np.asarray(image, np.float32)
        brightest = 255.0 if values.max(initial=0.0) <= 255.0 else 65535.0
        return Images.fromarray(np.clip(values * (255.0 / brightest), 0, 255).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        white = Images.new("RGB", image.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    return image.convert("RGB")


def _upright(image: Image, orientation: object) -> Image:
    """The picture as its camera was held."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(orientation) if isinstance(orientation, int) else None
    return image if turn is None else image.transpose(turn)


def _points(size: tuple[int, int], dpi: object) -> tuple[float, float]:
    """Width and height in points, by the file's own resolution where that can be."""
    across, down = _DPI, _DPI
    if isinstance(dpi, tuple) and len(dpi) == 2:
        try:
            across, down = float(dpi[0]), float(dpi[1])
        except (TypeError, ValueError, ZeroDivisionError):
            across = 0.0
        inches = max(size[0] / across, size[1] / down) if across > 0 and down > 0 else 0.0
        likely = all(_LIKELY_DPI[0] <= one <= _LIKELY_DPI[1] for one in (across, down))
        if not likely or not _LIKELY_INCHES[0] <= inches <= _LIKELY_INCHES[1]:
            across, down = _DPI, _DPI
    return (size[0] / across * _POINTS, size[1] / down * _POINTS)


# --- a frame's text -----------------------------------------------------------------------------------------


def _page(number: int, source: Source, frame: int, vocabulary: Vocabulary) -> Page:
    """Raises `FileCorrupt`, `FileTooLarge`."""
    picture, size = _decoded(source, frame, _READ_PIXELS)
    raw = RawPage(number, *size, source=TextSource.OCR)
    if min(picture.size) >= _SMALLEST:
        from rag.scanning.opening import lines_of

        try:
            raw.lines = list(lines_of(np.asarray(picture)))
        except MemoryError:
            raise _too_large(source, picture.width * picture.height * _COLOURS) from None
    raw.kept = confidence_of(raw.lines)
    vocabulary.add(raw)
    return lay_out(raw, frozenset(), vocabulary)
