"""The command call: turns requests into calls of functions; nothing is carried out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.output import reason
from app.cli.rows import Row, error_row
from app.cli.session import Session, interruptible
from app.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.cli.call_rows import Request
    from engine.cancel import CancelToken
    from rag.calling.caller import Call, Caller


def grammar(command: Grammar) -> None:
    command.add("--tools", type=Path, metavar="FILE.json", help=say("cli.call.tools"))
    command.add("--batch", type=Path, required=True, metavar="FILE.jsonl", help=say("cli.call.batch"))


def run(session: Session) -> bool:
    """Show the calls of every row; False where a row could not be. Ctrl-C ends it after a row."""
    from app.cli.call_rows import requests_in
    from app.cli.texts import whole_file
    from app.events import EventBus
    from app.models.models import Models
    from app.models.roles import CALLING
    from app.settings import Settings
    from rag.calling.caller import Caller
    from rag.calling.tools import own_tools, tools_in

    asked = session.arguments
    tools = tools_in(whole_file(asked.tools)) if asked.tools else own_tools()
    rows = requests_in(asked.batch, tools)
    settings = Settings(session.paths.settings)
    models = Models(session.paths.models, settings, EventBus(), getattr(asked, "model", ""))
    try:
        with interruptible() as cancel:
            return _called(session, Caller(models.of(CALLING), models.embedder), rows, cancel)
    finally:
        models.close()


def _called(session: Session, caller: Caller, rows: Sequence[Request], cancel: CancelToken) -> bool:
    from app.cli.batches import fault_of_row
    from engine.errors import ModelError

    done = True
    for row in rows:
        fault = row.wrong
        calls: list[Call] = []
        if fault is None:
            try:
                calls = caller.calls(row.messages, row.tools, cancel)
            except ModelError as failure:
                if failure.code != ModelError.code:
                    raise  # no model: no other row could do better
                fault = failure  # a schema of which no grammar can be made
            except Exception as failure:
                fault = fault_of_row(failure)
        if fault is not None:
            done = False
            told = {"id": row.id, "calls": [], "error": error_row(fault)}
            session.output.give(told, f"{row.id}: {reason(fault)}")
        else:
            session.output.give({"id": row.id, "calls": [_row(one) for one in calls]}, _told(row, calls))
    return done


def _row(call: Call) -> Row:
    return {"name": call.name, "arguments": dict(call.arguments)}


def _told(row: Request, calls: Sequence[Call]) -> str:
    if not calls:
        return say("cli.call.none", id=str(row.id))
    told = (f"{one.name}({json.dumps(dict(one.arguments), ensure_ascii=False)})" for one in calls)
    return say("cli.call.row", id=str(row.id), calls=", ".join(told))


COMMAND = Command("call", run, grammar)
