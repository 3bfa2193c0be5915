"""How the models did when they were compared last: figures alone, no word of a document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.models import measured
from app.models.board.measuring import Share, Standing

_FILE = Path(measured.FOLDER) / "board.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was measured, when (seconds since 1970), and with how many questions, `own` of them a person's."""

    standings: tuple[Standing, ...]
    when: float
    questions: int
    own: int


def kept(models_dir: Path) -> Kept | None:
    """None where nothing was measured yet, or cannot be read."""
    found = measured.read(models_dir / _FILE)
    if found is None:
        return None
    try:
        standings = tuple(_standing(one) for one in found["standings"])
        return Kept(standings, float(found["when"]), int(found["questions"]), int(found["own"]))
    except (ValueError, KeyError, TypeError):
        return None


def keep(models_dir: Path, what: Kept) -> None:
    """A folder that cannot be written costs another measurement."""
    measured.write(models_dir / _FILE, asdict(what))


def _standing(one: dict[str, Any]) -> Standing:
    shares = {name: Share(**value) for name, value in one.items() if isinstance(value, dict)}
    return Standing(**{**one, **shares})
