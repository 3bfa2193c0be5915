"""Places of documents as JSON, in shapes that are a contract (see README). Light: the grammar of the command
line is read with it.
"""

from __future__ import annotations

from typing import Any

from rag.types import Citation, Gap, PoorPage, Shared


def citation_row(citation: Citation) -> dict[str, Any]:
    """A cited place, as every command and every JSON file writes it."""
    row: dict[str, Any] = {
        "document": citation.document,
        "page": citation.page,
        "section": citation.section,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }
    if citation.shared is not None:
        row["shared"] = shared_row(citation.shared)
    return row | {"read_poorly": True} if citation.poor else row


def shared_row(shared: Shared) -> dict[str, Any]:
    """Where a passage of a shared collection was fetched."""
    return {"collection": shared.collection, "server": shared.server, "owner": shared.owner or None}


def gap_row(gap: Gap) -> dict[str, Any]:
    """A page without text, or a part that was passed over, and why."""
    return {"page": gap.page, "place": gap.place, "reason": gap.reason}


def poor_row(page: PoorPage) -> dict[str, Any]:
    """A page that was read poorly, and what tells so."""
    flaws = [{"kind": one.kind.value, "amount": one.amount, "words": list(one.words)} for one in page.flaws]
    return {"page": page.page, "place": page.place, "flaws": flaws}
