"""What is said of how surely a picture was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.words.amounts import percent
from app.words.reading_notes import reading_note
from rag.types import Box, Citation, LineKind, PageBox

BOX = Box(0.1, 0.1, 0.9, 0.2)


def cited(*boxes: PageBox) -> Citation:
    return Citation(1, "letter.pdf", 1, "", 0, 4, "Dear", boxes)


@pytest.mark.parametrize(
    ("box", "note"),
    [
        (PageBox(1, BOX), ""),
        (PageBox(1, BOX, 0.71, LineKind.HANDWRITTEN), "read from handwriting – check it"),
        (PageBox(1, BOX, 0.995, LineKind.HANDWRITTEN), "read from handwriting – check it"),
        (PageBox(1, BOX, 0.995, LineKind.EITHER), "read from print or a clear hand – check it"),
        (PageBox(1, BOX, 0.93), "read from a scan, 93 % sure"),
        (PageBox(1, BOX, 0.99, LineKind.TYPED), ""),
    ],
)
def test_a_citation_says_how_surely_its_line_was_read(box: PageBox, note: str) -> None:
    assert reading_note(cited(box)) == note


def test_the_least_sure_line_of_several_counts() -> None:
    assert reading_note(cited(PageBox(1, BOX, 0.97), PageBox(1, BOX, 0.8))) == "read from a scan, 80 % sure"
    assert reading_note(cited()) == ""


def test_no_doubt_is_rounded_away() -> None:
    assert [percent(one) for one in (1.0, 0.9999, 0.714)] == ["100 %", "99 %", "71 %"]


def test_a_page_that_was_read_poorly_says_so_beside_the_citation() -> None:
    poor = replace(cited(PageBox(7, BOX)), page=7, poor=True)
    assert reading_note(poor) == "page 7 was read poorly: check it"
    assert reading_note(replace(poor, place="slide 7")) == "slide 7 was read poorly: check it"
    scan = replace(poor, boxes=(PageBox(7, BOX, 0.71),))
    assert reading_note(scan) == "read from a scan, 71 % sure, page 7 was read poorly: check it"
