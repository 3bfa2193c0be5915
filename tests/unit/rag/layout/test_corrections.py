"""What a person writes in place of a line, and everything behind it."""

from __future__ import annotations

import pytest

from rag.layout.corrections import Correction, corrected, corrected_line, edited, is_same_place, respaced
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


def _timed(*said: str, gap: str = " ") -> tuple[Line, list[Word]]:
    """A line whose words last as many hundredths as they have letters, with a pause of ten between them."""
    text, words, at = "", list[Word](), 0.10
    for place, one in enumerate(said):
        text += gap if place else ""
        words.append(Word(5 + len(text), 5 + len(text) + len(one), Box(at, 0, at + len(one) / 100, 1)))
        text += one
        at += len(one) / 100 + 0.1
    return Line(5, 5 + len(text), text, Box(0.10, 0, words[-1].box.x1, 1)), words


def _said(line: Line, text: str, words: list[Word]) -> dict[str, tuple[float, float]]:
    found = respaced(line, text, words)
    return {text[one.start - 5 : one.end - 5]: (round(one.box.x0, 4), round(one.box.x1, 4)) for one in found}


def test_words_that_were_not_changed_keep_their_times() -> None:
    line, words = _timed("the", "lift", "was", "in", "specked", "in", "May")
    now = _said(line, "the lift was inspected in June", words)
    assert now["the"] == (0.10, 0.13)
    assert now["lift"] == (0.23, 0.27)
    assert now["was"] == (0.37, 0.40)
    # "in specked" is one word now, which takes the time of both.
    assert now["inspected"] == (words[3].box.x0, round(words[4].box.x1, 4))
    assert now["in"] == (round(words[5].box.x0, 4), round(words[5].box.x1, 4))
    assert now["June"] == (round(words[6].box.x0, 4), round(words[6].box.x1, 4))


def test_a_word_that_is_put_in_stands_between_its_neighbours() -> None:
    line, words = _timed("we", "agree")
    now = _said(line, "we do not agree", words)
    assert now["we"] == (0.10, 0.12)
    assert now["do"] == (0.12, 0.1533)
    assert now["not"] == (0.17, 0.22)
    assert now["agree"] == (0.22, 0.27)


def test_what_is_taken_away_moves_nothing() -> None:
    line, words = _timed("well", "er", "yes")
    assert _said(line, "yes", words) == {"yes": (0.36, 0.39)}
    assert _said(line, "", words) == {}


def test_without_blanks_the_words_around_the_change_keep_their_times() -> None:
    line, words = _timed("契約", "は", "五月", "に", "終わる", gap="")
    now = _said(line, "契約は六月に終わる", words)
    assert now["契約"] == (0.10, 0.12)
    assert now["六月"] == (round(words[2].box.x0, 4), round(words[2].box.x1, 4))
    assert now["終わる"] == (round(words[4].box.x0, 4), round(words[4].box.x1, 4))


def test_a_line_without_words_is_shared_evenly() -> None:
    line, _ = _timed("abc", "de")
    assert list(_said(line, "abc de", [])) == ["abc", "de"]
