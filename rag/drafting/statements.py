"""The sentences of a short document as they stand, for where there is too little to choose from."""

from __future__ import annotations

from rag.grounding.citations import Quote, hit_at, sentence_cited
from rag.language.sentences import LIST_MARK, sentences
from rag.language.words import plain, words
from rag.runs.types import Point
from rag.storing.documents import DocumentStore
from rag.types import Document

_LOOKED_AT = 4000  # characters
_FEWEST = 3  # words


def statements(store: DocumentStore, document: Document) -> tuple[Point, ...]:
    """Whole sentences from a document's beginning, each with its place. Raises `DocumentUnknown`."""
    text = store.text(document.id, 0, _LOOKED_AT)
    hit = hit_at(document.id, document.name, 0, text)
    found = []
    for span in sentences(text):
        said = plain(text[span.start : span.end])
        bare = LIST_MARK.sub("", said)
        if bare.rstrip("\"'”’)")[-1:] in (".", "!", "?") and len(words(bare)) >= _FEWEST:
            place = sentence_cited(store, Quote(hit, span.start, span.end))
            found.append(Point(plain(place.quote), (place,)))
    return tuple(found)
