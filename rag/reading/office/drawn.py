"""Charts and diagrams of Office files: the figures and the words that they were drawn from.

Source: ECMA-376 part 1, 21.2 (charts) and 21.4 (diagrams).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rag.language.withdrawn import Withdrawn
from rag.reading.cleaning import clean, one_line
from rag.reading.glyphs import RAISED, of_font
from rag.reading.inks import TINY
from rag.reading.office.package import Package
from rag.reading.rows import table_blocks
from rag.reading.runs import Runs
from rag.reading.viewing.recording import Drawing, recorder
from rag.types.views import Mark

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMBEDDED, _LINKED = f"{_RELATIONS}embed", f"{_RELATIONS}link"
_RAISED = re.compile(r"[1-9]\d*%?")
_STRUCK = frozenset({"sngStrike", "dblStrike"})
_TINY = 100 * TINY  # hundredths of a point
_MOST_POINTS = 2_000  # of a chart
_MADE_UP = re.compile(
    r"(?:Description automatically generated(?: with [\w ]+ confidence)?"
    r"|AI-generated content may be incorrect\.?)$"
)
# The name or the path of a file, an address, or the name that a program gives to every shape.
_NO_WORDS = re.compile(
    r"(?:[a-z]:\\|/|\\\\|https?:|file:|cid:).*|[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)"
    r"|[^\W\d_]+ ?\d+",
    re.IGNORECASE,
)
_EMU = 9_525  # of a pixel
_SHARE = 100_000  # a whole, of what is cut off a picture
_OF_A_LENGTH = re.compile(r"(?:^|;)\s*(width|height):\s*([\d.]{1,9})pt")


def relation_of(node: Any) -> str:
    """The id of the part that holds what a chart, a diagram or a picture in a drawing shows."""
    found = {name.rpartition("}")[2]: said for name, said in node.items() if name.startswith("{")}
    return str(found.get("id") or found.get("dm") or found.get("embed") or "")


def drawing_of(node: Any, package: Package, part: str) -> Drawing | None:
    """How the picture of an element is shown, for a view; None where none is made, or it is only the ground
    of a shape. `part`: of its file, none where the picture lies outside the document: nothing is loaded.
    """
    if recorder() is None:
        return None
    around = node.getparent()
    if node.tag == PICTURE:
        around = around.getparent()
        if not around.tag.endswith("}pic") or not (node.get(_EMBEDDED) or node.get(_LINKED)):
            return None
    data = package.held(part) or b""
    said, size = one_line(_said_of(around)), _size_of(around)
    said = "" if _NO_WORDS.fullmatch(said) else _MADE_UP.sub("", said).strip()
    cut = node.getparent().find("{*}srcRect")
    shares = [_share(None if cut is None else cut.get(side)) for side in "ltrb"]
    return Drawing(data, said, size, (shares[0], shares[1], shares[2], shares[3]))


def picture_words(node: Any) -> str:
    """What a document says that the picture of an element shows; empty where that is the name of a file, what
    programs write that nobody asked, or a description that a program made up.
    """
    around = node.getparent()
    if node.tag == PICTURE:
        around = around.getparent()
        if not around.tag.endswith("}pic"):
            return ""
    return picture_said(_said_of(around))


def picture_said(said: str) -> str:
    """The line of a text in which it is told what a picture is said to show; see `picture_words`."""
    said = one_line(said)
    idle = not any(map(str.isalpha, said)) or _MADE_UP.search(said) or _NO_WORDS.fullmatch(said)
    return "" if idle else f"Picture: {said}"


def _said_of(picture: Any) -> str:
    """What a document says that a picture shows."""
    for node in (picture, *picture.iterancestors()):
        if node.tag.endswith("}p"):
            break
        for named in (*node.iterfind("./*/{*}cNvPr"), *node.iterfind("{*}docPr")):
            said = named.get("descr") or named.get("title")
            if said:
                return str(said)
        if node.get("alt"):
            return str(node.get("alt"))
    return ""


def _size_of(picture: Any) -> tuple[float, float]:
    """Width and height of a picture in pixels; nothing where that is not said."""
    for node in (picture, *picture.iterancestors()):
        if node.tag.endswith("}p"):
            break
        for found in (*node.iterfind("{*}spPr/{*}xfrm/{*}ext"), *node.iterfind("{*}extent")):
            wide, high = (found.get(side, "") for side in ("cx", "cy"))
            if wide.isdecimal() and high.isdecimal() and 0 < len(wide) < 12 and 0 < len(high) < 12:
                return int(wide) / _EMU, int(high) / _EMU
        lengths = {name: float(said) * 4 / 3 for name, said in _lengths(node.get("style") or "")}
        if len(lengths) == 2:
            return lengths["width"], lengths["height"]
    return 0.0, 0.0


def _lengths(style: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = _OF_A_LENGTH.findall(style)
    return [(name, said) for name, said in found if said.count(".") < 2 and said.strip(".")]


def _share(said: str | None) -> float:
    """Of a side that is cut off; what is added to it, which is below 0, is none."""
    digits = said or ""
    return min(int(digits) / _SHARE, 1.0) if digits.isdecimal() and len(digits) < 8 else 0.0


def chart_blocks(root: Any) -> list[str]:
    """A chart as the table it was drawn from, with its title and those of its axes before it."""
    said, axes = _title(root.find(".//{*}chart/{*}title")), _axes(root)
    series = list(root.iter("{*}ser"))
    names = [one_line(" ".join(_points(node.find("{*}tx")).values())) for node in series]
    labels: dict[int, str] = {}
    for node in series:
        labels |= _points(node.find("{*}cat")) or _points(node.find("{*}xVal"))
    columns = [_points(node.find("{*}val")) or _points(node.find("{*}yVal")) for node in series]
    places = sorted({place for column in columns for place in column})[:_MOST_POINTS]
    rows = [["", *names]]
    rows += [[labels.get(place, ""), *(column.get(place, "") for column in columns)] for place in places]
    return [*filter(None, (said, "; ".join(axes))), *(table_blocks(rows, 1) if places else [])]


def chart_words(root: Any) -> str:
    """What a chart says that the cells do not which it is drawn from: its title, what its axes count, and the
    names of series that stand in no cell.
    """
    names = [one_line(node.text or "") for node in root.iterfind(".//{*}ser/{*}tx/{*}v")]
    return "; ".join(
        dict.fromkeys(filter(None, (_title(root.find(".//{*}chart/{*}title")), *_axes(root), *names)))
    )


def _axes(root: Any) -> list[str]:
    """The titles of a chart's axes."""
    found = (_title(node) for node in root.iterfind(".//{*}plotArea/*/{*}title"))
    return list(dict.fromkeys(filter(None, found)))


