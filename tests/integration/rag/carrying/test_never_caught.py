"""What people ask in public collections of questions: none of it is taken for something to be carried out."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from errands import wished
from models import evaluation

# With names that such questions hold: cities, banks, recipes.
NAMES = [
    "lease.pdf", "NDA_Acme.pdf", "GDPR.pdf", "sales.xlsx", "weather.csv", "stocks.csv", "bail_paris.pdf",
    "contratto_roma.pdf", "bank_statement.pdf", "recipe_book.pdf",
    "Employment_Contract.pdf", "invoice_0001.pdf",
]  # fmt: skip

pytestmark = pytest.mark.evaluation


def _rows(path: Path) -> Iterator[dict[str, object]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
        return
    text = path.read_text(encoding="utf-8")
    found = (
        json.loads(text) if path.suffix == ".json" else [json.loads(one) for one in text.splitlines() if one]
    )
    yield from (one for one in found if isinstance(one, dict))


def _said(given: object) -> Iterator[str]:
    """The texts of a question: one, or those of a person's turns."""
    if isinstance(given, str) and given.strip():
        yield given
    elif isinstance(given, list):
        for one in given:
            yield from _said(one)
    elif isinstance(given, dict) and given.get("role") == "user":
        yield from _said(given["content"])


@pytest.mark.parametrize(
    ("name", "least"),
    [("banking77", 2000), ("clinc150", 4000), ("function_calling_bfcl", 500), ("obliqa_adgm", 1000),
     ("financebench", 30), ("field_answers", 100)],
)  # fmt: skip
def test_no_question_of_public_collections_is_a_wish(name: str, least: int) -> None:
    folder = evaluation(name)
    texts = [
        text
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".csv", ".json", ".jsonl") and "library" not in path.parts
        for row in _rows(path)
        for key in ("question", "Question", "text")
        for text in _said(row.get(key))
    ]
    assert len(texts) >= least
    assert [text for text in texts if wished(text, NAMES, ["lease.pdf"]) is not None] == []
