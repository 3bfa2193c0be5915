"""What the columns are called in formats that turn prose into a table."""

from __future__ import annotations

from app.words.catalogue import say


def grid_names() -> tuple[str, str, str, str]:
    """Section, text, pages, mark."""
    return (
        say("exporting.columns.section"),
        say("exporting.columns.text"),
        say("exporting.columns.pages"),
        say("exporting.columns.check"),
    )
