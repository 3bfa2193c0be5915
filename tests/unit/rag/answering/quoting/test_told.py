"""What documents say is stated, in whatever words, and nothing beside it: small documents in six languages.

A sentence about another one of the kind ("the last inspection" for the next), one without the reason that is
asked for, and the lines of a form beside the one that is asked for are none of the answer.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from rag.answering.quoting.ranking import ranked
from rag.language.words import plain
from rag.types import Hit

DATA = Path(__file__).parents[4] / "data" / "questions_told.toml"
GIVEN: list[dict[str, Any]] = tomllib.loads(DATA.read_text("utf-8"))["document"]
ASKED = [(one, row) for one in GIVEN for row in one["ask"]]
SAID = [(one, row) for one, row in ASKED if row[1]]
UNSAID = [(one, row) for one, row in ASKED if not row[1]]
FEWEST = 0.95  # of what the documents say, stated by words alone, without a model: 329 of 335


def stated(document: dict[str, Any], question: str) -> str:
    """The sentence that stands as the answer; "" where none does."""
    text = document["text"].strip()
    hit = Hit(1, 1, document["name"], None, 1, 1, "", 0, len(text), 1.0, text)
    found = ranked(question, [hit])
    return plain(found[0].quote.text) if found and found[0].answers else ""


def test_what_is_said_is_stated_in_whatever_words() -> None:
    told = [(row[0], row[1], stated(one, row[0])) for one, row in SAID]
    missed = [(question, said) for question, must, said in told if not re.search(must, said, re.IGNORECASE)]
    assert not [one for one in missed if one[1]], "something else was stated"
    assert len(missed) <= (1 - FEWEST) * len(SAID), missed


@pytest.mark.parametrize(("document", "row"), UNSAID, ids=lambda one: one[0] if isinstance(one, list) else "")
def test_what_is_not_said_is_not_stated(document: dict[str, Any], row: list[str]) -> None:
    assert stated(document, row[0]) == ""


@pytest.mark.parametrize(
    ("document", "row"),
    [(one, row) for one, row in SAID if row[2:] and row[2]],
    ids=lambda one: one[0] if isinstance(one, list) else "",
)
def test_a_line_of_a_form_is_a_statement_of_its_own(document: dict[str, Any], row: list[str]) -> None:
    said = stated(document, row[0])
    assert re.search(row[1], said, re.IGNORECASE)
    assert not re.search(row[2], said, re.IGNORECASE)
