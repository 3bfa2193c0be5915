"""What the styles of a workbook say of its cells: the formats of numbers, and which cells show nothing.

Source: ECMA-376 part 1, 18.8 (styles), 18.8.27 (indexed colours), 18.8.3 (colours).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rag.language.withdrawn import Withdrawn
from rag.reading.cleaning import one_line
from rag.reading.inks import PAPER, TINY, UNKNOWN, Colour, is_lost, of_hex
from rag.reading.office.number_formats import BUILT_IN
from rag.reading.office.themes import tinted
from rag.reading.runs import Runs

_Kind = TypeVar("_Kind")
Run = tuple[str, Colour | None, bool]
"""Of a text in a cell: what it says, its ink, whether it is too small to be read."""

_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_INDEXED: dict[str, Colour] = {
    "0": (0, 0, 0), "8": (0, 0, 0), "64": (0, 0, 0), "1": PAPER, "9": PAPER, "65": PAPER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is written. `ink` and `ground`: None where nothing is said."""

    format: str = "General"
    ink: Colour | None = None
    tiny: bool = False
    ground: Colour | None = None
    lost: bool = False  # its ink is that of its ground
    plain: bool = True  # what it says is shown, whatever it is


_PLAIN = Look()


@dataclass(slots=True)
class Looks:
    """The looks of a workbook's cells. `colours`: those of its theme, by their names."""

    colours: dict[str, Colour] = field(default_factory=dict)
    cells: dict[str, Look] = field(default_factory=dict)  # by the numbers that cells name
    palette: dict[str, Colour] = field(default_factory=lambda: dict(_INDEXED))

    def of(self, style: str) -> Look:
        """By the number that a cell names."""
        return self.cells.get(style, _PLAIN)

    def parse(self, root: Any) -> None:
        """Take the root of xl/styles.xml."""
        own_palette = root.iterfind("{*}colors/{*}indexedColors/{*}rgbColor")
        for number, node in enumerate(own_palette):
            self.palette[str(number)] = of_hex(node.get("rgb", "")[-6:]) or UNKNOWN
        own = {
            node.get("numFmtId"): node.get("formatCode", "General")
            for node in root.iterfind("{*}numFmts/{*}numFmt")
        }
        fonts = [self.written(node) for node in root.iterfind("{*}fonts/{*}font")]
        fills = [self._filled(node) for node in root.iterfind("{*}fills/{*}fill")]
        for place, node in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
            number = node.get("numFmtId", "0")
            known = BUILT_IN.get(int(number), "General") if number.isdecimal() else "General"
            ink, tiny = _at(fonts, node.get("fontId")) or (None, False)
            code, ground = own.get(number, known), _at(fills, node.get("fillId"))
            lost = is_lost(PAPER if "[white]" in code.lower() else ink, ground)
            plain = not (tiny or lost or ";" in code or '"' in code)
            self.cells[str(place)] = Look(code, ink, tiny, ground, lost, plain)

    def written(self, font: Any) -> tuple[Colour | None, bool]:
        """The ink of a font, and whether it is too small to be read."""
        colour, size = font.find("{*}color"), font.find("{*}sz")
        points = "" if size is None else size.get("val", "")
        tiny = points.replace(".", "", 1).isdecimal() and float(points) < TINY
        return None if colour is None else self._colour(colour), tiny

    def rich(self, text: Any) -> list[Run]:
        """The runs of a text in a cell; none where all are as the cell is."""
        if not len(text) or text[0].tag.endswith("}t"):
            return []  # one run
        runs = [
            (
                "".join(node.text or "" for node in run.iterfind("{*}t")),
                *((None, False) if (font := run.find("{*}rPr")) is None else self.written(font)),
            )
            for run in text.iterfind("{*}r")
        ]
        return runs if any(ink is not None or tiny for _, ink, tiny in runs) else []

    def _filled(self, fill: Any) -> Colour | None:
        pattern = fill.find("{*}patternFill")
        if pattern is None:
            return UNKNOWN if len(fill) else None
        kind, colour = pattern.get("patternType", "none"), pattern.find("{*}fgColor")
        if kind == "none":
            return None
        return self._colour(colour) if kind == "solid" and colour is not None else UNKNOWN

    def _colour(self, node: Any) -> Colour | None:
        """The colour that an element names; None for the usual one."""
        rgb, theme, index = node.get("rgb"), node.get("theme", ""), node.get("indexed")
        if node.get("auto") in ("1", "true"):
            return None
        if rgb is not None:
            found = of_hex(rgb[-6:])
        elif index is not None:
            found = self.palette.get(index)
        else:
            found = self.colours.get(_at(_THEME, theme) or "")
        if found is None:
            return UNKNOWN
        try:
            return tinted(found, float(node.get("tint", "0")))
        except ValueError:
            return UNKNOWN


def rich_said(runs: Sequence[Run], look: Look) -> str:
    """The runs of a text in a cell of that look, what nobody sees marked."""
    said = Runs()
    for text, ink, tiny in runs:
        hidden = tiny or is_lost(look.ink if ink is None else ink, look.ground)
        said.add(text, Withdrawn.HIDDEN if hidden else None)
    return one_line(said.take())


def _at(all_: Sequence[_Kind], place: str | None) -> _Kind | None:
    number = int(place) if place and place.isdecimal() and len(place) < 6 else len(all_)
    return all_[number] if number < len(all_) else None
