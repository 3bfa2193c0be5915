"""Whether a run of Word text is to be seen: its size, and its ink against what it stands on.

What is of the colour of its ground is only called unseen where that ground is known: of a box, of a picture
behind the text, of a style of tables, of a pattern nothing is known, and what stands there counts as seen.
Source: ECMA-376 part 1, 17.3.2.6 (color), 17.3.2.38 (sz), 17.3.2.15 (highlight), 17.3.5 (shading).
"""

from __future__ import annotations

from typing import Any

from rag.reading.inks import PAPER, TINY, UNKNOWN, Colour, is_lost, of_hex
from rag.reading.office.word.names import BOX, W, value
from rag.reading.office.word.styles import COLOUR, Style, Styles, own_ground, size_of

_BACKGROUND = f"{W}background"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_NEAR = 40  # blocks before and behind: what lies behind a text is anchored on its page
_WIDE, _TALL = 900_000, 150_000  # EMU (2.5 cm, 4 mm): a ground that words can stand on
_FAR = 20_116_800  # EMU: 22 inches, the longest page of Word
_BEFORE = -2_743_200  # EMU: what ends 3 inches before the place it is counted from is beside every page


class Seeing:
    """Tells of the runs of a document which are not to be seen."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._behind: dict[Any, bool] = {}

    def unseen(self, run: Any, properties: Any, style: Style, named: Style | None) -> bool:
        """Whether a run is not to be seen. `properties`: of its own, or None; `style`: of its paragraph,
        `named`: of the characters, where it has one.
        """
        looks = [style] if named is None else [named, style]
        size = size_of(properties)
        size = next((one.size for one in looks if one.size is not None), None) if size is None else size
        if size is not None and size < 2 * TINY:
            return True
        mark = None if properties is None else properties.find(COLOUR)
        inks = [one.ink for one in looks] if mark is None else [mark.get(f"{W}val", "")]
        colour = of_hex(next(filter(None, inks), ""))
        return colour is not None and is_lost(colour, self._ground(run, properties, named, colour))

    def _ground(self, run: Any, properties: Any, named: Style | None, ink: Colour) -> Colour:
        """What a run of this ink stands on."""
        found = None if properties is None else own_ground(properties)
        if found is None and named is not None:
            found = named.ground
        node = run
        while found is None and (node := node.getparent()) is not None:
            found = self._said(node)
            if (
                found is None
                and node.tag == f"{W}body"
                and is_lost(ink, PAPER)
                and self._lies_before(run, node)
            ):
                found = UNKNOWN
        return PAPER if found is None else found

    def _said(self, node: Any) -> Colour | None:
        """What an element says of the ground of all that stands in it."""
        if node.tag == BOX or node.find(_BACKGROUND) is not None:
            return UNKNOWN
        for kind, style in (("pPr", "pStyle"), ("tcPr", ""), ("tblPr", "tblStyle")):
            own = node.find(f"{W}{kind}")
            if own is None:
                if kind == "pPr" and node.tag == f"{W}p":
                    return self._styles.default.ground
                continue
            found = own_ground(own)
            if found is None and style:
                found = self._styles.of(value(own, style)).ground
            return found
        return None

    def _lies_before(self, run: Any, body: Any) -> bool:
        """Whether something that is drawn behind the text may lie behind a run."""
        block = run
        while block.getparent() is not body:
            block = block.getparent()
        near = [block]
        for before in (True, False):
            for count, other in enumerate(block.itersiblings(preceding=before), 1):
                near.append(other)
                if count == _NEAR:
                    break
        return any(map(self._holds_ground, near))

    def _holds_ground(self, block: Any) -> bool:
        found = self._behind.get(block)
        if found is None:
            found = self._behind[block] = any(map(_is_ground, block.iter(_ANCHOR)))
        return found


def is_hidden_box(box: Any) -> bool:
    """Whether a text box stands in a drawing that is not shown, or beside every page."""
    for node in box.iterancestors():
        if node.tag == f"{W}p":
            return False
        if any(one.get("hidden") in ("1", "true") for one in node.iterchildren("{*}docPr", "{*}cNvPr")):
            return True
        if node.tag == _ANCHOR and _is_beside(node):
            return True
        if "visibility:hidden" in (node.get("style") or "").replace(" ", ""):
            return True
    return False


def _is_ground(anchor: Any) -> bool:
    wide, tall = _extent(anchor)
    return anchor.get("behindDoc") in ("1", "true") and wide >= _WIDE and tall >= _TALL


def _extent(anchor: Any) -> tuple[int, int]:
    found = anchor.find("{*}extent")
    return (0, 0) if found is None else (_whole(found.get("cx")), _whole(found.get("cy")))


def _is_beside(anchor: Any) -> bool:
    for name, length in zip(("positionH", "positionV"), _extent(anchor), strict=True):
        place = _whole(anchor.findtext(f"{{*}}{name}/{{*}}posOffset"))
        if place > _FAR or place + length < _BEFORE:
            return True
    return False


def _whole(text: str | None) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.removeprefix("-").isdecimal() and len(digits) < 12 else 0
