"""The command evidence: packs of an answer, a summary or a table with all that they rest on."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from app.cli.command import Command, Grammar
from app.cli.reading import document_reader
from app.cli.session import Session, interruptible
from app.words.catalogue import say


def grammar(command: Grammar) -> None:
    action = command.actions()
    make = action("make", say("cli.evidence.make"))
    make.add("turn", nargs="?", type=int, metavar="TURN", help=say("cli.evidence.turn"))
    make.add("--run", type=int, metavar="ID", help=say("cli.evidence.run"))
    make.add("--out", type=Path, metavar="FILE", required=True, help=say("cli.evidence.out"))
    for name, about in (("verify", say("cli.evidence.verify")), ("replay", say("cli.evidence.replay"))):
        other = action(name, about)
        other.add("file", type=Path, metavar="FILE", help=say("cli.evidence.file"))
        other.add("sources", nargs="*", type=Path, metavar="SOURCE", help=say("cli.evidence.sources"))


def wrong(arguments: argparse.Namespace) -> str:
    if arguments.action == "make" and (arguments.turn is None) == (arguments.run is None):
        return say("cli.evidence.one")
    return ""


def run(session: Session) -> bool:
    """Make, check or replay a pack; False where it does not hold."""
    match session.arguments.action:
        case "make":
            return _make(session)
        case "verify":
            return _verify(session)
        case _:
            return _replay(session)


def _make(session: Session) -> bool:
    from app.exporting.audit import save_bytes

    asked = session.arguments
    with session.services() as services:
        if asked.run is None:
            data = services.evidence.of_turn(asked.turn)
        else:
            data = services.evidence.of_run(services.runs.report(asked.run))
    save_bytes(asked.out, data)
    session.output.give({"file": str(asked.out)}, say("cli.evidence.made", path=asked.out))
    return True


def _verify(session: Session) -> bool:
    from app.evidence.verifying import check
    from app.words.evidence import checked_lines, signature_words

    asked = session.arguments
    with document_reader(session) as reader, interruptible() as cancel:
        checked = check(asked.file, asked.sources, reader, cancel)
    signature = checked.pack.signature
    fingerprint = None if signature is None else signature.fingerprint
    row = {
        "holds": checked.holds,
        "changed": list(checked.changed),
        "proof": checked.proof,
        "signed": checked.pack.signed,
        "fingerprint": fingerprint,
        "quotes": [
            {"document": one.document, "page": one.page, "quote": one.quote, "found": one.found.value}
            for one in checked.quotes
        ],
    }
    quotes = [(one.document, one.page, one.quote, one.found.value) for one in checked.quotes]
    lines = [
        *checked_lines(checked.holds, checked.changed, quotes, proof=checked.proof),
        signature_words(fingerprint, holds=checked.pack.signed),
    ]
    session.output.give(row, "\n".join(lines))
    return checked.holds


def _replay(session: Session) -> bool:
    from app.evidence.pack import opened
    from app.evidence.replaying import replay
    from app.words.evidence import changed_words
    from app.words.records import replay_lines

    asked = session.arguments
    pack, changed = opened(asked.file)
    for name in changed:
        session.output.note(changed_words(name))
    with session.services() as services, interruptible() as cancel:
        replayed = replay(pack, asked.sources, services.apart, cancel)
    row = {"same": replayed.same, "differs": [asdict(one) for one in replayed.differs]}
    session.output.give(row, "\n".join(replay_lines(replayed)))
    return replayed.same and not changed


COMMAND = Command("evidence", run, grammar, wrong)
