"""Kept work as plain text: as it is read, with no mark of a markup."""

from __future__ import annotations

from app.exporting.formats.plain import plain_text
from app.exporting.shape import Cell, Look, Paper, Points, Section, Table


def test_it_reads_as_it_is_shown() -> None:
    points = Points((Cell("Rent_of *900*", "p. 3"), Cell("by letter", level=1), Cell("Wait", number=2)))
    table = Table(("Who", "Must"), ((Cell("tenant"), Cell("pay\nsoon", "p. 1", "⚠")),))
    said = Points((Cell("One."), Cell("Two.")), Look.TEXT)
    paper = Paper("# Title", (Section("", (points, table)), Section("More", (said,))), ("2 pages.",))
    assert plain_text(paper) == (
        "# Title\n\n"
        "• Rent_of *900* (p. 3)\n  • by letter\n2. Wait\n\n"
        "Who\tMust\ntenant\tpay soon p. 1 ⚠\n\n"
        "More\n\nOne.\n\nTwo.\n\n2 pages.\n"
    )
