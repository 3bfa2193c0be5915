"""How numbers of lists are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.office.word import number_forms
from rag.reading.office.word.number_forms import written


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("decimalZero", 12, "12"),
        ("lowerRoman", 1994, "mcmxciv"), ("upperRoman", 4, "IV"), ("upperRoman", 5000, "5000"),
        ("lowerLetter", 28, "bb"), ("upperLetter", 2, "B"), ("russianLower", 10, "к"),
        ("hebrew1", 15, "טו"), ("hebrew1", 32, "לב"), ("arabicAbjad", 2, "ب"),
        ("decimalEnclosedCircle", 3, "③"), ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"), ("chineseCounting", 11, "十一"),
        ("chineseCountingThousand", 105, "一百〇五"), ("japaneseCounting", 20, "二十"),
        ("chineseLegalSimplified", 10, "壹拾"), ("ideographTraditional", 3, "丙"), ("ganada", 2, "나"),
        ("aiueoFullWidth", 6, "カ"), ("decimalFullWidth", 45, "４５"), ("thaiNumbers", 7, "๗"),
        ("numberInDash", 2, "- 2 -"), ("hex", 255, "FF"), ("chicago", 6, "††"),
        ("cardinalText", 42, "Forty-two"), ("ordinalText", 21, "Twenty-first"),
        ("ordinalText", 20, "Twentieth"), ("ordinalText", 12, "Twelfth"), ("bahtText", 5, "5"),
        ("lowerLetter", 0, "0"),
    ],
)  # fmt: skip
def test_forms(form: str, value: int, expected: str) -> None:
    assert written(value, form) == expected


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [("en", 1, "1st"), ("en", 12, "12th"), ("en", 23, "23rd"), ("fr", 1, "1er"), ("fr", 2, "2e"),
     ("es", 3, "3º"), ("de", 4, "4."), ("pl", 5, "5.")],
)  # fmt: skip
def test_ordinals_are_those_of_the_language(language: str, value: int, expected: str) -> None:
    assert written(value, "ordinal", language=language) == expected


def test_numbers_in_words_of_other_languages_are_digits() -> None:
    assert written(3, "cardinalText", language="de") == "3"


def test_a_form_of_ones_own_says_how_many_digits() -> None:
    assert written(7, "custom", "0001, 0002, 0003, ...") == "0007"
    assert written(7, "custom", "a, b") == "7"


@given(value=st.integers(-5, 10**7), custom=st.text(max_size=12))
def test_every_number_has_some_form(value: int, custom: str) -> None:
    forms = (*number_forms._LETTERS, *number_forms._SIGNS, *number_forms._DIGITS, *number_forms._COUNTED,
             "lowerRoman", "hebrew1", "ordinal", "ordinalText", "cardinalText", "custom", "")  # fmt: skip
    for form in forms:
        assert written(value, form, custom)
