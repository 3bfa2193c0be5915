"""Faces for what Pillow writes into pictures: letters are whole in every language, and never boxes."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

# Faces that Linux, Windows and macOS have, those with the most letters first; Pillow looks where each keeps
# its own. The face that it brings has no more than ASCII: "März" and "prévision" had boxes in them.
_FACES = (
    "DejaVuSans.ttf",
    "segoeui.ttf",
    "Arial.ttf",
    "arial.ttf",
    "NotoSans-Regular.ttf",
    "LiberationSans-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
)
_OWN = ""  # Pillow's own face
_NO_SIGN, _TRIED = "\uffff", 12  # a sign that no face has, and the size in which signs are compared


def written(text: str, size: int) -> tuple[str, Any]:
    """A text and the face it is drawn with at a size in pixels: the first that has all its letters.

    Where none has, what can be written of it: letters without their marks, and numbers. Boxes say nothing.
    """
    faces = [name for name in (*_FACES, _OWN) if _opened(name, size) is not None]
    for name in faces:
        if all(_has(name, sign) for sign in set(text)):
            return text, _opened(name, size)
    bared = unicodedata.normalize("NFKD", text)
    return "".join(one for one in bared if _has(faces[0], one)).strip(), _opened(faces[0], size)


@cache
def _opened(name: str, size: int) -> Any:
    """A face; None where the system does not have it."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)
    except OSError:
        return None


@cache
def _has(name: str, sign: str) -> bool:
    face = _opened(name, _TRIED)
    return sign.isspace() or bytes(face.getmask(sign)) != bytes(face.getmask(_NO_SIGN))
