"""Points of a page and characters of its text, both ways."""

from __future__ import annotations

import pytest

from rag.types import Box, Word
from ui.reader.paged.carets import boxes_of, caret_at, caret_box, word_at


def words(text: str, *rows: tuple[float, float, float, float]) -> list[Word]:
    """The lines of a text, one in each row, their words as wide as they are long."""
    found, at = [], 0
    for line, (x0, y0, x1, y1) in zip(text.split("\n"), rows, strict=True):
        wide = (x1 - x0) / max(1, len(line))
        place = 0
        for word in line.split(" "):
            from_, to = x0 + place * wide, x0 + (place + len(word)) * wide
            found.append(Word(at + place, at + place + len(word), Box(from_, y0, to, y1)))
            place += len(word) + 1
        at += len(line) + 1
    return found


COLUMNS = "left one\nleft two\nright one\nright two"
PLACED = words(
    COLUMNS, (0.1, 0.1, 0.4, 0.12), (0.1, 0.13, 0.4, 0.15), (0.6, 0.1, 0.9, 0.12), (0.6, 0.13, 0.9, 0.15)
)


def test_a_point_in_a_word_is_between_two_of_its_letters() -> None:
    row = words("abcdefghij", (0.0, 0.1, 1.0, 0.2))
    assert caret_at(row, "abcdefghij", 0.31, 0.15) == 3
    assert caret_at(row, "abcdefghij", 0.0, 0.15) == 0
    assert caret_at(row, "abcdefghij", 1.0, 0.9) == 10


@pytest.mark.parametrize(
    ("across", "down", "before"),
    [(0.45, 0.11, "left one"), (0.55, 0.14, "left two\n"), (0.95, 0.11, "one\nleft two\nright one")],
)
def test_beside_a_column_the_nearest_line_of_it_is_meant(across: float, down: float, before: str) -> None:
    at = caret_at(PLACED, COLUMNS, across, down)
    assert at is not None
    if before == "left two\n":
        assert COLUMNS[at:].startswith("right two"), "the nearer column"
    else:
        assert COLUMNS[:at].endswith(before)


def test_a_selection_goes_down_one_column_and_then_the_next() -> None:
    start, end = COLUMNS.index("two"), COLUMNS.index("right one") + len("right")
    boxes = boxes_of(PLACED, COLUMNS, start, end)
    assert len(boxes) == 2
    assert boxes[0].y0 == 0.13
    assert (boxes[1].x0, boxes[1].y0) == (0.6, 0.1)
    assert boxes[1].x1 < 0.8, "only the word, not its line"


def test_part_of_a_word_is_part_of_its_box() -> None:
    row = words("abcdefghij", (0.0, 0.1, 1.0, 0.2))
    (box,) = boxes_of(row, "abcdefghij", 2, 5)
    assert (box.x0, box.x1) == pytest.approx((0.2, 0.5))


def test_what_is_written_to_the_left_begins_at_the_right() -> None:
    text = "שלום עולם"
    row = [Word(0, 4, Box(0.6, 0.1, 1.0, 0.2)), Word(5, 9, Box(0.1, 0.1, 0.5, 0.2))]
    assert caret_at(row, text, 0.99, 0.15) == 0
    assert caret_at(row, text, 0.61, 0.15) == 4
    (box,) = boxes_of(row, text, 0, 1)
    assert (box.x0, box.x1) == pytest.approx((0.9, 1.0))


def test_a_caret_stands_before_its_letter() -> None:
    row = words("ab cd", (0.0, 0.1, 0.5, 0.2))
    box = caret_box(row, "ab cd", 3)
    assert box is not None
    assert box.x0 == pytest.approx(0.3)
    assert caret_box([], "", 0) is None


def test_a_page_without_words_has_no_place() -> None:
    assert caret_at([], "", 0.5, 0.5) is None
    assert word_at([], 0.5, 0.5) is None
    assert boxes_of([], "", 0, 5) == ()
