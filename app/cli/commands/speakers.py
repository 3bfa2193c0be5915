"""The command speakers: who says what in a recording of the library, and what they are called."""

from __future__ import annotations

from app.cli.command import Command, Grammar
from app.cli.session import Session, interruptible, only
from app.words.catalogue import say


def grammar(command: Grammar) -> None:
    command.add("name", metavar="RECORDING", help=say("cli.speakers.name"))
    command.add(
        "--call",
        nargs=2,
        action="append",
        default=[],
        metavar=("NUMBER", "NAME"),
        help=say("cli.speakers.call"),
    )
    command.add("--again", action="store_true", help=say("cli.speakers.again"))


def run(session: Session) -> bool:
    """Tell who speaks by turns; False where nobody does."""
    from app.words.speakers import speaker_words
    from rag.errors import SpeakerUnknown
    from rag.types import clock

    asked = session.arguments
    with session.services() as services, interruptible() as cancel:
        document = only(services, asked.name)
        turns = services.speakers.turns(document, cancel, again=asked.again)
        for number, name in asked.call:
            if not number.isdecimal():
                raise SpeakerUnknown(speaker=number)
            services.store.speakers.name(document.id, int(number), name)
        if asked.call:
            turns = services.store.speakers.turns(document.id)
        texts = [services.store.text(document.id, turn.start, turn.end) for turn in turns]
    for turn, text in zip(turns, texts, strict=True):
        said = " ".join(text.split())
        row = {
            "document": document.name,
            "speaker": turn.speaker,
            "name": turn.name or None,
            "start": round(turn.seconds, 2),
            "end": round(turn.until, 2),
            "text": said,
        }
        who = speaker_words(turn.speaker, turn.name)
        session.output.give(row, say("cli.speakers.turn", who=who, at=clock(turn.seconds), text=said))
    if not turns:
        session.output.note(say("cli.speakers.nobody"))
    return bool(turns)


COMMAND = Command("speakers", run, grammar)
