"""The command speakers: who says what in a recording of the library."""

from __future__ import annotations

from app.cli.command import Command, Grammar
from app.cli.session import Session, interruptible, only
from app.words.catalogue import say


def grammar(command: Grammar) -> None:
    command.add("name", metavar="RECORDING", help=say("cli.speakers.name"))


def run(session: Session) -> bool:
    """Tell who speaks by turns; False where nobody does."""
    from app.aloud.speakers import spoken
    from rag.types import clock

    with session.services() as services, interruptible() as cancel:
        document = only(services, session.arguments.name)
        turns = spoken(services.store, services.reader, document, cancel)
    for turn in turns:
        row = {
            "document": document.name,
            "speaker": turn.speaker,
            "start": round(turn.start, 2),
            "end": round(turn.end, 2),
            "text": turn.text,
        }
        who = say("cli.speakers.turn", number=turn.speaker, at=clock(turn.start), text=turn.text)
        session.output.give(row, who)
    if not turns:
        session.output.note(say("cli.speakers.nobody"))
    return bool(turns)


COMMAND = Command("speakers", run, grammar)
