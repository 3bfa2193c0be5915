"""Notes of one's own as commands tell them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.words.catalogue import say

if TYPE_CHECKING:
    from app.cli.session import Session
    from rag.types import Note


def show(session: Session, notes: Sequence[Note]) -> None:
    """A row for each of some notes."""
    from app.exporting.notes import row

    for note in notes:
        session.output.give(row(note), told(note))


def told(note: Note) -> str:
    """A note in a few lines."""
    from app.exporting.notes import where
    from rag.language.words import plain

    lines = [
        say(
            "cli.notes.row",
            number=note.id,
            document=note.document,
            place=where(note),
            colour=say(f"notes.colours.{note.colour.value}"),
        )
    ]
    if note.quote:
        lines.append("    " + say("cli.notes.marked", words=plain(note.quote)))
    if note.was:
        lines.append("    " + say("cli.notes.was", words=plain(note.was)))
    lines += [f"    {line}" for line in note.text.splitlines()]
    return "\n".join(lines)
