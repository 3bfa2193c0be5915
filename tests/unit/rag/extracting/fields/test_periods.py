"""Lengths of time in words: the whole number or none, never the end of one."""

from __future__ import annotations

import pytest

from rag.extracting.fields.periods import periods


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("for twenty-five years", "25 years"),
        ("twenty five (25) years", "25 years"),
        ("a term of ninety-nine years", "99 years"),
        ("forty-five business days", "45 days"),
        ("von fünfundzwanzig Jahren", "25 years"),
        ("innerhalb von hundert Tagen", "100 days"),
        ("pendant vingt-cinq ans", "25 years"),
        ("un délai de trente et un jours", "31 days"),
        ("dans quatre-vingt-dix jours", "90 days"),
        ("veinticinco años", "25 years"),
        ("treinta y seis meses", "36 months"),
        ("trentasei mesi", "36 months"),
        ("ventuno giorni", "21 days"),
        ("vijfentwintig jaar", "25 years"),
        ("tweeëntwintig maanden", "22 months"),
        ("vinte e cinco anos", "25 years"),
        ("three years", "3 years"),
        ("un mois", "1 month"),
        ("ein Jahr", "1 year"),
    ],
)
def test_numbers_in_words_are_read_whole(text: str, value: str) -> None:
    assert [one.value for one in periods(text)] == [value]


@pytest.mark.parametrize(
    "text", ["one hundred and twenty-five days", "cent vingt jours", "two hundred thirty days"]
)
def test_what_is_longer_than_the_words_known_is_no_shorter_period(text: str) -> None:
    assert periods(text) == []
