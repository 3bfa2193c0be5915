"""DOCX, streamed: the text of all its stories in one pass, with the pages that it holds."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from rag.reading.course import Course, Step, told
from rag.reading.detection import reader_for
from rag.reading.margins import COLUMN
from rag.reading.office.drawn import (
    CHART,
    DIAGRAM,
    chart_blocks,
    diagram_lines,
    drawing_of,
    relation_of,
)
from rag.reading.office.embedded import EmbeddedFiles
from rag.reading.office.package import Package, opened_package
from rag.reading.office.word.body import BLOCKS, Body
from rag.reading.office.word.inline import Inline
from rag.reading.office.word.margins import placed
from rag.reading.office.word.names import WITHOUT, W, is_on, within
from rag.reading.office.word.numbering import Numbering
from rag.reading.office.word.page_numbers import labelled
from rag.reading.office.word.paragraphs import Paragraphs
from rag.reading.office.word.references import References
from rag.reading.office.word.styles import Styles
from rag.reading.office.word.survey import Survey, surveyed
from rag.reading.office.word.tables import Tables
from rag.reading.paging import FlowPages
from rag.reading.shown import Pictures
from rag.reading.source import Source
from rag.reading.viewing.recording import Drawing
from rag.types import DocumentInfo, Page

_log = logging.getLogger(__name__)

_DOCUMENT = "word/document.xml"
_BODY = f"{W}body"
_MARGINS = ("header", "footer")  # kinds of relations


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`, `PasswordNeeded`."""
    return told(read_on(source, password, Course()))


def read_on(source: Source, password: str | None, course: Course) -> Iterator[Step]:
    """What `read` yields, its pictures read first. Raises as `read` does."""
    with opened_package(source) as package:
        main = package.main_part(_DOCUMENT)
        title, author = package.title_and_author()
        pictures = Pictures(package, source)
        document = _Document(source, package, main, pictures)
        yield from pictures.read(document.pictured(), course)
        pages = document.pages()
        info = DocumentInfo(title=title, page_count=len(pages), author=author)
        yield from EmbeddedFiles(package, source, password).with_them(info, pages, course)


