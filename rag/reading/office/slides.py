"""PPTX: a page for each slide, with its title as heading, tables, figures of charts, notes and comments.

Source: ECMA-376 part 1, 19 (PresentationML) and 21 (DrawingML).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from rag.language.withdrawn import Withdrawn, standing, withdrawn
from rag.reading.cleaning import one_line
from rag.reading.comments import comment
from rag.reading.course import Course, Step, told
from rag.reading.margins import ON_ALL_SLIDES, Margins
from rag.reading.numerals import numeral
from rag.reading.office.drawn import (
    PICTURE,
    chart_blocks,
    diagram_lines,
    drawing_of,
    drawn_paragraph,
    is_beside,
    is_hidden_shape,
    picture_words,
    relation_of,
)
from rag.reading.office.embedded import EmbeddedFiles
from rag.reading.office.package import Package, opened_package
from rag.reading.office.slide_grounds import Grounds
from rag.reading.office.themes import theme_colours
from rag.reading.paging import FlowPages
from rag.reading.rows import ACROSS, filled_down, table_blocks
from rag.reading.shown import Pictures
from rag.reading.source import Source
from rag.reading.viewing.recording import recorder
from rag.types import DocumentInfo, Page
from rag.types.views import Kind

_PRESENTATION = "ppt/presentation.xml"
_TITLES = frozenset({"title", "ctrTitle"})
_BODIES = frozenset({"body", "obj", ""})
_FURNITURE = frozenset({"sldNum", "dt", "sldImg"})
_MARGINS = {"hdr": "Header", "ftr": "Footer"}
_RELATED = "notes and charts"
_SHAPES = ("{*}sp", "{*}graphicFrame", "{*}cxnSp", "{*}pic")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMS = {"alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}  # of numbers, by their kinds' names


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its slides. Raises `FileCorrupt`, `FileTooLarge`, `PasswordNeeded`."""
    return told(read_on(source, password, Course()))


def read_on(source: Source, password: str | None, course: Course) -> Iterator[Step]:
    """What `read` yields, its pictures read first. Raises as `read` does."""
    pages: list[Page] = []
    with opened_package(source) as package:
        title, author = package.title_and_author()
        authors, margins, pictures = _authors(package), Margins(), Pictures(package, source)
        size = _size(package)
        yield from pictures.read(_pictured(package), course)
        for number, part in enumerate(_slides(package), 1):
            slide = _Slide(package, part, authors, margins, pictures, size)
            label = f"slide {number} (hidden)" if slide.hidden else None
            for place, page in enumerate(slide.pages()):
                unread = () if place else package.take_unread()
                pages.append(replace(page, number=len(pages) + 1, label=label, unread=unread))
        info = DocumentInfo(title=title, page_count=len(pages), author=author)
        yield from EmbeddedFiles(package, source, password).with_them(info, pages, course)


def _pictured(package: Package) -> Iterator[str]:
    """The parts of the pictures on the slides, not of what all slides are drawn upon."""
    for part in _slides(package):
        relations = package.relations(part, _RELATED)
        yield from (relation.target for relation in relations if relation.kind == "image")


def _slides(package: Package) -> Iterator[str]:
    """The slides' parts in the order they are shown."""
    main = package.main_part(_PRESENTATION)
    parts = {relation.id: relation.target for relation in package.relations(main)}
    root = package.root(main)
    if root is None:
        raise KeyError(main)
    for node in root.iterfind("{*}sldIdLst/{*}sldId"):
        part = parts.get(_reference(node, "id"), "")
        if part in package:
            yield part


def _size(package: Package) -> tuple[int, int]:
    """Of every slide, in EMU; nothing where the file does not say."""
    root = package.root(package.main_part(_PRESENTATION))
    found = None if root is None else root.find("{*}sldSz")
    if found is None:
        return 0, 0
    sides = (found.get("cx", ""), found.get("cy", ""))
    return (
        (int(sides[0]), int(sides[1])) if all(one.isdecimal() and len(one) < 12 for one in sides) else (0, 0)
    )


def _authors(package: Package) -> dict[str, str]:
    """The names of those who commented, by their ids."""
    names = {}
    for relation in package.relations(package.main_part(_PRESENTATION)):
        if relation.kind not in ("commentAuthors", "authors"):
            continue
        root = package.optional(relation.target, "names of those who commented")
        for node in () if root is None else root.iter("{*}cmAuthor", "{*}author"):
            names[node.get("id", "")] = one_line(node.get("name", ""))
    return names


