"""The rows of a CSV file, and the mark that parts their cells: the file does not say which."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

SAMPLE = 64_000  # characters that tell
NONE = "\x1f"  # of a file with one column: a mark that no text holds
_MARKS = ",;\t|"
_OF_TEXT = ",;"  # marks that stand in sentences, names and figures too
_DECIMALS = re.compile(r"\s*[-–+]?\d+,\d+\s*")
_PAIR = 2


def delimiter(text: str) -> str:
    """The mark by which most rows have equally many cells; of several, the one that gives most cells."""
    sample = text[:SAMPLE]
    sample = sample.rpartition("\n")[0] or sample
    best, chosen, single = (0.0, 0), "", False
    for mark in _MARKS:
        widths = Counter(len(row) for row in rows(sample, mark) if row)
        width, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        if width <= 1:
            continue
        if mark in _OF_TEXT and _stands_in_cells(sample, mark):
            single = True
            continue
        best, chosen = max((best, chosen), ((round(times / widths.total(), 1), width), mark))
    return chosen or (NONE if single else ",")


def rows(text: str, mark: str, *, trimmed: bool = True) -> Iterator[list[str]]:
    """The cells of each row, `trimmed` of blanks before them; a blank row has none. Raises `csv.Error`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=trimmed)
    return (row if any(cell.strip() for cell in row) else [] for row in reader)


def _stands_in_cells(sample: str, mark: str) -> bool:
    """Whether a mark belongs to the cells of a single column: its name, or its first cell, has none, and
    elsewhere it is followed by a blank, as in "Kowalski, Jan", or parts a figure's decimals.
    """
    first, *others = [row for row in rows(sample, mark, trimmed=False) if row] or [[]]
    parted = [row for row in others if len(row) > 1]
    if len(first) != 1 or not parted:
        return False
    if mark == "," and all(_DECIMALS.fullmatch(mark.join(row)) for row in parted):
        return True
    if not all(cell[:1].isspace() and cell.strip() for row in parted for cell in row[1:]):
        return False
    # Rows that all have three cells or more stand below a title.
    return any(len(row) <= _PAIR for row in others)
