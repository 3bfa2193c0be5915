"""The model that recordings are heard with."""

from __future__ import annotations

import os
from pathlib import Path

HEARER_FOLDER = "CONFIDANT_HEARER"  # environment of a reader's process: the folder of a model that hears


def hearer_folder() -> Path | None:
    """None where there is no such model on this machine."""
    given = os.environ.get(HEARER_FOLDER)
    return Path(given) if given else None
