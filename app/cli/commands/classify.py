"""The command classify: puts texts, or documents by name, under labels of one's own, or under none."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.batched import embedding, in_pieces
from app.cli.command import Command, Grammar
from app.cli.output import reason
from app.cli.progress import ProgressBar
from app.cli.rows import Row, error_row
from app.cli.session import Session, interruptible
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.cli.texts import TextRow
    from engine.cancel import CancelToken
    from rag.routing.router import Router
    from rag.routing.types import Routed


def grammar(command: Grammar) -> None:
    command.add("documents", nargs="*", metavar="DOCUMENT", help=say("cli.classify.documents"))
    which = command.either()
    which.add_argument("--labels", type=Path, metavar="FILE.json", help=say("cli.classify.labels"))
    which.add_argument("--preset", metavar="NAME", help=say("cli.classify.preset"))
    command.add("--batch", type=Path, metavar="FILE.jsonl", help=say("cli.texts.batch"))
    arguments.tag(command)
    command.add("--request", metavar="TEXT", help=say("cli.classify.request"))
    command.add("--reply", action="store_true", help=say("cli.classify.reply"))
    command.add("--knowledge", metavar="C", help=say("cli.classify.knowledge"))
    command.add("--apply-tags", action="store_true", help=say("cli.classify.apply-tags"))
    learning = command.either()
    learning.add_argument("--correct", metavar="[QUESTION=]LABEL", help=say("cli.classify.correct"))
    learning.add_argument("--examples", action="store_true", help=say("cli.classify.examples-list"))
    learning.add_argument("--forget", type=arguments.positive, metavar="ID", help=say("cli.classify.forget"))
    arguments.out(command)


def wrong(asked: argparse.Namespace) -> str:
    """What is wrong with the arguments together; "" when nothing is."""
    if asked.examples or asked.forget is not None:
        return ""
    if asked.labels is None and asked.preset is None:
        return say("cli.classify.needs-labels")
    if asked.batch is not None:
        alone = asked.labels is not None and not asked.documents and asked.tag is None
        return "" if alone else say("cli.classify.batch-alone")
    return arguments.wrong_documents(asked)


def run(session: Session) -> bool:
    """Classify a batch; False where a row could not be. Ctrl-C ends it after the rows that are being done."""
    if session.arguments.batch is None:
        return _documents(session)
    from app.cli.label_files import labels_of
    from app.cli.texts import text_rows
    from rag.routing.router import Router

    chosen = labels_of(session.arguments.labels)
    rows = text_rows(session.arguments.batch)
    bar = ProgressBar(session.output.err)

    def learning(done: int, total: int) -> None:
        bar.show(say("cli.classify.learning"), done, total, f"{done} / {total}")

    with embedding(session, rows) as (read, embedder), interruptible() as cancel:
        router = Router.learn(chosen.labels, embedder, cancel, rejects=chosen.rejects, progress=learning)
        bar.clear()
        return _routed(session, router, read, cancel)


def _documents(session: Session) -> bool:
    """Put documents of the library under labels, or keep what was corrected of that."""
    from app.cli import classified
    from app.cli.label_files import labels_of

    asked = session.arguments
    classified.wrong_preset(asked.preset)
    labels = () if asked.labels is None else labels_of(asked.labels).labels
    with session.services() as services, interruptible() as cancel:
        return classified.classify(session, services, labels, cancel)


def _routed(session: Session, router: Router, rows: Sequence[TextRow], cancel: CancelToken) -> bool:
    done = True

    def judged(texts: list[str]) -> list[Row]:
        return [_row(routed) for routed in router.route(texts, cancel)]

    for row, given, fault in in_pieces(rows, judged, cancel):
        if fault is not None or given is None:
            done = False
            empty: Row = {"label": None, "confidence": 0.0, "scores": {}}
            told = error_row(fault) if fault else None
            session.output.give(
                {"id": row.id, **empty, "error": told}, f"{row.id}: {reason(fault)}" if fault else ""
            )
            continue
        label = given["label"] if given["label"] is not None else say("cli.classify.none")
        text = say("cli.classify.row", id=str(row.id), label=label, percent=round(100 * given["confidence"]))
        session.output.give({"id": row.id, **given}, text)
    return done


def _row(routed: Routed) -> Row:
    scores = {name: round(score, 4) for name, score in routed.scores.items()}
    return {"label": routed.label, "confidence": round(routed.confidence, 4), "scores": scores}


COMMAND = Command("classify", run, grammar, wrong)
