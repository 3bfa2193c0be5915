"""The command summarize: makes summaries of documents, one after the other."""

from __future__ import annotations

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.rows import error_row
from app.cli.session import Session, interruptible
from app.words.catalogue import say
from engine.errors import Cancelled, Fault


def grammar(command: Grammar) -> None:
    command.add("documents", nargs="*", metavar="PATH", help=say("cli.summarize.path"))
    arguments.tag(command)
    command.add("--kind", default="executive", metavar="K", help=say("cli.summarize.kind"))
    command.add("--length", choices=arguments.LENGTHS, default="page", help=say("cli.summarize.length"))
    command.add("--words", type=arguments.positive, metavar="N", help=say("cli.summarize.words"))
    command.add("--seed", type=int, default=0, metavar="N", help=say("cli.summarize.seed"))
    arguments.out(command)


def run(session: Session) -> bool:
    """Summarise documents or files one after the other; False when one could not be."""
    from app.cli import making
    from rag.summarising.types import Length

    asked = session.arguments
    form = making.form_of(asked.out)
    with session.services() as services, interruptible() as cancel:
        done, names = True, [*asked.documents, *making.tagged(services, asked.tag)]
        for name in names:
            try:
                document = making.document(session, services, name, cancel)
                (summary,) = services.summaries.create(
                    [document.id], asked.kind, Length(asked.length), words=asked.words, seed=asked.seed
                )
                done &= making.make(session, services, summary, cancel, asked.out, form)
            except Fault as fault:
                if len(names) == 1 or isinstance(fault, Cancelled):
                    raise
                done = False
                row = {"id": None, "document": name, "state": "failed", "error": error_row(fault)}
                session.output.refuse(fault, row)
        return done


COMMAND = Command("summarize", run, grammar, arguments.wrong_documents)
