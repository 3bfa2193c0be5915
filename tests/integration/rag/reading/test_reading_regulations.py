"""Real regulations: their articles, recitals and requirements become sections on the right pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from models import evaluation

from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.types import Page, Passage, Section, Structure

pytestmark = pytest.mark.evaluation


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    made = DocumentReader()
    yield made
    made.close()


def read(reader: DocumentReader, path: Path) -> tuple[list[Page], Structure]:
    events = list(reader.read(path, None, CancelToken()))
    structure = events[-1]
    assert isinstance(structure, Structure)
    pages = [event for event in events if isinstance(event, Page)]
    text = "\n".join(page.text for page in pages)
    for passage in structure.passages:
        assert text[passage.start : passage.end] == passage.text
    return pages, structure


def labelled(structure: Structure) -> dict[str, Section]:
    return {section.label: section for section in structure.sections if section.label}


def with_words(structure: Structure, *words: str) -> list[Passage]:
    return [passage for passage in structure.passages if all(word in passage.text for word in words)]


def test_the_gdpr_is_known_by_its_articles(reader: DocumentReader) -> None:
    path = evaluation("regulation_files") / "dev" / "GDPR_council_5419-16_261p.pdf"
    pages, structure = read(reader, path)
    assert len(pages) == 261
    sections = labelled(structure)
    articles = [label for label in sections if label.startswith("Article ")]
    assert articles == [f"Article {number}" for number in range(1, 100)]
    assert [label for label in sections if label.startswith("(")] == [f"({n})" for n in range(1, 174)]
    breach = sections["Article 33"]
    assert (breach.title, breach.page) == (
        "Notification of a personal data breach to the supervisory authority", 163,
    )  # fmt: skip
    (passage,) = with_words(structure, "72 hours", "feasible")[1:] or with_words(
        structure, "72 hours", "Article 33"
    )
    assert "Article 33 Notification" in passage.headings
    assert passage.page_start == 163
    assert not any("DGD 2" in page.text for page in pages[1:])  # the running footer


def test_the_requirements_of_800_171_are_sections(reader: DocumentReader) -> None:
    pages, structure = read(reader, evaluation("regulation_files") / "dev" / "NIST.SP.800-171r2.pdf")
    assert len(pages) == 113
    first: dict[str, Section] = {}
    for section in structure.sections:
        first.setdefault(section.label, section)
    assert all(f"3.5.{number}" in first for number in range(1, 12))
    (passage,) = (
        found for found in with_words(structure, "Prohibit password reuse") if found.page_start < 50
    )
    assert passage.page_start == 37
    assert "3.5 IDENTIFICATION AND AUTHENTICATION" in passage.headings


def test_the_handbook_is_read_from_its_docx(reader: DocumentReader) -> None:
    path = evaluation("regulation_files") / "dev" / "formats" / "handbook-872p.docx"
    _, structure = read(reader, path)
    titles = {section.title for section in structure.sections}
    assert {"CONFLICTS OF INTEREST", "ELIGIBILITY FOR CHAPTER 13", "CLASSIFICATION OF CLAIMS"} <= titles
    assert not any(title.endswith("3-1") for title in titles)  # the table of contents


def test_an_annual_report_is_read_page_by_page(reader: DocumentReader) -> None:
    path = evaluation("financebench") / "dev" / "pdfs" / "BOEING_2022_10K.pdf"
    pages, structure = read(reader, path)
    assert len(pages) == 190
    equity = with_words(structure, "Balance at January 1, 2020")
    assert equity
    assert {passage.page_start for passage in equity} == {61, 107, 108}
    assert max(len(passage.text.split()) for passage in structure.passages) < 260
