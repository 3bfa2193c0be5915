"""Days in figures that could be read with the month first are told as such, if nothing settles it."""

from __future__ import annotations

import pytest

from rag.extracting.fields.filling import Status, rows_of
from rag.extracting.fields.schema import Column, ColumnType, Schema
from rag.extracting.fields.sight import Sight
from rag.types import Page

DUE = Schema("", (Column("due date", "When is it due?", ColumnType.DATE),))


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("Order sheet\nDue date: 03/04/2025\nPlease sign", "2025-04-03", "ambiguous"),
        ("Order sheet\nDue date: 03-04-25\nPlease sign", "2025-04-03", "ambiguous"),
        ("Order sheet\nDue date: 13/04/2025", "2025-04-13", ""),
        ("Order sheet\nDue date: 04/04/2025", "2025-04-04", ""),
        ("Order sheet\nDue date: 3 April 2025", "2025-04-03", ""),
        ("Order sheet\nDue date: 03.04.2025", "2025-04-03", ""),
        ("Order sheet\nSent: 25/03/2025\nDue date: 03/04/2025", "2025-04-03", ""),
        ("Order sheet\nSent: 03/25/2025\nDue date: 03/04/2025", "2025-03-04", ""),
        ("Kestrel Ltd, London\nVAT: GB 99\nDue date: 03/04/2025", "2025-04-03", ""),
        ("Order of 12 pumps, EUR 80.00\nDue date: 03/04/2025", "2025-04-03", ""),
        ("Acme Inc.\nAustin, TX 78701\nDue date: 03/04/2025", "2025-03-04", ""),
        (
            "Le contrat est conclu entre les parties pour les locaux du client.\nDue date: 03/04/2025",
            "2025-04-03",
            "",
        ),
    ],
)
def test_a_day_that_reads_both_ways_is_to_be_checked(text: str, value: str, reason: str) -> None:
    (row,) = rows_of(DUE, Sight.of([Page(1, text)], [0], text))
    cell = row["due date"]
    assert (cell.values, cell.reason) == ((value,), reason)
    assert (cell.status is Status.DOUBTFUL) == bool(reason)
    assert not reason or cell.confidence <= 0.5
