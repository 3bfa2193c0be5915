"""How a workbook is laid out, noted in the same go in which it is read: to read 100,000 rows once more takes
as long as the first time did.

In the reader's process. It costs a fifth more of the reading; whatever goes wrong with it leaves the reading
as it is, and a workbook of very many rows is noted when somebody opens it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from engine.workers.frames import Frame
from rag.errors import ReadError
from rag.reading.detection import format_of
from rag.reading.viewing.making import family_of, laid_out
from rag.reading.viewing.packing import kept_view
from rag.reading.viewing.recording import recording
from rag.types.views import Family

_MOST_LINES = 250_000  # of text; what is noted of a line takes some 700 bytes
_log = logging.getLogger(__name__)


def with_layout(frames: Iterator[Frame], path: Path) -> Iterator[Frame]:
    """Frames of a reading, and of a workbook at last {"event": "laid"} with one blob for `kept_view_in`."""
    if not _is_workbook(path):
        yield from frames
        return
    texts: list[str] = []
    with recording(_MOST_LINES) as noted:
        for frame in frames:
            if frame.header.get("event") == "page":
                texts.append(frame.blobs[0].decode("utf-8", "replace"))
            yield frame
    if noted.is_full or not noted.sheets:
        return
    try:
        starts, at = [], 0
        for text in texts:
            starts.append(at)
            at += len(text) + 1
        laid = kept_view(*laid_out(Family.SHEETS, noted, "\n".join(texts), starts))
    except Exception:
        _log.exception("A workbook was read, and not noted how it is laid out")
        return
    yield Frame({"event": "laid"}, (laid,))


def _is_workbook(path: Path) -> bool:
    try:
        return family_of(format_of(path)) is Family.SHEETS
    except (ReadError, OSError):
        return False
