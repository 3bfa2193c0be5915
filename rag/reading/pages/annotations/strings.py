"""Strings of a PDF's annotations."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import Any

_MOST_BYTES = 2_000_000  # of one string
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")


def string_of(annotation: Any, key: bytes) -> str:
    """What an annotation holds under a key; empty where that is no string."""
    import pypdfium2.raw as pdfium

    return wide_string(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def wide_string(get: Callable[[Any, int], int]) -> str:
    """What one of PDFium's calls writes as UTF-16, asked first how many bytes it takes."""
    size = get(None, 0)
    if not 2 < size <= _MOST_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    return bytes(memoryview(buffer))[:size].decode("utf-16-le", "replace").split("\0", 1)[0]


def date_of(annotation: Any) -> str:
    """The day it was changed last, or made, as "2024-07-12"; empty where it does not say."""
    found = _DATE.match(string_of(annotation, b"M") or string_of(annotation, b"CreationDate"))
    return "-".join(part for part in found.groups() if part) if found else ""
