"""How a web page sets its words, where somebody takes note of it: bold, in italics, quoted, as it stands."""

from __future__ import annotations

from collections import Counter

from rag.reading.viewing.recording import recorder
from rag.types.views import Kind, Mark

_MARKS = {
    "b": Mark.BOLD, "strong": Mark.BOLD, "i": Mark.ITALIC, "em": Mark.ITALIC, "cite": Mark.ITALIC,
    "var": Mark.ITALIC, "u": Mark.UNDERLINED, "ins": Mark.UNDERLINED, "code": Mark.FIXED, "kbd": Mark.FIXED,
    "samp": Mark.FIXED, "tt": Mark.FIXED,
}  # fmt: skip
_QUOTE = "blockquote"


class Setting:
    """The open elements that say how words are set."""

    def __init__(self) -> None:
        self._noted = recorder()
        self._open: Counter[str] = Counter()

    def begin(self, tag: str) -> None:
        if self._noted is not None and (tag in _MARKS or tag == _QUOTE):
            self._open[tag] += 1

    def end(self, tag: str) -> None:
        if self._open[tag] > 0:
            self._open[tag] -= 1

    def say(self, text: str) -> None:
        """Note words that are said now."""
        if self._noted is not None:
            marks = Mark(0)
            for tag, times in self._open.items():
                if times and tag in _MARKS:
                    marks |= _MARKS[tag]
            self._noted.run(text, marks)

    def kind(self, item: bool, *, plain: bool) -> Kind:
        """What a block is that ends now; `item`: it has a mark, `plain`: it is set as it stands."""
        if plain:
            return Kind.CODE
        if item:
            return Kind.ITEM
        return Kind.QUOTE if self._open[_QUOTE] else Kind.PARAGRAPH
