"""The reader of pictures, put together once in a process and only when a page needs it."""

from __future__ import annotations

from functools import lru_cache

from engine.ocr.line_recogniser import LineRecogniser
from engine.ocr.text_detector import TextDetector
from rag.layout.printed import RawLine
from rag.scanning.glance import has_writing
from rag.scanning.line_reading import LineReader
from rag.scanning.model_files import detector_file, recogniser_file
from rag.scanning.page_reader import Colours, PageReader
from rag.scanning.photo import flattened


@lru_cache(maxsize=1)
def page_reader() -> PageReader:
    """Load the models, half a second; the language follows with the first doubtful line.

    Raises `ModelMissing`, `ModelInvalid`.
    """
    return PageReader(_detector(), _line_reader())


@lru_cache(maxsize=1)
def _line_reader() -> LineReader:
    return LineReader(LineRecogniser(recogniser_file()))


@lru_cache(maxsize=1)
def _detector() -> TextDetector:
    return TextDetector(detector_file())


def lines_of_figure(picture: Colours) -> tuple[RawLine, ...]:
    """The lines of a picture among text, most of which have none; boxes are fractions of it.

    Raises `ModelMissing`, `ModelInvalid`.
    """
    if not has_writing(picture, _detector(), _line_reader):
        return ()
    return page_reader().read(picture).lines


def lines_of(picture: Colours) -> tuple[RawLine, ...]:
    """The lines of a page, or of a sheet that was photographed from aslant; boxes are those of the picture.

    Where none is found, the picture is looked at once more. Raises `ModelMissing`, `ModelInvalid`.
    """
    return _lines_at_once(picture) or page_reader().read_again(picture).lines


def _lines_at_once(picture: Colours) -> tuple[RawLine, ...]:
    flat = flattened(picture)
    if flat is None:
        return page_reader().read(picture).lines
    lines = page_reader().read(flat.picture).lines
    for line in lines:
        for word in line.words:
            word.box = flat.box_on_photo(word.box)
        line.box = flat.box_on_photo(line.box)
    return lines
