"""Calculations that a question consists of, and what only looks like one."""

from __future__ import annotations

import pytest

from rag.language.languages import language_of
from rag.reckoning.reckoning import reckoned


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("12 * 7.5", "12 × 7.5 = 90"),
        ("What is 15% of 240?", "15 ÷ 100 × 240 = 36"),
        ("0.1+0.2", "0.1 + 0.2 = 0.3"),
        ("what is 2^10", "2^10 = 1,024"),
        ("What is 100/7?", "100 ÷ 7 = 14.2857142857"),
        ("(3+4)*2 - 5", "(3 + 4) × 2 - 5 = 9"),
        ("1,234.5 + 2", "1,234.5 + 2 = 1,236.5"),
        ("Was sind 19 % von 1.250,50?", "19 ÷ 100 × 1.250,50 = 237,595"),
        ("Wie viel ist 3 mal 4,5?", "3 × 4,5 = 13,5"),
        ("Combien font 12 fois 3 ?", "12 × 3 = 36"),
        ("¿Cuánto es 20 % de 50?", "20 ÷ 100 × 50 = 10"),
        ("Quanto fa 10 diviso 4?", "10 ÷ 4 = 2,5"),
        ("convert 12 miles to km", "12 miles = 19.312128 km"),
        ("5,5 Meilen in km", "5.5 Meilen = 8.851392 km"),
        ("98.6 fahrenheit in celsius", "98.6 fahrenheit = 37 celsius"),
    ],
)
def test_results(question: str, result: str) -> None:
    found = reckoned(question, language_of(question))
    assert found is not None
    assert found.endswith(result)


@pytest.mark.parametrize(
    "text",
    [
        "555-1234", "0049-30-1234567", "020 7946 - 0958", "what is 2023/24", "2023-2024", "3/4/2025",
        "2025-03-04", "17", "Section 3-5", "What is Article 5/6?", "5 + 3 apples", "1/0",
        "9**9**9", "__import__('os')", "What is 15% of the rent?", "What is the total of invoice 17?",
        "1.2.3 + 4", "What is 12 kg in meters?",
        "(" * 50 + "1+1" + ")" * 49, "1+" * 500 + "1",
    ],
)  # fmt: skip
def test_what_is_no_calculation_is_for_the_documents(text: str) -> None:
    assert reckoned(text, language_of(text)) is None
