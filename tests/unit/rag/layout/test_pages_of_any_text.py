"""No text ends the laying out of a page: whatever its lines say, each is in the text or set aside."""

from __future__ import annotations

from any_text import any_text, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.layout.flow import Vocabulary, lay_out
from rag.layout.furniture import Furniture
from rag.layout.margins import idle_lines
from rag.layout.printed import RawLine, RawPage, RawWord


def _line(text: str, row: int) -> RawLine | None:
    words = [
        RawWord(word, (0.1 + 0.02 * at, row / 40, 0.12 + 0.02 * at, row / 40 + 0.01))
        for at, word in enumerate(text.split())
    ]
    if not words:
        return None
    line = RawLine(words, 10.0, bold=False)
    line.settle()
    return line


@fuzzed
@given(st.lists(st.lists(any_text, max_size=6), min_size=1, max_size=5))
def test_pages(pages: list[list[str]]) -> None:
    furniture, vocabulary = Furniture(), Vocabulary()
    sheets = [
        RawPage(
            number, 595.0, 842.0, [line for row, text in enumerate(lines) if (line := _line(text, row * 7))]
        )
        for number, lines in enumerate(pages, 1)
    ]
    for sheet in sheets:
        furniture.add(sheet)
        vocabulary.add(sheet)
    for sheet in sheets:
        page = lay_out(sheet, furniture.find(sheet), vocabulary)
        assert all(0 <= line.start <= line.end <= len(page.text) for line in page.lines)
        idle_lines(sheet)
