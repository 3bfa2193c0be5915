"""No text ends the making of a structure: whatever the pages say, they become passages."""

from __future__ import annotations

from any_text import any_text, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.structuring.marks import label_ranks, split_title
from rag.structuring.references import Places, find_references
from rag.structuring.structure import StructureBuilder
from rag.types import Box, DocumentInfo, Heading, Line, OutlineItem, Page, PageUnit, Word


def _page(number: int, text: str) -> Page:
    """A page with its lines and words in their places, as a PDF has them."""
    lines, words, at = list[Line](), list[Word](), 0
    for row, line in enumerate(text.split("\n")):
        top = min(row / 50, 0.97)
        if line.strip():
            box = Box(0.1, top, 0.9, top + 0.015)
            lines.append(Line(at, at + len(line), line, box, size=10.0 + row % 3, bold=row % 2 == 0))
            words.append(Word(at, at + len(line), box))
        at += len(line) + 1
    return Page(number, text, width=595.0, height=842.0, lines=tuple(lines), words=tuple(words))


@fuzzed
@given(st.lists(any_text, max_size=4), st.lists(any_text, max_size=3), st.sampled_from(PageUnit))
def test_structure(texts: list[str], titles: list[str], unit: PageUnit) -> None:
    outline = tuple(OutlineItem(title, level, 1, 0.1) for level, title in enumerate(titles, 1))
    builder = StructureBuilder(DocumentInfo("", len(texts), unit, outline=outline))
    for number, text in enumerate(texts, 1):
        builder.add(_page(number, text))
    whole = "\n".join(texts)
    for passage in builder.finish().passages:
        assert 0 <= passage.start < passage.end <= len(whole)
        assert 1 <= passage.page_start <= passage.page_end <= len(texts)


@fuzzed
@given(any_text, any_text)
def test_declared_headings(title: str, text: str) -> None:
    builder = StructureBuilder(DocumentInfo("", 1))
    headed = f"{title}\n{text}"
    builder.add(Page(1, headed, headings=(Heading(0, len(title), 1, title),)))
    builder.finish()
    split_title(title)
    label_ranks(title)


@fuzzed
@given(any_text, st.lists(any_text, max_size=3))
def test_references(text: str, labels: list[str]) -> None:
    for found in find_references(text, 0, Places((label, 0) for label in labels)):
        assert 0 <= found.start < found.end <= len(text)
