"""How the models did when they were compared last: figures alone, no word of a document."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.models.board.measuring import Share, Standing

_FILE = Path(".measured") / "board.json"  # in the models folder, where no model is looked for

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was measured, when (seconds since 1970), and with how many questions, `own` of them a person's."""

    standings: tuple[Standing, ...]
    when: float
    questions: int
    own: int


def kept(models_dir: Path) -> Kept | None:
    """None where nothing was measured yet, or cannot be read."""
    try:
        found = json.loads((models_dir / _FILE).read_text(encoding="utf-8"))
        standings = tuple(_standing(one) for one in found["standings"])
        return Kept(standings, float(found["when"]), int(found["questions"]), int(found["own"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(models_dir: Path, what: Kept) -> None:
    """A folder that cannot be written costs another measurement."""
    path = models_dir / _FILE
    draft = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(what)), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        _log.warning("the comparison of models was not kept: %s", error.strerror)


def _standing(one: dict[str, Any]) -> Standing:
    shares = {name: Share(**value) for name, value in one.items() if isinstance(value, dict)}
    return Standing(**{**one, **shares})
