"""What a place that is cited is called below an answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.words.catalogue import ENGLISH, use
from app.words.directions import bare
from rag.types import Citation
from ui.parts.cited_text import place
from ui.parts.controls import SourceRow


@pytest.fixture
def arabic() -> Iterator[None]:
    use("ar")
    yield
    use(ENGLISH)


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


@pytest.mark.usefixtures("arabic")
def test_what_a_document_calls_its_sections_keeps_its_order_from_right_to_left() -> None:
    """“§ 3 Deposit” stood there as “Deposit 3 §”."""
    told = place(Citation(1, "lease.txt", 1, "Lease › § 3 Deposit", 0, 4, "900"))
    document, page, section = told.split(" · ")
    assert (document, section) == ("\u2068lease.txt\u2069", "\u2068§ 3 Deposit\u2069")
    assert page.startswith("صفحة")
    told = place(Citation(1, "fees.xlsx", 1, "", 0, 4, "900", place="§ 3 Fees, rows 2–9"))
    assert "\u2068§ 3 Fees\u2069" in told


@pytest.mark.usefixtures("arabic")
@pytest.mark.parametrize("width", [240, 300])
def test_its_row_is_shortened_as_others_are(qtbot: QtBot, width: int) -> None:
    name = "Minutes-of-the-extraordinary-meeting-of-all-shareholders-2024-11-30.txt"
    told = place(Citation(1, name, 12, "§ 3 Resolutions on the annual accounts", 0, 4, "900"))
    row = SourceRow("Open", f"  1  {told}", name)
    qtbot.addWidget(row)
    row.resize(width, 30)
    row.show()
    said = bare(row.text())
    assert "Min" in said
    assert "…" in said
    assert "صفحة 12" in said
    assert "Resolutions" not in said
    before = row.text().partition("صفحة")[0]
    assert before.count("\u2068") == before.count("\u2069") == 1  # its name takes nothing along
