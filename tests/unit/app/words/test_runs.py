"""Kept work in words: how far it has come, for what it waits, what came of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.types import PauseReason
from app.words.runs import (
    kind_words,
    look_words,
    name_of,
    outcome_words,
    progress_words,
    row_words,
    state_words,
    waiting_words,
)
from rag.runs.types import Begun, Done, Finishing, Part, PartState, Quick, Result, Run, RunState, Verdict
from rag.summarising.types import Length, SummaryScope
from rag.surveying.types import SurveyKind, SurveyScope


def run(maker: str, state: RunState = RunState.RUNNING, total: int = 0, done: int = 0, found: int = 0) -> Run:
    options = {
        "survey": SurveyScope().encoded(unread=2),
        "summary": SummaryScope("executive", Length.BRIEF).encoded(),
    }.get(maker, "{}")
    document = "" if maker == "survey" else "lease.pdf"
    title = {"survey": "Who pays?", "summary": "Executive summary"}.get(maker, "Comparison")
    return Run(1, maker, title, None, None, document, "", (), options, "m", state, 0, 0, total, done, found)


PART = Part(3, 1, "lease.pdf", "Duties › Of the tenant", 2, 2, 10, 20)


@pytest.mark.parametrize(
    ("maker", "said"),
    [
        ("summary", "Reading part 4 of 21"),
        ("survey", "Asking 4 of 21: Of the tenant"),
        ("second-look", "Line 4 of 21"),
        ("comparison", "Comparing"),
    ],
)
def test_progress_tells_the_part_and_the_time(maker: str, said: str) -> None:
    assert progress_words(run(maker), Begun(1, PART, 3, 21, None)) == said
    assert progress_words(run(maker), Begun(1, PART, 3, 21, 60.0)) == f"{said} · about 60 s left"
    assert progress_words(run(maker), Done(1, Result(PART), 3, 21, None)) == said


def test_the_last_part_and_what_comes_after_it() -> None:
    last = Done(1, Result(PART), 21, 21, None)
    assert progress_words(run("second-look"), last) == "Line 21 of 21"
    assert progress_words(run("summary"), Finishing(1)).startswith("All parts are read")
    assert progress_words(run("summary"), Quick(1, ())) == ""


def test_progress_says_for_what_it_waits() -> None:
    on_battery = frozenset({PauseReason.BATTERY})
    assert waiting_words("Line 1 of 2", on_battery) == "Line 1 of 2 · waits: on battery"
    assert waiting_words("Line 1 of 2", ()) == "Line 1 of 2"


def test_what_came_of_a_second_look() -> None:
    assert look_words(7, 3) == "7 lines looked at again, 3 read otherwise."
    assert look_words(1, 0) == "1 line looked at again, none read otherwise."
    assert look_words(0, 0) == "No line was looked at again."
    assert outcome_words(run("second-look", RunState.DONE, 7, 7, 3)) == look_words(7, 3)


def test_what_came_of_a_table_of_answers() -> None:
    whole = run("survey", RunState.DONE, 3, 3, 2)
    assert outcome_words(whole) == "2 of 3 documents have an answer · 2 not read yet and left out"
    stopped = run("survey", RunState.STOPPED, 3, 1, 1)
    assert outcome_words(stopped).startswith("Stopped after 1 of 3 documents; 1 have an answer")
    assert SurveyScope.of(whole).kind is SurveyKind.DOCUMENTS


def test_each_row_of_a_table_stands_in_exactly_one_count() -> None:
    """Documents of which a passage is shown were in no count."""
    states = [*[Verdict.FOUND] * 4, *[Verdict.NEAR] * 2, *[Verdict.SILENT] * 10, Verdict.OTHERWISE]
    results = [Result(Part(at, at, ""), PartState.DONE, verdict=one) for at, one in enumerate(states)]
    results.append(Result(Part(17, 17, ""), PartState.FAILED))
    table = run("survey", RunState.DONE, 18, 18, 4)
    said = "4 of 18 documents have an answer · Says otherwise: 1 · See passage: 2 · Not found: 10"
    assert outcome_words(table, results).startswith(f"{said} · Not answered: 1")


def test_a_table_whose_documents_were_removed_counts_none_of_nothing() -> None:
    empty = run("survey", RunState.DONE)
    assert outcome_words(empty).startswith("This table has no rows: when it was made")
    deleted = replace(empty, options=SurveyScope(documents=(4, 7)).encoded())
    assert outcome_words(deleted).startswith("The documents of this table were deleted for good")
    gone = outcome_words(replace(empty, removed=2))
    assert gone.startswith("The documents of this table were removed.")
    some = replace(run("survey", RunState.DONE, 1, 1, 1), removed=2)
    assert outcome_words(some).startswith("1 of 1 document has an answer")
    assert outcome_words(some).endswith("2 removed and not shown")


def test_a_row_says_what_it_is_and_how_it_stands() -> None:
    assert row_words(run("summary", RunState.DONE), None, failed=False) == "Executive summary, brief · Done"
    assert row_words(run("survey", total=3), 2, failed=False) == "Table of answers · Waits for 2 others"
    stopped = run("second-look", RunState.STOPPED, 9, 4)
    assert row_words(stopped, None, failed=False) == "Second look · Paused after 4 of 9 lines"
    assert row_words(stopped, None, failed=True) == "Second look · Could not be made"
    assert state_words(run("summary", RunState.QUEUED), 0) == "Getting ready…"
    assert (name_of(run("survey")), name_of(run("summary"))) == ("Who pays?", "lease.pdf")
    assert kind_words(run("comparison")) == "Comparison"
