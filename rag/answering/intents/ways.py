"""Answers that need no passage: the program's own words, and facts about the documents themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from rag.answering.intents.wished import wish_of
from rag.answering.intents.wishes import label_pattern, mentioned
from rag.answering.quoting.naming import named_in
from rag.answering.tagged import tagged
from rag.grounding.citations import Places, Quote, citation_of, hit_at
from rag.language.languages import Language
from rag.language.sentences import sentences
from rag.language.withdrawn import standing
from rag.language.words import content_stem, letters, plain, words
from rag.types import Citation, Document, DocumentState, Hit, Intent, Outcome, SearchScope, Section, Wish

_GENERAL = (Intent.GREETING, Intent.THANKS, Intent.CAPABILITY, Intent.IDENTITY)
_RUNS = (Intent.SUMMARISE, Intent.COMPARE)  # what the program makes of documents
_LISTED = 40  # names told at once
_SHOWN = 1200  # characters of a page
_OPENING = 400  # characters in which a document says what it is called
_PDFS = re.compile(r"\bpdf['’]?s?\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_LABELLED = re.compile(
    r"^[ \t]*(?:(?P<word>[^\W\d_]{2,12}\.?|§+)\s*(?P<number>\d+\w?|[IVXLC]+)\b|(?P<bare>\d{1,3})[.)]\s)",
    re.MULTILINE,
)
_LEAST_FORM = 4  # letters of a stem
_ALIKE = 3  # letters: "Article", "Artikel", "Art."

Search = Callable[[str, SearchScope | None], Sequence[Hit]]


class Shelf(Places, Protocol):
    """The documents of a library; see `rag.storing.documents.DocumentStore`."""

    def list(self, collection: str | None = None) -> Sequence[Document]: ...

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str: ...

    def page_start(self, document_id: int, number: int) -> int: ...

    def sections(self, document_id: int) -> Sequence[Section]: ...

    def unfinished(self) -> Sequence[Document]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What is said, with the places it rests on."""

    text: str
    outcome: Outcome
    citations: tuple[Citation, ...] = ()
    wish: Wish | None = None


