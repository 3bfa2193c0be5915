"""Citations made from a real vault: page, place, boxes and text belong to the same characters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import DocumentUnknown
from rag.grounding.citations import Quote, citation_of, cited, clause_at, spot
from rag.grounding.grounder import Grounder
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import Box, DocumentInfo, Line, Page, PageBox, PageUnit, Passage, Section, Structure

SHORT = "The term is two years."
LONG = "It ends by notice, given in writing one month before, by either party to the other."
TEXT = f"{SHORT}\n{LONG}"
LINE = Box(0.1, 0.2, 0.9, 0.3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DocumentStore]:
    vault = Vault.create(tmp_path / "vault.db", bytes(32))
    yield DocumentStore(vault)
    vault.close()


def add(store: DocumentStore, unit: PageUnit = PageUnit.SLIDE, *, boxed: bool = True) -> int:
    """A document of two pages and one passage over both, most of it on the second."""
    id_ = store.begin("/d/nda.pptx", "nda.pptx", "s", 10, "")
    store.describe(id_, DocumentInfo("NDA", 2, unit))
    store.add_pages(
        id_,
        [
            Page(number, text, lines=(Line(0, len(text), text, LINE if boxed else None),))
            for number, text in enumerate((SHORT, LONG), 1)
        ],
    )
    sections = (
        Section(0, None, 1, "", "NDA", 1, 0, len(TEXT)),
        Section(1, 0, 2, "", "Term", 1, 5, len(TEXT)),
    )
    store.add_structure(id_, Structure(sections, (Passage(1, 0, len(TEXT), 1, 2, TEXT, "NDA › Term"),)))
    store.finish(id_, 1.0)
    return id_


@pytest.mark.parametrize("boxed", [True, False])
def test_a_quote_is_cited_where_it_begins(store: DocumentStore, boxed: bool) -> None:
    (hit,) = store.hits([(store.first_passage(add(store, boxed=boxed)), 1.0)])
    assert (hit.page, hit.place) == (2, "slide 2")
    found = citation_of(store, Quote(hit, 0, len(SHORT)))
    assert (found.quote, found.page, found.place) == (SHORT, 1, "slide 1")
    assert (found.start, found.end, found.section) == (0, len(SHORT), "NDA › Term")
    assert found.boxes == ((PageBox(1, LINE),) if boxed else ())


def test_what_grounds_a_sentence_is_cited_on_its_own_page(store: DocumentStore) -> None:
    hits = store.hits([(store.first_passage(add(store, boxed=False)), 1.0)])
    (found,) = Grounder("How long?", hits, store).ground("The term is two years.").citations
    assert (found.quote, found.page, found.place) == (SHORT, 1, "slide 1")
    (found,) = Grounder("How?", hits, store).ground("It ends by notice in writing.").citations
    assert (found.page, found.place) == (2, "slide 2")


def test_a_passage_and_a_place_on_a_page_can_be_opened(store: DocumentStore) -> None:
    id_ = add(store)
    (hit,) = store.hits([(store.first_passage(id_), 1.0)])
    whole = cited(hit)
    assert (whole.quote, whole.page, whole.place, whole.boxes) == (TEXT, 2, "slide 2", ())
    seen = spot(store.get(id_), 2, 30, 35, "words")
    assert (seen.document_id, seen.document, seen.page, seen.quote) == (id_, "nda.pptx", 2, "words")


def test_a_clause_is_cited_with_its_first_line(store: DocumentStore) -> None:
    id_ = add(store)
    found = clause_at(store, id_, 5)
    assert (found.quote, found.section, found.page, found.place) == (
        SHORT[5:],
        "NDA › Term",
        1,
        "slide 1",
    )
    between = clause_at(store, id_, len(SHORT) + 1)
    assert (between.quote, between.section, between.page) == (LONG, "", 2)
    with pytest.raises(DocumentUnknown):
        clause_at(store, id_ + 1, 0)
