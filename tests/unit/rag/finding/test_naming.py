"""Which documents a question names, and what of it is left to search for."""

from __future__ import annotations

import pytest

from rag.finding.naming import Naming, find_named
from rag.types import IndexedDocument

NAMES = (
    "BOEING_2022_10K.pdf",
    "AMCOR_2023_10K.pdf",
    "AMCOR_2023Q4_EARNINGS.pdf",
    "FOOTLOCKER_2022_8K_dated_2022-08-19.pdf",
    "MGMRESORTS_2022Q4_EARNINGS.pdf",
    "NIST.SP.800-171r2.pdf",
    "fund rules.pdf",
    "Guidance - Private Credit Funds_VER01.040523.txt",
)
DOCUMENTS = [IndexedDocument(n, name, n * 10, n * 10 + 9) for n, name in enumerate(NAMES, 1)]


def rare(_phrase: str, _document: IndexedDocument) -> float:
    return 0.0


def named(question: str) -> tuple[list[str], str]:
    found: Naming = find_named(question, DOCUMENTS, rare)
    best = sorted(found.weights.items(), key=lambda item: -item[1])
    return [document.name for document, _ in best], found.rest


@pytest.mark.parametrize(
    ("question", "name", "rest"),
    [
        ("How does Boeing's tax rate change?", "BOEING_2022_10K.pdf", "How does tax rate change?"),
        ("Who is the new CEO of Foot Locker?", NAMES[3], "Who is the new CEO of ?"),
        ("Who is Footlocker's new CEO?", NAMES[3], "Who is new CEO?"),
        ("Which region did MGM do best in?", NAMES[4], "Which region did do best in?"),
        ("What does NIST SP 800-171 say of passwords?", NAMES[5], "What does say of passwords?"),
    ],
)
def test_a_document_is_named_however_its_name_is_written(question: str, name: str, rest: str) -> None:
    documents, left = named(question)
    assert documents[:1] == [name]
    assert left == rest


def test_a_year_or_a_kind_tells_namesakes_apart() -> None:
    assert named("What was AMCOR's EBITDA in Q4 earnings of 2023?")[0][0] == "AMCOR_2023Q4_EARNINGS.pdf"
    assert set(named("What industry does AMCOR work in?")[0]) == {NAMES[1], NAMES[2]}


@pytest.mark.parametrize(
    "question",
    [
        "Within how many hours is a breach notified?",
        "What happened in 2022?",
        "What guidance is there on disclosure?",
        "Any material changes?",
        "",
    ],
)
def test_most_questions_name_nothing(question: str) -> None:
    assert named(question) == ([], question)


def test_a_word_that_stands_everywhere_names_nothing() -> None:
    question = "What must a fund publish under the rules?"
    assert find_named(question, DOCUMENTS, lambda *_: 0.4) == Naming({}, question)


def test_nothing_is_named_in_an_empty_library() -> None:
    assert find_named("Boeing?", [], rare) == Naming({}, "Boeing?")
