"""Answers a question for a figure from cells, by code: of the document that the question is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from engine.cancel import CancelToken
from rag.answering.cells.asking import Asked, asked_of
from rag.answering.cells.extremes import Wanted, of_records, wanted_of
from rag.answering.cells.forms import forms_of, has_labels, kind_of_forms, named_form
from rag.answering.cells.grid import Cell
from rag.answering.cells.ledger import Books, Ledger
from rag.answering.cells.matching import asks_for_rows, rows_with
from rag.answering.cells.records import Record, may_name_a_cell, named_cell, records_of
from rag.answering.cells.telling import Said, cells_of, said_of, told
from rag.answering.cells.working import Calculator
from rag.answering.narrowing import Search
from rag.answering.quoting.naming import spaced
from rag.answering.tagged import tagged
from rag.grounding.citations import Quote, citation_of, hit_at
from rag.language.languages import Language
from rag.language.withdrawn import standing
from rag.language.words import letters, plain
from rag.types import Citation, Document, DocumentState, Hit, PageUnit, SearchScope, Section

_TRIED = 4  # documents
_FOUND = 12  # passages that tell which documents a question is about, where it names none
_MOST_RECORDS = 500
_OF_RECORDS = (PageUnit.RECORD, PageUnit.SHEET)
_WHOLE = 400_000  # characters of a table that is looked through
_OPENING = 4000  # characters in which a document says whose it is


class Shelf(Books, Protocol):
    """The documents of a library; see `rag.storing.documents.DocumentStore`."""

    def list(self, collection: str | None = None) -> Sequence[Document]: ...

    def sections(self, document_id: int) -> Sequence[Section]: ...


@dataclass(frozen=True, slots=True)
class Figured:
    """What is said, each with the places of its cells; `hits`, `quotes`: the rows, each once."""

    said: tuple[tuple[str, tuple[Citation, ...]], ...]
    hits: tuple[Hit, ...]
    quotes: tuple[Citation, ...]


class Figures:
    """Looks a figure up, or works it out; says nothing where a row or a column is not sure."""

    def __init__(self, shelf: Shelf, search: Search) -> None:
        self._shelf = shelf
        self._search = search

    def told(
        self, question: str, whole: str, language: Language, scope: SearchScope | None, cancel: CancelToken
    ) -> Figured | None:
        """The answer of the document that the question names, or of the only one that has it; `whole`: all
        that was typed, its definitions and wishes with it.
        """
        asked, wanted = asked_of(question, language, whole), wanted_of(question, language)
        if asked is None and wanted is None:
            return None
        documents, named = self._documents(question, scope, cancel)
        found = None if asked is None else self._worked(asked, documents, named, cancel)
        if found is None and wanted is not None:
            return self._extreme(wanted, documents, language)
        return found

    def recorded(
        self, question: str, hits: Sequence[Hit], language: Language, own: str = ""
    ) -> Figured | None:
        """The cell of one record or form among passages that a question names, or the rows and forms that
        have what it has. `own`: of a follow-up, what it says itself.
        """
        if may_name_a_cell(question, language):
            rows = [record for hit in hits for record in records_of(hit)]
            named = named_cell(question, rows, language, own)
            if named is not None:
                return self._said(named.text, named.record, hits)
        forms = self._forms(hits)
        form = named_form(question, forms, language) if forms else None
        if form is not None:
            return self._said(form[1], form[0], hits)
        return self._matching(question, hits, forms, language) if asks_for_rows(question, language) else None

    def _said(self, text: str, record: Record, hits: Sequence[Hit]) -> Figured:
        cited = self._place(record)
        return Figured(((text, (cited,)),), tuple(hits), (cited,))

    def _matching(
        self, question: str, hits: Sequence[Hit], forms: Sequence[Record], language: Language
    ) -> Figured | None:
        """The rows of the first table found that has such, or its forms; each is looked through whole."""
        for id_, name in list({hit.document_id: hit.document for hit in hits}.items())[:_TRIED]:
            if any(hit.document_id == id_ and next(records_of(hit), None) is not None for hit in hits):
                records = list(records_of(hit_at(id_, name, 0, self._text(id_))))
                kind = ""
            else:
                records = [form for form in forms if form.hit.document_id == id_]
                kind = kind_of_forms(records)
            found = rows_with(question, records, f"{spaced(name)} {kind}", language)
            if found:
                quotes = tuple(self._place(one) for one in found)
                said = (" ".join(plain(one.quote).split()) for one in quotes)
                told = tuple(zip(said, ((one,) for one in quotes), strict=True))
                return Figured(told, tuple(self._hit_of(one) for one in found), quotes)
        return None

    def _forms(self, hits: Sequence[Hit]) -> list[Record]:
        """The forms of the documents found, whose passages have a labelled line."""
        documents = {hit.document_id: hit.document for hit in hits if has_labels(hit.text)}
        return [
            form
            for id_, name in list(documents.items())[:_TRIED]
            for form in forms_of(id_, name, self._text(id_), self._shelf.sections(id_))
        ]

    def _text(self, document_id: int) -> str:
        """What stands in a document, of its beginning: what was struck or hidden is blank."""
        return standing(self._shelf.text(document_id, 0, _WHOLE))

    def _hit_of(self, record: Record) -> Hit:
        """A record as a passage of its own, on its page."""
        hit = record.hit
        text = hit.text[record.start : record.end]
        return self._at(hit.document_id, hit.document, hit.start + record.start, text, hit.section)

    def _place(self, record: Record) -> Citation:
        hit = self._hit_of(record)
        return citation_of(self._shelf, Quote(hit, 0, len(hit.text)))

    # --- inside --------------------------------------------------------------------------------------------

    def _worked(
        self, asked: Asked, documents: Sequence[Document], named: bool, cancel: CancelToken
    ) -> Figured | None:
        """What lines and measures give; of documents that a question does not name, only one may."""
        found = None
        for document in documents[:_TRIED]:
            cancel.raise_if_cancelled()
            said = self._of(asked, document)
            if not said:
                continue
            if named:
                return self._cited(document, said)
            if found is not None:
                return None  # two documents have the line: whose is meant, nothing tells
            found = self._cited(document, said)
        return found

    def _documents(
        self, question: str, scope: SearchScope | None, cancel: CancelToken
    ) -> tuple[list[Document], bool]:
        """The documents to look into, best first, and whether the question leaves no other."""
        ready = {
            one.id: one
            for one in tagged(self._shelf.list(scope.collection if scope else None), scope)
            if one.state is DocumentState.READY
            and (scope is None or scope.document_id in (None, one.id))
            and (scope is None or scope.document in (None, one.name))
        }
        if len(ready) < 2:
            return list(ready.values()), True
        named = [ready[one] for one in self._search.documents_named(question, scope) if one in ready]
        if named:
            return named, True
        hits = self._search.search(question, _FOUND, scope, cancel)
        return [ready[one] for one in dict.fromkeys(hit.document_id for hit in hits) if one in ready], False

    def _of(self, asked: Asked, document: Document) -> list[Said]:
        opening = letters(f"{document.name} {document.title} {self._shelf.text(document.id, 0, _OPENING)}")
        if any(letters(word) not in opening for word in asked.left):
            return []  # the question is narrower than the line: of a segment, a product, a place
        calculator = Calculator(Ledger(self._shelf, document.id), asked.defined, part=asked.part)
        return told(asked, calculator)

    def _extreme(self, wanted: Wanted, documents: Sequence[Document], language: Language) -> Figured | None:
        """The highest or lowest of a table; the first document that has such a table answers."""
        for document in documents[:_TRIED]:
            if document.unit not in _OF_RECORDS or document.pages > _MOST_RECORDS:
                continue
            ledger = Ledger(self._shelf, document.id)
            rows = [row for page in range(1, document.pages + 1) for row in ledger.rows(page).values()]
            name = re.sub(r"[-_.]", " ", document.name)
            found = of_records(wanted, rows, name, language)
            if found is not None:
                return self._cited(document, [said_of(found, language)])
        return None

    def _cited(self, document: Document, said: Sequence[Said]) -> Figured:
        hits = {cell.start: self._hit(document, cell) for cell in cells_of(said)}
        rows = {start: citation_of(self._shelf, Quote(hit, 0, len(hit.text))) for start, hit in hits.items()}
        return Figured(
            tuple(
                (one.text, tuple(rows[start] for start in dict.fromkeys(cell.start for cell in one.cells)))
                for one in said
            ),
            tuple(hits.values()),
            tuple(rows.values()),
        )

    def _hit(self, document: Document, cell: Cell) -> Hit:
        text = self._shelf.text(document.id, cell.start, cell.end)
        section = " › ".join(part for part in (" ".join(cell.title.split())[:80], cell.under) if part)
        return self._at(document.id, document.name, cell.start, text, section)

    def _at(self, document: int, name: str, start: int, text: str, section: str = "") -> Hit:
        """A span of a document as a passage, on its page."""
        page, place = self._shelf.page_at(document, start)
        return replace(hit_at(document, name, start, text, page, section), place=place)
