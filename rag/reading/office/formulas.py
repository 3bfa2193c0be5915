"""Formulas that a sheet writes once for many cells, as each of these cells would say them.

Source: ECMA-376 part 1, 18.3.1.40 (f): shared formulas and arrays.
"""

from __future__ import annotations

import re

_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
# What stands in quotes (text, names of sheets) is no reference, nor is a name or a function that looks so.
_PIECE = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'"
    r"|(?<![\w.])(?P<fixed>\$?)(?P<column>[A-Z]{1,3})(?P<held>\$?)(?P<row>\d{1,7})(?![\w.(!])"
)


def moved(formula: str, rows: int, columns: int) -> str:
    """A formula as it is so many rows below and columns beside the cell it was written for."""

    def shifted(found: re.Match[str]) -> str:
        if found["column"] is None:
            return found[0]
        column = column_number(found["column"]) + (0 if found["fixed"] else columns)
        row = int(found["row"]) + (0 if found["held"] else rows)
        if not (0 <= column < _LAST_COLUMN and 0 < row <= _LAST_ROW):
            return "#REF!"
        return f"{found['fixed']}{column_letters(column)}{found['held']}{row}"

    return _PIECE.sub(shifted, formula)


def column_number(letters: str) -> int:
    """From 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """The letters of a column counted from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
