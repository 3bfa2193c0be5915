"""Headers and footers of an OpenDocument text: each different one once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rag.reading.margins import Margins
from rag.reading.office.opendocument.elements import attribute, name_of
from rag.reading.office.opendocument.flow import Flow
from rag.reading.office.opendocument.styles import Styles

_STANDARD = "Standard"
_HEADERS = ("header", "header-first", "header-left")
_FOOTERS = ("footer", "footer-first", "footer-left")


def margins_of(part: Any, content: Any, styles: Styles, flow: Flow) -> Iterator[str]:
    """The headers, then the footers of the kinds of pages that a text uses; `part` is what defines them.

    `styles` are those of `content`, `flow` reads what stands in a header.
    """
    pages = [] if part is None else _used(part, content, styles)
    margins = Margins()
    for names, word in ((_HEADERS, "Header"), (_FOOTERS, "Footer")):
        for page in pages:
            for node in page:
                if name_of(node) in names and attribute(node, "display") != "false":
                    text = margins.said(word, flow.said_in(node))
                    if text:
                        yield text


def _used(part: Any, content: Any, styles: Styles) -> list[Any]:
    """The kinds of pages that a text has, in the order in which they are defined."""
    kinds = {attribute(node, "name"): node for node in part.iter("{*}master-page")}
    begun = [
        styles.page_kind("table" if name_of(node) == "table" else "paragraph", attribute(node, "style-name"))
        for node in content.iter("{*}p", "{*}h", "{*}table")
    ]
    if not begun or not begun[0]:
        begun.append(_STANDARD if _STANDARD in kinds else next(iter(kinds), ""))
    used: set[str] = set()
    for first in begun:
        name = first
        while name in kinds and name not in used:
            used.add(name)
            name = attribute(kinds[name], "next-style-name")
    return [node for name, node in kinds.items() if name in used]
