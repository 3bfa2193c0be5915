"""What a place that is cited is called below an answer."""

from __future__ import annotations

import pytest

from rag.types import Citation
from ui.parts.cited_text import place


@pytest.mark.parametrize(
    ("section", "shown"),
    [
        ("Fees › row 1: Client | Matter | Hours", "fees.xlsx · Fees"),
        ("row 1: Client | Matter | Hours", "fees.xlsx · Fees"),
        ("Fees", "fees.xlsx · Fees"),
        ("Rates", "fees.xlsx · Fees · Rates"),
    ],
)
def test_columns_of_a_sheet_are_no_section_and_its_name_stands_once(section: str, shown: str) -> None:
    assert place(Citation(1, "fees.xlsx", 1, section, 0, 4, "row 2", place="Fees")) == shown
