"""Pictures that PDFium draws, as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def pixels(bitmap: Any) -> NDArray[np.uint8]:
    """8-bit RGB of shape (height, width, 3): without the bitmap's padding and without a fourth channel."""
    data = np.ctypeslib.as_array(bitmap.buffer).reshape(bitmap.height, bitmap.stride)
    found = data[:, : bitmap.width * bitmap.n_channels].reshape(
        bitmap.height, bitmap.width, bitmap.n_channels
    )
    if bitmap.n_channels == 1:
        return np.repeat(found, 3, axis=2)
    return np.ascontiguousarray(found[:, :, :3])
