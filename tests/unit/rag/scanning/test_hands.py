"""How a line came onto its page, from how surely it and its neighbours were read."""

from __future__ import annotations

from rag.scanning.decoding import Letters
from rag.scanning.hands import kinds_of
from rag.scanning.line_reading import Reading
from rag.types import LineKind

HAND, EITHER, PRINTED = LineKind.HANDWRITTEN, LineKind.EITHER, LineKind.PRINTED


def read(text: str, sure: float) -> Reading:
    """A line whose letters stand at uneven distances, as those of print and of hands do."""
    places = [at + 0.45 * (at % 3) for at in range(len(text))]
    letters = Letters(text, tuple(sure for _ in text), tuple(one / len(text) for one in places))
    return Reading(letters, sure, sure)


def test_a_line_read_surely_on_a_page_by_hand_is_not_said_to_be_printed() -> None:
    page = [read("Executive Mansion,", 0.99), read("Washington City", 0.985)]
    page += [read("Major General Hitchcock is authorised", sure) for sure in (0.70, 0.81, 0.85, 0.92)]
    assert kinds_of(page) == [EITHER, EITHER, HAND, HAND, HAND, HAND]


def test_a_page_of_print_is_printed() -> None:
    page = [read("The library is open from nine to five", sure) for sure in (0.99, 0.995, 0.97, 0.99)]
    assert kinds_of(page) == [PRINTED] * 4
