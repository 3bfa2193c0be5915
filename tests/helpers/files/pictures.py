"""Draws pages as scanners and cameras give them, to be read back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

BREACH = (
    "The controller shall notify the breach not later than",
    "72 hours after having become aware of it.",
    "Article 33 applies to every processor.",
)
_WHITE = (255, 255, 255)


def page(
    lines: Sequence[str] = BREACH,
    size: tuple[int, int] = (1240, 1754),
    height: int = 32,
    at: tuple[int, int] = (120, 140),
    onto: Image | None = None,
) -> Image:
    """Lines of text on white, or on the picture `onto`. `height`: of the letters, in pixels."""
    from PIL import Image as Images
    from PIL import ImageDraw, ImageFont

    picture = onto or Images.new("RGB", size, _WHITE)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(height)
    x, y = at
    for line in lines:
        pen.text((x, y), line, (0, 0, 0), font)
        y += height * 3 // 2
    return picture


def photographed(sheet: Image, size: tuple[int, int], corners: Sequence[tuple[int, int]]) -> Image:
    """A sheet seen from aslant on a dark table; `corners` clockwise from the top left."""
    import cv2
    import numpy as np
    from PIL import Image as Images

    wide, high = sheet.size
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32), np.array(corners, np.float32)
    )
    table = (70, 55, 45)
    return Images.fromarray(
        cv2.warpPerspective(
            np.asarray(sheet),
            matrix,
            size,
            flags=cv2.INTER_AREA,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=table,
        )
    )


def saved(path: Path, picture: Image | None = None, **options: object) -> Path:
    (picture or page()).save(path, **options)
    return path


def blank_png(path: Path, width: int, height: int) -> Path:
    """A black picture of two tones, written a row after the other, however large."""
    import zlib

    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(bytes(1 + (width + 7) // 8)) for _ in range(height)) + packer.flush()
    header = width.to_bytes(4) + height.to_bytes(4) + bytes([1, 0, 0, 0, 0])
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, data in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")):
            file.write(len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4))
    return path


def on_pages(
    path: Path, pages: Sequence[Sequence[tuple[Image, tuple[float, float, float, float]]]], text: str = ""
) -> Path:
    """A PDF with a line of text on each page, and pictures at left, bottom, width and height in points."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842))
    for number, placed in enumerate(pages, 1):
        canvas.drawString(60, 780, f"{text or BREACH[2]} Of page {number}.")
        for picture, (left, bottom, width, height) in placed:
            canvas.drawImage(ImageReader(picture), left, bottom, width, height)
        canvas.showPage()
    canvas.save()
    return path
