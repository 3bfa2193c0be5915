"""What was found out about models on this machine, kept beside them; losing it costs finding it out again."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = ".measured"  # in the models folder, where no model is looked for

_log = logging.getLogger(__name__)


def read(path: Path) -> dict[str, Any] | None:
    """None where nothing was kept, or cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write(path: Path, what: Mapping[str, Any]) -> None:
    """Whole or not at all. A folder that cannot be written loses it."""
    draft = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(what), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        _log.warning("%s not kept: %s", path.name, error.strerror)
