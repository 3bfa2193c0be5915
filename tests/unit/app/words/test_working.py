"""What works in the background in the status bar: what is done of what, and nothing counted with it."""

from __future__ import annotations

from dataclasses import replace

from app.activity.work import Sort, Standing, Work
from app.events import DocumentProgress
from app.types import PauseReason
from app.words.activity import short_words, told_words
from rag.runs.types import Run, RunState
from rag.summarising.types import Length, SummaryScope
from rag.types import DocumentState

OPTIONS = SummaryScope("executive", Length.PAGE, 450).encoded()
READING = Work("reading", Sort.READING, total=12)


def summary(
    number: int, name: str, standing: Standing = Standing.WAITING, share: float | None = None
) -> Work:
    run = Run(
        id=number,
        maker="summary",
        title="Executive summary",
        document_id=number,
        other_id=None,
        document=name,
        other="",
        columns=(),
        options=OPTIONS,
        model="",
        state=RunState.QUEUED,
        created=0,
        updated=0,
        total=0,
        done=0,
        found=0,
    )
    return Work(f"run:{number}", Sort.RUN, standing, share=share, number=number, run=run)


def test_documents_and_what_is_made_of_them_are_not_counted_together() -> None:
    waiting = [summary(number, f"{number}.txt") for number in range(1, 12)]
    assert short_words([READING, *waiting]) == "Documents: 0 of 12 read · 11 wait"
    made = summary(12, "a.txt", Standing.WORKING)
    words = "Documents: 0 of 12 read · 1 other task under way · 11 wait"
    assert short_words([READING, made, *waiting]) == words


def test_what_is_made_names_its_document() -> None:
    assert short_words([summary(1, "xlsx_01.xlsx", Standing.WORKING, 0.14)]) == (
        "Executive summary: xlsx_01.xlsx, 14 %"
    )
    long = summary(1, "Regulation on the Use of the Public Libraries of Lindhaven.pdf", Standing.WORKING)
    assert short_words([long]) == "Executive summary: Regulation on the …dhaven.pdf"


def test_what_waits_for_a_model_says_so() -> None:
    waits = [replace(summary(number, "a.txt"), lacks=True) for number in range(3)]
    assert short_words(waits) == "3 wait for a model"
    assert short_words([READING, *waits]) == "Documents: 0 of 12 read · 3 wait for a model"
    assert told_words(waits[0], str) == "Executive summary, one page · Waits for a model"
    assert told_words(summary(1, "a.txt"), str) == "Executive summary, one page · Waits its turn"


def test_the_page_being_read_is_the_one_that_the_library_names() -> None:
    at = DocumentProgress(1, DocumentState.READING, 0, 1, None)
    one = Work("reading", Sort.READING, name="a.jpg", total=1, progress=at)
    assert told_words(one, str) == "a.jpg: page 1 of 1"


def test_reading_that_waits_for_a_summary_waits_for_no_answer() -> None:
    waits = replace(READING, waits=frozenset({PauseReason.ANSWERING}))
    assert told_words(waits, str) == "0 of 12 done · waits while the model works"
