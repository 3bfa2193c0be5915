"""Questions put to the tables of a library: which table is meant, its query, and the answer with its rows."""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from engine.cancel import CancelToken
from engine.errors import QueryError, WorkerError
from engine.querying.tables import Kind, Result, Table
from rag.answering.cells.figures import Figured
from rag.answering.narrowing import Search
from rag.answering.quoting.naming import named_in, spaced
from rag.answering.tagged import tagged
from rag.grounding.citations import Places, Quote, citation_of, hit_at
from rag.language.languages import Language, languages
from rag.language.words import function_words, words
from rag.querying.asking import may_ask, query_of
from rag.querying.phrases import phrases_of
from rag.querying.query import Function, Group, Query, counting_of, sql_of
from rag.querying.sheets import Sheet, sheets_of
from rag.querying.telling import Outcome, Said, columns_shown, rows_of, told
from rag.types import Citation, Document, DocumentState, Hit, PageUnit, SearchScope

_log = logging.getLogger(__name__)

_OF_TABLES = (PageUnit.RECORD, PageUnit.SHEET)
_TRIED = 24  # documents
_LARGEST = 12_000_000  # characters of a document
_SHORTEST = 4  # characters of a file's name
_WITH_SUFFIX = re.compile(r"\.(?:xlsx?|xlsm|ods|csv|tsv|pdf|docx?|txt|md)\b|_", re.IGNORECASE)
_KEPT = 6  # documents whose tables are kept
_HITS = 24
_QUOTES = 8


class Shelf(Places, Protocol):
    """The documents of a library; see `rag.storing.documents.DocumentStore`."""

    def list(self, collection: str | None = None) -> Sequence[Document]: ...

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str: ...


class Querier(Protocol):
    """See `engine.querying.querier.QuerierProcess`."""

    def query(self, tables: Sequence[Table], sql: str, cancel: CancelToken, most: int = ...) -> Result: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer out of a table. `sql`: what was asked of it; `names`, `kinds`, `rows`: what it gave, without
    the rows that each line rests on, which `rests` has.
    """

    document: Document
    sheet: Sheet
    query: Query
    sql: str
    names: Sequence[str]
    kinds: Sequence[Kind]
    rows: Sequence[Sequence[object]]
    rests: Sequence[tuple[int, ...]]
    counted: tuple[int, ...]
    said: Sequence[Said]
    more: bool


class Querying:
    """Answers from tables, and says nothing where a word of a question has no place in them."""

    def __init__(self, shelf: Shelf, search: Search, querier: Querier) -> None:
        self._shelf = shelf
        self._search = search
        self._querier = querier
        self._kept: OrderedDict[tuple[int, float, int], list[Sheet]] = OrderedDict()

    def told(
        self, question: str, language: Language, scope: SearchScope | None, cancel: CancelToken
    ) -> Figured | None:
        """The answer of the one table that has all that a question says; None for others, and where the
        database fails: a question can be answered without. Raises `Cancelled`.
        """
        spoken = [one for one in _languages(question, language) if may_ask(question, one)]
        if not spoken:
            return None
        found = [
            (document, sheet, query, one)
            for document in self._documents(question, scope, cancel)
            for sheet in self.sheets(document)
            for query, one in _queries(question, sheet, document, spoken)
        ]
        if len(found) != 1:
            return None
        document, sheet, query, one = found[0]
        try:
            answered = self._answered(document, sheet, query, one, cancel)
        except (QueryError, WorkerError) as failure:
            _log.warning("a table cannot be asked: %s", failure.code)
            return None
        return None if answered is None else self._figured(answered)

    def asked(
        self, question: str, document: Document, language: Language, cancel: CancelToken
    ) -> Answered | None:
        """The answer of one document's tables; None where the question is no query of exactly one of them.
        Raises `QueryError`s, `WorkerError`s, `Cancelled`.
        """
        spoken = list(_languages(question, language))
        found = [
            (sheet, query, one)
            for sheet in self.sheets(document)
            for query, one in _queries(question, sheet, document, spoken)
        ]
        return self._answered(document, *found[0], cancel) if len(found) == 1 else None

    def ran(self, sql: str, document: Document, cancel: CancelToken) -> Result:
        """What a SELECT gives of a document's tables. Raises `QueryError`s, `WorkerError`s, `Cancelled`."""
        return self._querier.query([one.table for one in self.sheets(document)], sql, cancel)

    def sheets(self, document: Document) -> list[Sheet]:
        """The tables of a document."""
        key = (document.id, document.added, document.pages)
        if key not in self._kept:
            self._kept[key] = sheets_of(self._shelf.text(document.id, 0, _LARGEST))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def close(self) -> None:
        """End the database's process for good."""
        self._querier.close()

    def cited(self, answered: Answered, rows: Iterable[int]) -> tuple[Citation, ...]:
        """Where rows of a table stand in its document."""
        hits = (self._hit(answered, row) for row in rows)
        return tuple(citation_of(self._shelf, Quote(hit, 0, len(hit.text))) for hit in hits)

    # --- inside --------------------------------------------------------------------------------------------

    def _documents(self, question: str, scope: SearchScope | None, cancel: CancelToken) -> list[Document]:
        """The documents whose tables may be meant: those named, else every spreadsheet in scope."""
        ready = [
            one
            for one in tagged(self._shelf.list(scope.collection if scope else None), scope)
            if one.state is DocumentState.READY
            and (scope is None or scope.document_id in (None, one.id))
            and (scope is None or scope.document in (None, one.name))
        ]
        if len(ready) == 1:
            return ready
        named = [one for one in ready if _is_named(one, question)] or named_in(question, ready)
        if named and any(one.unit in _OF_TABLES for one in named):
            return [one for one in named if one.unit in _OF_TABLES]
        tables = [one for one in ready if one.unit in _OF_TABLES]
        if len(tables) <= _TRIED:
            return tables or named[:1]
        hits = self._search.search(question, _TRIED, scope, cancel)
        found = {hit.document_id for hit in hits}
        return [one for one in tables if one.id in found]

    def _answered(
        self, document: Document, sheet: Sheet, query: Query, language: Language, cancel: CancelToken
    ) -> Answered | None:
        tables = [sheet.table]
        listed = self._querier.query(tables, counting_of(query, sheet.name), cancel, len(sheet.places) + 1)
        counted = tuple(int(str(row[0])) for row in listed.rows)
        parted = _parted(query, sheet, counted)
        if parted is None:
            return None
        query, apart = parted
        shown = columns_shown(query, sheet)
        result = self._querier.query(tables, sql_of(query, sheet.name, shown, rows=True), cancel)
        outcome = Outcome(query, result, counted, apart)
        return Answered(
            document,
            sheet,
            query,
            sql_of(query, sheet.name, shown),
            list(result.names)[:-1],
            list(result.kinds)[:-1],
            [list(row)[:-1] for row in result.rows],
            [rows_of(row) for row in result.rows],
            counted,
            told(outcome, sheet, document.name, language),
            result.more,
        )

    def _figured(self, answered: Answered) -> Figured:
        said = tuple((one.text, self.cited(answered, one.rows)) for one in answered.said)
        rows = list(dict.fromkeys(row for one in answered.said for row in one.rows))
        hits = tuple(self._hit(answered, row) for row in rows[:_HITS])
        return Figured(said, hits, self.cited(answered, rows[:_QUOTES]))

    def _hit(self, answered: Answered, row: int) -> Hit:
        line, document = answered.sheet.line(row), answered.document
        text = self._shelf.text(document.id, line.start, line.end)
        page, place = self._shelf.page_at(document.id, line.start)
        return replace(
            hit_at(document.id, document.name, line.start, text, page, answered.sheet.grid.name), place=place
        )


