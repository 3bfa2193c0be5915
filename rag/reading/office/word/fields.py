"""Fields of Word: instructions whose results stand in the text, and those that are drawn without any.

Source: ECMA-376 part 1, 17.16 (fields).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from rag.reading.glyphs import TICKED, UNTICKED, of_code
from rag.reading.margins import PAGE_NUMBER
from rag.reading.office.word.controls import chosen_entry, is_ticked

_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_FONT = re.compile(r'\\f\s*"?([^"\\]+)"?')
_FRACTION = re.compile(r"\\f\s*\(([^(),;]*)[,;]([^(),;]*)\)", re.IGNORECASE)
_SWITCH = re.compile(r"\\[a-z]+|[()\\]", re.IGNORECASE)


@dataclass(slots=True)
class Field:
    """A field that is open; places count the parts of the paragraph under way."""

    start: int
    form: Any = None  # what a form field says of itself
    code: list[str] = field(default_factory=list)
    result: int = -1  # where its result begins; -1 while its instruction goes on


def shown(code: str, form: Any, result: str, *, in_margin: bool) -> str | None:
    """What a field shows instead of its result; None where that is what it shows.

    `in_margin`: it stands in a header or a footer, where the number of a page is another on each.
    """
    kind, _, rest = code.strip().partition(" ")
    kind = kind.upper()
    if kind == "FORMCHECKBOX":
        return TICKED if is_ticked(form) else UNTICKED
    if kind in _PAGES and in_margin:
        return PAGE_NUMBER
    if result.strip():
        return None
    match kind:
        case "FORMDROPDOWN":
            return chosen_entry(form)
        case "SYMBOL":
            return _symbol(rest)
        case "MACROBUTTON":
            return rest.strip().partition(" ")[2]
        case "EQ":
            return _SWITCH.sub("", _FRACTION.sub(r"\1/\2", rest)).strip()
        case _:
            return None


def _symbol(rest: str) -> str:
    font = _FONT.search(rest)
    code = rest.strip().partition(" ")[0]
    if code.isdecimal() and len(code) < 7:
        code = f"{int(code):X}"
    return of_code(font[1].strip() if font else "", code.removeprefix("0x").removeprefix("0X"))