class _Document:
    """The parts of a document, brought together."""

    def __init__(self, source: Source, package: Package, main: str, pictures: Pictures) -> None:
        self._source = source
        self._package = package
        self._pictures = pictures
        self._main = main
        relations = package.relations(main)
        self._targets = {relation.id: relation.target for relation in relations}
        self._kinds = {relation.kind: relation.target for relation in relations}

    def pictured(self) -> Iterator[str]:
        """The parts of the pictures in the text and in its margins."""
        stories = [self._main]
        for relation in self._package.relations(self._main):
            if relation.kind == "image":
                yield relation.target
            elif relation.kind in _MARGINS:
                stories.append(relation.target)
        for story in stories[1:]:
            yield from self.related(story, "image").values()

    def related(self, part: str, kind: str) -> dict[str, str]:
        """The parts of a kind that another refers to, by the ids of their relations."""
        found = self._package.relations(part, "what a header or a footer shows")
        return {relation.id: relation.target for relation in found if relation.kind == kind}

    def pages(self) -> list[Page]:
        """All pages of the document."""
        styles = self._styles()
        numbering = self._numbering(styles)
        references = self._references(styles, numbering)
        with self._package.stream(self._main) as stream:
            survey = surveyed(stream)
        settings = self._root("settings", "settings")
        references.number_by(_settings_of_notes(settings) | survey.notes)
        flow = FlowPages()
        paragraphs = Paragraphs(styles, numbering, Inline(styles, references, self._drawn, self._pictured))
        body = Body(flow, paragraphs, references, survey, self._inserted)
        body.add(node for node in self._package.elements(self._main, *BLOCKS) if _stands(node))
        body.finish()
        pages = placed(
            flow.finish(),
            [(section.page, section.margins) for section in body.sections],
            _Margin(self, styles, numbering, references).text,
            even=is_on(settings, "evenAndOddHeaders"),
        )
        pages = labelled(pages, [(one.page, one.shares, one.numbers) for one in body.sections])
        unread = self._package.take_unread()
        return [replace(pages[0], unread=unread), *pages[1:]] if unread else pages

    def _styles(self) -> Styles:
        root = self._root("styles", "styles")
        return Styles() if root is None else Styles.parse(root)

    def _numbering(self, styles: Styles) -> Numbering:
        root = self._root("numbering", "numbering")
        return Numbering() if root is None else Numbering.parse(root, styles.lists, styles.language)

    def _references(self, styles: Styles, numbering: Numbering) -> References:
        none = References({}, None, None, lambda _: "")
        inner = Tables(Paragraphs(styles, numbering.fresh(), Inline(styles, none)))
        notes = {kind: self._root(f"{kind}s", f"{kind}s") for kind in ("footnote", "endnote")}
        comments, more = self._root("comments", "comments"), self._root("commentsExtended", "comments")
        return References(notes, comments, more, inner.line)

    def _root(self, kind: str, called: str) -> Any:
        """The root of a part that the document can be read without; None where it cannot be had."""
        folder = self._main.rpartition("/")[0]
        name = self._kinds.get(kind, f"{folder}/{kind}.xml".lstrip("/"))
        return self._package.optional(name, called)

    def by_relation(self, name: str, called: str) -> Any:
        """The root of a part by the id of its relation, or None."""
        return self._package.optional(self._targets.get(name, ""), called)

    def picture(self, part: str) -> list[str]:
        """What a picture shows."""
        return self._pictures.take(part)

    def part_of(self, relation: str) -> str:
        """The part that a relation of the main part names."""
        return self._targets.get(relation, "")

    def _drawn(self, node: Any) -> list[str]:
        """What a chart, a diagram or a picture says."""
        if node.tag not in (CHART, DIAGRAM):
            return self.picture(self.part_of(relation_of(node)))
        root = self.by_relation(relation_of(node), "chart or diagram")
        if root is None:
            return []
        return chart_blocks(root) if node.tag == CHART else diagram_lines(root)

    def _pictured(self, node: Any) -> Drawing | None:
        """How a picture is shown."""
        return drawing_of(node, self._package, self.part_of(relation_of(node)))

    def _inserted(self, relation: str) -> Sequence[str]:
        """The text of a file that is inserted into this one."""
        name = self._targets.get(relation, "")
        try:
            inner = self._source.inside(name, self._package.bytes(name))
            if inner.is_deepest:
                self._package.leave_out("inserted file", "too deep")
                return []
            return [page.text for page in reader_for(inner)(inner, None) if isinstance(page, Page)]
        except Exception:
            # A boundary: whatever a reader makes of that file, the document around it is read.
            _log.exception("A file inserted into a document cannot be read")
            self._package.leave_out("inserted file", "damaged")
            return []


class _Margin:
    """Reads headers and footers, each once."""

    def __init__(
        self, document: _Document, styles: Styles, numbering: Numbering, references: References
    ) -> None:
        self._document = document
        self._references = references
        inline = Inline(styles, references, self._drawn, in_margin=True)
        self._paragraphs = Paragraphs(styles, numbering.fresh(), inline)
        self._known: dict[str, str] = {}
        self._pictures: dict[str, str] = {}  # parts of the story under way, by their relations

    def text(self, relation: str) -> str:
        """What stands in the story of a relation, on one line."""
        if relation not in self._known:
            root = self._document.by_relation(relation, "header or footer")
            self._pictures = self._document.related(self._document.part_of(relation), "image")
            flow = FlowPages()
            if root is not None:
                Body(flow, self._paragraphs, self._references, Survey(), lambda _: []).add(
                    within(root, *BLOCKS)
                )
            lines = "\n".join(page.text for page in flow.finish()).split("\n")
            self._known[relation] = COLUMN.join(line.strip() for line in lines if line.strip())
        return self._known[relation]

    def _drawn(self, node: Any) -> list[str]:
        return self._document.picture(self._pictures.get(relation_of(node), ""))


def _stands(node: Any) -> bool:
    """Whether a block is part of the text."""
    parent = node.getparent()
    return parent is None or parent.tag == _BODY or next(node.iterancestors(*WITHOUT), None) is None


def _settings_of_notes(settings: Any) -> dict[str, dict[str, str]]:
    """What the document's settings say of its notes' numbers."""
    found: dict[str, dict[str, str]] = {}
    for kind in ("footnote", "endnote"):
        properties = None if settings is None else settings.find(f"{W}{kind}Pr")
        if properties is not None:
            found[kind] = {
                child.tag.removeprefix(W): child.get(f"{W}val", "") for child in properties.iterchildren("*")
            }
    return found
