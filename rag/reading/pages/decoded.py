"""A frame of a picture's file as pixels: decoded, laid on paper, brought down to what is needed, upright.

A picture is brought down as soon as it is decoded, a band of rows after the other, so that a sheet scanned
very finely is never held twice.
"""

from __future__ import annotations

import math
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.errors import FileCorrupt, FileTooLarge
from rag.reading.source import Source
from rag.scanning.sizing import LONGEST_SIDE

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
_MOST_DECODED = 576 << 20  # bytes of one decoded picture: what the reader's memory holds beside its models
_IN_GREY = ("PNG", "TIFF")  # formats that OpenCV decodes with a byte a pixel, whatever their colours
_MOST_IN_GREY = 256_000_000  # pixels, A0 at 400 dpi; they are held twice for a moment
_LARGEST = 600_000_000  # pixels; what claims to have more is not even looked at
_BAND = 256  # rows reduced together
_DPI = 200.0  # where the file says none, or one that cannot be
_LIKELY_DPI = (75.0, 2400.0)  # 72 is what programs write that do not know
_LIKELY_INCHES = (0.5, 60.0)  # of the longer side
_POINTS = 72.0
_LARGE = 210.0  # square inches: A3 has 193
_DRAWN_FINELY = 24_000_000  # pixels, where the file does not say of what size the sheet is
_ORIENTATION = 0x0112  # the EXIF tag
_SAMPLE = 512  # pixels of a side, while it is told what is drawn on a picture with holes
_SEEN, _LIGHT = 128, 170  # of 255: of a pixel that counts as drawn, and of light drawing
_SUBFILE = 254  # the TIFF tag; its first bit says: a smaller copy of another frame
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, KeyError, IndexError, AttributeError,
    ArithmeticError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip


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
        raise too_large(source, _LARGEST * 4) from None
    except _BROKEN as failure:
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure
    finally:
        Image.MAX_IMAGE_PIXELS = usual


def too_large(source: Source, size: int) -> FileTooLarge:
    return FileTooLarge(path=str(source.path), limit=_MOST_DECODED, size=size, unpacked=True)


def frames(source: Source) -> list[int]:
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


def decoded(source: Source, frame: int, pixels: int, of_large: int = 0) -> tuple[Image, tuple[float, float]]:
    """A frame as it is to be looked at, RGB, with at most about so many pixels; and its size in points.

    `of_large`: pixels, where more, of a sheet that is known to be larger than A3, or was drawn so finely. The
    file is opened for every frame anew, so that nothing of the whole picture is held afterwards.
    """
    with _opened(source) as image, _decoding(source):
        if frame:
            image.seek(frame)
        size, dpi = image.size, image.info.get("dpi")
        if min(size) < 1:
            raise FileCorrupt(path=str(source.path), detail="no pixels")
        photographed = image.format in ("JPEG", "MPO")
        width, height = _points(size, dpi)
        if of_large and _is_large(size, dpi, photographed=photographed):
            pixels = max(pixels, of_large)
        if photographed:
            scale = min(1.0, math.sqrt(pixels / (size[0] * size[1])))
            # The decoder leaves out detail by itself: by half, a quarter, or an eighth.
            image.draft("RGB", (math.ceil(size[0] * scale), math.ceil(size[1] * scale)))
        held = image.width * image.height * _bytes_a_pixel(image.mode)
        if held <= _MOST_DECODED:
            image.load()  # which turns a TIFF upright
            whole: Image = image
        elif frame or image.format not in _IN_GREY or image.width * image.height > _MOST_IN_GREY:
            raise too_large(source, held)
        else:
            whole = _in_grey(source)
        orientation = image.getexif().get(_ORIENTATION, 1)
        flat = _upright(_reduced(whole, pixels), orientation)
    if (flat.width > flat.height) != (size[0] > size[1]):
        width, height = height, width
    return flat, (width, height)


