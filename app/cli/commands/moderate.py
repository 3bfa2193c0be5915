"""The command moderate: scores texts, or documents by name, by a policy, and marks what speaks for it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.batched import embedding, in_pieces
from app.cli.command import Command, Grammar
from app.cli.output import reason
from app.cli.rows import Row, error_row
from app.cli.session import Session, interruptible
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.cli.texts import TextRow
    from engine.cancel import CancelToken
    from rag.guarding.moderating import Moderated, Moderator
    from rag.guarding.policy import Policy


def grammar(command: Grammar) -> None:
    command.add("documents", nargs="*", metavar="DOCUMENT", help=say("cli.moderate.documents"))
    command.add("--batch", type=Path, metavar="FILE.jsonl", help=say("cli.texts.batch"))
    command.add("--policy", type=Path, metavar="FILE.toml", help=say("cli.moderate.policy"))
    command.add("--show-policy", action="store_true", help=say("cli.moderate.show-policy"))
    arguments.tag(command)
    arguments.out(command)


def wrong(asked: argparse.Namespace) -> str:
    """What is wrong with the arguments together; "" when nothing is."""
    documents = bool(asked.documents) or asked.tag is not None
    if [documents, asked.batch is not None, asked.show_policy].count(True) != 1:
        return say("cli.moderate.one-of")
    return say("cli.moderate.only-documents") if asked.out is not None and not documents else ""


def run(session: Session) -> bool:
    """Moderate a batch or documents; False where a row could not be. Ctrl-C ends it after what is in hand."""
    if session.arguments.documents or session.arguments.tag is not None:
        from app.cli import moderated

        return moderated.moderate(session)
    from app.cli.texts import text_rows
    from rag.guarding.moderating import Moderator

    text, policy = _policy(session)
    if session.arguments.show_policy:
        return _shown(session, text, policy)
    rows = text_rows(session.arguments.batch)
    with embedding(session, rows) as (read, embedder), interruptible() as cancel:
        return _moderated(session, Moderator(policy, embedder, cancel), read, cancel)


def _policy(session: Session) -> tuple[str, Policy]:
    """The policy of a file, else the one that is applied here, with its text. Raises `PolicyInvalid`,
    `FileMissing`, `FileUnreadable`.
    """
    from app.runs.moderations import policy_from
    from app.words.moderating import house_words
    from rag.guarding.house import HousePolicy

    if session.arguments.policy is not None:
        return policy_from(session.arguments.policy)
    house = HousePolicy(session.paths.moderation)
    note = house_words(house)
    if note:
        session.output.note(note)
    return house.now().text, house.now().policy


def _shown(session: Session, text: str, policy: Policy) -> bool:
    names = {one.name: {"description": one.description, "flag": one.flag} for one in policy.categories}
    session.output.give({"policy": text, "categories": names}, text.rstrip("\n"))
    return True


def _moderated(session: Session, moderator: Moderator, rows: Sequence[TextRow], cancel: CancelToken) -> bool:
    done = True

    def judged(texts: list[str]) -> list[Row]:
        return [_row(one) for one in moderator.judge(texts, cancel)]

    for row, given, fault in in_pieces(rows, judged, cancel):
        if fault is not None or given is None:
            done = False
            empty: Row = {"flagged": None, "categories": {}, "spans": []}
            if fault is not None:
                told = {"id": row.id, **empty, "error": error_row(fault)}
                session.output.give(told, f"{row.id}: {reason(fault)}")
            continue
        session.output.give({"id": row.id, **given}, _told(row, given))
    return done


def _row(moderated: Moderated) -> Row:
    return {
        "flagged": moderated.flagged,
        "categories": {name: round(score, 4) for name, score in moderated.categories.items()},
        "spans": [list(span) for span in moderated.spans],
    }


def _told(row: TextRow, given: Row) -> str:
    if not given["flagged"]:
        return say("cli.moderate.passes", id=str(row.id))
    lines = [say("cli.moderate.flagged", id=str(row.id))]
    for start, end, category in given["spans"]:
        percent = round(100 * given["categories"][category])
        quote = " ".join(row.text[start:end].split())
        lines.append(say("cli.moderate.span", category=category, percent=percent, quote=quote))
    return "\n".join(lines)


COMMAND = Command("moderate", run, grammar, wrong)