def _languages(question: str, language: Language) -> Iterable[Language]:
    """The languages that a question may be in, the likeliest first: few words do not tell it."""
    told = {one: function_words(question, one) for one in languages()}
    likely = [one for one in languages() if told[one] >= max(told.values()) - 1]
    return (one for one in dict.fromkeys((language, *likely)) if phrases_of(one) is not None)


def _is_named(document: Document, question: str) -> bool:
    """Whether a file's name stands in a question, with its suffix or without."""
    bare = " ".join(words(spaced(document.name).casefold()))
    asked = " ".join(words(_WITH_SUFFIX.sub(" ", question.casefold())))
    return len(bare) >= _SHORTEST and f" {bare} " in f" {asked} "


def _queries(
    question: str, sheet: Sheet, document: Document, spoken: Iterable[Language]
) -> list[tuple[Query, Language]]:
    """The query that a question asks of a table, in the first of the languages in which it does."""
    known = f"{document.name}\n{spaced(document.name)}\n{document.title}"
    for one in spoken:
        query = query_of(question, sheet, known, one)
        if query is not None:
            return [(query, one)]
    return []


def _parted(query: Query, sheet: Sheet, counted: Sequence[int]) -> tuple[Query, str] | None:
    """A query whose figures are kept apart by the unit that their rows say; None where its highest would be
    of different currencies.
    """
    column = sheet.unit_column
    if column is None or (query.measure is not None and query.measure.function is Function.COUNT):
        return query, ""
    units = {column.cells[sheet.places[row]] for row in counted}
    if len(units) < 2 or any(one.column == column.name for one in query.groups):
        return query, ""
    if query.measure is None and not query.first:
        return query, ""
    if query.measure is None or query.first:
        return None
    return replace(query, groups=(*query.groups, Group(column.name))), column.name
