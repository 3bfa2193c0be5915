"""What works in the background, gathered from events: how far, how long still, and what became of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gui import document

from app.activity.activity import Activity
from app.activity.work import Sort, Standing, still_left
from app.events import (
    DocumentProgress,
    DocumentRemoved,
    EventBus,
    IndexingPaused,
    LibraryChanged,
    RecipesChanged,
    RunBegan,
    RunEnded,
    RunMoved,
)
from app.types import PauseReason
from engine.cancel import CancelToken
from engine.errors import Cancelled, ModelMissing
from rag.runs.types import Begun, Part, Run, RunState
from rag.types import Document, DocumentState

WAITS, READY, FAILED = DocumentState.QUEUED, DocumentState.READY, DocumentState.FAILED


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bus() -> EventBus:
    return EventBus()


@pytest.fixture
def activity(bus: EventBus, clock: Clock) -> Activity:
    return Activity(bus, clock, clock)


def tell(bus: EventBus, *documents: Document) -> None:
    for one in documents:
        bus.publish(LibraryChanged(one))


def pages(number: int, state: DocumentState = WAITS, size: int = 1000) -> Document:
    return replace(document(number, f"{number}.pdf", state), size=size)


def run(number: int = 7, done: int = 0, state: RunState = RunState.RUNNING) -> Run:
    return Run(number, "summary", "Summary", 1, None, "a.pdf", "", (), "{}", "", state, 5.0, 6.0, 91, done, 0)


def test_documents_are_one_piece_of_work_until_the_last_is_done(activity: Activity, bus: EventBus) -> None:
    tell(bus, pages(1), pages(2), pages(3))
    (work,) = activity.snapshot().working
    assert (work.sort, work.done, work.total) == (Sort.READING, 0, 3)
    tell(bus, pages(1, READY), pages(2, READY))
    assert activity.snapshot().working[0].done == 2
    tell(bus, pages(3, READY))
    assert not activity.snapshot().working
    (ended,) = activity.snapshot().ended
    assert (ended.standing, ended.amount) == (Standing.FINISHED, 3)


def test_how_long_is_not_told_before_enough_was_measured(
    activity: Activity, bus: EventBus, clock: Clock
) -> None:
    tell(bus, *(pages(number) for number in range(1, 11)))
    assert activity.snapshot().working[0].seconds_left is None
    for number in (1, 2):
        clock.now += 5
        tell(bus, pages(number, READY))
    assert activity.snapshot().working[0].seconds_left == 40  # eight of five seconds each


def test_a_kind_of_file_that_was_not_measured_keeps_the_end_unknown(
    activity: Activity, bus: EventBus, clock: Clock
) -> None:
    tell(bus, *(pages(number) for number in range(1, 5)), replace(pages(9), path="/documents/scan.tiff"))
    for number in (1, 2, 3):
        clock.now += 5
        tell(bus, pages(number, READY))
    assert activity.snapshot().working[0].seconds_left is None


def test_a_large_file_is_reckoned_by_its_size(activity: Activity, bus: EventBus, clock: Clock) -> None:
    tell(bus, pages(1), pages(2), pages(3, size=5_000), pages(4))
    for number in (1, 2):
        clock.now += 4
        tell(bus, pages(number, READY))
    work = activity.snapshot().working[0]
    assert work.seconds_left == 4 * 6
    tell(bus, pages(5, size=50_000))
    assert activity.snapshot().working[0].seconds_left is None, "two notes tell nothing of a book"
    share = activity.snapshot().working[0].share
    assert share is not None
    assert share < 0.05, "two small ones of five are not half of it"


def test_the_one_in_hand_tells_how_long_others_of_its_kind_take(activity: Activity, bus: EventBus) -> None:
    tell(bus, pages(1, size=60_000), pages(2, size=30_000), pages(3, size=60_000))
    bus.publish(DocumentProgress(1, DocumentState.READING, 1, 2, 40.0))
    assert activity.snapshot().working[0].seconds_left is None, "its reading says little of its passages"
    bus.publish(DocumentProgress(1, DocumentState.EMBEDDING, 1, 4, 300.0))  # half of all its work
    left = activity.snapshot().working[0].seconds_left
    assert left == pytest.approx(300 + 300 + 600)
    tell(bus, pages(4, size=90_000))
    assert activity.snapshot().working[0].seconds_left is None, (
        "more cannot be told from it than it is itself"
    )


def test_a_pause_is_not_measured_and_gives_no_estimate(
    activity: Activity, bus: EventBus, clock: Clock
) -> None:
    tell(bus, *(pages(number) for number in range(1, 5)))
    clock.now += 5
    tell(bus, pages(1, READY))
    bus.publish(IndexingPaused(frozenset({PauseReason.USER})))
    paused = activity.snapshot().working[0]
    assert (paused.standing, paused.seconds_left) == (Standing.PAUSED, None)
    clock.now += 10_000
    bus.publish(IndexingPaused(frozenset()))
    clock.now += 5
    tell(bus, pages(2, READY))
    assert activity.snapshot().working[0].seconds_left == 10


def test_an_estimate_that_is_long_over_is_withdrawn(activity: Activity, bus: EventBus, clock: Clock) -> None:
    tell(bus, pages(1))
    bus.publish(DocumentProgress(1, DocumentState.EMBEDDING, 9, 10, 8.0))
    assert activity.snapshot().working[0].seconds_left == 8
    clock.now += 6
    assert activity.snapshot().working[0].seconds_left == 2
    clock.now += 60
    assert activity.snapshot().working[0].seconds_left is None, "not “1 s left” for a minute"


def test_what_fails_is_kept_with_its_reason_until_it_is_tried_again(
    activity: Activity, bus: EventBus
) -> None:
    broken = replace(pages(2, FAILED), error_code="file-damaged")
    tell(bus, pages(1), pages(2), broken, pages(1, READY))
    read, failed = activity.snapshot().ended
    assert (read.sort, read.amount) == (Sort.READING, 1)
    assert (failed.sort, failed.name, failed.again) == (Sort.DOCUMENT, "2.pdf", True)
    assert failed.fault is not None
    tell(bus, pages(2))
    assert [one.sort for one in activity.snapshot().ended] == [Sort.READING]


def test_documents_that_are_taken_out_are_told_as_that(activity: Activity, bus: EventBus) -> None:
    tell(bus, pages(1), pages(2))
    assert activity.unread == (2, 1)
    for number in activity.unread:
        bus.publish(DocumentRemoved(number))
    (ended,) = activity.snapshot().ended
    assert (ended.standing, ended.amount) == (Standing.CANCELLED, 2)


def test_what_is_ready_already_is_no_work(activity: Activity, bus: EventBus) -> None:
    tell(bus, pages(1, READY), replace(pages(2, FAILED), error_code="file-damaged"))
    assert activity.snapshot() == type(activity.snapshot())()


def test_a_run_moves_and_ends_as_it_ended(activity: Activity, bus: EventBus) -> None:
    bus.publish(RunBegan(run(done=40)))
    (work,) = activity.snapshot().working
    assert (work.key, work.done, work.total, work.seconds_left) == ("run:7", 40, 91, None)
    bus.publish(RunMoved(7, Begun(7, Part(44, 1, "a.pdf"), 44, 91, 600.0)))
    (work,) = activity.snapshot().working
    assert (work.done, work.seconds_left) == (44, 600)
    bus.publish(RunEnded(run(done=44, state=RunState.STOPPED)))
    assert activity.snapshot().ended[0].standing is Standing.PAUSED
    bus.publish(RunBegan(run(done=44)))
    assert not activity.snapshot().ended, "it is gone on with, and stands in one place"
    bus.publish(RunEnded(run(done=44, state=RunState.STOPPED), ModelMissing(model="a")))
    failed = activity.snapshot().ended[0]
    assert (failed.standing, failed.again) == (Standing.FAILED, True)


def test_a_recipe_that_failed_in_part_says_so(activity: Activity, bus: EventBus) -> None:
    bus.publish(RecipesChanged("Invoices", 3))
    bus.publish(RecipesChanged("Invoices", 3))
    assert [one.name for one in activity.snapshot().working] == ["Invoices"]
    bus.publish(RecipesChanged("Invoices", 3, ended=True, failed=True))
    assert activity.snapshot().ended[0].standing is Standing.FAILED


@pytest.mark.parametrize(
    ("error", "standing"),
    [
        (None, Standing.FINISHED),
        (Cancelled(), Standing.CANCELLED),
        (ModelMissing(model="a"), Standing.FAILED),
        (RuntimeError("a bug"), Standing.FAILED),
    ],
)
def test_a_piece_ends_as_its_block_does(
    activity: Activity, error: BaseException | None, standing: Standing
) -> None:
    try:
        with activity.begin(Sort.EXPORT, "table.xlsx") as piece:
            piece.tell(1, 4, 9.0)
            assert activity.snapshot().working[0].share == 0.25
            if error is not None:
                raise error
    except (Cancelled, ModelMissing, RuntimeError):
        pass
    assert [one.standing for one in activity.snapshot().ended] == [standing]
    assert not activity.has_work


def test_a_piece_is_stopped_by_its_token_and_tried_again_by_its_call(activity: Activity) -> None:
    token, tried = CancelToken(), []
    piece = activity.begin(Sort.MODEL, "qwen", token, lambda: tried.append(1))
    assert activity.snapshot().working[0].can_cancel
    assert activity.cancel(piece.key)
    assert token.cancelled
    piece.end(ModelMissing(model="qwen"))
    assert activity.snapshot().ended[0].again
    assert activity.try_again(piece.key)
    assert tried == [1]
    assert not activity.snapshot().ended
    assert not activity.try_again(piece.key), "once"


def test_the_end_of_the_program_stops_what_can_be_stopped(activity: Activity, bus: EventBus) -> None:
    token = CancelToken()
    activity.begin(Sort.MODEL, "qwen", token)
    bus.publish(RunBegan(run()))
    activity.close()
    assert token.cancelled
    bus.publish(RunEnded(run()))
    assert not activity.snapshot().ended, "what goes on at the next start did not end"


def test_who_listens_is_told_of_changes_alone(activity: Activity, bus: EventBus) -> None:
    told: list[int] = []
    activity.listen(lambda: told.append(1))
    tell(bus, pages(1, READY))
    assert not told
    tell(bus, pages(1))
    assert told == [1]


@pytest.mark.parametrize(
    ("estimate", "passed", "left"),
    [(30.0, 10.0, 20.0), (5.0, 8.0, 1.0), (5.0, 26.0, None), (None, 1.0, None)],
)
def test_an_estimate_runs_down_and_ends_where_it_is_late(
    estimate: float | None, passed: float, left: float | None
) -> None:
    assert still_left(estimate, passed) == left
