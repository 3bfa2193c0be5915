"""The text of a part as people read it, each character with the element that holds it, so that it can be
changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rag.redacting.forms.piece import BAR, Change, level
from rag.redacting.forms.word.names import A, M, W

_Place = tuple[Any, int] | None
_TEXTS = (f"{W}t", f"{W}delText", f"{M}t", f"{A}t")
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PARAGRAPHS = (f"{W}p", f"{A}p")
_CELL = " | "
_PRESERVED = "{http://www.w3.org/XML/1998/namespace}space"


class Story:
    """The text of one part."""

    def __init__(self, root: Any) -> None:
        self._signs: list[str] = []
        self._places: list[_Place] = []
        self._block(root)
        self.text = "".join(self._signs)

    def change(self, changes: Sequence[Change]) -> None:
        """Write what stands instead into the elements."""
        instead: dict[int, str] = {}
        for one in (*changes, *level(self.text, changes)):
            for at in range(one.start, one.end):
                if self._places[at] is not None:
                    instead[at] = ""
            first = next((at for at in range(one.start, one.end) if self._places[at] is not None), None)
            if first is not None:
                instead[first] = one.instead or BAR
        written: dict[Any, list[str]] = {}
        for at, place in enumerate(self._places):
            if place is not None:
                written.setdefault(place[0], []).append(instead.get(at, self._signs[at]))
        for element, signs in written.items():
            text = "".join(signs)
            if element.text != text:
                element.text = text
                if element.tag == f"{W}t":
                    element.set(_PRESERVED, "preserve")

    # --- inside --------------------------------------------------------------------------------------------

    def _block(self, element: Any) -> None:
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag in _PARAGRAPHS:
                self._paragraph(child)
                self._say("\n")
            elif child.tag == f"{W}tr":
                self._row(child)
                self._say("\n")
            else:
                self._block(child)

    def _row(self, row: Any) -> None:
        for place, cell in enumerate(one for one in row if one.tag == f"{W}tc"):
            if place:
                self._say(_CELL)
            for number, paragraph in enumerate(_paragraphs_of(cell)):
                if number:
                    self._say("\n")
                self._paragraph(paragraph)

    def _paragraph(self, paragraph: Any) -> None:
        inner: list[Any] = []
        self._inline(paragraph, inner)
        for box in inner:  # what stands in a text box of the paragraph comes after it
            self._say("\n")
            self._block(box)

    def _inline(self, element: Any, inner: list[Any]) -> None:
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag in _TEXTS:
                for at, sign in enumerate(child.text or ""):
                    self._signs.append(sign)
                    self._places.append((child, at))
            elif child.tag in _SIGNS:
                self._say(_SIGNS[child.tag])
            elif any(one.tag in _PARAGRAPHS for one in child):
                inner.append(child)
            else:
                self._inline(child, inner)

    def _say(self, text: str) -> None:
        self._signs += text
        self._places += [None] * len(text)


def _paragraphs_of(cell: Any) -> Iterator[Any]:
    """Those of a cell, with those of tables in it."""
    for child in cell:
        if child.tag == f"{W}p":
            yield child
        elif child.tag == f"{W}tbl":
            for row in child:
                if row.tag == f"{W}tr":
                    for inner in row:
                        if inner.tag == f"{W}tc":
                            yield from _paragraphs_of(inner)
