"""Sections and passages of a document, computed while its pages come by and once they all have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from rag.structuring.passages import PageMap, cut_record, cut_sections
from rag.structuring.record_tree import RecordTree, group_of
from rag.structuring.references import Places, find_references
from rag.structuring.sections import find_sections
from rag.structuring.tables import find_tables, with_heads
from rag.structuring.text_lines import DocumentLines
from rag.types import DocumentInfo, Heading, Page, PageUnit, Passage, Reference, Structure


class StructureBuilder:
    """`add` every page in order, then `finish`. Keeps the text, never the words and boxes."""

    def __init__(self, info: DocumentInfo) -> None:
        self._info = info
        self._texts: list[str] = []
        self._starts: list[int] = []
        self._numbers: list[int] = []
        self._length = 0
        self._lines = DocumentLines()
        self._declared: list[tuple[int, Heading]] = []
        self._tree = RecordTree()
        self._names: list[tuple[str | None, str | None]] = []  # key and label of each record

    def describe(self, info: DocumentInfo) -> None:
        """Take what is known of the document once its last page is."""
        self._info = info

    def add(self, page: Page) -> None:
        offset = self._length
        self._starts.append(offset)
        self._numbers.append(page.number)
        self._texts.append(page.text)
        self._length += len(page.text) + 1
        if self._info.unit is PageUnit.RECORD:
            self._tree.add(page)
            self._names.append((page.key, page.label))
            return
        self._lines.add(page)
        self._declared += [
            (page.number, replace(heading, start=offset + heading.start, end=offset + heading.end))
            for heading in page.headings
        ]

    def finish(self) -> Structure:
        if self._info.unit is PageUnit.RECORD:
            return Structure((), self._records(), tuple(self._between_records()))
        text = "\n".join(self._texts)
        sections = find_sections(self._lines, self._declared, self._info.outline)
        pages = PageMap(self._starts, self._numbers)
        listings = self._listings()
        places = Places((section.label, section.start) for section in sections if section.label)
        references = (
            found
            for found in find_references(text, 0, places)
            if not any(low <= found.start < high for low, high in listings)
        )
        passages = with_heads(cut_sections(text, sections, pages, listings), find_tables(self._lines.lines))
        return Structure(sections, tuple(passages), tuple(references))

    def _records(self) -> tuple[Passage, ...]:
        rows = zip(self._texts, self._starts, self._numbers, self._names, strict=True)
        return tuple(
            passage
            for text, start, number, (key, label) in rows
            for passage in cut_record(text, start, number, self._tree.headings(key, label), key)
        )

    def _between_records(self) -> Iterator[Reference]:
        """References of records to others of their group, by label."""
        groups: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for start, (key, label) in zip(self._starts, self._names, strict=True):
            if label:
                groups[group_of(key)].append((label, start))
        places = {group: Places(labels) for group, labels in groups.items()}
        for text, start, (key, _) in zip(self._texts, self._starts, self._names, strict=True):
            if group_of(key) in places:
                yield from find_references(text, start, places[group_of(key)])

    def _listings(self) -> list[tuple[int, int]]:
        """Spans of tables of contents: what they say is said again where it belongs."""
        spans: list[tuple[int, int]] = []
        for line in self._lines.lines:
            if not line.listing:
                continue
            if spans and line.start - spans[-1][1] <= 2:
                spans[-1] = (spans[-1][0], line.end)
            else:
                spans.append((line.start, line.end))
        return spans
