"""What is printed in the margins of a sheet, without what only counts pages or tells the day of printing.

Source: ECMA-376 part 1, 18.3.1.39 and 18.3.1.46.
"""

from __future__ import annotations

import re
from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.margins import COLUMN, PAGE_NUMBER, Margins

_KINDS = ("Header", "Footer")
_PLACES = ("odd", "even", "first")
# Its parts, fonts, sizes, colours and styles, and what is filled in: day, time, path, file and sheet.
_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|[A-Za-z&])')
_PARTS, _NUMBERS = "LCR", "PN"


def margin_lines(node: Any, margins: Margins) -> list[str]:
    """The header and the footer of a sheet, each once in a workbook."""
    found = []
    for kind in _KINDS:
        for place in _PLACES:
            text = node.findtext(f"{{*}}{place}{kind}") or ""
            said = margins.said(kind, one_line(_CODE.sub(_shown, text)).strip(COLUMN))
            found += [said] if said else []
    return found


def _shown(code: re.Match[str]) -> str:
    sign = code[0][1:]
    if sign == "&":
        return "&"
    if sign in _NUMBERS:
        return PAGE_NUMBER
    return COLUMN if sign in _PARTS else ""
