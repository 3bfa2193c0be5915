"""A column of figures as numbers: which mark parts decimals is told by the whole column."""

from __future__ import annotations

import re
from collections.abc import Sequence

_AROUND = re.compile(
    r"[\s'’_%]|[$€£¥]|\b(?:EUR|USD|GBP|CHF|PLN|CZK|SEK|NOK|DKK|zł|Kč|kr)\b\.?", re.IGNORECASE
)
_NUMBER = re.compile(r"[-–−+]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][-+]?\d+)?[-–−]?")
_THOUSANDS = re.compile(r"[-–−+]?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*[-–−]?")
_SEVERAL = 2


def numbers(cells: Sequence[str]) -> list[float | None]:
    """The numbers of a column; None for a cell that holds none, as an empty one."""
    bare = [_bare(cell) for cell in cells]
    mark = decimal_mark([cell for cell in bare if cell])
    return [_number(cell, mark) if cell else None for cell in bare]


def decimal_mark(cells: Sequence[str]) -> str:
    """ "." or ",": the later of both where a cell has both; a mark that stands twice in one is none.

    Of a column whose every comma stands before three digits it parts thousands ("1,204"), but a point does
    not: programs write "1.204" with three decimals.
    """
    for cell in cells:
        if "." in cell and "," in cell:
            return max(".,", key=cell.rfind)
    for mark, other in ((",", "."), (".", ",")):
        if any(cell.count(mark) >= _SEVERAL for cell in cells):
            return other
    with_comma = [cell for cell in cells if "," in cell]
    return "," if with_comma and not all(_THOUSANDS.fullmatch(cell) for cell in with_comma) else "."


def _bare(cell: str) -> str:
    """A cell's number as it is written, without what stands around it; "" for none."""
    text = _AROUND.sub("", cell.strip())
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1] if negative else text
    if not _NUMBER.fullmatch(text):
        return ""
    return f"-{text}" if negative else text


def _number(cell: str, mark: str) -> float | None:
    sign = -1.0 if cell[0] in "-–−" or cell[-1] in "-–−" else 1.0
    plain = cell.strip("-–−+").replace("." if mark == "," else ",", "").replace(mark, ".")
    try:
        return sign * float(plain)
    except ValueError:
        return None
