"""The command library: what is in it."""

from __future__ import annotations

from dataclasses import asdict

from app.cli.command import Command, Grammar
from app.cli.output import described
from app.cli.rows import library_row
from app.cli.session import Session, interruptible
from app.exporting.places import gap_row, poor_row
from app.words.amounts import size_text
from app.words.catalogue import say
from app.words.coverage import (
    aside_lines,
    compared_lines,
    coverage_lines,
    gap_lines,
    library_summary,
    poor_lines,
)

_CHECK_SECONDS = 15.0  # that are spent on pages which are not held against their pictures yet


def grammar(command: Grammar) -> None:
    command.add("--collection", default=None, metavar="C")
    command.add("--coverage", action="store_true", help=say("cli.library.coverage"))


def run(session: Session) -> bool:
    """List the library; with --coverage also which pages gave no text, which were read poorly, and what was
    set aside of them.
    """
    output, coverage = session.output, session.arguments.coverage
    with session.services() as services, interruptible() as cancel:
        checked = services.library.check_pictures(_CHECK_SECONDS, cancel) if coverage else True
        documents = services.library.documents(session.arguments.collection)
        gaps = {one.id: services.library.gaps(one.id) for one in documents} if coverage else {}
        poor = {one.id: services.library.poor_pages(one.id) for one in documents} if coverage else {}
        compared = {one.id: services.library.compared_pages(one.id) for one in documents} if coverage else {}
        asides = {one.id: services.library.asides(one.id) for one in documents} if coverage else {}
    if not documents:
        output.tell(say("cli.library.empty"))
    for document in documents:
        row = library_row(document)
        group = f" [{document.collection}]" if document.collection else ""
        lines = [f"{document.id:>4}  {document.name}{group}  ({size_text(document.size)})"]
        about = [described(document)]
        if document.id in gaps:
            row["gaps"] = [gap_row(gap) for gap in gaps[document.id]]
            row["poor"] = [poor_row(page) for page in poor[document.id]]
            row["compared"] = compared[document.id]
            row["aside"] = [asdict(aside) for aside in asides[document.id]]
            about += [*coverage_lines(document), *gap_lines(gaps[document.id])]
            about += poor_lines(poor[document.id])
            about += compared_lines(document, compared[document.id])
            about += aside_lines(asides[document.id])
        output.give(row, "\n".join(lines + [f"      {line}" for line in about]))
    if not checked:
        output.note(say("cli.library.unchecked"))
    if gaps:
        output.tell(library_summary(documents) + ".")
    return True


COMMAND = Command("library", run, grammar)
