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
    """A reader with the installed models that read lines and hear, as the library's has them."""
    from app.events import EventBus
    from app.models.models import Models
    from app.settings import Settings
    from rag.reading.reader import DocumentReader

    models = Models(session.paths.models, Settings(session.paths.settings), EventBus())
    reader = DocumentReader(recogniser=models.recogniser, hearer=models.hearer.folder)
    try:
        yield reader
    finally:
        reader.close()
        models.close()
