"""Office files, messages and archives through the reader's process into a real vault, and what is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes.words import WordEmbedder
from files import documents, office
from models import evaluation

from engine.cancel import CancelToken
from rag.errors import FormatUnknown, PasswordNeeded, PasswordWrong
from rag.grounding.grounder import Grounder
from rag.indexing.indexer import Indexer
from rag.indexing.vectors import VectorIndex
from rag.reading.reader import DocumentReader
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import Document, DocumentState, Hit, Page, PageUnit, ReadEvent, Structure


@dataclass
class Desk:
    store: DocumentStore
    reader: DocumentReader
    indexer: Indexer

    def add(self, path: Path) -> Document:
        return self.indexer.index(path)

    def hits(self, document: Document) -> list[Hit]:
        first = self.store.first_passage(document.id)
        return self.store.hits((first + place, 1.0) for place in range(document.passages))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    vault = Vault.create(tmp_path / "home" / "vault.db", bytes(32))
    reader = DocumentReader()
    store = DocumentStore(vault)
    yield Desk(store, reader, Indexer(store, reader, WordEmbedder(), VectorIndex(), lambda _: None))
    reader.close()
    vault.close()


def read(desk: Desk, path: Path, password: str | None = None) -> list[ReadEvent]:
    return list(desk.reader.read(path, password, CancelToken()))


def test_an_archive_becomes_one_document_whose_citations_name_its_members(desk: Desk, tmp_path: Path) -> None:
    pages = [documents.BREACH, "The term is nine years."]
    contract = documents.pdf(tmp_path / "c.pdf", pages).read_bytes()
    path = office.zip_of(
        tmp_path / "case.zip",
        {"a/contract.pdf": contract, "b.exe": b"MZ\0\1", "c.md": "# Notes\n\nCall Ada."},
    )
    document = desk.add(path)
    assert document.state is DocumentState.READY
    assert (document.pages, document.coverage.text, document.coverage.failed) == (4, 3, 1)
    hits = desk.hits(document)
    assert [hit.place for hit in hits if "nine years" in hit.text] == ["a/contract.pdf, page 2"]
    assert all(hit.section.startswith(("a/contract.pdf", "c.md")) for hit in hits)
    grounder = Grounder("How long is the term?", hits, desk.store)
    (citation,) = grounder.ground("The term is nine years.").citations[:1]
    assert (citation.page, citation.place) == (2, "a/contract.pdf, page 2")
    with pytest.raises(FormatUnknown):
        desk.reader.render(path, citation.page, 400)  # the pane shows its text instead


def test_every_passage_of_a_long_sheet_begins_with_a_row_that_names_its_columns(
    desk: Desk, tmp_path: Path
) -> None:
    document = desk.add(office.xlsx(tmp_path / "a.xlsx", rows=450))
    assert (document.state, document.unit) == (DocumentState.READY, PageUnit.SHEET)
    hits = desk.hits(document)
    rows = [hit.text for hit in hits if "Segment 3" in hit.text]
    assert len(rows) > 10
    for text in rows:
        assert re.match(r"row \d+: Segment: Segment \d+; 2023 Amount: ", text.rpartition("Share\n")[2])
        assert text.rstrip().endswith("31 March 2024")
    assert {hit.place for hit in hits} >= {"Sales, rows 1–200", "Sales, rows 401–454", "Secrets (hidden)"}


def test_slides_are_cited_as_slides(desk: Desk, tmp_path: Path) -> None:
    document = desk.add(office.pptx(tmp_path / "a.pptx", 5))
    hits = desk.hits(document)
    assert [(hit.place, hit.section) for hit in hits] == [(f"slide {n}", f"Topic {n}") for n in range(1, 6)]


def test_a_message_is_one_document_with_its_attachments(desk: Desk, tmp_path: Path) -> None:
    attached = {"fees.xlsx": office.xlsx(tmp_path / "fees.xlsx").read_bytes()}
    document = desk.add(office.eml(tmp_path / "a.eml", attached))
    assert (document.title, document.pages) == ("The contract – draft", 4)
    places = [hit.place for hit in desk.hits(document)]
    assert places == ["message", "fees.xlsx, Sales", "fees.xlsx, Secrets (hidden)"]


def test_a_protected_office_file_is_read_with_its_password(desk: Desk, tmp_path: Path) -> None:
    path = office.protected(tmp_path / "a.docx", documents.docx(tmp_path / "plain.docx"), "secret")
    with pytest.raises(PasswordNeeded):
        read(desk, path)
    with pytest.raises(PasswordWrong):
        read(desk, path, "wrong")
    assert read(desk, path, "secret") == read(desk, tmp_path / "plain.docx")


_CONVERTED = ("powerpoint_sample.pptx", "word_sample.docx", "word_tables.docx", "xlsx_01.xlsx")
_FORMATS = ("*.xlsx", "*.epub", "*.eml", "*.msg", "*.docx", "*.html")


@pytest.mark.evaluation
@pytest.mark.parametrize("pattern", _FORMATS)
def test_real_files_are_read_whole(pattern: str, desk: Desk) -> None:
    paths = sorted((evaluation("regulation_files") / "dev" / "formats").glob(pattern))
    assert paths
    for path in paths:
        events = read(desk, path)
        pages = [event for event in events if isinstance(event, Page)]
        structure = events[-1]
        assert isinstance(structure, Structure)
        assert sum(bool(page.text) for page in pages) >= 0.8 * len(pages), path.name
        assert structure.passages


@pytest.mark.evaluation
@pytest.mark.parametrize("name", _CONVERTED)
def test_words_and_headings_that_another_converter_finds_are_there(name: str, desk: Desk) -> None:
    folder = evaluation("regulation_files") / "dev" / "docling"
    expected = (folder / f"{name}.expected.md").read_text(encoding="utf-8")
    pages = [event for event in read(desk, folder / name) if isinstance(event, Page)]
    found = set(re.findall(r"\w{3,}", " ".join(page.text for page in pages).lower()))
    plain = re.sub(r"\]\([^)]*\)|<!--.*?-->", " ", expected)
    # The kinds of charts are the converter's own words.
    assert set(re.findall(r"\w{3,}", plain.lower())) - found <= {"chart", "line", "scatter"}
    headings = {heading.title for page in pages for heading in page.headings}
    assert {line.lstrip("# ") for line in expected.split("\n") if line.startswith("#")} <= headings


@pytest.mark.evaluation
def test_a_real_table_keeps_the_meaning_of_each_figure(desk: Desk) -> None:
    path = evaluation("regulation_files") / "dev" / "formats" / "2023-half-year-analyses-by-segment.xlsx"
    text = next(event.text for event in read(desk, path) if isinstance(event, Page))
    row = next(line for line in text.split("\n") if line.startswith("row 9: "))
    assert "Zone NA; January–June 2023 Sales (a): 12,553;" in row
