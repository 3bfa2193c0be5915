"""What becomes of a part's text: boilerplate, sentences, rows, the choice, the headings."""

from __future__ import annotations

import numpy as np
import pytest

from rag.prompting.writing import Writing
from rag.runs.boilerplate import boilerplate
from rag.runs.types import Part, Point
from rag.summarising.choosing import Candidate, choose, same
from rag.summarising.folding import allotted, under_headings
from rag.summarising.statements import statements, table_rows
from rag.summarising.types import Length
from rag.types import Citation

PROSE = "The agency pays the grant to the state within thirty days of the request, and reports it each year."


def written(text: str, *, whole: bool = True) -> Writing:
    return Writing(text, whole, 0, 0)


@pytest.mark.parametrize(
    ("heading", "text", "reason"),
    [
        ("Report › Table of Contents", PROSE, "a table of contents"),
        ("7. References", PROSE, "a list of works cited"),
        (
            "Annex",
            "Scope ........ 3\nFees ..... 4\nTerm ..... 9\nNotice ... 12",
            "a table of contents",
        ),
        ("Annex", "Appeal, 12, 40\nBreach, 3–5\nConsent, 7, 9, 11\nDuty of care, 30", "an index"),
        ("Annex", "Signed: ______ 2024", "a few words only"),
        ("Contents of the notice", PROSE, ""),
        ("Article 3", PROSE, ""),
    ],
)
def test_parts_that_say_nothing_are_told(heading: str, text: str, reason: str) -> None:
    assert boilerplate(heading, text) == reason


def test_sentences_come_without_bullets_introductions_and_repetitions() -> None:
    said = written(
        "Here is a summary.\n- **The grant** is paid in 30 days.\n- the grant is paid in 30 days.\n"
        "The document states that the state pays 25% of it.\nIn detail:\n"
    )
    assert statements(said) == ["The grant is paid in 30 days.", "The state pays 25% of it."]


def test_a_sentence_cut_short_is_left_out() -> None:
    text = "The grant is paid in 30 days. The state pays a quarter of"
    assert statements(written(text, whole=False)) == ["The grant is paid in 30 days."]


def test_rows_need_a_cell_for_each_column() -> None:
    text = "| Question | Answer |\n|---|---|\n1. Who pays? | The state.\nWhen\n| Who pays? | The state. |"
    assert table_rows(written(text), 2) == [("Question", "Answer"), ("Who pays?", "The state.")]


def unit(*rows: list[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    matrix = np.array(rows, np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def test_sentences_of_one_pattern_are_not_the_same() -> None:
    texts = [
        "Invoices are kept in the archive for 3 years.",
        "Letters are kept in the archive for 5 years.",
        "In the archive invoices are kept for 3 years.",
    ]
    assert same(texts, np.ones((3, 3), np.float32)) == [0, 1, 0]
    assert same(texts, np.full((3, 3), 0.8, np.float32)) == [0, 1, 2]
    assert same([*texts, texts[0]], None) == [0, 1, 0, 0]


def test_what_is_doubtful_or_said_already_comes_last() -> None:
    def candidate(before: int, *, supported: bool = True) -> Candidate:
        return Candidate(10, before, False, True, supported)

    candidates = [candidate(0), candidate(10), candidate(5000), candidate(20, supported=False)]
    vectors = unit([1, 0], [1, 0.01], [0.6, 0.8], [1, 0.2])
    assert choose(candidates, vectors, 10) == [0]
    assert 3 not in choose(candidates, vectors, 30)
    assert choose(candidates, vectors, 1000) == [0, 1, 2, 3]
    assert choose([], vectors[:0], 100) == []


def test_words_are_allotted_by_length_within_bounds() -> None:
    parts = [
        Part(place, 1, "act.pdf", "", 1, 1, start, end)
        for place, (start, end) in enumerate([(0, 9000), (9000, 10_000)])
    ]
    assert allotted(parts, 100, 30, 80) == {0: 80, 1: 30}
    assert allotted(parts, 1000, 30, 2000) == {0: 900, 1: 100}


def test_a_point_stands_under_the_heading_of_its_passage_not_of_the_part() -> None:
    part = Part(0, 1, "act.pdf", "Rules › One", 1, 2, 0, 100)

    def point(section: str, page: int) -> Point:
        return Point(section, (Citation(1, "a.pdf", page, section, 0, 5, "text"),))

    points = [(part, point("Rules › One", 1)), (part, point("Rules › Two", 2)), (part, Point("Marked."))]
    headings = [(block.heading, block.page) for block in under_headings(points, Length.DETAILED)]
    assert headings == [("Rules › One", 1), ("Rules › Two", 2), ("Rules › One", 1)]
    assert [block.heading for block in under_headings(points, Length.PAGE)] == ["Rules"]
