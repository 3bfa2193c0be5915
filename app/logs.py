"""The log: codes, ids, durations. Never the text of a document, a prompt or an answer."""

from __future__ import annotations

import logging
import logging.handlers
import traceback
from pathlib import Path

_SIZE = 1 << 20
_KEPT = 3


class _Log(logging.handlers.RotatingFileHandler):
    """A log that cannot be written, on a full disk or one that is read only, is nobody's worry."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def start_logging(folder: Path) -> None:
    """Log to `<folder>/confidant.log`, rotated at 1 MiB; to nowhere when the folder cannot be written."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _Log(
            folder / "confidant.log", maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)


def log_unforeseen(log: logging.Logger, error: BaseException) -> None:
    """Log what kind of error came from where. What it says is left out: it may be of a document."""
    at = "\n".join(
        f"  {Path(step.filename).name}:{step.lineno}: {step.name}"
        for step in traceback.extract_tb(error.__traceback__)
    )
    log.error("unforeseen: %s\n%s", type(error).__name__, at)
