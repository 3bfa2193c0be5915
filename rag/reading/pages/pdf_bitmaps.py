"""Pictures that PDFium draws, as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import Rectangle


def pixels(bitmap: Any) -> NDArray[np.uint8]:
    """8-bit RGB of shape (height, width, 3): without the bitmap's padding and without a fourth channel."""
    data = np.ctypeslib.as_array(bitmap.buffer).reshape(bitmap.height, bitmap.stride)
    found = data[:, : bitmap.width * bitmap.n_channels].reshape(
        bitmap.height, bitmap.width, bitmap.n_channels
    )
    if bitmap.n_channels == 1:
        return np.repeat(found, 3, axis=2)
    return np.ascontiguousarray(found[:, :, :3])


def grey(page: Any, scale: float) -> NDArray[np.int16]:
    """A loaded page in shades of grey, 0-255, at so many pixels a point: shape (height, width)."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        data = np.ctypeslib.as_array(bitmap.buffer).reshape(bitmap.height, bitmap.stride)
        return data[:, : bitmap.width].astype(np.int16)
    finally:
        bitmap.close()


def drawn(page: Any, part: Rectangle, scale: float) -> NDArray[np.uint8]:
    """A part of a loaded page, in fractions of it, at so many pixels a point; shaped as `pixels` gives it."""
    width, height = page.get_size()
    crop = (part[0] * width, (1 - part[3]) * height, (1 - part[2]) * width, part[1] * height)
    bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True)
    try:
        return pixels(bitmap)
    finally:
        bitmap.close()
