"""What is taken out of a question, and that nothing typed breaks the index's query language."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import pytest

from rag.finding.queries import affordable, analyse, match_expression


def test_words_without_a_subject_are_left_out() -> None:
    query = analyse("Within how many hours must a breach be notified to the supervisory authority?")
    assert query.terms == ("many", "hours", "breach", "notified", "supervisory", "authority")


def test_a_question_of_nothing_else_keeps_them() -> None:
    assert analyse("What is it?").terms == ("what", "is", "it")
    assert analyse(" ?! ").terms == ()
    assert match_expression(analyse(" ?! ")) == ""


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Under Rule \u200e6.2.1(a)(i), what must", ("6", "2", "1", "a", "i")),
        ("see 3.8.1.(c).", ("3", "8", "1", "c")),
        ("control A.5.1 applies", ("a", "5", "1")),
        ("What does Article 33 say?", ("article", "33")),
        ("Articles 33(1)", ("33", "1")),
        ("in Annex IV of", ("annex", "iv")),
        ("more than 1,000 people", ("1", "000")),
        ("the R&D department", ("r", "d")),
    ],
)
def test_numbers_and_labels_stay_together(question: str, label: tuple[str, ...]) -> None:
    assert label in analyse(question).labels


@pytest.mark.parametrize(
    "question", ["part of it", "title and name", "3. Then", "a (b) c", "It ended in 2018."]
)
def test_ordinary_words_are_no_labels(question: str) -> None:
    assert analyse(question).labels == ()


def test_numbers_alone_are_words() -> None:
    assert analyse("72 hours after 2018").terms == ("72", "hours", "2018")


def test_neighbours_are_pairs_unless_something_stands_between() -> None:
    query = analyse("Which supervisory authority under Rule 3.2 approves the annual report?")
    assert query.pairs == (("supervisory", "authority"), ("annual", "report"))
    assert '"annual report"' in match_expression(query)


def test_quoted_words_are_a_phrase() -> None:
    assert analyse('what is "Personal Data breach"?').phrases == (("personal", "data", "breach"),)
    assert analyse("was heißt „freier Mitarbeiter“ hier").phrases == (("freier", "mitarbeiter"),)
    assert analyse('the "key" word').phrases == ()


@pytest.mark.parametrize(
    "typed",
    [
        'NEAR("a b", 3) AND NOT x OR',
        "body:secret - ^start * col : {a b}",
        '""" unbalanced " quotes "',
        "'; DROP TABLE passages; --",
        "ÄÖÜ 中文 עברית 🙂",
        "a" * 5000,
        "x\x00y",
    ],
)
def test_whatever_is_typed_is_a_valid_expression(typed: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(body)")
    db.execute("INSERT INTO t VALUES ('a secret start')")
    expression = match_expression(analyse(typed))
    if expression:
        db.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression,)).fetchall()
    db.close()


def test_the_commonest_words_are_left_out_when_they_would_visit_too_many_passages() -> None:
    held = {"authorised": 900, "person": 950, "custody": 40, "wallet": 5}
    query = analyse('May an authorised person keep "client money" in a custody wallet under Rule 3.2?')
    counts = dict.fromkeys(query.terms, 0) | held

    def holding(words: Iterable[str]) -> dict[str, int]:
        return {word: counts[word] for word in words}

    assert affordable(query, holding, 10_000) == query
    kept = affordable(query, holding, 800)
    assert set(query.terms) - set(kept.terms) == {"authorised", "person"}
    assert ("authorised", "person") not in kept.pairs
    assert ("custody", "wallet") in kept.pairs
    assert (kept.phrases, kept.labels) == (query.phrases, query.labels)


def test_the_rarest_three_are_searched_for_at_any_cost() -> None:
    query = analyse("money laundering officer")
    kept = affordable(query, lambda words: dict.fromkeys(words, 500), 10)
    assert len(kept.terms) + len(kept.pairs) == 3
