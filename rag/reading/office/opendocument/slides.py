"""The slides of an ODP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rag.language.withdrawn import standing
from rag.reading.cleaning import one_line
from rag.reading.margins import ON_ALL_SLIDES, Margins
from rag.reading.office.opendocument.elements import attribute, name_of
from rag.reading.office.opendocument.flow import Flow
from rag.reading.office.opendocument.numbering import Numbering
from rag.reading.office.opendocument.paragraphs import Paragraphs
from rag.reading.office.opendocument.shapes import Scene
from rag.reading.office.opendocument.styles import Styles
from rag.reading.paging import FlowPages
from rag.types import Page
from rag.types.views import Kind

_MARGINS = frozenset({"header", "footer", "date-time", "page-number"})  # classes of frames
_DECLARED = ("header", "footer")


def slides_of(
    content: Any, styles: Styles, numbering: Numbering, paragraphs: Paragraphs, common: Any
) -> list[Page]:
    """A page for each slide, unless it holds more text than a page may. `common` is the part that holds what
    slides are drawn upon, or None.
    """
    pages: list[Page] = []
    margins = _Declared(content, common)
    for number, slide in enumerate(content.iterfind("{*}page"), 1):
        manner = styles.manner("drawing-page", attribute(slide, "style-name"))
        pages_of_slide = FlowPages()
        scene = Scene(slide, styles, common)
        flow = Flow(pages_of_slide, styles, numbering, paragraphs, scene.manner)
        frames = [node for node in slide if name_of(node) != "notes" and _class(node) not in _MARGINS]
        titles = [node for node in frames if _class(node) == "title"]
        for node in titles:
            text = flow.said_in([node], manner=manner)
            pages_of_slide.add(text, 1 if standing(text).strip() else None)
        flow.add((node for node in frames if node not in titles), manner=manner)
        for text in margins.of(slide):
            pages_of_slide.note(text)
        notes = slide.find("{*}notes")
        if notes is not None:
            kept = [node for node in notes if _class(node) not in _MARGINS]
            lines = (paragraphs.said(one, manner).text for node in kept for one in node.iter("{*}p"))
            text = "\n".join(filter(None, lines))
            pages_of_slide.add(f"Notes: {text}" if text else "", kind=Kind.NOTE)
        label = f"slide {number} (hidden)" if manner.hidden else None
        for page in pages_of_slide.finish():
            pages.append(replace(page, number=len(pages) + 1, label=label))
    return pages


class _Declared:
    """Headers and footers, which are declared once for all slides that show them: each is said once."""

    def __init__(self, content: Any, common: Any) -> None:
        masters = () if common is None else common.iter("{*}master-page")
        self._masters = {attribute(node, "name"): list(_drawn_on(node)) for node in masters}
        self._texts = {
            (kind, attribute(node, "name")): one_line("".join(node.itertext()))
            for kind in _DECLARED
            for node in content.iterfind(f"{{*}}{kind}-decl")
        }
        self._margins = Margins()

    def of(self, slide: Any) -> Iterator[str]:
        """Those that no slide before has shown."""
        for kind in _DECLARED:
            text = self._texts.get((kind, attribute(slide, f"use-{kind}-name")), "")
            said = self._margins.said(kind.capitalize(), text)
            if said:
                yield said
        for text in self._masters.get(attribute(slide, "master-page-name"), ()):
            said = self._margins.said(ON_ALL_SLIDES, text)
            if said:
                yield said


def _drawn_on(master: Any) -> Iterator[str]:
    """The texts of a master that are none of a slide's places."""
    for node in master:
        if name_of(node) != "notes" and not _class(node):
            text = one_line(" ".join("".join(one.itertext()) for one in node.iter("{*}p")))
            if text:
                yield text


def _class(frame: Any) -> str:
    return attribute(frame, "class")
