"""What a person writes in place of a line, and everything behind it."""

from __future__ import annotations

import pytest

from rag.layout.corrections import Correction, corrected, corrected_line, edited, is_same_place
from rag.types import Box, Doubt, Heading, Line, Page, Word

FIRST, SECOND = Box(0.1, 0.1, 0.9, 0.2), Box(0.1, 0.3, 0.9, 0.4)
TEXT = "Thc fee\nis due"
PAGE = Page(
    1,
    TEXT,
    confidence=0.5,
    lines=(
        Line(0, 7, "Thc fee", FIRST, confidence=0.5, doubts=(Doubt(0, 3, 0.4),)),
        Line(8, 14, "is due", SECOND, confidence=0.5, doubts=(Doubt(8, 10, 0.4),)),
    ),
    words=(Word(0, 3, FIRST), Word(4, 7, FIRST), Word(8, 10, SECOND), Word(11, 14, SECOND)),
    headings=(Heading(8, 14, 1, "is due"),),
)


def test_a_correction_moves_what_stands_behind_it() -> None:
    page = corrected(PAGE, [edited(PAGE, 0, "The whole fee")])
    assert page.text == "The whole fee\nis due"
    assert [page.text[line.start : line.end] for line in page.lines] == ["The whole fee", "is due"]
    assert [page.text[word.start : word.end] for word in page.words] == ["The", "whole", "fee", "is", "due"]
    assert [(one.start, one.end) for one in page.headings] == [(14, 20)]
    assert page.lines[1].doubts == (Doubt(14, 16, 0.4),)


def test_what_a_person_wrote_is_certain_and_what_was_read_stays_known() -> None:
    page = corrected(PAGE, [edited(PAGE, 0, "The fee")])
    line = page.lines[0]
    assert (line.read, line.doubts, line.certainty) == ("Thc fee", (), 1.0)
    assert page.confidence == pytest.approx((1.0 * 7 + 0.5 * 6) / 13)
    again = edited(page, 0, "The fees")
    assert (again.read, again.text) == ("Thc fee", "The fees")
    assert corrected_line(line, edited(page, 0, "Thc fee")).read is None


def test_a_correction_finds_its_line_by_its_place() -> None:
    near = Box(0.12, 0.31, 0.88, 0.39)
    assert corrected(PAGE, [Correction(1, near, "is due", "is paid")]).text == "Thc fee\nis paid"
    between = Box(0.1, 0.2, 0.9, 0.3)
    assert corrected(PAGE, [Correction(1, between, "is due", "is paid")]) == PAGE
    assert corrected(PAGE, [Correction(2, SECOND, "is due", "is paid")]) == PAGE


def test_the_same_place_is_told_by_the_smaller_box() -> None:
    assert is_same_place(FIRST, Box(0.2, 0.12, 0.3, 0.18))
    assert not is_same_place(FIRST, SECOND)