def _in_grey(source: Source) -> Image:
    """The first frame of a picture that is too large in colour."""
    import cv2
    from PIL import Image as Images

    with source.opened() as stream:
        held = np.frombuffer(stream.read(), np.uint8)
    try:
        gray = cv2.imdecode(held, cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        raise too_large(source, _MOST_IN_GREY) from None
    if gray is None:
        raise FileCorrupt(path=str(source.path), detail="not decoded")
    return Images.fromarray(np.asarray(gray, np.uint8))


def _bytes_a_pixel(mode: str) -> int:
    """As Pillow keeps them."""
    return 1 if mode in ("1", "L", "P") else 2 if mode.startswith("I;16") else 4


def _reduced(image: Image, pixels: int) -> Image:
    """The picture on paper, in RGB, with at most so many pixels and no side too long to be read.

    The source is not copied but by bands.
    """
    from PIL import Image as Images

    width, height = image.size
    on_paper = _laying(image)
    scale = max(1.0, math.sqrt(width * height / pixels), max(width, height) / LONGEST_SIDE)
    if scale == 1.0:
        return on_paper(image)
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    step = height / size[1]
    target = Images.new("RGB", size)
    margin = math.ceil(step) + 1  # rows beside the band that its edge is mixed from
    for top in range(0, size[1], _BAND):
        rows = min(_BAND, size[1] - top)
        first = max(0, math.floor(top * step) - margin)
        last = min(height, math.ceil((top + rows) * step) + margin)
        band = on_paper(image.crop((0, first, width, last)))
        box = (0.0, top * step - first, float(width), min((top + rows) * step - first, float(last - first)))
        target.paste(band.resize((size[0], rows), Images.Resampling.HAMMING, box), (0, top))
    return target


def _laying(image: Image) -> Callable[[Image], Image]:
    """What makes RGB of a picture or of a band of it, by what the whole picture is like."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        brightest = _brightest(image)
        return lambda band: _in_grey_levels(band, brightest)
    if image.has_transparency_data:
        paper = _paper(image)
        return lambda band: _on_paper(band, paper)
    return lambda band: band.convert("RGB")


def _brightest(image: Image) -> float:
    """The value that is white: the least of those that depths of colour have, which no pixel exceeds."""
    most = max(
        (float(one) for one in np.asarray(image.getextrema()).ravel() if math.isfinite(one)), default=1.0
    )
    depths = (8, 10, 12, 14, 16, 24)
    white = next((2.0**bits - 1 for bits in depths if most < 2**bits), max(most, 1.0))
    return 1.0 if image.mode == "F" and most <= 1.0 else white


def _in_grey_levels(image: Image, brightest: float) -> Image:
    from PIL import Image as Images

    values = np.nan_to_num(np.asarray(image, np.float32))
    return Images.fromarray(np.clip(values * (255.0 / brightest), 0, 255).astype(np.uint8)).convert("RGB")


def _paper(image: Image) -> str:
    """The paper that a picture with holes is laid on: what is drawn in white was meant for a dark one."""
    from PIL.Image import Resampling

    sample = image.resize((_SAMPLE, _SAMPLE), Resampling.NEAREST).convert("RGBA")
    alpha = np.asarray(sample.getchannel("A"))
    seen = np.asarray(sample.convert("L"))[alpha >= _SEEN]
    return "black" if seen.size and float(np.median(seen)) > _LIGHT else "white"


def _on_paper(image: Image, paper: str) -> Image:
    from PIL import Image as Images

    seen = image.convert("RGBA")
    flat = Images.new("RGB", image.size, paper)
    flat.paste(seen, mask=seen.getchannel("A"))
    return flat


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
    across, down = _resolution(size, dpi) or (_DPI, _DPI)
    return (size[0] / across * _POINTS, size[1] / down * _POINTS)


def _resolution(size: tuple[int, int], dpi: object) -> tuple[float, float] | None:
    """Pixels an inch, across and down, that the file names; None where it names none that can be."""
    if not isinstance(dpi, tuple) or len(dpi) != 2:
        return None
    try:
        across, down = float(dpi[0]), float(dpi[1])
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not all(_LIKELY_DPI[0] <= one <= _LIKELY_DPI[1] for one in (across, down)):
        return None
    inches = max(size[0] / across, size[1] / down)
    return (across, down) if _LIKELY_INCHES[0] <= inches <= _LIKELY_INCHES[1] else None


def _is_large(size: tuple[int, int], dpi: object, *, photographed: bool) -> bool:
    """Whether a picture is of a sheet larger than A3. A photograph without a scale is not taken for one."""
    known = _resolution(size, dpi)
    if known is None:
        return not photographed and size[0] * size[1] > _DRAWN_FINELY
    return size[0] / known[0] * size[1] / known[1] > _LARGE
