"""What stands in a text, on a slide or in a frame of OpenDocument, as blocks of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from rag.language.withdrawn import standing
from rag.reading.cleaning import one_line
from rag.reading.comments import comment
from rag.reading.office.opendocument.elements import attribute, name_of, whole
from rag.reading.office.opendocument.numbering import Numbering
from rag.reading.office.opendocument.paragraphs import SHAPES, Paragraphs, Said
from rag.reading.office.opendocument.shapes import shape_manner
from rag.reading.office.opendocument.styles import Manner, Styles
from rag.reading.office.opendocument.tables import table_of
from rag.reading.paging import FlowPages
from rag.reading.rows import joined, table_blocks
from rag.types.views import Kind

_DEEPEST = 100  # lists and frames inside each other
_LEFT_OUT = frozenset(
    {"tracked-changes", "sequence-decls", "forms", "notes", "desc", "title", "annotation-end", "index-source"}
)
_PLAIN = Manner()


class Flow:
    """Adds what stands in a part to pages."""

    def __init__(
        self,
        flow: FlowPages,
        styles: Styles | None = None,
        numbering: Numbering | None = None,
        paragraphs: Paragraphs | None = None,
        shape: Callable[[Any], Manner] | None = None,
    ) -> None:
        """`shape` tells how text in a shape stands there."""
        self._flow = flow
        self._styles = styles or Styles()
        self._numbering = numbering or Numbering()
        self._paragraphs = paragraphs or Paragraphs(self._styles)
        self._shape = shape or partial(shape_manner, self._styles)
        self._lists = 0  # that are open
        self._first = True  # the next list item is the first of its list
        self._cell: list[str] | None = None  # what the cell under way says

    def add(self, parent: Iterable[Any], depth: int = 0, manner: Manner = _PLAIN) -> None:
        """Add all children of an element."""
        for node in parent:
            self._node(node, depth, manner)

    def said_in(self, parent: Iterable[Any], depth: int = 0, manner: Manner = _PLAIN) -> str:
        """All that the children of a cell, a header or a comment say, in one line; notes go to the page."""
        outer, self._cell = self._cell, []
        self.add(parent, depth, manner)
        text, self._cell = one_line(" ".join(self._cell)), outer
        return text

    def _node(self, node: Any, depth: int, manner: Manner, mark: str = "") -> None:
        if depth > _DEEPEST:
            return
        match name_of(node):
            case "h":
                level = whole(attribute(node, "outline-level"), 1) or 1
                self._paragraph(node, depth, manner, level, mark or self._numbering.heading(node, level))
            case "p":
                self._paragraph(node, depth, manner, None, mark)
            case "list":
                self._list(node, depth, manner)
            case "numbered-paragraph":
                label = self._numbering.alone(node)
                for inner in node:
                    self._node(inner, depth + 1, manner, label)
            case "table":
                self._table(node, depth, manner)
            case "section":
                self.add(node, depth + 1, self._of_section(node).within(manner))
            case name if name not in _LEFT_OUT:
                if not self._single(node):
                    inside = self._shape(node).within(manner) if name in SHAPES else manner
                    self.add(node, depth + 1, inside)

    def _single(self, node: Any) -> bool:
        """Whether an element is one that holds no blocks, which is then done with."""
        match name_of(node):
            case "soft-page-break":
                self._break()
            case "annotation":
                self._comment(node)
            case "control":
                self._emit(self._paragraphs.control(node))
            case "frame" if (formula := self._paragraphs.objects.formula(node)) is not None:
                self._emit(formula)
            case "object":
                self._object(node)
            case "image":
                for block in self._paragraphs.objects.picture(node):
                    self._emit(block)
            case _:
                return False
        return True

    def _list(self, node: Any, depth: int, manner: Manner) -> None:
        first = next(node.iter("{*}p", "{*}h"), None)
        named = "" if first is None else self._styles.numbering(attribute(first, "style-name"))
        before, self._first = self._first, True
        self._numbering.begin(node, named or "")
        self._lists += 1
        for item in node:
            marked = name_of(item) == "list-header"
            for inner in item:
                mark = ""
                if not marked and name_of(inner) in ("p", "h"):
                    mark, marked = self._numbering.mark(item), True
                self._node(inner, depth + 1, manner, mark)
        self._numbering.end()
        self._lists -= 1
        self._first = before

    def _paragraph(self, node: Any, depth: int, manner: Manner, level: int | None, mark: str) -> None:
        style = attribute(node, "style-name")
        if (
            self._styles.breaks_before("paragraph", style)
            or next(node.iter("{*}soft-page-break"), None) is not None
        ):
            self._break()  # a paragraph that a page ends in is not parted
        said = self._paragraphs.said(node, manner)
        if said.text:
            text = f"{mark} {said.text}" if mark else said.text
            self._emit(
                text, level if standing(said.text).strip() else None, listed=bool(mark) and level is None
            )
        self._apart(said, depth, manner)
        if self._styles.breaks_after(style):
            self._break()

    def _emit(self, text: str, level: int | None = None, *, listed: bool = False) -> None:
        if self._cell is not None:
            self._cell.append(text)
            return
        kind = Kind.ITEM if listed else Kind.PARAGRAPH
        self._flow.add(
            text, level, tight=listed and not self._first, kind=kind, depth=max(self._lists - 1, 0)
        )
        self._first = self._first and not listed

    def _apart(self, said: Said, depth: int, manner: Manner) -> None:
        """Notes of a paragraph, comments on it, and what stands in shapes that are anchored in it."""
        for note in said.notes:
            self._flow.note(note)
        for inner in said.aside:
            if name_of(inner) == "annotation":
                self._comment(inner)
            elif name_of(inner) in SHAPES:
                self.add(inner, depth + 1, self._shape(inner).within(manner))

    def _comment(self, node: Any) -> None:
        paragraphs = (self._paragraphs.said(one).text for one in node.iter("{*}p", "{*}h"))
        author, date = (one_line(node.findtext(f"{{*}}{name}") or "") for name in ("creator", "date"))
        resolved = "resolved" if attribute(node, "resolved") == "true" else ""
        text = comment(one_line(" ".join(paragraphs)), author, date.partition("T")[0], resolved)
        if self._cell is not None:
            self._flow.note(text)
        else:
            self._flow.add(text, kind=Kind.NOTE)

    def _table(self, node: Any, depth: int, manner: Manner) -> None:
        if self._styles.breaks_before("table", attribute(node, "style-name")):
            self._break()
        rows, declared = table_of(
            node, lambda cell: self.said_in(cell, depth + 1, self._of_cell(cell, node, manner))
        )
        if self._cell is not None:
            self._cell += map(joined, rows)
            return
        for block in table_blocks(rows, declared):
            self._flow.add(block)

    def _of_cell(self, cell: Any, table: Any, outer: Manner) -> Manner:
        """How text stands in a cell: upon what the cell, its row and its table paint."""
        row = cell.getparent()
        named = attribute(cell, "style-name") or attribute(row, "default-cell-style-name")
        for family, name in (
            ("table", attribute(table, "style-name")),
            ("table-row", attribute(row, "style-name")),
            ("table-cell", named),
        ):
            outer = self._styles.manner(family, name).within(outer)
        return outer

    def _object(self, node: Any) -> None:
        """A chart or a sheet that is embedded, as the table of its figures."""
        for title, table in self._paragraphs.objects.tables(node):
            if title:
                self._emit(title)
            self._table(table, 0, _PLAIN)

    def _of_section(self, node: Any) -> Manner:
        shown = attribute(node, "display")
        hidden = shown == "none" or attribute(node, "is-hidden") == "true"
        return (
            Manner(hidden=True) if hidden else self._styles.manner("section", attribute(node, "style-name"))
        )

    def _break(self) -> None:
        if self._cell is None and not self._flow.empty:
            self._flow.break_page()
