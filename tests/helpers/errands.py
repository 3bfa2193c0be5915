"""A library of names alone, and what a wish comes to over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.answering.intents.ways import Told
from rag.carrying.carrying import Carrying
from rag.language.languages import language_of
from rag.types import Document, DocumentState, PageUnit

PAGES = 50


class NoNames:
    def find(self, keys: Iterable[str]) -> list[tuple[int, str, str]]:
        return []


class Names:
    """A store of documents that have names and pages alone; see `rag.carrying.carrying.Store`."""

    def __init__(self, names: Sequence[str]) -> None:
        self.documents = [
            Document(number, name, f"/{name}", "", "", DocumentState.READY, PageUnit.PAGE, PAGES, 1, 1, 0.0)
            for number, name in enumerate(names, 1)
        ]
        self.called = NoNames()

    def list(self, collection: str | None = None) -> Sequence[Document]:
        return self.documents

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str:
        return ""


def wished(text: str, names: Sequence[str], at_hand: Sequence[str] = ()) -> Told | None:
    """What a text wishes of documents with these names, of which some lie open."""
    store = Names(names)
    ids = [one.id for one in store.documents if one.name in at_hand]
    return Carrying(store).told(text, language_of(text), None, ids)
