"""Lists of Word: real numbers and bullets at levels, which Word goes on counting when somebody edits them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

_LEVELS = 9  # as many as Word has
_STEP = 360  # twentieths of a point, as the styles of its lists have it
_BULLETS, _NUMBERS = "List Bullet", "List Number"  # not for people


class Numbering:
    """Of one document. Nothing is added to a document that has no such lists."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._patterns = dict[bool, int]()  # by whether it has numbers
        self._lists = dict[int, int]()  # by level, which is open

    def paragraph(self, level: int, number: int | None, *, begins: bool) -> Any:
        """A new paragraph that is an item; one that `begins` a list at its level counts from its number."""
        numbered = number is not None
        made = self._document.add_paragraph(style=_NUMBERS if numbered else _BULLETS)
        if not numbered and not level:
            return made  # as the style has it
        level = min(level, _LEVELS - 1)
        if begins or level not in self._lists:
            self._lists[level] = self._list(level, number)
        place = made._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - the library has no way to it
        place.get_or_add_ilvl().val = level
        place.get_or_add_numId().val = self._lists[level]
        return made

    def _list(self, level: int, number: int | None) -> int:
        numbering = self._document.part.numbering_part.element
        made = numbering.add_num(self._pattern(number is not None))
        if number is not None:
            made.add_lvlOverride(ilvl=level).add_startOverride(number)
        return int(made.numId)

    def _pattern(self, numbered: bool) -> int:
        if numbered not in self._patterns:
            self._patterns[numbered] = self._add_pattern(numbered)
        return self._patterns[numbered]

    def _add_pattern(self, numbered: bool) -> int:
        """What the levels look like: an abstractNum, which has to stand before the lists made of it."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        def child(parent: Any, tag: str, **values: object) -> Any:
            found = OxmlElement(f"w:{tag}")
            for name, value in values.items():
                found.set(qn(f"w:{name}"), str(value))
            parent.append(found)
            return found

        numbering = self._document.part.numbering_part.element
        patterns = numbering.findall(qn("w:abstractNum"))
        id_ = max((int(one.get(qn("w:abstractNumId"))) for one in patterns), default=-1) + 1
        pattern = OxmlElement("w:abstractNum")
        pattern.set(qn("w:abstractNumId"), str(id_))
        child(pattern, "multiLevelType", val="hybridMultilevel")
        for level in range(_LEVELS):
            found = child(pattern, "lvl", ilvl=level)
            child(found, "start", val=1)
            child(found, "numFmt", val="decimal" if numbered else "bullet")
            child(found, "lvlText", val=f"%{level + 1}." if numbered else "•")
            child(found, "lvlJc", val="left")
            child(child(found, "pPr"), "ind", left=_STEP * (level + 1), hanging=_STEP)
        numbering.insert(len(patterns), pattern)
        return id_
