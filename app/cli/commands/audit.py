"""The command audit: the log of what was done, whether it is whole, and taking it along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from app.security.auditing import Audit
    from app.services import Services

_LAST = 40  # entries listed where nobody asks for more


def grammar(command: Grammar) -> None:
    action = command.actions()
    listed = action("list", say("cli.audit.list"))
    listed.add("--last", type=int, metavar="N", default=_LAST, help=say("cli.audit.last"))
    listed.add("--kind", metavar="KIND", help=say("cli.audit.kind"))
    action("verify", say("cli.audit.verify"))
    export = action("export", say("cli.audit.export"))
    export.add("--out", type=Path, metavar="FILE", required=True, help=say("cli.audit.out"))
    content = action("content", say("cli.audit.content"))
    content.add("choice", choices=("on", "off"), help=say("cli.audit.choice"))
    content.add("--collection", metavar="NAME", default="", help=say("cli.audit.collection"))


def run(session: Session) -> bool:
    """List, verify, export, or choose what is logged; False where the log is not whole."""
    asked = session.arguments
    with session.services() as services:
        audit = services.audit
        match asked.action:
            case "list":
                _list(session, audit)
            case "verify":
                return _verify(session, audit)
            case "export":
                _export(session, services, asked.out)
            case _:
                audit.keep_content(asked.choice == "on", asked.collection)
                row = {"content": asked.choice, "collection": asked.collection or None}
                session.output.give(row, say(f"cli.audit.content-{asked.choice}"))
    return True


def _list(session: Session, audit: Audit) -> None:
    wanted = session.arguments.kind
    entries = [one for one in audit.entries() if wanted in (None, one.kind)]
    for one in entries[-max(session.arguments.last, 0) :]:
        facts: dict[str, Any] = json.loads(one.facts)
        row = {"number": one.number, "at": one.at, "kind": one.kind, "facts": facts, "hash": one.hash}
        said = " ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in facts.items())
        session.output.give(row, f"{one.number:>6}  {one.at[:19]}  {say(f'audit.kinds.{one.kind}')}  {said}")


def _verify(session: Session, audit: Audit) -> bool:
    from app.words.audit import flaw_words

    verdict = audit.verify()
    flaws = [{"number": one.number, "last": one.last, "wrong": one.wrong.value} for one in verdict.flaws]
    head = verdict.head
    row = {
        "whole": not flaws,
        "entries": verdict.entries,
        "head": None if head is None else f"{head.number}:{head.hash}",
        "flaws": flaws,
    }
    if flaws:
        text = "\n".join(map(flaw_words, verdict.flaws))
    else:
        text = count("audit.whole", verdict.entries, head=row["head"] or "")
    if not verdict.heads:
        session.output.note(say("audit.no-head"))
    session.output.give(row, text)
    return not flaws


def _export(session: Session, services: Services, path: Path) -> None:
    from app.exporting.audit import audit_file, save_bytes

    audit = services.audit
    data = audit_file(audit.entries(), audit.heads(), services.signer.sign)
    save_bytes(path, data)
    audit.exported("audit", "zip", data)
    session.output.give({"file": str(path)}, say("cli.audit.exported", path=path))


COMMAND = Command("audit", run, grammar)
