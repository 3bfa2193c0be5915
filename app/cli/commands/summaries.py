"""The command summaries: lists what was made, shows, searches, deletes, resumes and renews it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.rows import Row
from app.cli.session import Session, interruptible
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.services import Services
    from rag.runs.kinds import Kind
    from rag.runs.types import Run


def grammar(command: Grammar) -> None:
    action = command.actions(required=False)
    action("list", say("cli.summaries.actions.list"))
    action("kinds", say("cli.summaries.actions.kinds"))
    action("search", say("cli.summaries.actions.search")).add("text", metavar="TEXT")
    for name in ("show", "delete", "resume", "again"):
        one = action(name, say(f"cli.summaries.actions.{name}"))
        one.add("id", type=int, metavar="ID")
        if name != "delete":
            arguments.out(one)
        if name == "again":
            one.add("--kind", metavar="K")
            one.add("--length", choices=arguments.LENGTHS)


def run(session: Session) -> bool:
    """List the summaries that are kept, show, search, delete or renew one, or list the kinds."""
    from app.cli import making
    from app.runs.summaries import MADE_BY
    from rag.summarising.types import Length

    asked = session.arguments
    with session.services() as services, interruptible() as cancel:
        match asked.action:
            case "show":
                report = services.runs.report(_kept(services, asked.id).id)
                making.keep(services, report, asked.out, making.form_of(asked.out))
                making.write(session, report)
            case "delete":
                services.runs.delete(_kept(services, asked.id).id)
                row = {"id": asked.id, "state": "deleted"}
                session.output.give(row, say("cli.summaries.deleted", id=asked.id))
            case "again":
                length = Length(asked.length) if asked.length else None
                kept = _kept(services, asked.id)
                summary = services.summaries.again(kept.id, asked.kind, length)
                return making.make(session, services, summary, cancel, asked.out, making.form_of(asked.out))
            case "resume":
                kept = _kept(services, asked.id)
                return making.make(session, services, kept, cancel, asked.out, making.form_of(asked.out))
            case "kinds":
                _kinds(session, services)
            case "search":
                _list(session, services.runs.search(asked.text, MADE_BY))
            case _:
                _list(session, services.runs.runs(MADE_BY))
    return True


def _kept(services: Services, run_id: int) -> Run:
    """A summary or comparison. Raises `RunUnknown`, also for a run of another kind."""
    from app.runs.summaries import MADE_BY
    from rag.errors import RunUnknown

    kept = services.runs.get(run_id)
    if kept.maker not in MADE_BY:
        raise RunUnknown(run=run_id)
    return kept


def _list(session: Session, found: list[Run]) -> None:
    from app.exporting.records import summary_row
    from app.words.kinds import title_words

    for summary in found:
        row = {"created": round(summary.created, 3), "parts": summary.total, "parts_done": summary.done}
        other = f" → {summary.other}" if summary.other else ""
        session.output.give(
            summary_row(summary) | row,
            f"{summary.id:>4}  {title_words(summary.title)}: {summary.document}{other}  ({summary.state})",
        )
    if not found:
        session.output.tell(say("cli.summaries.none"))


def _kinds(session: Session, services: Services) -> None:
    from app.words.kinds import about_words, title_words

    for kind in services.summaries.kinds():
        own = say("cli.summaries.own") if kind.own else ""
        line = f"{kind.id:<12} {title_words(kind.title)}. {about_words(kind)}{own}"
        session.output.give(_kind_row(kind), line)


def _kind_row(kind: Kind) -> Row:
    return {
        "kind": kind.id,
        "title": kind.title,
        "about": kind.about,
        "columns": list(kind.columns),
        "asks_model": not kind.find,
        "own": kind.own,
    }


COMMAND = Command("summaries", run, grammar)
