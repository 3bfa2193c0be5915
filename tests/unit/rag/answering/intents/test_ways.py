"""What is said of the documents themselves, once a wish is told."""

from collections.abc import Sequence
from typing import Any

import pytest
from gui import document

from rag.answering.intents.bare import bare
from rag.answering.intents.ways import Ways
from rag.answering.intents.wishes import intent_of
from rag.types import Document

SHELF = [document(1, "orchard-lease.pdf"), document(2, "surveyor.pdf"), document(3, "notes.txt")]


class Held:
    """Documents by their names alone."""

    def list(self, collection: str | None = None) -> Sequence[Document]:
        return SHELF


def said(text: str, at_hand: tuple[int, ...] = ()) -> str:
    shelf: Any = Held()
    asked = bare(text)
    intent, language = intent_of(text, asked.whole, asked.language)
    told = Ways(shelf, lambda *_: []).told(intent, asked.whole, language, None, at_hand)
    return told.text if told else ""


@pytest.mark.parametrize(
    "text", ["How many files are in here?", "wie viele dateien sind hier", "hoeveel bestanden staan er hier"]
)
def test_all_documents_are_counted(text: str) -> None:
    assert "3" in said(text)


@pytest.mark.parametrize(
    "text",
    ["Which PDFs do I have", "how many pdfs have I added?", "Welche PDFs habe ich", "Welke pdf's heb ik"],
)
def test_pdfs_alone_are_told_where_only_they_are_asked_for(text: str) -> None:
    answer = said(text)
    assert "(2): orchard-lease.pdf, surveyor.pdf" in answer
    assert "notes.txt" not in answer


@pytest.mark.parametrize(
    "text",
    [
        "How many pages does this document have?",
        "Wie viele Seiten hat dieses Dokument?",
        "Hoeveel pagina's heeft dit document?",
    ],
)
def test_the_pages_of_this_document_are_those_of_the_open_one(text: str) -> None:
    assert "surveyor.pdf" in said(text, at_hand=(2,))
    assert said(text) == ""


def test_a_word_that_no_document_holds_is_told_without_its_quotes() -> None:
    assert "Biber“ steht in keinem" in said('Kommt das Wort "Biber" irgendwo in meinen Dokumenten vor?')
