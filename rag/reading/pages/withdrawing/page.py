"""The withdrawn words of a loaded page, found by what is drawn on it."""

from __future__ import annotations

from typing import Any

import numpy as np

from rag.language.withdrawn import Withdrawn
from rag.layout.printed import RawPage
from rag.reading.pages.pdf_objects import Bounds, PageObjects
from rag.reading.pages.withdrawing.blank import blank_words, outside_words, tiny_words
from rag.reading.pages.withdrawing.covered import covered_words
from rag.reading.pages.withdrawing.marks import Marks
from rag.reading.pages.withdrawing.shapes import shapes_of
from rag.reading.pages.withdrawing.struck import struck_words
from rag.reading.pages.withdrawing.unseen import hidden_words


def mark_blank(marks: Marks, raw: RawPage, objects: PageObjects) -> None:
    """Add to `marks` the words in whose place the drawn page shows nothing."""
    marks.add(blank_words(raw.lines, objects), Withdrawn.HIDDEN)


def mark_withdrawn(marks: Marks, raw: RawPage, objects: PageObjects, text: Any) -> None:
    """Add to `marks` what of the page's own text is struck through, covered or hidden.

    `text` is PDFium's text of the page.
    """
    if not raw.lines:
        return
    marks.add(tiny_words(raw.lines, (raw.width, raw.height)), Withdrawn.HIDDEN)
    marks.add(outside_words(raw.lines), Withdrawn.HIDDEN)
    if not (objects.paths or objects.pale or objects.invisible):
        return
    bounds = Bounds(objects.page)
    lines = np.array([line.box for line in raw.lines], np.float64)
    shapes = shapes_of(objects, bounds, lines)
    marks.add(struck_words(raw.lines, shapes.strokes, (raw.width, raw.height)), Withdrawn.STRUCK)
    if shapes.bars:
        marks.add(covered_words(raw.lines, lines, objects, shapes.bars, text), Withdrawn.COVERED)
    marks.add(hidden_words(raw.lines, objects, shapes.bars, bounds), Withdrawn.HIDDEN)
