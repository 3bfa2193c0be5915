"""Whatever stands wherever on pages, parting columns and writing tables keeps every word, once."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from any_text import any_text, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.layout.columns import part_columns
from rag.layout.flow import Vocabulary, lay_out
from rag.layout.printed import RawLine, RawPage, RawWord, Rule, Rules
from rag.reading.pages.tables.tabulated import Tabulation

_words = st.one_of(
    st.sampled_from(["Debit", "Credit EUR", "2023", "1.204,50", "—", "$", "(5.3) %", "Rent", "and", "a:"]),
    any_text,
)
_cells = st.tuples(st.integers(0, 11), _words)
_rows = st.tuples(st.integers(0, 30), st.booleans(), st.lists(_cells, max_size=8))


_edges = st.lists(st.tuples(st.integers(0, 31), st.integers(0, 31), st.integers(1, 31)), max_size=14)


def _rules(edges: list[tuple[int, int, int]], unit: float, along: float) -> tuple[Rule, ...]:
    """Lines at so many units, from and over so many of the other direction's."""
    return tuple(Rule(unit * (at + 0.5), along * low, along * (low + high)) for at, low, high in edges)


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
@given(st.lists(st.lists(_rows, max_size=14), min_size=1, max_size=3), _edges, _edges)
def test_no_word_is_lost(
    pages: list[list[tuple[int, bool, list[tuple[int, str]]]]],
    level: list[tuple[int, int, int]],
    upright: list[tuple[int, int, int]],
) -> None:
    rules = Rules(_rules(level, 842 * 0.03, 595 * 0.08), _rules(upright, 595 * 0.04, 842 * 0.03))
    tables = Tabulation(Vocabulary())
    for number, rows in enumerate(pages, 1):
        lines = [line for row in rows if (line := _line(*row)) is not None]
        raw = RawPage(number, 595.0, 842.0, lines, rules=rules)
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


_filled = st.lists(st.lists(st.lists(_words, max_size=2), min_size=2, max_size=4), min_size=2, max_size=5)


@fuzzed
@given(_filled, st.lists(st.booleans(), min_size=40, max_size=40), st.integers(0, 3))
def test_no_word_of_a_drawn_table_is_lost(rows: list[list[list[str]]], walls: list[bool], aside: int) -> None:
    lines = []
    for number, cells in enumerate(rows):
        for column, held in enumerate(cells):
            for at, text in enumerate(held):
                words = [
                    RawWord(
                        word,
                        (x, 0.1 + 0.06 * number + 0.02 * at, x + 0.02, 0.115 + 0.06 * number + 0.02 * at),
                    )
                    for x, word in zip(
                        (0.11 + 0.2 * column + 0.03 * i for i in range(5)), text.split(), strict=False
                    )
                ]
                if words:
                    line = RawLine(words, 10.0, number == 0)
                    line.settle()
                    lines.append(line)
    ys = [842 * (0.09 + 0.06 * number) for number in range(len(rows) + 1)]
    xs = [595 * (0.1 + 0.2 * column) for column in range(5)]
    drawn = iter(walls)
    level = tuple(Rule(y, xs[0], xs[-1]) for y in ys if next(drawn) or y in (ys[0], ys[-1]))
    upright = tuple(
        Rule(x, top, bottom)
        for x in xs
        for top, bottom in pairwise(ys)
        if next(drawn, True) or x in (xs[0], xs[-1])
    )
    raw = RawPage(1, 595.0, 842.0, lines, rules=Rules(level, upright))
    before = _marks(lines)
    written, moved = Tabulation(Vocabulary()).page(raw, frozenset(range(min(aside, len(lines)))))
    assert len(moved) == min(aside, len(lines))
    assert _marks(written.lines) == before
