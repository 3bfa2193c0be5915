"""Forms that Adobe's programs alone draw (XFA): their words and what was entered, from the file's XML.

The page of such a file says "Please wait…". Source: XML Forms Architecture (XFA) Specification, version 3.3.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.office.package import safe_parser
from rag.reading.ticks import tick

NOT_READ = "form not read: only Adobe's programs draw it (XFA)"

_MOST_PACKETS = 50
_MOST_BYTES = 50_000_000  # of a packet
_MOST_LINES = 20_000
_DEEPEST = 200  # elements inside each other
_OFF = frozenset({"", "0", "off", "false", "no"})


def is_drawn_elsewhere(document: Any, page: Any) -> bool:
    """Whether the document is such a form and its first page has none of its fields."""
    import pypdfium2.raw as pdfium

    if document.get_formtype() not in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
        return False
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, place)
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
                return False
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return True


def form_lines(document: Any) -> list[str]:
    """What the form says, in the order of its fields: its words, and "label: value" for what was entered.

    Empty where its XML cannot be read, or nothing was entered.
    """
    from lxml import etree

    template = data = None
    for packet in _packets(document):
        try:
            root = etree.fromstring(packet, safe_parser())
        except (etree.LxmlError, ValueError):
            continue
        for node in root.iter("{*}template", "{*}datasets"):
            if _name(node) == "template":
                template = node if template is None else template
            else:
                data = node if data is None else data
    values = dict(_values(data)) if data is not None else {}
    if not values:
        return []
    lines = list(_filled(template, values)) if template is not None else []
    lines += [f"{name}: {value}" for name, left in values.items() for value in left]
    return lines[:_MOST_LINES]


def _packets(document: Any) -> Iterator[bytes]:
    """The XML of the form: the whole, or its parts; those of one name only as they come."""
    import pypdfium2.raw as pdfium

    parts = []
    for place in range(min(pdfium.FPDF_GetXFAPacketCount(document), _MOST_PACKETS)):
        size = ctypes.c_ulong()
        if not pdfium.FPDF_GetXFAPacketContent(document, place, None, 0, size) or size.value > _MOST_BYTES:
            continue
        buffer = ctypes.create_string_buffer(size.value)
        if pdfium.FPDF_GetXFAPacketContent(document, place, buffer, size.value, size):
            parts.append(buffer.raw)
    yield from parts


def _values(datasets: Any) -> Iterator[tuple[str, deque[str]]]:
    """What was entered, by the names of fields, in order; lists where a name comes several times."""
    found: defaultdict[str, deque[str]] = defaultdict(deque)
    for data in datasets.iterfind("{*}data"):
        for node in data.iter("*"):
            if node is not data and not _has_parts(node):
                said = one_line(" ".join(node.itertext()))
                if said:
                    found[_name(node)].append(said)
    yield from found.items()


def _has_parts(node: Any) -> bool:
    """Whether it holds fields; marks inside of formatted text are none."""
    return any(isinstance(child.tag, str) and "xhtml" not in child.tag for child in node)


def _filled(template: Any, values: dict[str, deque[str]]) -> Iterator[str]:
    """The words of the form and its fields with their values, which are taken out of `values`."""
    walked = [iter(template)]
    while walked:
        node = next(walked[-1], None)
        if node is None:
            walked.pop()
        elif not isinstance(node.tag, str):
            continue
        elif _name(node) == "draw":
            said = one_line(" ".join(node.xpath("./*[local-name()='value']//text()")))
            if said:
                yield said
        elif _name(node) in ("field", "exclGroup"):
            yield from _of_field(node, values.get(node.get("name", ""), deque()))
        elif len(walked) < _DEEPEST:
            walked.append(iter(node))


def _of_field(node: Any, left: deque[str]) -> Iterator[str]:
    label = _caption(node) or one_line(node.get("name", "").replace("_", " "))
    if _name(node) == "exclGroup":
        chosen = left.popleft() if left else ""
        for one in node.iterfind("{*}field"):
            stands_for = one_line(" ".join(one.xpath("./*[local-name()='items']//text()")))
            is_on = bool(chosen) and chosen in (stands_for, one.get("name"))
            yield f"{tick(is_on)} {_caption(one) or one.get('name', '')}"
        return
    is_box = bool(node.xpath("./*[local-name()='ui']/*[local-name()='checkButton']"))
    options = _options(node)
    while left:
        value = left.popleft()
        if is_box:
            yield f"{tick(value.casefold() not in _OFF)} {label}"
        else:
            yield f"{label}: {options.get(value, value)}"


def _options(node: Any) -> dict[str, str]:
    """What people see of the values to choose from."""
    lists = [
        [one_line(" ".join(one.itertext())) for one in items if isinstance(one.tag, str)]
        for items in node.iterfind("{*}items")
    ]
    return dict(zip(lists[1], lists[0], strict=False)) if len(lists) == 2 else {}


def _caption(node: Any) -> str:
    return one_line(" ".join(node.xpath("./*[local-name()='caption']//text()"))).rstrip(":")


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]