def _title(node: Any) -> str:
    return "" if node is None else one_line(" ".join(one.text or "" for one in node.iter("{*}t", "{*}v")))


def drawn_paragraph(node: Any, hides: Callable[[Any], bool] = lambda _: False) -> str:
    """A paragraph of a drawing, what is struck through or not to be seen marked. `hides` tells whether a run
    with these properties, or None, is not to be seen.
    """
    runs, noted = Runs(), recorder()
    for child in node.iter("{*}t", "{*}br", "{*}tab"):
        kind = child.tag.rpartition("}")[2]
        text = child.text or "" if kind == "t" else "\n" if kind == "br" else "\t"
        properties = child.getparent().find("{*}rPr") if kind == "t" else child.find("{*}rPr")
        struck = properties is not None and properties.get("strike") in _STRUCK
        size = "-" if properties is None else properties.get("sz") or "-"
        unseen = (size.isdecimal() and int(size) < _TINY) or (kind == "t" and hides(properties))
        if properties is not None and _RAISED.fullmatch(properties.get("baseline", "")):
            text = of_font(RAISED, text)
        runs.add(text, Withdrawn.HIDDEN if unseen else Withdrawn.STRUCK if struck else None)
        if noted is not None:
            noted.run(text, _marks(properties))
    return clean(runs.take()).strip()


def _marks(properties: Any) -> Mark:
    """How the properties of a run set its words (ECMA-376 part 1, 21.1.2.3.9)."""
    if properties is None:
        return Mark(0)
    marks = Mark.BOLD if properties.get("b") in ("1", "true") else Mark(0)
    if properties.get("i") in ("1", "true"):
        marks |= Mark.ITALIC
    return marks if properties.get("u", "none") == "none" else marks | Mark.UNDERLINED


def is_beside(shape: Any, size: tuple[int, int]) -> bool:
    """Whether a shape, outside of groups, stands wholly beside a slide of this size (20.1.7.6)."""
    place = shape.find("./{*}spPr/{*}xfrm")
    if place is None or shape.getparent() is None or not shape.getparent().tag.endswith("}spTree"):
        return False
    start, wide = place.find("{*}off"), place.find("{*}ext")
    if start is None or wide is None or not all(size):
        return False
    try:
        left, top = int(start.get("x", "")), int(start.get("y", ""))
        right, bottom = left + int(wide.get("cx", "")), top + int(wide.get("cy", ""))
    except ValueError:
        return False
    return right <= 0 or bottom <= 0 or left >= size[0] or top >= size[1]


def is_hidden_shape(shape: Any) -> bool:
    """Whether a shape, or what it stands in, is not shown."""
    while shape is not None:
        for properties in shape.iterfind("./*/{*}cNvPr"):
            if properties.get("hidden") in ("1", "true"):
                return True
        shape = shape.getparent()
    return False


def diagram_lines(root: Any) -> list[str]:
    """The words of a diagram, a line each."""
    return [said for node in root.iter("{*}p") if (said := drawn_paragraph(node))]


def _points(node: Any) -> dict[int, str]:
    """Place and value of the points that a chart keeps of its source."""
    found: dict[int, str] = {}
    for point in () if node is None else node.iter("{*}pt"):
        place, value = point.get("idx", ""), point.findtext("{*}v") or ""
        if place.isdecimal() and len(place) < 7 and value:
            found.setdefault(int(place), one_line(value))
    return found
