"""What reads documents for commands that open no library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.cli.session import Session

if TYPE_CHECKING:
    from rag.reading.reader import DocumentReader


@contextmanager
def document_reader(session: Session) -> Iterator[DocumentReader]:
    """A reader with the installed models for it, as the library has one."""
    from app.events import EventBus
    from app.models.models import Models
    from app.models.reading import reader_with
    from app.settings import Settings

    models = Models(session.paths.models, Settings(session.paths.settings), EventBus())
    reader = reader_with(models)
    try:
        yield reader
    finally:
        reader.close()
        models.close()
