"""Which of the pictures inside a document are worth reading: photographs and screenshots, not logos.

Each is read once, however often it comes: the signature of a whole mailbox is one picture.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from enum import Enum

from rag.errors import ReadError
from rag.reading.containers.mail.headers import base64_bytes
from rag.reading.source import Source

_FEWEST_BYTES = 1_000  # less is a line, a dot, an icon
# A logo is some 250 by 80 pixels, an icon 32 by 32; three lines of text as small as a screen shows them are
# 600 by 60, a photograph has a million.
_SMALLEST_AREA = 36_000
_SHORTEST_SIDE = 24
_ADDRESS = "cid:picture-{}"  # what stands in the place of one that is taken out
_WRITTEN_IN = re.compile(
    r"data:image/(png|jpe?g|gif|bmp|webp|tiff|heic)(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=\s%]+)", re.IGNORECASE
)


class Told(Enum):
    """Why a picture inside a document is not read."""

    SMALL = "Small pictures, not read"
    BEFORE = "Pictures read before"


def taken_out(page: str) -> tuple[str, list[tuple[str, bytes]]]:
    """A web page without the pictures that are written into it, and these: name and bytes of each."""
    found: list[tuple[str, bytes]] = []

    def take(match: re.Match[str]) -> str:
        kind = match[1].lower()
        data = base64_bytes(match[2].encode("ascii", "ignore"))
        found.append((f"picture {len(found) + 1}.{kind}", data))
        return address_of(data)

    return (_WRITTEN_IN.sub(take, page) if "data:image/" in page else page), found


def address_of(data: bytes) -> str:
    """What stands in a page in the place of a picture that was taken out of it."""
    return _ADDRESS.format(hashlib.sha256(data).hexdigest()[:32])


def told_of(load: Callable[[], bytes], source: Source) -> Told | None:
    """Why the picture is not read; None where it is. Keeps it in mind for the rest of `source`."""
    try:
        data = load()
    except ReadError:
        return None  # whoever reads it tells
    if len(data) < _FEWEST_BYTES or _is_small(data):
        return Told.SMALL
    digest = hashlib.sha256(data).digest()
    if digest in source.budget.pictures:
        return Told.BEFORE
    source.budget.pictures.add(digest)
    return None


def _is_small(data: bytes) -> bool:
    """By what the picture says of itself; one that says nothing is for its reader."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")) as picture:
            width, height = picture.size
    except Exception:  # a boundary: whatever the library makes of a broken head
        return False
    return width * height < _SMALLEST_AREA or min(width, height) < _SHORTEST_SIDE
