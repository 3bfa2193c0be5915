"""No text ends a parser of language: whatever it is given, it answers."""

from __future__ import annotations

import itertools
import re

import pytest
from any_text import any_text, as_hits, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.language import clauses, denial, index_stems, subjects, words
from rag.language.quantities import holds, quantities
from rag.language.sentences import SentenceCutter, sentences
from rag.language.statements import statements


@fuzzed
@given(any_text)
def test_quantities(text: str) -> None:
    found = quantities(text)
    assert all(holds(one, set(found)) for one in found)
    assert all(re.fullmatch(r"[\w.()]+", one.value) for one in found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,567,890 EUR", "1234567890"),
        ("1,23,456 EUR", "123456"),  # lakh and crore
        ("12,34,56,789.50 EUR", "123456789.5"),
        ("12 345,678 EUR", "12345.678"),
        ("12'345,678,901 EUR", "12345678901"),
        ("20, 000, 000 EUR", "20000000"),
        ("5 mıllion EUR", "5000000"),  # a search without case takes the letter for an i
        ("٣ EUR", "3"),
    ],
)
def test_digits_grouped_in_any_way_are_one_number(text: str, value: str) -> None:
    assert [(one.value, one.unit) for one in quantities(text)] == [(value, "EUR")]


@pytest.mark.parametrize("text", ["12,345,6", "1,2,3", "1,23,45", "1.2,3", "9" * 5000 + " million", "1,"])
def test_what_is_no_number_of_any_country_is_still_read(text: str) -> None:
    assert quantities(text)


def test_scales_without_end_are_a_number_too() -> None:
    assert len(quantities("5" + " trillion" * 100)) == 1
    assert len(quantities("five" + " hundred" * 100)) == 1


@fuzzed
@given(any_text)
def test_labels_of_clauses(text: str) -> None:
    keyword, decimal = clauses.keyword_label(text), clauses.decimal_label(text)
    for label in (keyword, decimal):
        if label is not None:
            clauses.label_parts(label.label)
            clauses.article_holds_sections([label.word])
            clauses.swapped_rank(label.word, label.rank)
    clauses.recital_number(text)
    clauses.starts_item(text)


@pytest.mark.parametrize("text", ["Artıcle 5 Scope", "ſection 5 Scope", "TİTLE IV", "Sectıon 2"])
def test_letters_taken_for_others_make_no_label(text: str) -> None:
    assert clauses.keyword_label(text) is None


@fuzzed
@given(any_text, st.integers(1, 7))
def test_sentences_also_where_text_arrives_in_pieces(text: str, size: int) -> None:
    spans = sentences(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    cutter = SentenceCutter()
    for at in range(0, len(text), size):
        cutter.feed(text[at : at + size])
    cutter.close()


@fuzzed
@given(st.lists(any_text, max_size=4), any_text)
def test_statements(texts: list[str], section: str) -> None:
    for statement in statements(as_hits(texts, section)):
        assert statement.clause is not None
        assert all(isinstance(statement.clause_of(item), str) for item in statement.items)


@fuzzed
@given(any_text, any_text, any_text)
def test_subjects_and_denial(one: str, other: str, known: str) -> None:
    subjects.subject_of(one)
    subjects.meant_by(one, other, known)
    subjects.acts(one)
    subjects.is_role(one)
    denial.contradicts(one, other)


@fuzzed
@given(any_text, any_text)
def test_words(one: str, other: str) -> None:
    index_stems.stems(one)
    words.stems(one)
    words.words(one)
    words.plain(one)
    for name in words.names(one):
        words.nearly_in(name, other)
        words.shortened_in(name, other)
    words.letters(one)
