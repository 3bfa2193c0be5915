"""What is quoted stands between the marks of the program's language, wherever it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.exporting.dated import _quoted
from app.words.catalogue import ENGLISH, use
from rag.types import Citation

ROOT = Path(__file__).parents[4]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use(ENGLISH)


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("en", "“Pay by May” ("),
        ("de", "„Pay by May“ ("),
        ("fr", "«\u202fPay by May\u202f» ("),
        ("es", "«Pay by May» ("),
        ("ar", "\u200f«\u2068Pay by May\u2069» ("),  # each in its own direction
    ],
)
def test_a_day_quotes_in_the_language_of_the_window(language: str, begins: str) -> None:
    use(language)
    assert _quoted(Citation(1, "lease.pdf", 2, "", 0, 10, "Pay  by\nMay")).startswith(begins)


def test_no_sentence_of_the_program_writes_english_marks_around_what_is_quoted() -> None:
    """Marks that are searched for stand in patterns and lists, these around a value."""
    marked = re.compile(r"“\{|\}”")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for room in ("app", "ui")
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if marked.search(line)
    ]
    assert not found, "\n".join(found)
