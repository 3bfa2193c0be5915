"""How far a second look has come: words, what was read otherwise, and what is offered; without a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.scans import SecondLook
from app.types import PauseReason
from engine.cancel import CancelToken
from rag.layout.trust import trust
from rag.scanning.scanned import ScannedLine, ScannedPage
from rag.types import Box, LineKind
from ui.scans.second_look import LookStep, outcome_words, step_words, steps


def line(place: int, text: str, confidence: float = 0.6, read: str | None = None) -> ScannedLine:
    box = Box(0.1, 0.1, 0.5, 0.2)
    return ScannedLine(
        place, text, box, LineKind.PRINTED, confidence, trust(confidence), (), (), read, again=True
    )


def page(number: int, *lines: ScannedLine) -> ScannedPage:
    return ScannedPage(number, 595.0, 842.0, 0.9, lines)


class Looked:
    """`Scans` whose second look gives what the test wrote down."""

    def __init__(self, pages: tuple[ScannedPage, ...], looks: tuple[ScannedPage, ...]) -> None:
        self._pages = pages
        self._looks = looks

    def pages(self, document_id: int) -> tuple[ScannedPage, ...]:
        return self._pages

    def look_again(self, document_id: int, cancel: CancelToken) -> Iterator[SecondLook]:
        yield SecondLook(0, len(self._looks), None)
        for done, one in enumerate(self._looks, 1):
            yield SecondLook(done, len(self._looks), one)


def test_lines_read_otherwise_are_counted_over_pages() -> None:
    first = page(1, line(0, "a"), line(1, "b"), line(2, "sure", 0.99))
    second = page(4, line(0, "c"))
    after = replace(first, lines=(line(0, "A"), line(1, "B by hand", read="b"), line(2, "sure too", 0.99)))
    looks = (after, after, replace(second, lines=(line(0, "C"),)))
    clock = iter((0.0, 0.0, 9.0, 12.0, 15.0))
    found = list(steps(Looked((first, second), looks), 1, CancelToken(), lambda: next(clock)))  # type: ignore[arg-type]
    assert [one.changed for one in found] == [0, 1, 1, 2], "what a person wrote does not count"
    assert [one.done for one in found] == [0, 1, 2, 3]
    assert [one.seconds_left for one in found] == [None, None, 3.0, 0.0], "the first waits for the model"


def test_words_for_progress_and_outcome() -> None:
    assert step_words(LookStep(3, 21, 0, None, 60.0)) == "Line 4 of 21 · about 60 s left"
    assert step_words(LookStep(21, 21, 0, None, None)) == "Line 21 of 21"
    on_battery = frozenset({PauseReason.BATTERY})
    assert step_words(LookStep(0, 2, 0, None, 5.0), on_battery) == "Line 1 of 2 · waits: on battery"
    assert outcome_words(LookStep(7, 7, 3, None, None)) == "7 lines looked at again, 3 read otherwise."
    assert outcome_words(LookStep(0, 7, 0, None, None)) == "No line was looked at again."
    assert outcome_words(LookStep(1, 7, 0, None, None)) == "1 line looked at again, none read otherwise."
