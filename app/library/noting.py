"""What of the library's events goes into the log of what was done."""

from __future__ import annotations

from contextlib import suppress

from app.events import Brought, DeletedForGood, DocumentProgress, DocumentRemoved, Event
from app.security.auditing import Audit
from rag.errors import DocumentUnknown
from rag.types import DocumentState


def note(audit: Audit, event: Event) -> None:
    """Write down what became of a document: read, not read, removed, deleted, brought back."""
    if isinstance(event, DocumentProgress) and event.state in (DocumentState.READY, DocumentState.FAILED):
        with suppress(DocumentUnknown):
            audit.read(event.document_id, event.state)
    elif isinstance(event, DocumentRemoved) and event.taken_out is not None:
        gone = event.taken_out
        audit.removed(gone.name, gone.sha256, gone.collection)
    elif isinstance(event, DeletedForGood):
        audit.deleted(event.gone.name, event.gone.sha256, event.gone.collection)
    elif isinstance(event, Brought):
        for back in event.back:
            audit.restored(back.name, back.sha256, back.collection)
