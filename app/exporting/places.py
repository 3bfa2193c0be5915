"""Places of documents as JSON, in shapes that are a contract (see README). Light: the grammar of the command
line is read with it.
"""

from __future__ import annotations

from typing import Any

from rag.types import Citation, Gap


def citation_row(citation: Citation) -> dict[str, Any]:
    """A cited place, as every command and every JSON file writes it."""
    return {
        "document": citation.document,
        "page": citation.page,
        "section": citation.section,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def gap_row(gap: Gap) -> dict[str, Any]:
    """A page without text, or a part that was passed over, and why."""
    return {"page": gap.page, "place": gap.place, "reason": gap.reason}
