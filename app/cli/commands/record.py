"""The command record: from the microphone into the library, and nowhere else."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from app.cli.additions import read_in
from app.cli.command import Command, Grammar
from app.cli.session import Session, interruptible, only
from app.words.catalogue import say
from app.words.recording import usual_name

_KEEP, _DISCARD = "keep", "discard"  # not for people: as they are typed
_MINUTE = 60.0


def grammar(command: Grammar) -> None:
    command.add("name", nargs="?", default="", metavar="NAME", help=say("cli.record.name"))
    command.add("--minutes", type=float, metavar="N", help=say("cli.record.minutes"))
    command.add("--left", choices=(_KEEP, _DISCARD), help=say("cli.record.left"))
    command.add("--save", type=Path, metavar="FILE", help=say("cli.record.save"))
    command.add("--collection", default="", metavar="C", help=say("cli.add.collection"))


def run(session: Session) -> bool:
    """Record until Ctrl-C or for so long, and keep it; or settle what was broken off, or save the sound of a
    kept one. False where what was kept could not be read.
    """
    from rag.types import clock

    asked, output = session.arguments, session.output
    if asked.save is not None:
        return _save(session)
    with session.services(resume=True) as services:
        recordings = services.recordings
        waiting = recordings.waiting()
        if asked.left == _DISCARD:
            for one in waiting:
                recordings.discard(one.token)
            output.note(say("cli.record.gone", number=len(waiting)))
            return True
        if asked.left == _KEEP:
            return all(
                read_in(
                    session,
                    services,
                    lambda: [recordings.keep(one.token, one.name, asked.collection) for one in waiting],
                )
            )
        if waiting:
            output.note(say("cli.record.waiting", number=len(waiting)))
        name = asked.name or usual_name()
        take = recordings.begin(name)
        try:
            with interruptible() as end:
                output.note(say("cli.record.listens"))
                longest = (asked.minutes or 0.0) * _MINUTE
                for _ in takewhile(lambda one: not longest or one.seconds < longest, take.listen(end)):
                    pass
        finally:
            recordings.end(take)
            if not take.seconds:
                recordings.discard(take.token)
        if not take.seconds:
            return False
        output.note(say("cli.record.ended", time=clock(take.seconds)))
        return all(read_in(session, services, lambda: [recordings.keep(take.token, name, asked.collection)]))


def _save(session: Session) -> bool:
    """Raises `SoundFileUnknown`, `SoundNotKept`, `FileUnwritable`, `DocumentUnknown`."""
    from app.exporting.recordings import save_recording, sound_format

    asked = session.arguments
    sound_format(asked.save)
    with session.services() as services:
        document = only(services, asked.name)
        save_recording(services.store, services.reader, document, asked.save)
        services.audit.saved("recording", asked.save, document.name)
        row = {"document": document.name, "file": str(asked.save)}
        session.output.give(row, say("cli.record.saved", name=document.name, file=asked.save))
    return True


COMMAND = Command("record", run, grammar)
