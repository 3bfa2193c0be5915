"""What documents are read with: the models that read the lines of scans, hear and tell speakers apart."""

from __future__ import annotations

from app.models.models import Models
from rag.reading.reader import DocumentReader


def reader_with(models: Models) -> DocumentReader:
    """A reader with the installed ones, each looked for when it is needed first."""
    return DocumentReader(recogniser=models.recogniser, hearer=models.hearer.folder, voices=models.voices)
