"""Preferences. Nothing about documents is kept here: the file is read before the vault opens."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.types import (
    Appearance,
    BatteryModel,
    BatteryThreads,
    BatteryUse,
    Contrast,
    LockAfter,
    LockedWork,
    Motion,
)
from rag.summarising.types import Length

_CHOICES: dict[str, type[StrEnum]] = {
    "appearance": Appearance,
    "battery": BatteryUse,
    "battery_model": BatteryModel,
    "battery_threads": BatteryThreads,
    "contrast": Contrast,
    "lock_after": LockAfter,
    "locked_work": LockedWork,
    "motion": Motion,
    "summary_length": Length,
}

SMALLEST, LARGEST = 0.75, 2.0  # of the scale of letters

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Preferences:
    appearance: Appearance = Appearance.SYSTEM
    contrast: Contrast = Contrast.SYSTEM
    motion: Motion = Motion.SYSTEM
    text_scale: float = 1.0  # from `SMALLEST` to `LARGEST`
    language: str = ""  # code of a language of the program (`app.words.languages`); empty: the system's
    model: str = ""  # catalogue id; empty: the best installed one
    embedder: str = ""  # catalogue id; empty: the one that comes with the program
    recogniser: str = ""  # id of a line recogniser in the models folder; empty: the one that comes along
    reranker: str = ""  # id of a reranker; empty: none
    vision: str = ""  # catalogue id; empty: the best installed one, if any
    # Catalogue ids of specialists, or `models.roles.ANSWERER`; empty: the best that fits.
    summarise_model: str = ""
    extract_model: str = ""
    draft_model: str = ""
    code_model: str = ""
    calls_model: str = ""
    medicine_model: str = ""
    embedder_offered: str = ""  # id of the last that was offered; once, then only in the list
    adapters: str = ""  # of the model that answers: a JSON object of their scales by name; empty: none
    geometry: str = ""  # window geometry, base64
    splitter: str = ""  # pane sizes, base64
    sidebar: bool = True  # the library is shown where there is room
    battery: BatteryUse = BatteryUse.PAUSE
    battery_threads: BatteryThreads = BatteryThreads.FEWER
    battery_model: BatteryModel = BatteryModel.SAME
    # A quarter of an hour is the longest that common rules let a desk stand open with others' records on it
    # (PCI DSS 4.0, 8.2.8; CIS benchmarks, "900 or fewer seconds"); less locks whoever reads paper beside it.
    lock_after: LockAfter = LockAfter.FIFTEEN
    locked_work: LockedWork = LockedWork.STOPS
    summary_kind: str = "executive"  # what was asked for last
    summary_length: Length = Length.PAGE


class Settings:
    """Preferences in a JSON file. A file that cannot be read counts as absent."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._preferences = _load(path)

    @property
    def preferences(self) -> Preferences:
        return self._preferences

    def update(self, **changes: Any) -> Preferences:
        """Change and keep. A disk that is full loses the change, not the program."""
        self._preferences = replace(self._preferences, **changes)
        draft = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(asdict(self._preferences), indent=1), encoding="utf-8")
            draft.replace(self._path)
        except OSError as error:
            _log.warning("settings not kept: %s", error.strerror)
        return self._preferences


def _load(path: Path) -> Preferences:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(found, dict):
        return Preferences()
    known: dict[str, Any] = {}
    for field in fields(Preferences):
        value = found.get(field.name)
        choices = _CHOICES.get(field.name)
        if choices is not None:
            if value in set(choices):
                known[field.name] = choices(value)
        elif field.name == "text_scale" and isinstance(value, int | float):
            known[field.name] = min(LARGEST, max(SMALLEST, float(value)))
        elif field.name == "sidebar":
            known[field.name] = value is not False
        elif field.name != "text_scale" and isinstance(value, str):
            known[field.name] = value
    return Preferences(**known)
