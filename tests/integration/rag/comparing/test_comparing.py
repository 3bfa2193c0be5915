"""Two editions compared: every change is found where it stands, and nothing that printing did counts."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from house import House
from models import evaluation

from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.comparing.editions import compare
from rag.errors import DocumentUnknown
from rag.reading.reader import DocumentReader
from rag.runs.types import Point

CONTRACT = """Article 1
Scope

1. This agreement governs the storage of records by the supplier on behalf of the customer.

2. The supplier shall store the records in the territory of the customer only.

Article 2
Fees

1. The customer shall pay a yearly fee of EUR 12 000 for the storage of the records.

2. Invoices are due within 30 days of their receipt.

Article 3
Security

1. The supplier shall encrypt the records with keys that only the customer holds.

2. The supplier shall report every breach of security to the customer without undue delay.

Article 4
Term

This agreement shall last five years from the day on which both parties have signed it.
"""
NOTIFIED = "personal data breach to the supervisory authority competent"
DOCUMENTED = (
    "That documentation shall enable the supervisory authority to verify compliance with this Article."
)
EDITS = (
    (f"not later than 72 hours after having become aware of it, notify the {NOTIFIED}", "72", "48"),
    ("where the child is at least 16 years old", "16", "14"),
    ("administrative fines up to 10 000 000 EUR", "10 000 000", "12 000 000"),
    ("employing fewer than 250 persons unless", "250", "100"),
    ("without prior specific or general written authorisation", "specific or general", "specific"),
    ("shall publish the contact details of the data", "the contact", "the name and contact"),
    ("period of up to eight weeks of receipt", "eight", "ten"),
    (DOCUMENTED, DOCUMENTED, ""),
    ("a periodic review, at least every four years", "four", "two"),
    ("The accreditation shall be issued for a maximum period of five years", "five", "four"),
    ("Article 50 International cooperation", "50", "49a"),
    ("The Board shall elect a chair and two deputy chairs", "two", "three"),
    ("Data subjects may contact the data protection officer with regard to", "may", "shall"),
)  # fmt: skip
CLAUSES = {
    "Article 33(1)", "Article 8(1)", "Article 83(4)", "Article 30(5)", "Article 28(2)", "Article 37(7)",
    "Article 36(2)", "Article 33(5)", "Article 45(3)", "Article 43(4)", "Article 49a", "Article 73(1)",
    "Article 38(4)", "Article 31", "Article 10a",
}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    reader = DocumentReader()
    opened = House(tmp_path / "home", reader=reader)
    yield opened
    opened.close()
    reader.close()


def compared(house: House, *files: Path) -> tuple[Point, ...]:
    house.library.add(list(files))
    house.library.wait_idle()
    ids = {document.name: document.id for document in house.library.documents()}
    earlier, later = (ids[path.name] for path in files)
    return compare(house.store, earlier, later, CancelToken())


def editions(house: House, folder: Path, earlier: str, later: str) -> list[tuple[str, ...]]:
    files = [folder / "earlier.txt", folder / "later.txt"]
    for path, text in zip(files, (earlier, later), strict=True):
        path.write_text(text, encoding="utf-8")
    return [point.cells for point in compared(house, *files)]


def test_the_same_text_printed_otherwise_is_the_same(house: House, tmp_path: Path) -> None:
    printed = []
    for at, paragraph in enumerate(CONTRACT.split("\n\n")):
        heading = paragraph.startswith("Article") and "\n" in paragraph
        printed += [paragraph] if heading else textwrap.wrap(paragraph, 44)
        if at % 3 == 2:
            printed += ["", f"Page {at // 3 + 1}"]
        printed.append("")
    text = "\n".join(printed).replace("territory", "terri-\ntory")
    assert editions(house, tmp_path, CONTRACT, text) == []


def test_what_changed_is_told_by_clause_with_both_places(house: House, tmp_path: Path) -> None:
    later = (
        CONTRACT.replace("12 000", "14 000")
        .replace("2. Invoices are due within 30 days of their receipt.\n\n", "")
        .replace("Article 4\nTerm", "Article 5\nTerm")
        .replace(
            "Article 5",
            "Article 4\nAudit\n\nThe customer may audit the supplier once a year.\n\nArticle 5",
        )
    )
    files = [tmp_path / "earlier.txt", tmp_path / "later.txt"]
    for path, text in zip(files, (CONTRACT, later), strict=True):
        path.write_text(text, encoding="utf-8")
    fee, invoices, audit, number = compared(house, *files)
    assert fee.cells[:2] == ("Changed", "Article 2(1)")
    assert "12 000" in fee.cells[2]
    assert "14 000" in fee.cells[3]
    assert [citation.document for citation in fee.citations] == ["earlier.txt", "later.txt"]
    assert "12 000" in fee.citations[0].quote
    assert "14 000" in fee.citations[1].quote
    due = "2. Invoices are due within 30 days of their receipt."
    assert invoices.cells == ("Removed", "Article 2(2)", due, "")
    assert [citation.document for citation in invoices.citations] == ["earlier.txt"]
    assert audit.cells[:3] == ("Added", "Article 4", "")
    assert "audit the supplier once a year" in audit.cells[3]
    assert number.cells == ("Changed", "Article 5", "Article 4 Term", "Article 5 Term")


def test_a_clause_that_only_moved_is_not_a_change(house: House, tmp_path: Path) -> None:
    head, fees, rest = re.split(r"(?=Article 2\n)|(?=Article 3\n)", CONTRACT)
    moved = editions(house, tmp_path, CONTRACT, head + rest + "\n" + fees)
    assert moved == []


def test_numbers_that_moved_on_are_one_change(house: House, tmp_path: Path) -> None:
    later = CONTRACT.replace(
        "2. The supplier shall store", "2. Records are sorted by date.\n\n3. The supplier shall store"
    )
    added, renumbered = editions(house, tmp_path, CONTRACT, later)
    assert added == ("Added", "Article 1(2)", "", "2. Records are sorted by date.")
    assert renumbered[0] == "Changed"
    assert (renumbered[2][:2], renumbered[3][:2]) == ("2.", "3.")


def test_a_word_file_is_compared_with_a_text(house: House, tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    for paragraph in CONTRACT.replace("five years", "six years").split("\n\n"):
        label, newline, title = paragraph.partition("\n")
        if newline and label.startswith("Article"):
            document.add_heading(f"{label} {title.strip()}", 1)
        else:
            document.add_paragraph(paragraph.strip())
    document.save(str(tmp_path / "later.docx"))
    (tmp_path / "earlier.txt").write_text(CONTRACT, encoding="utf-8")
    (point,) = compared(house, tmp_path / "earlier.txt", tmp_path / "later.docx")
    assert point.cells[:2] == ("Changed", "Article 4")
    assert ("five years" in point.cells[2], "six years" in point.cells[3]) == (True, True)


def test_it_can_be_cancelled_and_names_what_is_not_there(house: House, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CONTRACT, encoding="utf-8")
    house.library.add([path])
    house.library.wait_idle()
    (document,) = house.library.documents()
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        compare(house.store, document.id, document.id, cancel)
    with pytest.raises(DocumentUnknown):
        compare(house.store, document.id, document.id + 1, CancelToken())


@pytest.mark.evaluation
def test_fifteen_edited_clauses_of_a_regulation_are_found_and_nothing_else(
    house: House, tmp_path: Path
) -> None:
    path = evaluation("regulation_files") / "dev" / "GDPR_council_5419-16_261p.pdf"
    house.library.add([path])
    house.library.wait_idle()
    (document,) = house.library.documents()
    text = "\n\n".join(page.text for page in house.store.pages(document.id))
    (tmp_path / "same.txt").write_text(text, encoding="utf-8")
    (tmp_path / "later.txt").write_text(edited(text), encoding="utf-8")
    assert compared(house, path, tmp_path / "same.txt") == ()
    points = compared(house, path, tmp_path / "later.txt")
    assert {point.cells[1] for point in points} == CLAUSES
    assert len(points) == len(CLAUSES)


def edited(text: str) -> str:
    """Another edition of the regulation: fifteen clauses changed, all lines wrapped anew."""
    for context, old, new in EDITS:
        pattern = r"\s+".join(map(re.escape, context.split()))
        text, count = re.subn(pattern, lambda _, c=context, o=old, n=new: c.replace(o, n, 1), text)
        assert count == 1, context
    text, count = re.subn(r"Article 31\nCooperation.*?(?=SECTION 2\nSECURITY OF)", "", text, flags=re.DOTALL)
    assert count == 1
    new = "Article 10a\nLocation data\n\nThe controller shall erase location data within 90 days."
    head, heading, rest = text.partition("\nArticle 11\n")
    return "\n".join(wrapped(f"{head}\n{new}\n{heading}{rest}"))


def wrapped(text: str) -> Sequence[str]:
    lines: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        for item in re.split(
            r"\n(?=\s*(?:\(?\w{1,3}[.)]\s|–|Article \d|CHAPTER|SECTION|Section))", paragraph
        ):
            kept = re.match(r"(?:Article \d+a?\n|CHAPTER|SECTION)", item)
            lines += [item] if kept else textwrap.wrap(" ".join(item.split("\n")), 70)
        lines.append("")
    return lines
