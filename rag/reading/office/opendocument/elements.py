"""Elements and attributes of OpenDocument by their local names."""

from __future__ import annotations

from typing import Any


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
