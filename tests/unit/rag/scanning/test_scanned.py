"""A page read from a picture as a person sees it."""

from __future__ import annotations

import pytest

from rag.layout.trust import Trust
from rag.scanning.scanned import ScannedOverview, ScannedWord, overview_of, scanned
from rag.types import Box, Doubt, Line, LineKind, Page

BOX = Box(0.1, 0.1, 0.9, 0.2)
PAGE = Page(
    3,
    "sure\nhalf sure\nby hand\n",
    confidence=0.7,
    lines=(
        Line(0, 4, "sure", BOX, confidence=1.0),
        Line(5, 14, "half sure", BOX, confidence=0.1, doubts=(Doubt(5, 9, 0.1),), odds=(-1.0,)),
        Line(15, 22, "by hand", BOX, LineKind.HANDWRITTEN, 0.1, read="by hard"),
        Line(23, 23, "", BOX),
        Line(23, 23, "header", None),
    ),
)


def test_lines_without_writing_or_place_are_left_out_and_places_stay() -> None:
    page = scanned(PAGE, judged=False, shown=False)
    assert [(line.place, line.text) for line in page.lines] == [(0, "sure"), (1, "half sure"), (2, "by hand")]
    assert page.lines[1].doubts == (ScannedWord(0, 4, 0.1),)


def test_what_a_person_corrected_is_sure() -> None:
    page = scanned(PAGE, judged=False, shown=False)
    assert [line.trust for line in page.lines] == [Trust.SURE, Trust.UNRELIABLE, Trust.SURE]
    assert [line.is_doubtful for line in page.lines] == [False, True, False]
    assert page.lines[2].is_corrected


@pytest.mark.parametrize(("judged", "shown", "again"), [(0, 0, False), (1, 0, True), (0, 1, True)])
def test_a_second_reader_can_tell_more_of_what_is_unsure(judged: int, shown: int, again: bool) -> None:
    page = scanned(PAGE, judged=bool(judged), shown=bool(shown))
    assert [line.again for line in page.lines] == [False, again, False]


def test_the_overview_counts_what_a_person_should_look_at() -> None:
    assert overview_of(scanned(PAGE, judged=False, shown=False)) == ScannedOverview(3, 0.7, False, 3, 1)
