"""Pictures of a Word file: their dots alone, or a grey plate of their shape in their place."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

_LONGEST = 1200  # dots of a plate's longer side
_GREY, _EDGE = 214, 120
_FORMS = {".jpg": "JPEG", ".jpeg": "JPEG", ".tif": "TIFF", ".tiff": "TIFF"}


def plate_of(name: str, data: bytes) -> bytes | None:
    """A grey plate as wide and high, in the format that a part's name tells; None where nobody knows the
    picture's shape, of which nothing else is looked at.
    """
    from PIL import Image, ImageDraw

    try:
        with Image.open(io.BytesIO(data)) as opened:
            wide, high = opened.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    share = min(1.0, _LONGEST / max(wide, high, 1))
    made = Image.new("L", (max(1, round(wide * share)), max(1, round(high * share))), _GREY)
    ImageDraw.Draw(made).rectangle((0, 0, made.width - 1, made.height - 1), outline=_EDGE)
    suffix = PurePosixPath(name).suffix.lower()
    out = io.BytesIO()
    made.save(out, _FORMS.get(suffix, suffix[1:].upper()))
    return out.getvalue()


def plain_picture(data: bytes) -> bytes:
    """The dots alone: no thumbnail, no place, no name of a camera's owner."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as opened:
        form = opened.format or "PNG"
        bare = Image.new(opened.mode, opened.size)
        if opened.mode == "P" and opened.getpalette():
            bare.putpalette(opened.getpalette() or [])
        bare.paste(opened)
    made = io.BytesIO()
    bare.save(made, form)
    return made.getvalue()
