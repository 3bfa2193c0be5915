"""How far a document has come, in the words of what it is counted in."""

from __future__ import annotations

import pytest

from app.cli.output import steps
from app.events import DocumentProgress
from rag.types import DocumentState, PageUnit


@pytest.mark.parametrize(
    ("state", "unit", "told"),
    [
        (DocumentState.READING, PageUnit.PAGE, "page 3 of 12"),
        (DocumentState.READING, PageUnit.MINUTE, "minute 3 of 12"),
        (DocumentState.READING, PageUnit.MESSAGE, "message 3 of 12"),
        (DocumentState.READING, PageUnit.SHEET, "page 3 of 12"),
        (DocumentState.EMBEDDING, PageUnit.MINUTE, "passage 3 of 12"),
    ],
)
def test_what_is_read_is_counted_in_its_own_unit(state: DocumentState, unit: PageUnit, told: str) -> None:
    assert steps(DocumentProgress(1, state, 3, 12, None, unit)) == told
