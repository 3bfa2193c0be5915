"""The command extract: a checked table of values out of documents."""

from __future__ import annotations

import json
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.output import told
from app.cli.rows import error_row, library_row
from app.cli.session import Session, interruptible
from app.words.catalogue import say
from engine.errors import Cancelled, Fault

if TYPE_CHECKING:
    from app.services import Services
    from rag.extracting.fields.schema import Schema


def grammar(command: Grammar) -> None:
    command.add("documents", nargs="*", metavar="DOCUMENT", help=say("cli.extract.document"))
    arguments.tag(command)
    kind = command.either()
    kind.add_argument("--preset", metavar="NAME", help=say("cli.extract.preset"))
    kind.add_argument("--suggest", action="store_true", help=say("cli.extract.suggest"))
    kind.add_argument("--schema", type=Path, metavar="FILE.json", help=say("cli.extract.schema"))
    command.add("--rules-only", action="store_true", help=say("cli.extract.rules-only"))
    command.add("--append", type=Path, metavar="FILE.xlsx", help=say("cli.extract.append"))
    command.add("--alarm", type=arguments.positive, metavar="DAYS", help=say("cli.extract.alarm"))
    command.add("--out", type=Path, metavar="FILE", help=say("cli.extract.out"))


def run(session: Session) -> bool:
    """Read what is not read yet, fill the table, write a row a document; False when one could not be."""
    from app.cli import extracted, making
    from rag.types import DocumentState

    asked = session.arguments
    schema = None if asked.suggest else _schema(asked.preset, asked.schema)
    form = None if asked.suggest else making.form_of(asked.out)
    with session.services() as services, interruptible() as cancel:
        found, whole = [], True
        for name in [*asked.documents, *making.tagged(services, asked.tag)]:
            try:
                document = making.document(session, services, name, cancel)
            except Fault as fault:
                if isinstance(fault, Cancelled):
                    raise
                whole = False
                session.output.refuse(fault, {"document": name, "rows": [], "error": error_row(fault)})
                continue
            if document.state is DocumentState.READY:
                found.append(document.id)
            else:
                whole = False
                error = library_row(document)["error"]
                row = {"document": document.name, "rows": [], "error": error}
                session.output.give(row, f"{document.name}: {told(document)}")
        if not found:
            return False
        if schema is None:
            return _suggest(session, services, found) and whole
        made = services.extractions.create(schema, found, rules_only=asked.rules_only)
        done = extracted.fill(session, services, made, cancel, asked.out, form, asked.alarm)
        if asked.append is not None:
            add = partial(extracted.append, session, services, made, asked.append)
            done = extracted.attempted(session, add) and done
        return done and whole


def _suggest(session: Session, services: Services, documents: list[int]) -> bool:
    """Write a schema of what the documents have in common; False where that is nothing."""
    from app.exporting.schemas import save, suggestion_rows

    found = services.extractions.suggest(documents)
    if not found:
        session.output.note(say("cli.extract.nothing-in-common"))
        return False
    row = suggestion_rows(found)
    session.output.give(row, json.dumps(row, ensure_ascii=False, indent=2))
    if session.arguments.out is not None:
        save(session.arguments.out, row)
        session.output.note(say("cli.extract.schema-saved", path=session.arguments.out))
    return True


def _schema(preset: str | None, path: Path | None) -> Schema:
    from rag.extracting.fields import schema

    return schema.preset(preset) if preset is not None else schema.load(path or Path())


def _wrong(given: Namespace) -> str:
    if not (given.preset or given.schema or given.suggest):
        return say("cli.extract.needs")
    return arguments.wrong_documents(given)


COMMAND = Command("extract", run, grammar, _wrong)