class Ways:
    """Answers by themselves what no passage has to be read for."""

    def __init__(self, shelf: Shelf, search: Search) -> None:
        self._shelf = shelf
        self._search = search

    def told(
        self,
        intent: Intent,
        question: str,
        language: Language,
        scope: SearchScope | None,
        at_hand: Collection[int] = (),
    ) -> Told | None:
        """What is to be said; None where the documents have to be asked after all. `at_hand`: those open."""
        if intent is Intent.EACH:
            return None
        if intent in _GENERAL:
            return Told(language.says[intent.value], Outcome.GENERAL)
        documents = self.readable(scope)
        if intent in _RUNS:
            wish = wish_of(intent, question, language, documents, at_hand)
            return self._action(
                intent, language, [one for one in documents if one.id in wish.documents], wish
            )
        if intent in (Intent.COUNT, Intent.LIST):
            alike = _of_a_kind(question, documents)
            apart = scope is not None and bool(scope.collection or scope.tag or scope.documents)
            if apart and not documents:
                return Told(language.says["silent-empty"], Outcome.LIBRARY)
            if intent is Intent.COUNT and len(alike) == len(documents):
                return Told(_counted(language, "count", len(documents)), Outcome.LIBRARY)
            documents = alike  # "How many PDFs …": their names tell that not all were counted
            names = _names(documents)
            return Told(_fill(language, "list", count=len(documents), names=names), Outcome.LIBRARY)
        if intent is Intent.MENTIONS:
            return self._mentions(question, language, scope)
        if intent is Intent.SECTION:
            passage = self.passage(question, documents, scope)
            return None if passage is None else self._section(*passage, language)
        meant = wish_of(intent, question, language, documents, at_hand).documents
        if len(meant) != 1:
            return None
        document = next(one for one in documents if one.id == meant[0])
        if intent is Intent.PAGES:
            said = _counted(language, "pages", document.pages, document=document.name)
            return Told(said, Outcome.LIBRARY)
        if intent is Intent.TITLE:
            return self._title(document, language)
        return self._page(question, document, language)

    def readable(self, scope: SearchScope | None) -> list[Document]:
        """The documents in scope that can be asked."""
        return within(self._shelf.list(scope.collection if scope else None), scope)

    def unread(self, scope: SearchScope | None) -> tuple[str, ...]:
        """The documents that wait or are being read, which no answer can rest on yet."""
        return tuple(
            one.name
            for one in tagged(self._shelf.unfinished(), scope)
            if scope is None or scope.collection in (None, one.collection)
        )

    def _action(
        self, intent: Intent, language: Language, named: Sequence[Document], wish: Wish | None = None
    ) -> Told:
        called = ", ".join(one.name for one in named) or language.says["your-documents"]
        return Told(_fill(language, intent.value, documents=called), Outcome.ACTION, wish=wish)

    def _mentions(self, question: str, language: Language, scope: SearchScope | None) -> Told:
        what = mentioned(question, language) or question
        forms = _forms(what, language)
        found: dict[str, Citation] = {}
        for hit in self._search(what, scope):
            if hit.document in found or not _has(hit.text, what, forms):
                continue
            span = next(
                (one for one in sentences(hit.text) if _has(hit.text[one.start : one.end], what, forms)), None
            )
            quote = Quote(hit, 0, len(hit.text)) if span is None else Quote(hit, span.start, span.end)
            found[hit.document] = citation_of(self._shelf, quote)
        if not found:
            return Told(_fill(language, "mentions-none", what=what), Outcome.LIBRARY)
        said = _fill(language, "mentions", what=what, names=", ".join(found))
        return Told(said, Outcome.LIBRARY, tuple(found.values()))

    def _title(self, document: Document, language: Language) -> Told:
        opening = standing(self._shelf.text(document.id, 0, _OPENING))
        title = document.title if len(document.title) > len(document.name) else ""
        title = title or plain(opening.strip().split("\n\n")[0])
        cited = self._cited(document, 0, len(opening))
        return Told(_fill(language, "title", document=document.name, title=title), Outcome.LIBRARY, (cited,))

    def _page(self, question: str, document: Document, language: Language) -> Told | None:
        numbers = [int(one) for one in _NUMBER.findall(question)]
        page = next((one for one in reversed(numbers) if 1 <= one <= document.pages), None)
        if page is None:
            return None
        start = self._shelf.page_start(document.id, page)
        end = self._shelf.page_start(document.id, page + 1) if page < document.pages else None
        text = plain(standing(self._shelf.text(document.id, start, end)))
        said = _fill(language, "on-page", page=page, document=document.name, text=_shown(text))
        return Told(said, Outcome.LIBRARY, (self._cited(document, start, start + min(len(text), _OPENING)),))

    def passage(
        self, question: str, documents: Sequence[Document], scope: SearchScope | None
    ) -> tuple[str, Citation] | None:
        """The article or section that a question names by its label, with what it is called; None where no
        document has it, or several that the question does not tell apart have.
        """
        wanted = re.search(label_pattern(), question, re.IGNORECASE)
        if wanted is None:
            return None
        named = named_in(question, documents)
        if not named:
            found = dict.fromkeys(hit.document_id for hit in self._search(question, scope))
            named = [one for key in found for one in documents if one.id == key]
        fitting = [
            (one, section) for one in named for section in _labelled(wanted[0], self._shelf.sections(one.id))
        ]
        if not fitting and len(named) == 1:
            span = _run_in(wanted[0], self._shelf.text(named[0].id))
            return span and (wanted[0], self._cited(named[0], *span))
        if len({one.id for one, _ in fitting}) != 1:
            return None
        document, section = fitting[0]
        return section.label, self._cited(document, section.start, section.end)

    def whole(self, question: str, scope: SearchScope | None) -> tuple[Citation, ...]:
        """What a wish is about: the article it names, or the beginning of the one document it names."""
        documents = within(self._shelf.list(scope.collection if scope else None), scope)
        passage = self.passage(question, documents, scope)
        if passage is not None:
            return (passage[1],)
        named = named_in(question, documents)
        return (self._cited(named[0], 0, _SHOWN),) if len(named) == 1 else ()

    def _section(self, label: str, cited: Citation, language: Language) -> Told:
        text = _shown(plain(standing(cited.quote)))
        said = _fill(language, "section", label=label, document=cited.document, text=text)
        return Told(said, Outcome.ANSWERED, (cited,))  # by the document's own words

    def _cited(self, document: Document, start: int, end: int) -> Citation:
        text = self._shelf.text(document.id, start, end)
        return citation_of(self._shelf, Quote(hit_at(document.id, document.name, start, text), 0, len(text)))


