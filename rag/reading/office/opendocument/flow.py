"""What stands in a text, on a slide or in a frame of OpenDocument, as blocks of pages."""

from __future__ import annotations

from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.office.opendocument.elements import attribute, name_of
from rag.reading.office.opendocument.paragraphs import said_in
from rag.reading.office.opendocument.tables import table_of
from rag.reading.paging import FlowPages
from rag.reading.rows import table_blocks

_DEEPEST = 100  # lists and frames inside each other


class Flow:
    """Adds what stands in a text, a slide or a frame to pages."""

    def __init__(self, flow: FlowPages, breaks: frozenset[str] = frozenset()) -> None:
        self._flow = flow
        self._breaks = breaks
        self._first = True  # the next list item is the first of its list

    def add(self, parent: Any, depth: int = 0) -> None:
        """Add all children of an element."""
        for node in parent:
            self._node(node, depth)

    def _node(self, node: Any, depth: int) -> None:
        if depth > _DEEPEST:
            return
        match name_of(node):
            case "h":
                level = attribute(node, "outline-level")
                self._paragraph(node, depth, int(level) if level.isdecimal() and len(level) < 3 else 1)
            case "p":
                self._paragraph(node, depth)
            case "list":
                self._first = True
                for item in node:
                    self._item(item, depth)
            case "table":
                rows, declared = table_of(node)
                for block in table_blocks(rows, declared):
                    self._flow.add(block)
            case "soft-page-break":
                self._break()
            case "annotation" | "tracked-changes" | "sequence-decls" | "forms" | "notes":
                pass
            case "desc" | "title":
                pass  # what a picture says to those who cannot see it
            case _:
                self.add(node, depth + 1)

    def _item(self, item: Any, depth: int) -> None:
        """A list's item: its first paragraph with a bullet."""
        marked = False
        for node in item:
            if name_of(node) == "p" and not marked:
                text = self._said(node)
                if text:
                    self._flow.add(f"• {text}", tight=not self._first)
                    self._first, marked = False, True
                self._apart(node, depth)
            elif name_of(node) == "list":
                first = self._first
                self._node(node, depth + 1)
                self._first = first
            else:
                self._node(node, depth + 1)

    def _paragraph(self, node: Any, depth: int, level: int | None = None) -> None:
        if attribute(node, "style-name") in self._breaks:
            self._break()
        if next(node.iter("{*}soft-page-break"), None) is not None:
            self._break()  # near enough: a paragraph is not parted
        self._flow.add(self._said(node), level)
        self._apart(node, depth)

    def _break(self) -> None:
        if not self._flow.empty:
            self._flow.break_page()

    def _said(self, node: Any) -> str:
        text, notes = said_in(node)
        for note in notes:
            self._flow.note(note)
        return text

    def _apart(self, node: Any, depth: int) -> None:
        """Text boxes anchored in a paragraph, and comments on it."""
        for inner in node.iter("{*}frame", "{*}custom-shape", "{*}annotation"):
            if next(inner.iterancestors("{*}frame", "{*}custom-shape", "{*}annotation"), None) is not None:
                continue
            if name_of(inner) == "annotation":
                said = one_line(" ".join(said_in(child)[0] for child in inner.iter("{*}p")))
                if said:
                    self._flow.add(f"Comment: {said}")
            else:
                self.add(inner, depth + 1)