class _Slide:
    """One slide, read into blocks of text. `size`: of every slide, in EMU."""

    def __init__(
        self,
        package: Package,
        part: str,
        authors: dict[str, str],
        margins: Margins,
        pictures: Pictures,
        size: tuple[int, int],
    ) -> None:
        self._package = package
        self._pictures = pictures
        self._size = size
        self._authors = authors
        self._last = ""  # the name of the part that the slide is drawn upon at last
        self._margins = margins
        self._hidden_shape = False
        self._related = {relation.id: relation for relation in package.relations(part, _RELATED)}
        self._root = package.optional(part, "slide")
        self._flow = FlowPages()
        self._upon = list(self._parts_beneath())  # the layout and the master
        self._grounds = self._seen_on()
        self.hidden = self._root is not None and self._root.get("show") in ("0", "false")

    def _add(
        self,
        text: str,
        level: int | None = None,
        *,
        tight: bool = False,
        kind: Kind = Kind.PARAGRAPH,
        depth: int = 0,
    ) -> None:
        if self.hidden or self._hidden_shape:
            text = withdrawn(Withdrawn.HIDDEN, text)
        level = level if standing(text).strip() else None
        self._flow.add(text, level, tight=tight, kind=kind, depth=depth)

    def pages(self) -> list[Page]:
        """One page, unless the slide holds more text than a page may; empty where it cannot be parsed."""
        if self._root is not None:
            every = self._root.iter(*_SHAPES)
            shapes = [node for node in every if next(node.iterancestors(_FALLBACK), None) is None]
            # The title first, wherever it is drawn.
            for shape in sorted(shapes, key=lambda node: _place(node)[0] not in _TITLES):
                self._shape(shape)
            self._drawn_upon()
        for relation in self._related.values():
            if relation.kind == "notesSlide":
                self._notes(relation.target)
            elif relation.kind == "comments":
                self._comments(relation.target)
        return self._flow.finish()

    def _shape(self, shape: Any) -> None:
        kind, is_placeholder = _place(shape)
        if kind in _FURNITURE:
            return
        self._hidden_shape = is_hidden_shape(shape) or is_beside(shape, self._size)
        body = shape.find("{*}txBody")
        if kind in _MARGINS:
            lines = () if body is None else map(drawn_paragraph, body.iter("{*}p"))
            self._flow.note(self._margins.said(_MARGINS[kind], one_line(" ".join(lines))))
        elif body is not None:
            self._text(shape, body, kind, listed=is_placeholder and kind in _BODIES)
        for table in shape.iter("{*}tbl"):
            rows, declared = _table(table, partial(self._said, shape))
            for block in table_blocks(rows, declared):
                self._add(block)
        for node in shape.iter("{*}chart", "{*}relIds"):
            relation = self._related.get(relation_of(node))
            root = None if relation is None else self._package.optional(relation.target, "chart or diagram")
            if root is None:
                continue
            if node.tag.endswith("}chart"):
                for block in chart_blocks(root):
                    self._add(block)
            else:
                self._add_lines(diagram_lines(root))
        for node in shape.iter(PICTURE):
            relation = self._related.get(relation_of(node))
            self._draw(shape, node, "" if relation is None else relation.target)
            for block in () if relation is None else self._pictures.take(relation.target):
                self._add(block)
        self._hidden_shape = False

    def _draw(self, shape: Any, node: Any, part: str) -> None:
        """Note a picture that is seen on the slide, for a view, and say what it shows."""
        noted = recorder()
        seen = shape.tag.endswith("}pic") and not (self.hidden or self._hidden_shape)
        drawing = drawing_of(node, self._package, part) if seen else None
        if noted is not None and drawing is not None:
            noted.draw(drawing)
        if shape.tag.endswith("}pic"):
            self._add(picture_words(node), kind=Kind.NOTE)

    def _drawn_upon(self) -> None:
        """Say what stands on the slide's layout and master, each text once: a notice that all slides bear."""
        shown = self._root
        for beneath in self._upon:
            if shown.get("showMasterSp") in ("0", "false"):
                return
            shown = beneath
            for shape in shown.iter("{*}sp"):
                body = shape.find("{*}txBody")
                if body is None or _place(shape)[1] or is_hidden_shape(shape) or is_beside(shape, self._size):
                    continue
                text = one_line(" ".join(map(drawn_paragraph, body.iter("{*}p"))))
                self._flow.note(self._margins.said(ON_ALL_SLIDES, text))

    def _parts_beneath(self) -> Iterator[Any]:
        """What the slide is drawn upon: its layout, and the master of that."""
        related = self._related
        for kind in ("slideLayout", "slideMaster"):
            self._last = next((one.target for one in related.values() if one.kind == kind), "")
            root = self._package.optional(self._last, "what slides are drawn upon") if self._last else None
            if root is None:
                return
            yield root
            related = {one.id: one for one in self._package.relations(self._last, _RELATED)}

    def _seen_on(self) -> Grounds | None:
        """What the texts of the slide stand on."""
        if self._root is None:
            return None
        named = self._package.relations(self._last, _RELATED) if self._last else []
        part = next((one.target for one in named if one.kind == "theme"), "")
        theme = theme_colours(self._package.tried(part)[0]) if part else {}
        return Grounds([self._root, *self._upon], theme)

    def _said(self, shape: Any, paragraph: Any) -> str:
        if self._grounds is None:
            return drawn_paragraph(paragraph)
        return drawn_paragraph(paragraph, partial(self._grounds.hides, shape, paragraph))

    def _text(self, shape: Any, body: Any, kind: str, *, listed: bool) -> None:
        paragraphs = [(node, self._said(shape, node)) for node in body.iter("{*}p")]
        if kind in _TITLES:
            self._add(one_line(" ".join(text for _, text in paragraphs)), 1)
            return
        filled = [(node, text) for node, text in paragraphs if text.strip()]
        several = listed and len(filled) > 1
        marks = _Marks()
        for place, (node, text) in enumerate(filled):
            mark = marks.next(node, several=several)
            of = Kind.ITEM if mark else Kind.PARAGRAPH
            self._add(mark + text, tight=place > 0, kind=of, depth=_depth(node))

    def _add_lines(self, lines: list[str]) -> None:
        for place, line in enumerate(line for line in lines if line.strip()):
            self._add(f"• {line}", tight=place > 0, kind=Kind.ITEM)

    def _notes(self, part: str) -> None:
        root = self._package.optional(part, "notes")
        for shape in () if root is None else root.iter("{*}sp"):
            kind, _ = _place(shape)
            body = shape.find("{*}txBody")
            if kind == "body" and body is not None:
                lines = [drawn_paragraph(node) for node in body.iter("{*}p")]
                text = "\n".join(line for line in lines if line.strip())
                if text:
                    self._add(f"Notes: {text}", kind=Kind.NOTE)

    def _comments(self, part: str) -> None:
        root = self._package.optional(part, "comments")
        for node in () if root is None else root.iter("{*}cm", "{*}reply"):
            own = (node.find("{*}text"), node.find("{*}txBody"))
            text = one_line(" ".join(" ".join(found.itertext()) for found in own if found is not None))
            author = self._authors.get(node.get("authorId", ""), "")
            date = (node.get("dt") or node.get("created") or "").partition("T")[0]
            resolved = "resolved" if node.get("status") == "resolved" else ""
            self._add(comment(text, author, date, resolved), kind=Kind.NOTE)


