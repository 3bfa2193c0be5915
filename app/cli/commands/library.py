"""The command library: what is in it."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.output import told
from app.cli.rows import Row, library_row
from app.cli.session import Session, interruptible
from app.exporting.places import gap_row, poor_row
from app.words.amounts import size_text
from app.words.catalogue import say
from app.words.coverage import coverage_lines, details, library_summary
from rag.types import DocumentCoverage

_CHECK_SECONDS = 15.0  # that are spent on pages which are not held against their pictures yet


def grammar(command: Grammar) -> None:
    command.add("--collection", default=None, metavar="C")
    arguments.tag(command)
    command.add("--own-words", choices=("on", "off"), help=say("cli.library.own-words"))
    command.add("--coverage", action="store_true", help=say("cli.library.coverage"))


def run(session: Session) -> bool:
    """List the library; with --coverage also which pages gave no text, which were read poorly, and what was
    set aside of them.
    """
    output, coverage, choice = session.output, session.arguments.coverage, session.arguments.own_words
    with session.services() as services, interruptible() as cancel:
        if choice is not None:
            services.own_words.allow(choice == "on", session.arguments.collection or "")
            output.note(say(f"cli.library.own-words-{choice}"))
        checked = services.library.check_pictures(_CHECK_SECONDS, cancel) if coverage else True
        documents = services.library.documents(session.arguments.collection)
        if session.arguments.tag is not None:
            within = {one.id for one in services.tagging.documents(session.arguments.tag, held=True)}
            documents = [one for one in documents if one.id in within]
        found = {one.id: services.library.coverage_of(one) for one in documents} if coverage else {}
    if not documents:
        output.tell(say("cli.library.empty"))
    for document in sorted(documents, key=lambda one: (one.container or one.id, one.id)):
        row = library_row(document)
        group = f" [{document.collection}]" if document.collection else ""
        if document.tags:
            group += f" #{' #'.join(tag.name for tag in document.tags)}"
        lines = [f"{document.id:>4}  {document.name}{group}  ({size_text(document.size)})"]
        about = [told(document)]
        if document.id in found:
            row |= _coverage_row(found[document.id])
            about += chain(coverage_lines(document), *details(found[document.id]))
        output.give(row, "\n".join(lines + [f"      {line}" for line in about]))
    if not checked:
        output.note(say("cli.library.unchecked"))
    if found:
        output.tell(library_summary(documents) + ".")
    return True


def _coverage_row(found: DocumentCoverage) -> Row:
    return {
        "gaps": [gap_row(gap) for gap in found.gaps],
        "poor": [poor_row(page) for page in found.poor],
        "compared": found.compared,
        "aside": [asdict(aside) for aside in found.asides],
    }


COMMAND = Command("library", run, grammar)
