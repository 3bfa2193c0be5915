"""Batches of texts that an embedding model is asked about, some rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.cli.batches import fault_of_row
from app.cli.rows import Row
from app.cli.session import Session

if TYPE_CHECKING:
    from app.cli.texts import TextRow
    from engine.cancel import CancelToken
    from engine.errors import Fault
    from engine.protocols import Embedder

_TOGETHER = 64  # rows; what is known is written before the next are looked at


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
