"""Moving documents between the library and its matters, and bringing a matter's back.

A document is written into the other vault whole before anything of it is taken out of the first: whenever the
program ends, it is in one of them or in both, and the library notes which were on their way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.errors import MovesWithFile, NotReadYet
from app.matters.matters import Matters, audit_of
from rag.errors import MatterReadOnly
from rag.storing.documents import DocumentStore
from rag.storing.forgetting import NOTHING, Forgotten
from rag.storing.matters import Move
from rag.storing.merging import take_conversations, take_runs
from rag.storing.taking import How, Taken, take_document
from rag.storing.terms import terms_of
from rag.storing.vault import Vault
from rag.types import Document, DocumentState


@dataclass(frozen=True, slots=True)
class Side:
    """A vault that documents are taken from or into, and what it is called; of the library `id` is ""."""

    vault: Vault
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Moved:
    document: str
    how: How
    collection: str  # that it is in now
    forgotten: Forgotten = NOTHING  # what rested on it where it was
    id: int = 0  # there


@dataclass(slots=True)
class Merged:
    """What was brought back; `left` are documents that were not read to their end."""

    documents: list[Moved] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    conversations: int = 0
    runs: int = 0


def check(source: Side, document: Document) -> None:
    """Raises `NotReadYet`, `MovesWithFile`, and the refusal of a vault that is only read."""
    if source.vault.read_only is not None:
        raise source.vault.read_only
    if document.container is not None:
        raise MovesWithFile(document=document.name)
    if document.state is not DocumentState.READY:
        raise NotReadYet(document=document.name)


def move(
    matters: Matters,
    source: Side,
    target: Side,
    document: Document,
    remove: Callable[[int], Forgotten | None] | None = None,
) -> Moved:
    """Move a document, with the kept work that is its alone. Answers that rest on it, or name it, and its
    rows of tables are taken out of the source, as when it is removed, and not taken along: a conversation may
    hold more than the target's readers may see. What was taken out is counted, if `remove`, which takes the
    document out of a source that is open in other ways, counts it.

    Raises what `check` raises, and `VaultError`s with the document where it was, or in both.
    """
    check(source, document)
    store = DocumentStore(source.vault)
    content = store.sha256_of(document.id) or ""
    going = Move(content, source.id, target.id, document.name)
    matters.store.begin(going)
    taken = take_document(source.vault, target.vault, document.id, source.name)
    take_runs(source.vault, target.vault, taken.ids, of_many=False)
    audit_of(target.vault).matter("moved-in", source.id, source.name, sha256=content)
    forgotten = (remove or store.remove)(document.id) or NOTHING
    audit_of(source.vault).matter("moved-out", target.id, target.name, sha256=content)
    matters.store.end(going)
    return Moved(document.name, taken.how, taken.collection, forgotten, taken.id)


def finish_moves(
    matters: Matters,
    source: Side,
    target: Side,
    remove: Callable[[int], Forgotten | None] | None = None,
) -> list[Moved]:
    """Bring moves between two vaults to their end that were interrupted; `remove` as of `move`."""
    done: list[Moved] = []
    store = DocumentStore(source.vault)
    for going in matters.store.moves():
        if (going.source, going.target) != (source.id, target.id):
            continue
        left = [one for one in _whole_files(store.list()) if store.sha256_of(one.id) == going.sha256]
        done += [move(matters, source, target, document, remove) for document in left]
        matters.store.end(going)
    return done


def merge(source: Side, target: Side, step: Callable[[float], None] = lambda _: None) -> Merged:
    """Take all documents of a matter, and all that was kept of them, into another vault; it stays as it is.

    Done again, it takes only what came since. `step` is told which part is done, 0-1, before each document;
    a fault of it leaves those before there. Raises `MatterReadOnly` for a matter that was handed over on
    terms, which would otherwise end here, and `VaultError`s.
    """
    if terms_of(source.vault).bind:
        raise MatterReadOnly(path=str(source.vault.path.parent))
    if target.vault.read_only is not None:
        raise target.vault.read_only
    merged, ids, store = Merged(), dict[int, int](), DocumentStore(source.vault)
    documents = _whole_files(store.list())
    for place, document in enumerate(documents):
        step(place / len(documents))
        if document.state is not DocumentState.READY:
            merged.left.append(document.name)
            continue
        taken = take_document(source.vault, target.vault, document.id, source.name)
        ids |= taken.ids
        merged.documents.append(_moved(document, taken))
    merged.conversations = take_conversations(source.vault, target.vault, ids)
    merged.runs = take_runs(source.vault, target.vault, ids, of_many=True)
    facts = {"documents": len(merged.documents), "left": len(merged.left)}
    audit_of(target.vault).matter("merged-in", source.id, source.name, **facts)
    audit_of(source.vault).matter("merged-out", target.id, target.name, **facts)
    return merged


def _whole_files(documents: Sequence[Document]) -> list[Document]:
    return [one for one in documents if one.container is None]


def _moved(document: Document, taken: Taken) -> Moved:
    return Moved(document.name, taken.how, taken.collection, id=taken.id)
