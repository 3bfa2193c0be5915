"""Whatever stands wherever on pages, parting columns and writing tables keeps every word, once."""

from __future__ import annotations

from collections import Counter

from any_text import any_text, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.layout.columns import part_columns
from rag.layout.flow import Vocabulary, lay_out
from rag.layout.printed import RawLine, RawPage, RawWord
from rag.reading.pages.tables.tabulated import Tabulation

_words = st.one_of(
    st.sampled_from(["Debit", "Credit EUR", "2023", "1.204,50", "—", "$", "(5.3) %", "Rent", "and", "a:"]),
    any_text,
)
_cells = st.tuples(st.integers(0, 11), _words)
_rows = st.tuples(st.integers(0, 30), st.booleans(), st.lists(_cells, max_size=8))


def _line(row: int, bold: bool, cells: list[tuple[int, str]]) -> RawLine | None:
    y = 0.05 + row * 0.03
    words = [
        RawWord(word, (0.05 + 0.08 * place + 0.02 * at, y, 0.065 + 0.08 * place + 0.02 * at, y + 0.012))
        for place, text in cells
        for at, word in enumerate(text.split())
    ]
    if not words:
        return None
    line = RawLine(words, 10.0, bold)
    line.settle()
    return line


def _marks(lines: list[RawLine]) -> Counter[str]:
    """All that is printed, but for hyphens, which words that a line splits lose."""
    return Counter(mark for line in lines for word in line.words for mark in word.text if mark not in "-‐")


@fuzzed
@given(st.lists(st.lists(_rows, max_size=14), min_size=1, max_size=3))
def test_no_word_is_lost(pages: list[list[tuple[int, bool, list[tuple[int, str]]]]]) -> None:
    tables = Tabulation()
    for number, rows in enumerate(pages, 1):
        lines = [line for row in rows if (line := _line(*row)) is not None]
        raw = RawPage(number, 595.0, 842.0, lines)
        before = Counter(
            mark for line in lines for word in line.words for mark in word.text if mark not in "-‐"
        )
        part_columns(raw)
        aside = frozenset({0} if len(raw.lines) > 1 else ())
        written, moved = tables.page(raw, aside)
        assert len(moved) == len(aside)
        assert _marks(written.lines) == before
        page = lay_out(written, moved, Vocabulary())
        assert all(
            page.text[line.start : line.end] == line.text for line in page.lines if line.start < line.end
        )
        assert all(word.start < word.end for word in page.words)
