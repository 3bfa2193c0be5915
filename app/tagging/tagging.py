"""Tags of the library, as the window and the command line use them: whatever changes is told and undoable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.events import EventBus, TagsChanged
from app.tagging.rules import Judge, TagRules
from rag.storing.documents import DocumentStore
from rag.storing.tag_rules import TagRuleStore
from rag.storing.tags import TagChange, TagUse
from rag.storing.vault import Vault
from rag.types import Document, Tag


class Tagging:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, documents: DocumentStore, bus: EventBus, rules: TagRules) -> None:
        self.rules = rules
        self._store = documents.tags
        self._documents = documents
        self._bus = bus

    def tags(self) -> list[TagUse]:
        """All tags by name, with how many documents have each."""
        return self._store.tags()

    def named(self, name: str) -> Tag:
        """Raises `TagUnknown`."""
        return self._store.named(name)

    def documents(self, name: str, *, held: bool = False) -> list[Document]:
        """The documents with a tag, those of a tagged mailbox in its place; `held`: beside it. Raises
        `TagUnknown`.
        """
        found: dict[int, Document] = {}
        for one in self._documents.some(self._store.documents(name)):
            if held or not one.held:
                found[one.id] = one
            found |= {each.id: each for each in (self._documents.held_by(one.id) if one.held else ())}
        return list(found.values())

    def put(self, document_ids: Sequence[int], names: Sequence[str], *, by_hand: bool = True) -> TagChange:
        """Put tags on documents. One that is put not `by_hand` passes over documents that a person took it
        off. Raises `DocumentUnknown`, `TagInvalid`.
        """
        return self._told(self._store.put(document_ids, names, by_hand=by_hand))

    def put_each(
        self,
        tags: Mapping[int, Sequence[str]],
        *,
        by_hand: bool = True,
        noted: Callable[[TagChange], object] = lambda _: None,
    ) -> TagChange:
        """Put on each document tags of its own, as one change, of which `noted` hears in the same
        transaction. Raises as `put` does.
        """
        return self._told(self._store.put_each(tags, by_hand=by_hand, noted=noted))

    def take_off(self, document_ids: Sequence[int], names: Sequence[str]) -> TagChange:
        """Raises `DocumentUnknown`, `TagUnknown`."""
        return self._told(self._store.take_off(document_ids, names))

    def rename(self, name: str, new: str) -> TagChange:
        """Raises `TagUnknown`, `TagInvalid`, `TagExists`."""
        return self._told(self._store.rename(name, new))

    def delete(self, name: str) -> TagChange:
        """Take a tag off all documents and forget it. Raises `TagUnknown`."""
        return self._told(self._store.delete(name))

    def undo(self, change: int) -> list[Document]:
        """Take back what was done; the documents that it had changed."""
        changed = self._documents.some(self._store.undo(change))
        self._bus.publish(TagsChanged(tuple(changed)))
        return changed

    def last(self) -> TagChange | None:
        """What was done last and can be undone."""
        return self._store.last()

    def _told(self, change: TagChange) -> TagChange:
        self._bus.publish(TagsChanged(tuple(self._documents.some(change.documents))))
        return change


def tagging_of(vault: Vault, documents: DocumentStore, bus: EventBus, judge: Judge) -> Tagging:
    """The tags of a library and their rules, which `judge` tells the labels of documents."""
    return Tagging(documents, bus, TagRules(TagRuleStore(vault), documents, bus, judge))
