"""The command search: finds passages for one question or a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.batches import fault_of_row
from app.cli.command import Command, Grammar
from app.cli.output import paragraph, place_of, reason, set_aside
from app.cli.own_notes import told
from app.cli.progress import ProgressBar
from app.cli.rows import aside_row, error_row, hit_row
from app.cli.session import Query, Session, interruptible, require_tags, tell_unready
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.services import Services
    from engine.cancel import CancelToken
    from rag.finding.asides import SetAside
    from rag.types import Hit, Note


def grammar(command: Grammar) -> None:
    arguments.questions(command, say("cli.search.rows"))
    command.add("-k", type=arguments.positive, default=10, metavar="N", help=say("cli.search.k"))


def run(session: Session) -> bool:
    """Find passages for one question or a batch; Ctrl-C ends a batch after the question it is at."""
    queries = session.queries("qid")
    with session.services() as services, interruptible() as cancel:
        require_tags(services, queries)
        tell_unready(session, services)
        return find_all(session, services, queries, cancel)


def find_all(session: Session, services: Services, queries: Sequence[Query], cancel: CancelToken) -> bool:
    """Find passages for questions one after the other; False when the search failed for one of a batch."""
    bar, done = ProgressBar(session.output.err), True
    for number, query in enumerate(queries, 1):
        cancel.raise_if_cancelled()
        try:
            hits = services.library.search(query.text, session.arguments.k, query.scope)
            asides = services.library.find_aside(query.text, query.scope)
            notes = services.notes.search(query.text, query.scope)
        except Exception as failure:
            if session.arguments.batch is None:
                raise
            fault = fault_of_row(failure)
            row = {"qid": query.id, "hits": [], "error": error_row(fault)}
            session.output.give(row, f"── {query.text}\n{reason(fault)}")
            done = False
            continue
        if len(queries) > 1 and not session.output.out.isatty():
            told = say("cli.search.far", number=number, total=len(queries))
            bar.show(say("cli.search.searching"), number, len(queries), told)
        _found(session, query, hits, asides, notes)
    bar.clear()
    return done


def _found(
    session: Session, query: Query, hits: list[Hit], asides: list[SetAside], notes: list[Note]
) -> None:
    """What documents say, and apart from it what the person noted on them."""
    from app.exporting.notes import row as note_row

    batch = session.arguments.batch is not None
    named = {"qid": query.id} if batch else {"question": query.text}
    lines = [f"── {query.text}"] if batch else []
    if not hits:
        lines.append(say("cli.search.nothing"))
    for number, hit in enumerate(hits, 1):
        # No score beside it: it is of one search alone, and the only passage of a library has none at all.
        lines += [f"{number:>2}. {place_of(hit)}", paragraph(hit.text, "    "), ""]
    lines += [set_aside(one) for one in asides]
    if notes:
        lines += [say("cli.search.notes"), *(told(note) for note in notes)]
    row = {
        **named,
        "hits": [hit_row(hit) for hit in hits],
        "aside": [aside_row(one) for one in asides],
        "notes": [note_row(note) for note in notes],
    }
    session.output.give(row, "\n".join(lines))


COMMAND = Command("search", run, grammar, arguments.wrong_question)
