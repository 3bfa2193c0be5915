"""The command classify: puts texts, or documents by name, under labels of one's own, or under none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.batches import fault_of_row
from app.cli.command import Command, Grammar
from app.cli.output import reason
from app.cli.progress import ProgressBar
from app.cli.rows import Row, error_row
from app.cli.session import Session, interruptible
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.cli.texts import TextRow
    from engine.cancel import CancelToken
    from engine.errors import Fault
    from engine.protocols import Embedder
    from rag.routing.router import Router
    from rag.routing.types import Routed

_TOGETHER = 64  # rows; what is known is written before the next are looked at


def grammar(command: Grammar) -> None:
    command.add("--labels", type=Path, required=True, metavar="FILE.json", help=say("cli.classify.labels"))
    command.add("--batch", type=Path, required=True, metavar="FILE.jsonl", help=say("cli.texts.batch"))


def run(session: Session) -> bool:
    """Classify a batch; False where a row could not be. Ctrl-C ends it after the rows that are being done."""
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


@contextmanager
def embedding(session: Session, rows: Sequence[TextRow]) -> Iterator[tuple[list[TextRow], Embedder]]:
    """The rows with their documents' texts, and the embedding model. The library is opened only where a row
    names a document. Raises `VaultError`s, `ModelError`s.
    """
    from app.cli.texts import filled
    from app.events import EventBus
    from app.models.models import Models
    from app.settings import Settings

    if any(row.document is not None for row in rows):
        with session.services() as services:
            yield filled(services, rows), services.models.embedder
        return
    models = Models(session.paths.models, Settings(session.paths.settings), EventBus())
    try:
        yield list(rows), models.embedder
    finally:
        models.close()


def in_pieces(
    rows: Sequence[TextRow], judged: Callable[[list[str]], Sequence[Row]], cancel: CancelToken
) -> Iterator[tuple[TextRow, Row | None, Fault | None]]:
    """Each row with what `judged` says of its text, or with its fault, in order, some rows at a time."""
    for start in range(0, len(rows), _TOGETHER):
        cancel.raise_if_cancelled()
        some = rows[start : start + _TOGETHER]
        fit = [row for row in some if row.wrong is None]
        failed: Fault | None = None
        given: Iterator[Row] = iter(())
        try:
            given = iter(judged([row.text for row in fit]))
        except Exception as failure:
            failed = fault_of_row(failure)
        for row in some:
            fault = row.wrong or failed
            yield row, None if fault else next(given), fault


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


COMMAND = Command("classify", run, grammar)
