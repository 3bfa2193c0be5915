"""The model that recordings are heard with."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from engine.workers.limits import Limits

HEARER_FOLDER = "CONFIDANT_HEARER"  # environment of a reader's process: the folder of a model that hears

_HEARING_SECONDS = 900.0  # for a minute of sound


def hearer_folder() -> Path | None:
    """None where there is no such model on this machine."""
    given = os.environ.get(HEARER_FOLDER)
    return Path(given) if given else None


def to_hear(limits: Limits, model: Path | None) -> Limits:
    """With room for a model: its file is read whole, and stands beside what is made of it for a moment. One
    that is too large for the machine takes longer than others over a minute of sound, and says nothing then.
    """
    if model is None or limits.memory_bytes is None:
        return limits
    size = sum(file.stat().st_size for file in model.iterdir() if file.is_file())
    return replace(limits, memory_bytes=limits.memory_bytes + 2 * size, idle_seconds=_HEARING_SECONDS)
