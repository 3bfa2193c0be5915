"""The command query: asks the tables of a document, in words or in SQL; nothing is changed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.output import paragraph
from app.cli.rows import Row
from app.cli.session import Session, interruptible, only
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.cancel import CancelToken
    from rag.querying.querying import Answered, Querying
    from rag.querying.sheets import Sheet
    from rag.types import Document

_CITED = 40  # rows
_WIDEST = 40  # characters of a cell that is shown


def grammar(command: Grammar) -> None:
    command.add("document", metavar="DOCUMENT", help=say("querying.command.document"))
    command.add("text", metavar="QUESTION", nargs="?", help=say("querying.command.question"))
    command.add("--sql", metavar="SELECT", help=say("querying.command.sql"))


def _wrong(asked: argparse.Namespace) -> str:
    return say("querying.command.both") if asked.sql and asked.text else ""


def run(session: Session) -> bool:
    """Answer a question or a SELECT out of a document's tables; without either, tell what there is to ask.
    False where the question is no query of one of its tables.
    """
    from rag.errors import NotATable

    asked = session.arguments
    with session.services() as services, interruptible() as cancel:
        document, querying = only(services, asked.document), services.querying
        sheets = querying.sheets(document)
        if not sheets:
            raise NotATable(path=document.path, suffix="")
        if asked.sql:
            return _ran(session, querying, document, cancel)
        if asked.text:
            return _asked(session, querying, document, cancel)
        _listed(session, document, sheets)
        return True


def _asked(session: Session, querying: Querying, document: Document, cancel: CancelToken) -> bool:
    from rag.answering.intents.bare import bare

    said = bare(session.arguments.text)
    found = querying.asked(said.whole, document, said.language, cancel)
    named: Row = {"document": document.name, "question": session.arguments.text}
    if found is None:
        none = say("querying.command.none", document=document.name)
        session.output.give({**named, "found": False, "said": none, "rows": [], "cited": []}, none)
        return False
    session.output.give({**named, **_row(querying, found)}, _told(found))
    return True


def _ran(session: Session, querying: Querying, document: Document, cancel: CancelToken) -> bool:
    found = querying.ran(session.arguments.sql, document, cancel)
    row: Row = {
        "document": document.name,
        "sql": session.arguments.sql,
        "columns": _columns(found.names, [one.value for one in found.kinds]),
        "rows": [list(one) for one in found.rows],
        "more": found.more,
    }
    lines = _table([found.names, *([_shown(cell) for cell in one] for one in found.rows)])
    left_out = sum(len(one.left_out) for one in querying.sheets(document))
    if left_out:
        session.output.note(count("querying.command.totals", left_out))
    if found.more:
        session.output.note(count("querying.command.more", len(found.rows)))
    session.output.give(row, "\n".join(lines))
    return True


def _listed(session: Session, document: Document, sheets: Sequence[Sheet]) -> None:
    for one in sheets:
        columns = _columns([read.name for read in one.columns], [read.kind.value for read in one.columns])
        row: Row = {
            "document": document.name,
            "table": one.name,
            "rows": len(one.places),
            "left_out": len(one.left_out),
            "columns": columns,
        }
        rows = count("querying.command.rows", len(one.places))
        told = [say("querying.command.table", name=one.name, rows=rows)]
        told += [f"  {read.name}  ({say(f'querying.kinds.{read.kind.value}')})" for read in one.columns]
        session.output.give(row, "\n".join([*told, ""]))


def _row(querying: Querying, found: Answered) -> Row:
    """Of an answer; its shape is a contract (see README)."""
    rows = list(dict.fromkeys(row for some in found.rests for row in some)) or list(found.counted)
    return {
        "found": True,
        "said": "\n".join(one.text for one in found.said),
        "table": found.sheet.name,
        "sql": found.sql,
        "columns": _columns(found.names, [one.value for one in found.kinds]),
        "rows": [list(one) for one in found.rows],
        "more": found.more,
        "counted": len(found.counted),
        "left_out": len(found.sheet.left_out),
        "cited": [
            {"page": one.page, "place": one.place, "start": one.start, "end": one.end, "quote": one.quote}
            for one in querying.cited(found, rows[:_CITED])
        ],
    }


def _told(found: Answered) -> str:
    lines: list[str] = []
    table: list[list[str]] = []
    for one in found.said:
        if one.text.startswith("| "):
            table.append([cell.replace("\\|", "|") for cell in one.text[2:-2].split(" | ")])
            continue
        if table:
            lines, table = [*lines, *_table([table[0], *table[2:]]), ""], []
        lines.append(paragraph(one.text, ""))
    return "\n".join([*lines, "", paragraph(found.sql, "  ")])


def _columns(names: Sequence[str], kinds: Sequence[str]) -> list[Row]:
    return [{"name": name, "kind": kind} for name, kind in zip(names, kinds, strict=True)]


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    return ", ".join(map(_shown, cell)) if isinstance(cell, list) else str(cell)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows under each other, as wide as their cells, none wider than a few words."""
    cut = [[one if len(one) <= _WIDEST else one[: _WIDEST - 1] + "…" for one in row] for row in rows]
    widths = [max(len(row[at]) for row in cut) for at in range(len(cut[0]))]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cut]


COMMAND = Command("query", run, grammar, _wrong)
