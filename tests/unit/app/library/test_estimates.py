"""Seconds left: told only from what was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gui import document

from app.library.estimates import Estimates
from rag.indexing.indexer import IndexEvent
from rag.types import Coverage, DocumentState

READING, EMBEDDING, READY = DocumentState.READING, DocumentState.EMBEDDING, DocumentState.READY


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Run:
    def __init__(self) -> None:
        self.clock = Clock()
        self.estimates = Estimates(self.clock)

    def step(self, id_: int, state: DocumentState, done: int, total: int, at: float) -> float | None:
        return self.steps(id_, state, done, total, at)[id_]

    def steps(
        self, id_: int, state: DocumentState, done: int, total: int, at: float
    ) -> dict[int, float | None]:
        """What is told of it, and of those that wait for it."""
        self.clock.now = at
        told = self.estimates.told(IndexEvent(id_, "a.pdf", state, done, total))
        return {event.document_id: left for event, left in told}

    def document(self, id_: int, at: float) -> float:
        """A hundred pages in 10 s, five passages each in 100 s; when it is done."""
        for done in range(0, 101, 25):
            self.step(id_, READING, done, 100, at + done / 10)
        for done in range(0, 501, 50):
            self.step(id_, EMBEDDING, done, 500, at + 10 + done / 5)
        self.step(id_, READY, 500, 500, at + 110)
        return at + 110


def test_the_first_document_is_told_once_its_passages_have_a_pace() -> None:
    run = Run()
    assert [run.step(1, READING, done, 100, done / 10) for done in range(0, 101, 25)] == [None] * 5
    told = [run.step(1, EMBEDDING, done, 500, 10 + done / 5) for done in range(0, 501, 50)]
    assert told[:2] == [None, None]
    assert told[2:] == [pytest.approx((500 - done) / 5) for done in range(100, 501, 50)]


def test_what_the_passages_of_earlier_documents_took_is_known_of_the_next_while_it_is_read() -> None:
    run = Run()
    at = run.document(1, 0.0)
    assert run.step(2, READING, 0, 0, at) is None, "how long it is is not known yet"
    assert run.step(2, READING, 0, 40, at) is None, "it may be a scan: its pages are its own"
    assert run.step(2, READING, 20, 40, at + 2) == pytest.approx(2 + 40)
    assert run.step(2, READING, 30, 40, at + 6) == pytest.approx(2 + 40), "its own pace is slower"
    assert run.step(2, EMBEDDING, 0, 200, at + 8) == pytest.approx(40)


def test_a_document_that_goes_on_counts_only_what_is_new() -> None:
    run = Run()
    run.step(1, EMBEDDING, 400, 500, 0.0)
    run.step(1, EMBEDDING, 420, 500, 10.0)
    assert run.step(1, EMBEDDING, 440, 500, 20.0) == pytest.approx(30.0)


def test_earlier_runs_are_a_beginning() -> None:
    run = Run()
    known = replace(document(pages=100, passages=500), seconds=110.0)
    run.estimates.learn_from([known, document(2, state=DocumentState.FAILED)])
    assert run.step(3, EMBEDDING, 0, 100, 0.0) == pytest.approx(22.0)
    fresh = Run()
    fresh.estimates.learn_from([])
    assert fresh.step(3, EMBEDDING, 0, 100, 0.0) is None


def test_one_that_waits_is_told_with_what_stands_before_it_and_anew_as_that_moves() -> None:
    """“4 s left” stood beside a mail for as long as the 600 pages before it were learned."""
    run = Run()
    run.document(1, 0.0)
    for done in range(0, 401, 100):
        run.step(2, EMBEDDING, done, 3000, 200 + done / 5)
    run.step(3, READING, 0, 1, 280.0)
    assert run.step(3, READING, 1, 1, 280.2) == pytest.approx(2600 / 5 + 1)
    moved = run.steps(2, EMBEDDING, 2900, 3000, 780.0)
    assert moved[2] == pytest.approx(20)
    assert moved[3] == pytest.approx(21)
    assert run.steps(2, READY, 3000, 3000, 800.0)[3] == pytest.approx(1), "nothing stands before it any more"


def test_one_that_waits_for_nobody_knows_how_long_is_told_nothing() -> None:
    run = Run()
    run.estimates.learn_from([replace(document(pages=100, passages=500), seconds=110.0)])
    run.step(2, READING, 0, 600, 0.0)
    run.step(3, READING, 0, 1, 0.0)
    assert run.step(3, READING, 1, 1, 0.2) is None


def test_what_pictures_took_to_read_is_not_taken_for_the_pace_of_learning() -> None:
    run = Run()
    scanned = replace(document(pages=100, passages=500), seconds=900.0, coverage=Coverage(ocr=100))
    drawn = replace(document(2, pages=100, passages=500), seconds=110.0, coverage=Coverage(text=100))
    run.estimates.learn_from([scanned])
    assert run.step(3, EMBEDDING, 0, 100, 0.0) is None
    run.estimates.learn_from([scanned, drawn])
    assert run.step(3, EMBEDDING, 0, 100, 0.0) == pytest.approx(22.0)
