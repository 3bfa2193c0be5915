"""What was read of a scan as ALTO, the format in which libraries and archives keep recognised text.

Version 4.2 (Library of Congress, ALTO XML schema). Places are pixels of the page at 200 dots per inch.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.exporting.text import printable
from rag.layout.trust import SURE
from rag.scanning.scanned import ScannedLine, ScannedPage
from rag.types import Box

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-2.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_DPI = 200
_POINTS = 72
_A4 = (595.0, 842.0)  # where a page's size is not known


def alto(name: str, pages: Iterable[ScannedPage]) -> bytes:
    """An ALTO file. `name`: of the document."""
    from lxml import etree

    root = etree.Element(_in("alto"), nsmap={None: NAMESPACE, "xsi": _INSTANCE})
    root.set(f"{{{_INSTANCE}}}schemaLocation", f"{NAMESPACE} {_SCHEMA}")
    about = _add(root, "Description")  # not for people
    _add(about, "MeasurementUnit").text = "pixel"
    _add(_add(about, "sourceImageInformation"), "fileName").text = printable(name)
    processing = _add(about, "Processing", ID="processing_1")  # not for people
    _add(_add(processing, "processingSoftware"), "softwareName").text = "Confidant"  # not for people
    layout = _add(root, "Layout")  # not for people
    for page in pages:
        _page(layout, page)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _page(layout: Element, page: ScannedPage) -> None:
    points = (page.width, page.height) if page.width and page.height else _A4
    size = (round(points[0] / _POINTS * _DPI), round(points[1] / _POINTS * _DPI))
    id_ = f"page_{page.number}"
    made = _add(
        layout,
        "Page",  # not for people
        ID=id_,
        PHYSICAL_IMG_NR=str(page.number),
        WIDTH=str(size[0]),
        HEIGHT=str(size[1]),
        PC=f"{page.confidence:.4f}",
    )  # fmt: skip
    space = _add(made, "PrintSpace", **_place(Box(0, 0, 1, 1), size))
    lines = page.written
    if not lines:
        return
    boxes = [line.box for line in lines]
    around = Box(
        min(box.x0 for box in boxes), min(box.y0 for box in boxes),
        max(box.x1 for box in boxes), max(box.y1 for box in boxes),
    )  # fmt: skip
    block = _add(space, "TextBlock", ID=f"{id_}_block_1", **_place(around, size))
    for line in lines:
        _line(block, line, f"{id_}_line_{line.place + 1}", size)


def _line(block: Element, line: ScannedLine, id_: str, size: tuple[int, int]) -> None:
    made = _add(block, "TextLine", ID=id_, **_place(line.box, size))
    start, before = 0, None
    for number, word in enumerate(line.text.split(" "), 1):
        end = start + len(word)
        if word:
            box = _share(line, start, end)
            if before is not None:
                gap = _place(Box(before.x1, box.y0, box.x0, box.y1), size)
                _add(made, "SP", WIDTH=gap["WIDTH"], HPOS=gap["HPOS"], VPOS=gap["VPOS"])
            sure = f"{_confidence(line, start, end):.4f}"
            _add(
                made,
                "String",  # not for people
                ID=f"{id_}_word_{number}",
                **_place(box, size),
                CONTENT=printable(word),
                WC=sure,
            )
            before = box
        start = end + 1


def _share(line: ScannedLine, start: int, end: int) -> Box:
    """A word's part of its line, by its characters."""
    wide = (line.box.x1 - line.box.x0) / len(line.text)
    return Box(line.box.x0 + wide * start, line.box.y0, line.box.x0 + wide * end, line.box.y1)


def _confidence(line: ScannedLine, start: int, end: int) -> float:
    doubts = (one.confidence for one in line.doubts if one.start < end and start < one.end)
    return min(doubts, default=max(line.confidence, SURE))


def _place(box: Box, size: tuple[int, int]) -> dict[str, str]:
    left, top = round(box.x0 * size[0]), round(box.y0 * size[1])
    return {
        "HPOS": str(left),
        "VPOS": str(top),
        "WIDTH": str(max(round(box.x1 * size[0]) - left, 0)),
        "HEIGHT": str(max(round(box.y1 * size[1]) - top, 0)),
    }


def _add(parent: Element, name: str, **attributes: str) -> Element:
    from lxml import etree

    return etree.SubElement(parent, _in(name), attrib=attributes)


def _in(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
