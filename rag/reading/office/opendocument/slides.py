"""The slides of an ODP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.office.opendocument.elements import attribute, name_of
from rag.reading.office.opendocument.flow import Flow
from rag.reading.office.opendocument.paragraphs import said_in
from rag.reading.paging import FlowPages
from rag.types import Page


def slides_of(content: Any) -> list[Page]:
    """A page for each slide, unless it holds more text than a page may."""
    pages: list[Page] = []
    for slide in content.iterfind("{*}page"):
        flow = FlowPages()
        frames = [node for node in slide if name_of(node) != "notes"]
        titles = [node for node in frames if attribute(node, "class") == "title"]
        for node in titles:
            flow.add(one_line(" ".join(said_in(child)[0] for child in node.iter("{*}p"))), 1)
        for node in frames:
            if node not in titles:
                Flow(flow).add([node])
        notes = slide.find("{*}notes")
        if notes is not None:
            said = "\n".join(filter(None, (said_in(child)[0] for child in notes.iter("{*}p"))))
            flow.add(f"Notes: {said}" if said else "")
        pages += [replace(page, number=len(pages) + place) for place, page in enumerate(flow.finish(), 1)]
    return pages
