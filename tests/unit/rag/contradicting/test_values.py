"""One value in two notations agrees with itself; others do not, and some cannot be compared."""

from __future__ import annotations

import pytest

from rag.contradicting.values import Value, agree, comparable, values_in
from rag.language.languages import languages

LANGUAGES = {one.code: one for one in languages()}


def value(text: str, code: str = "en") -> Value:
    (found,) = values_in(text, LANGUAGES[code])
    return found


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("within two weeks", "within 14 days", "en"),
        ("for 24 months", "for two years", "en"),
        ("a notice of one month", "a notice of 30 days", "en"),
        ("within 10 business days", "within 14 days", "en"),
        ("for forty-eight hours", "for 2 days", "en"),
        ("a sum of 1.000 €", "eine Summe von EUR 1.000,00", "de"),
        ("a fee of EUR 1,000.00", "a fee of one thousand euros", "en"),
        ("about EUR 55,000", "a sum of EUR 55,120", "en"),
        ("USD 3.2 million", "USD 3,214,870", "en"),
        ("4 % of the price", "four per cent of the price", "en"),
        ("up to EUR 100", "a sum of EUR 80", "en"),
        ("due on 3 June 2024", "due on 2024-06-03", "en"),
        ("le 1er mars 2024", "le 01.03.2024", "fr"),
    ],
)
def test_values_agree(one: str, other: str, code: str) -> None:
    left, right = value(one, code), value(other, code)
    assert comparable(left, right)
    assert agree(left, right)
    assert agree(right, left)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("within 30 days", "within 60 days"),
        ("a sum of EUR 20,000", "a sum of EUR 22,000"),
        ("a sum of EUR 5,000", "a sum of USD 5,000"),
        ("capped at EUR 200", "a sum of EUR 250"),
        ("due on 3 June 2024", "due on 10 June 2024"),
        ("a weight of 12.4 kg", "a weight of 14.2 kg"),
        ("for three months", "for three years"),
    ],
)
def test_values_disagree(one: str, other: str) -> None:
    left, right = value(one), value(other)
    assert comparable(left, right)
    assert not agree(left, right)
    assert not agree(right, left)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a sum of EUR 5,000", "a sum of USD 6,200"),
        ("EUR 60 per month", "EUR 720 per year"),
        ("12 employees", "14 chairs"),
        ("5 mg", "5 ml"),
    ],
)
def test_values_that_cannot_be_held_against_each_other(one: str, other: str) -> None:
    assert not comparable(value(one), value(other))


@pytest.mark.parametrize(
    "text", ["5 to 10 days", "between 5 and 10 days", "(13.0 - 17.0)", "Article 33", "PE-2 Access", "in 2024"]
)
def test_ranges_places_and_years_are_no_values(text: str) -> None:
    assert values_in(text, LANGUAGES["en"]) == []
