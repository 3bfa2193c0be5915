"""Elements and attributes of OpenDocument by their local names."""

from __future__ import annotations

import re
from typing import Any

_LENGTH = re.compile(r"(\d{1,5}(?:\.\d{1,6})?)(cm|mm|in|pt|pc|px)")
_PIXELS = {"cm": 96 / 2.54, "mm": 96 / 25.4, "in": 96.0, "pt": 96 / 72, "pc": 16.0, "px": 1.0}


def name_of(node: Any) -> str:
    """The local name of an element."""
    return str(node.tag).rpartition("}")[2]


def attribute(node: Any, name: str) -> str:
    """An attribute by its local name."""
    for key, value in node.items():
        if key.endswith(name) and key.rpartition("}")[2] == name:
            return str(value)
    return ""


def whole(text: str, default: int = 0) -> int:
    """A whole number of at most six digits."""
    return int(text) if text.isdecimal() and len(text) < 7 else default


def pixels(length: str) -> float:
    """A length in pixels, of which an inch has 96; 0 for what is none."""
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _PIXELS[found[2]] if found else 0.0
