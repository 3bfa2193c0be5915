"""JSON: what programs read of it, in the shape that the command line writes (see README)."""

from __future__ import annotations

import json as library
from datetime import datetime

from app.exporting.shape import Paper


def json(paper: Paper) -> bytes:
    return (library.dumps(paper.record, ensure_ascii=False, indent=2) + "\n").encode()


def moment(seconds: float) -> str:
    """A moment as files tell it, ISO 8601 with this computer's time zone; `seconds` since the epoch."""
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="milliseconds")
