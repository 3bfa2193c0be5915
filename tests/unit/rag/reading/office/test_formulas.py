"""A formula that is written once says in each cell what that cell computes."""

from __future__ import annotations

import pytest
from any_text import any_text, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.office.formulas import column_letters, column_number, moved


@pytest.mark.parametrize(
    ("formula", "there"),
    [
        ("A1*2", "B2*2"),
        ("$A1+B$1+$C$1", "$A2+C$1+$C$1"),
        ('IF(A1="A1","it\'s",LOG10(B2))', 'IF(B2="A1","it\'s",LOG10(C3))'),
        ("'A1 2024'!B3+Rate1.A2", "'A1 2024'!C4+Rate1.A2"),
        ("XFD1", "#REF!"),
    ],
)
def test_relative_references_move(formula: str, there: str) -> None:
    assert moved(formula, 1, 1) == there


def test_columns_are_letters() -> None:
    assert [column_letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_number(column_letters(number)) == number for number in range(16_384))


@given(any_text, st.integers(-9, 9), st.integers(-9, 9))
@fuzzed
def test_any_formula_is_moved(formula: str, rows: int, columns: int) -> None:
    assert isinstance(moved(formula, rows, columns), str)
