"""What a summary rests on, in one line."""

from __future__ import annotations

import pytest

from app.words.summaries import covered_words
from rag.runs.types import Covered, Report, Run, RunState

RUNNING = RunState.RUNNING
RUN = Run(1, "summary", "Key points", 1, None, "lease.pdf", "", (), "{}", "", RUNNING, 0.0, 0.0, 6, 0, 0)


@pytest.mark.parametrize(
    ("covered", "told"),
    [
        (Covered(6, 0, 0, 0), "Read 0 of 6 pages"),
        (Covered(6, 0, 6, 0), "Read 0 of 6 pages · 0 of 6 parts"),
        (Covered(6, 6, 6, 6), "Read 6 of 6 pages · 6 of 6 parts · nothing marked"),
    ],
)
def test_nothing_is_said_of_what_was_not_read_yet(covered: Covered, told: str) -> None:
    assert covered_words(Report(RUN, (), (), (), covered)) == told
