"""What libraries would read of spreadsheets, slides and RTF, and how fast, beside our own readers.

    python tests/benchmarks/bench_readers.py FILE-or-FOLDER…

Prints a JSON object for each format and library: files, those that only one of the two could read, distinct
words that the library does not show and those that only it shows, and its processor time as a ratio of ours.
python-calamine and striprtf are no part of the set-up: a library that is not installed is left out.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rag.errors import ReadError
from rag.reading.detection import format_of, reader_for
from rag.reading.formats import Format
from rag.reading.office.number_formats import general, shown
from rag.types import Page

_OURS = re.compile(r"^row \d+:|comment(?: on [A-Z]+\d+)?:|Notes:|Comment:|[|;:•]", re.MULTILINE)
_RUNS = 3


def calamine(path: Path) -> Iterator[str]:
    import python_calamine

    with python_calamine.load_workbook(path) as book:
        for name in book.sheet_names:
            yield name
            for row in book.get_sheet_by_name(name).to_python():
                yield from (general(cell) if isinstance(cell, float) else str(cell) for cell in row)


def openpyxl(path: Path) -> Iterator[str]:
    """Twice, since what formulas say and what they are come apart; formats of numbers are ours."""
    import openpyxl
    from openpyxl.utils.datetime import to_excel

    books = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    for computed, written in zip(*(book.worksheets for book in books), strict=True):
        yield computed.title
        for row, formulas in zip(computed.iter_rows(), written.iter_rows(), strict=True):
            for cell, formula in zip(row, formulas, strict=True):
                value = formula.value if cell.value is None else cell.value
                if value is not None and getattr(cell, "is_date", False):  # no merged cell has it
                    value = float(to_excel(value))
                number = isinstance(value, int | float) and not isinstance(value, bool)
                yield shown(value, cell.number_format) if number else str("" if value is None else value)
                yield cell.comment.text if cell.comment else ""


def pptx(path: Path) -> Iterator[str]:
    import pptx

    for slide in pptx.Presentation(str(path)).slides:
        yield from _shapes(slide.shapes)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield slide.notes_slide.notes_text_frame.text


def _shapes(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        elif shape.has_text_frame:
            yield shape.text_frame.text
        elif shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_chart:
            if shape.chart.has_title and shape.chart.chart_title.has_text_frame:
                yield shape.chart.chart_title.text_frame.text
            for plot in shape.chart.plots:
                yield from map(str, plot.categories)
                for series in plot.series:
                    yield series.name
                    yield from (general(value) for value in series.values if value is not None)


def striprtf(path: Path) -> Iterator[str]:
    from striprtf.striprtf import rtf_to_text

    yield rtf_to_text(path.read_text(encoding="latin-1"), errors="replace")


def ours(path: Path) -> Iterator[str]:
    return (event.text for event in reader_for(path)(path, None) if isinstance(event, Page))


Rival = Callable[[Path], Iterator[str]]
_RIVALS: dict[Format, tuple[tuple[str, Rival], ...]] = {
    Format.SHEETS: (("python_calamine", calamine), ("openpyxl", openpyxl)),
    Format.OLD_SHEETS: (("python_calamine", calamine),),
    Format.OPEN_SHEETS: (("python_calamine", calamine),),
    Format.SLIDES: (("pptx", pptx),),
    Format.RICH_TEXT: (("striprtf", striprtf),),
}


@dataclass
class Tally:
    files: int = 0
    only_ours: int = 0
    only_theirs: int = 0
    words: int = 0
    lost: int = 0
    gained: int = 0
    our_seconds: float = 0.0
    their_seconds: float = 0.0


def measured(read: Rival, path: Path) -> tuple[set[str] | None, float]:
    """The distinct words of a file, None where it is refused, and the least seconds of several runs."""
    words, least = None, float("inf")
    for _ in range(_RUNS):
        started = time.process_time()
        try:
            text = "\n".join(read(path))
        except Exception:  # whatever a library raises of a broken file counts as a refusal
            return None, 0.0
        least = min(least, time.process_time() - started)
        words = set(_OURS.sub(" ", text).split())
    return words, least


def compare(path: Path, tally: Tally, rival: Rival) -> None:
    (mine, our_seconds), (theirs, their_seconds) = measured(ours, path), measured(rival, path)
    tally.files += 1
    if mine is None or theirs is None:
        tally.only_ours += mine is not None
        tally.only_theirs += theirs is not None
        return
    tally.words += len(mine)
    tally.lost += len(mine - theirs)
    tally.gained += len({re.sub(r"[|;:•]", "", word) for word in theirs} - mine - {""})
    tally.our_seconds += our_seconds
    tally.their_seconds += their_seconds


def main() -> None:
    warnings.simplefilter("ignore")
    tallies: dict[tuple[Format, str], Tally] = {}
    given = [Path(name) for name in sys.argv[1:]]
    for path in (found for one in given for found in (one.rglob("*") if one.is_dir() else [one])):
        try:
            form = format_of(path)
        except ReadError:
            continue
        for name, rival in _RIVALS.get(form, ()):
            if importlib.util.find_spec(name) is not None:
                compare(path, tallies.setdefault((form, name), Tally()), rival)
    for (form, name), tally in tallies.items():
        ratio = round(tally.their_seconds / tally.our_seconds, 2) if tally.our_seconds else None
        row = {"files": tally.files, "only_ours": tally.only_ours, "only_theirs": tally.only_theirs}
        row |= {"words": tally.words, "lost": tally.lost, "gained": tally.gained}
        print(json.dumps({"format": form.value.name, "library": name, **row, "time": ratio}))


if __name__ == "__main__":
    main()
