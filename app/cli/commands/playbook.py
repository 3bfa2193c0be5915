"""The command playbook: contracts held against what is acceptable in them, position by position."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.output import told
from app.cli.rows import error_row, library_row
from app.cli.session import Session, interruptible
from app.words.catalogue import say
from engine.errors import Cancelled, Fault

if TYPE_CHECKING:
    from app.services import Services
    from engine.cancel import CancelToken


def grammar(command: Grammar) -> None:
    command.add("playbook", nargs="?", metavar="PLAYBOOK", help=say("cli.playbook.file"))
    command.add("documents", nargs="*", metavar="DOCUMENT", help=say("cli.playbook.document"))
    command.add("--show", metavar="NAME", help=say("cli.playbook.show"))
    command.add("--language", choices=("en", "de", "fr"), help=say("cli.playbook.language"))
    command.add("--out", type=Path, metavar="FILE", help=say("cli.playbook.out"))


def run(session: Session) -> bool:
    """Read what is not read yet, hold it against the playbook, write a row a contract; False when one could
    not be. With --show a playbook is written and nothing else is done.
    """
    from app.cli import making, vetted
    from app.runs import playbooks
    from rag.vetting.playbook import built_in_text

    asked = session.arguments
    if asked.show is not None:
        text = built_in_text(asked.show, asked.language or "en")
        session.output.give({"name": asked.show, "playbook": text}, text)
        return True
    chosen, form = playbooks.chosen(asked.playbook), making.form_of(asked.out)
    with session.services() as services, interruptible() as cancel:
        found = _documents(session, services, asked.documents, cancel)
        if not found:
            return False
        made = services.playbooks.create(chosen, found)
        whole = vetted.fill(
            session, services, made, cancel, lambda report: making.keep(services, report, asked.out, form)
        )
        return whole and len(found) == len(asked.documents)


def _documents(session: Session, services: Services, names: list[str], cancel: CancelToken) -> list[int]:
    """Those that can be read; of the others a row tells why not."""
    from app.cli import making
    from rag.types import DocumentState

    found = []
    for name in names:
        try:
            document = making.document(session, services, name, cancel)
        except Fault as fault:
            if isinstance(fault, Cancelled):
                raise
            row = {"document": name, "positions": [], "error": error_row(fault)}
            session.output.refuse(fault, row)
            continue
        if document.state is DocumentState.READY:
            found.append(document.id)
        else:
            error = library_row(document)["error"]
            row = {"document": document.name, "positions": [], "error": error}
            session.output.give(row, f"{document.name}: {told(document)}")
    return found


def _wrong(given: Namespace) -> str:
    if given.language and not given.show:
        return say("cli.playbook.language-shown")
    return "" if given.show or (given.playbook and given.documents) else say("cli.playbook.needs")


COMMAND = Command("playbook", run, grammar, _wrong)
