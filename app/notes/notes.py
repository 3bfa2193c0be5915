"""Notes of one's own, as the window and the command line use them. They are never a source of an answer."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import NotReadYet
from app.events import EventBus, NotesChanged
from app.notes.searching import found
from rag.errors import QuoteOften, QuoteUnknown
from rag.indexing.lexical import LexicalIndex
from rag.language.anchors import ChangedText
from rag.storing.documents import DocumentStore
from rag.types import Citation, Colour, Document, DocumentState, Note, NoteKind, SearchScope

_TOLD = 5  # pages that are named where a quote stands on several


class Notes:
    """Methods may be called from any thread. They raise `VaultError`s; whatever changes is told."""

    def __init__(self, documents: DocumentStore, lexical: LexicalIndex, bus: EventBus) -> None:
        self._documents = documents
        self._lexical = lexical
        self._store = documents.notes
        self._bus = bus

    # --- asking --------------------------------------------------------------------------------------------

    def of(self, document_id: int) -> list[Note]:
        """The notes of a document in the order of its text; first what is about all of it, last what lost
        its place.
        """
        return self._store.of(document_id)

    def all(self) -> list[Note]:
        """The notes of all documents, by their names."""
        return self._store.all()

    def get(self, note: int) -> Note:
        """Raises `NoteUnknown`."""
        return self._store.get(note)

    def search(self, asked: str, scope: SearchScope | None = None) -> list[Note]:
        """Notes by the words that they hold, and the words that they mark; those on documents in `scope`."""
        notes = found(self._store.all(), asked)
        if not notes or scope is None or scope == SearchScope():
            return notes
        within = {one.id for one in self._lexical.documents(scope)}
        return [note for note in notes if note.document_id in within]

    # --- changing ------------------------------------------------------------------------------------------

    def mark(self, document_id: int, start: int, end: int, colour: Colour, text: str = "") -> Note:
        """Mark a span of a document's text. Raises `DocumentUnknown`."""
        return self._told(self._store.mark(document_id, start, end, colour, text))

    def mark_quote(
        self, document: Document, quote: str, colour: Colour, text: str = "", page: int | None = None
    ) -> Note:
        """Mark these words where they stand, on `page` where that is given; nearly these, where they stand
        nowhere as they are.

        Raises `QuoteUnknown`, `QuoteOften`, `NotReadYet`, and `DocumentUnknown` for a page that is not there.
        """
        return self.mark(document.id, *self._find(document, quote, page), colour, text)

    def on_page(self, document: Document, page: int, text: str, colour: Colour) -> Note:
        """Raises `NoteEmpty`, `NotReadYet`, and `DocumentUnknown` for a page that is not there."""
        self._require(document)
        return self._told(self._store.on_page(document.id, page, text, colour))

    def on_document(self, document: Document, text: str, colour: Colour) -> Note:
        """Raises `NoteEmpty`, `NotReadYet`."""
        self._require(document)
        return self._told(self._store.on_document(document.id, text, colour))

    def change(self, note: int, text: str | None = None, colour: Colour | None = None) -> Note:
        """Write another text, or take another colour. Raises `NoteUnknown`, `NoteEmpty`."""
        return self._told(self._store.change(note, text, colour))

    def place(self, note: int, start: int, end: int) -> Note:
        """Put a note where a person says that it belongs. Raises `NoteUnknown`, `DocumentUnknown`."""
        return self._told(self._store.place(note, start, end))

    def place_quote(self, note: int, document: Document, quote: str, page: int | None = None) -> Note:
        """Put a note on these words of its document. Raises as `mark_quote` does, `NoteUnknown`."""
        return self.place(note, *self._find(document, quote, page))

    def kept(self, note: int) -> Callable[[], Note]:
        """Remember a note as it is; what is returned makes it so again. Raises `NoteUnknown`."""
        put_back = self._store.kept(note)
        return lambda: self._told(put_back())

    def delete(self, note: int) -> Callable[[], Note]:
        """Delete a note; what is returned brings it back. Raises `NoteUnknown`."""
        document = self._store.get(note).document_id
        put_back = self._store.delete(note)
        self._bus.publish(NotesChanged((document,)))
        return lambda: self._told(put_back())

    # --- inside --------------------------------------------------------------------------------------------

    def _find(self, document: Document, quote: str, page: int | None) -> tuple[int, int]:
        """Where a document says these words; raises as `mark_quote` does."""
        self._require(document)
        begin, end = 0, None
        if page is not None:
            begin = self._documents.page_start(document.id, page)
            end = begin + len(self._documents.page(document.id, page).text)
        text_there = ChangedText(self._documents.text(document.id, begin, end))
        places = text_there.matches(quote)
        if not places:
            near = text_there.nearest(quote)
            places = [near] if near is not None else []
        if not places:
            raise QuoteUnknown(quote=" ".join(quote.split()), document=document.name)
        if len(places) > 1:
            pages = [self._documents.page_at(document.id, begin + start)[0] for start, _ in places]
            told = ", ".join(map(str, dict.fromkeys(pages[:_TOLD])))
            raise QuoteOften(
                quote=" ".join(quote.split()), document=document.name, count=len(places), pages=told
            )
        (start, last), *_ = places
        return begin + start, begin + last

    def _require(self, document: Document) -> None:
        if document.state is not DocumentState.READY:
            raise NotReadYet(document=document.name)

    def _told(self, note: Note) -> Note:
        self._bus.publish(NotesChanged((note.document_id,)))
        return note


def spot_of(note: Note) -> Citation:
    """Where a note is, to be opened: its words, or its page without any marked; what is about the whole
    document, at its beginning.
    """
    placed = note.kind is NoteKind.WORDS and not note.is_lost
    start, end = (note.start or 0, note.end or 0) if placed else (0, 0)
    return Citation(
        note.document_id, note.document, note.page or 1, "", start, end, note.quote, place=note.place
    )
