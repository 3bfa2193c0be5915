"""The command redact: a copy of a document without the personal data in it, attacked before it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.output import paragraph
from app.cli.progress import ProgressBar
from app.cli.rows import Row, error_row
from app.cli.session import Session, interruptible
from app.cli.unlock import can_ask
from app.words.catalogue import count, say
from engine.errors import Cancelled, Fault
from rag.redacting.kinds import Kind

if TYPE_CHECKING:
    from app.redacting.attack import Survivor
    from app.redacting.redacting import Item, Outcome, Plan
    from app.services import Services
    from engine.cancel import CancelToken

_KINDS = tuple(kind.value for kind in Kind if kind is not Kind.OTHER)


def grammar(command: Grammar) -> None:
    command.add("document", metavar="DOCUMENT", help=say("redacting.command.document"))
    command.add("--out", type=Path, required=True, metavar="FILE", help=say("redacting.command.out"))
    kinds = say("redacting.command.kinds", kinds=", ".join(_KINDS))
    command.add("--kinds", nargs="+", type=_kinds, metavar="KIND", help=kinds)
    command.add("--also", action="append", default=[], metavar="TEXT", help=say("redacting.command.also"))
    command.add("--keep", action="append", default=[], metavar="TEXT", help=say("redacting.command.keep"))
    command.add("--pseudonyms", action="store_true", help=say("redacting.command.pseudonyms"))
    command.add("--key", type=Path, metavar="FILE.csv", help=say("redacting.command.key"))
    command.add("--yes", action="store_true", help=say("redacting.command.yes"))
    arguments.password(command)


def run(session: Session) -> bool:
    """Find, ask, make, attack and save. False where nothing was saved."""
    asked = session.arguments
    with session.services() as services, interruptible() as cancel:
        try:
            row, text = _redact(session, services, cancel)
        except Fault as fault:
            if isinstance(fault, Cancelled):
                raise
            session.output.refuse(fault, _row(asked.document, None, (), (), error=error_row(fault)))
            return False
        session.output.give(row, text)
        return row["out"] is not None


def _redact(session: Session, services: Services, cancel: CancelToken) -> tuple[Row, str]:
    from app.redacting.redacting import save, save_key
    from rag.redacting.finder import ALL

    asked = session.arguments
    name, path, document_id = _document(session, services, cancel)
    kinds = frozenset(kind for some in asked.kinds for kind in some) if asked.kinds else ALL
    plan = services.redacting.plan(
        path,
        asked.out,
        cancel,
        kinds=kinds,
        password=session.password,
        more=asked.also,
        document_id=document_id,
    )
    kept = _kept(plan, asked.keep)
    if not _agreed(session, plan, kept):
        return _row(name, None, plan.items, (), kept=kept), say("redacting.command.left")
    bar = ProgressBar(session.output.err)

    def step(what: str, done: int, total: int) -> None:
        bar.show(name, done, total, say(f"redacting.step.{what}"))

    try:
        suffix = asked.out.suffix.lower()
        outcome = services.redacting.make(
            plan,
            suffix,
            cancel,
            kept=kept,
            pseudonyms=asked.pseudonyms,
            document_id=document_id,
            told_of=step,
        )
    finally:
        bar.clear()
    if outcome.made is None:
        from app.errors import RedactionTold

        error = error_row(RedactionTold(path=str(asked.out), count=len(outcome.survivors)))
        row = _row(name, None, plan.items, outcome.survivors, kept=kept, error=error)
        return row, "\n".join([error["message"], *map(_survivor_text, outcome.survivors)])
    save(outcome.made, asked.out)
    services.audit.saved("redacted", asked.out, name)
    if asked.key is not None and outcome.key:
        save_key(outcome, asked.key)
    row = _row(name, asked.out, (*plan.items, *outcome.seen), (), kept=kept)
    offered = list(dict.fromkeys(one.text for one in plan.offered))
    return row | {"left_out": list(outcome.made.left_out), "offered": offered}, _told(
        plan, outcome, asked.out, len(kept)
    )


def _document(session: Session, services: Services, cancel: CancelToken) -> tuple[str, Path, int | None]:
    """The document's name, file and id. One that cannot be taken into the library is redacted all the
    same, where it can be read: no model is needed for that.
    """
    from app.cli.making import document

    asked: str = session.arguments.document
    path = Path(asked).expanduser()
    try:
        found = document(session, services, asked, cancel)
    except Fault as fault:
        if isinstance(fault, Cancelled) or not path.is_file():
            raise
        return path.name, path, None
    return found.name, Path(found.path), found.id


def _kept(plan: Plan, texts: list[str]) -> list[Item]:
    wanted = {" ".join(one.split()).lower() for one in texts}
    return [one for one in plan.items if " ".join(one.text.split()).lower() in wanted]


def _agreed(session: Session, plan: Plan, kept: list[Item]) -> bool:
    """Whether to go on: asked at a terminal, taken for granted where nobody can answer."""
    if session.arguments.yes or session.output.as_json or not can_ask():
        return True
    for one in plan.items:
        page = (
            say("cli.documents.page", page=one.page)
            if one.page
            else say(f"redacting.where.{one.where.value}")
        )
        mark = say("redacting.command.kept") if one in kept else ""
        session.output.note(
            f"{say(f'redacting.kinds.{one.kind.value}'):<22} {one.text}  ({page}) {mark}".rstrip()
        )
    session.output.note(say("redacting.command.ask", name=session.arguments.out.name))
    return input().strip().lower() in say("redacting.command.yes-letters").split()


def _told(plan: Plan, outcome: Outcome, out: Path, kept: int) -> str:
    from collections import Counter

    counted = Counter(one.kind for one in (*plan.items, *outcome.seen))
    lines = [count("redacting.command.saved", counted.total() - kept, name=out.name)]
    lines += [f"  {say(f'redacting.kinds.{kind.value}')}: {number}" for kind, number in counted.items()]
    lines += (
        [paragraph(say(f"redacting.left-out.{key}"), "  ") for key in outcome.made.left_out]
        if outcome.made
        else []
    )
    if plan.offered:
        names = "; ".join(dict.fromkeys(one.text for one in plan.offered))
        lines.append(paragraph(say("redacting.command.offered", names=names), "  "))
    lines.append(count("redacting.command.attacked", outcome.read_again))
    return "\n".join(lines)


def _survivor_text(one: Survivor) -> str:
    return f"  {one.text}: {say(f'redacting.attack.{one.where}', place=one.place)}"


def _row(
    name: str,
    out: Path | None,
    items: Any,
    survivors: Any,
    *,
    kept: Any = (),
    error: Row | None = None,
) -> Row:
    """Its shape is a contract (see README)."""
    stays = set(kept)
    return {
        "document": name,
        "out": None if out is None else str(out),
        "found": [_item_row(one) for one in items if one not in stays],
        "survivors": [
            {"kind": one.kind.value, "text": one.text, "where": one.where, "place": one.place}
            for one in survivors
        ],
        "kept": [_item_row(one) for one in items if one in stays],
        "left_out": [],
        "offered": [],
        "error": error,
    }


def _item_row(item: Item) -> Row:
    boxes = [[round(side, 5) for side in (box.x0, box.y0, box.x1, box.y1)] for box in item.boxes]
    return {
        "kind": item.kind.value,
        "text": item.text,
        "page": item.page,
        "box": boxes[0] if boxes else None,
        "boxes": boxes,
        "where": item.where.value,
    }


def _kinds(text: str) -> list[Kind]:
    """One kind or several with commas between. Raises ValueError."""
    return [Kind(one.strip()) for one in text.lower().split(",") if one.strip()]


COMMAND = Command("redact", run, grammar)
