"""The reader of pictures, put together once in a process and only when a page needs it."""

from __future__ import annotations

from functools import lru_cache

from engine.line_recogniser import LineRecogniser
from engine.text_detector import TextDetector
from rag.scans.files import detector_file, recogniser_file
from rag.scans.line_reading import LineReader
from rag.scans.page_reader import PageReader


@lru_cache(maxsize=1)
def page_reader() -> PageReader:
    """Load the models, half a second; the language follows with the first doubtful line.

    Raises `ModelMissing`, `ModelInvalid`.
    """
    return PageReader(TextDetector(detector_file()), LineReader(LineRecogniser(recogniser_file())))
