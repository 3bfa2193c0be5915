"""How the lists of a web page count: from where, in which form, up or down."""

from __future__ import annotations

from typing import Any

from rag.reading.numerals import numeral

_BULLET = "•"
_FORMS = ("1", "a", "A", "i", "I")


class Lists:
    """The lists that are open, each inside the one before."""

    def __init__(self) -> None:
        self._open: list[_List] = []

    @property
    def depth(self) -> int:
        """How many lists an item stands inside of, beside its own."""
        return max(len(self._open) - 1, 0)

    def begin(self, node: Any, marker: str | None) -> None:
        """Open a list; `marker` is what its style says: a form of `numerals`, a bullet, nothing."""
        self._open.append(_List(node, marker))

    def end(self) -> None:
        if self._open:
            self._open.pop()

    def mark(self, item: Any, marker: str | None) -> str:
        """What stands before the next item, with the blank that follows it."""
        if not self._open:
            return f"{_BULLET} " if marker is None else _shown(marker, 1)
        return self._open[-1].mark(item, marker)


class _List:
    def __init__(self, node: Any, marker: str | None) -> None:
        self._step = 1
        self._next = 1
        self._marker = marker
        if node.tag == "ol":
            kind = node.get("type")
            self._marker = marker if marker is not None else kind if kind in _FORMS else "1"
            if node.get("reversed") is not None:
                self._step = -1
                self._next = sum(child.tag == "li" for child in node)
            self._next = _number(node.get("start"), self._next)
        elif marker is None:
            self._marker = _BULLET

    def mark(self, item: Any, marker: str | None) -> str:
        number = _number(item.get("value"), self._next)
        self._next = number + self._step
        kind = item.get("type")
        form = marker if marker is not None else kind if kind in _FORMS else self._marker
        return _shown(form or "", number)


def _shown(marker: str, number: int) -> str:
    if marker in ("", _BULLET):
        return f"{marker} " if marker else ""
    return f"{numeral(number, marker)}. "


def _number(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and text.count("-") < 2 and len(text) < 7 else default