def _place(shape: Any) -> tuple[str, bool]:
    """The kind of placeholder a shape is, and whether it is one."""
    holder = next(shape.iter("{*}ph"), None)
    return ("none", False) if holder is None else (holder.get("type", ""), True)


def _reference(node: Any, name: str) -> str:
    """The id of the part that an element refers to."""
    return next((value for key, value in node.items() if key.endswith(f"}}{name}")), "")


class _Marks:
    """What stands before the paragraphs of a shape, in their order: bullets, and numbers that are counted."""

    def __init__(self) -> None:
        self._counts: dict[int, tuple[str, int]] = {}  # of each level: the form of its numbers, and the last

    def next(self, paragraph: Any, *, several: bool) -> str:
        """The mark of the next paragraph, with a blank; `several`: a bullet where nothing is said."""
        properties, depth = paragraph.find("{*}pPr"), _depth(paragraph)
        self._counts = {level: count for level, count in self._counts.items() if level <= depth}
        if properties is not None:
            numbered = properties.find("{*}buAutoNum")
            if numbered is not None:
                return self._number(depth, numbered.get("type", ""), _whole(numbered.get("startAt"), 1))
        self._counts.pop(depth, None)
        if properties is not None and properties.find("{*}buNone") is not None:
            return ""
        drawn = properties is not None and properties.find("{*}buChar") is not None
        return "• " if drawn or several else ""

    def _number(self, depth: int, kind: str, start: int) -> str:
        before, count = self._counts.get(depth, ("", 0))
        count = count + 1 if before == kind else start
        self._counts[depth] = (kind, count)
        form = next((form for name, form in _FORMS.items() if kind.startswith(name)), "1")
        text = numeral(count, form, doubled=True)
        if kind.endswith("ParenBoth"):
            return f"({text}) "
        return (
            f"{text}) " if kind.endswith("ParenR") else f"{text} " if kind.endswith("Plain") else f"{text}. "
        )


def _depth(paragraph: Any) -> int:
    """The level of a paragraph in its list, 0 is the highest."""
    properties = paragraph.find("{*}pPr")
    return 0 if properties is None else _whole(properties.get("lvl"), 0)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else default


def _table(table: Any, said: Callable[[Any], str]) -> tuple[list[list[str]], int]:
    """The cells of a table, merged ones filled where that helps to read a row, and its header's rows."""
    properties = table.find("{*}tblPr")
    declared = int(properties is not None and properties.get("firstRow") in ("1", "true"))
    rows: list[list[str]] = []
    for row in table.iterfind("{*}tr"):
        cells: list[str] = []
        for column, cell in enumerate(row.iterfind("{*}tc")):
            text = one_line(" ".join(map(said, cell.iter("{*}p"))))
            if cell.get("vMerge") in ("1", "true") and rows and column < len(rows[-1]):
                text = filled_down(rows[-1][column])
            elif cell.get("hMerge") in ("1", "true"):
                text = ACROSS
            cells.append(text)
        rows.append(cells)
    return rows, declared