def _labelled(label: str, sections: Sequence[Section]) -> list[Section]:
    """The sections that a label names: by its number, and by its word where both have one."""
    word, number = _parts(label)
    same = [one for one in sections if one.label and _parts(one.label)[1] == number]
    return [one for one in same if not word or _parts(one.label)[0][:_ALIKE] == word[:_ALIKE]] or (
        same if len(same) == 1 else []
    )


def _run_in(label: str, text: str) -> tuple[int, int] | None:
    """Where the text of a label stands that begins a line of prose: "Artículo 3. El titular …"."""
    word, number = _parts(label)
    found = list(_LABELLED.finditer(text))
    lines = [one for one in found if letters(one["word"] or "")[:_ALIKE] == word[:_ALIKE]]
    if not any(_number(one) == number for one in lines):
        lines = [one for one in found if not one["word"]]  # "Section 4" of a contract is headed "4. Pause"
    for one, following in zip(lines, [*lines, None][1:], strict=True):
        if _number(one) == number:
            end = following.start() if following else len(text)
            return one.start(), one.start() + len(text[one.start() : end].rstrip())
    return None


def _number(line: re.Match[str]) -> str:
    return (line["number"] or line["bare"]).lower()


def _parts(label: str) -> tuple[str, str]:
    number = label.rsplit(maxsplit=1)[-1].lstrip("§").rstrip(".").lower()
    return letters(label)[: -len(letters(number)) or None], number


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _forms(what: str, language: Language) -> re.Pattern[str]:
    """What a text that mentions something holds, in any form of its last word: "shelf" for "shelves"."""
    *before, last = words(what) or [what]
    stem = content_stem(last, language) or last
    said = r"\W+".join([*map(re.escape, before), re.escape(stem[: max(_LEAST_FORM, len(stem) - 1)])])
    return re.compile(rf"\b{said}", re.IGNORECASE)


def _has(text: str, what: str, forms: re.Pattern[str]) -> bool:
    return letters(what) in letters(text) or forms.search(plain(text)) is not None


def within(documents: Sequence[Document], scope: SearchScope | None) -> list[Document]:
    """The documents that can be asked, of those in scope: of a mailbox its messages."""
    shown = tagged(documents, scope)
    ready = [one for one in shown if one.state is DocumentState.READY and not one.is_container]
    if scope is None:
        return ready
    return [
        one
        for one in ready
        if scope.document_id in (None, one.id, one.container)
        and (scope.document is None or scope.document in (one.name, PurePath(one.container_path).name))
    ]


def _of_a_kind(question: str, documents: Sequence[Document]) -> list[Document]:
    """The PDFs among them, where these alone are asked for."""
    if _PDFS.search(question) is None:
        return list(documents)
    return [one for one in documents if one.name.lower().endswith(".pdf")]


def _names(documents: Sequence[Document]) -> str:
    names = [one.name for one in documents]
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" … (+{more})" if more > 0 else "")


def _counted(language: Language, key: str, count: int, **fields: object) -> str:
    """What is said of so many: of one it is said in other words."""
    return _fill(language, f"{key}-one" if count == 1 else key, count=count, **fields)


def _fill(language: Language, which: str, **fields: object) -> str:
    said = language.says[which]
    for name, value in fields.items():
        said = said.replace(f"{{{name}}}", str(value))
    return said
