"""What a picture of a web page says in its own words, where the page does not say it beside it too."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from rag.reading.cleaning import one_line

_SMALLEST = 2  # dots: a smaller one is not seen, and only tells that a page was opened
_DOTS = re.compile(r"\s*(\d{1,6})(?:px)?\s*")
_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|avif)", re.IGNORECASE)
_DRAWN_FORMULA = "{\\displaystyle"
_LOOKED_AT = 200  # elements beside a picture
_IDLE_ROLES = ("presentation", "none")


def picture_text(node: Any) -> str:
    """The words given for an image; empty where they are none of a reader's, as of ornaments and formulas."""
    said = one_line(node.get("alt") or "")
    if not any(mark.isalnum() for mark in said) or _FILE.fullmatch(said) or said.startswith(_DRAWN_FORMULA):
        return ""
    if node.get("role") in _IDLE_ROLES or any(_is_tiny(node.get(side)) for side in ("width", "height")):
        return ""
    around = node.getparent()
    while around is not None and around.tag in ("picture", "span", "a"):
        around = around.getparent()
    if around is None or around.tag in ("body", "html"):
        return said
    beside = list(islice(around.iter(), _LOOKED_AT))
    if any(one.tag == "math" for one in beside):
        return ""  # the formula is said as such
    near = one_line(" ".join(text for one in beside for text in (one.text, one.tail) if text))
    return "" if said.casefold() in near.casefold() else said


def _is_tiny(length: str | None) -> bool:
    dots = _DOTS.fullmatch(length or "")
    return dots is not None and int(dots[1]) <= _SMALLEST
