"""Preferences. Nothing about documents is kept here: the file is read before the vault opens."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.organisation.held import rules
from app.types import (
    Appearance,
    BatteryModel,
    BatteryThreads,
    BatteryUse,
    Contrast,
    FirstStep,
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
    "first_step": FirstStep,
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
    hearer: str = ""  # id of a model that hears; empty: the best installed one, if any
    voices: str = ""  # id of a model that tells speakers apart; empty: the installed one, if any
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
    first_step: FirstStep = FirstStep.NONE  # where the first run goes on
    opens_outside: bool = False  # a person has agreed that files are opened in other programs
    saves_sound: bool = False  # a person has agreed that recordings are saved as files
    sidebar: bool = True  # the library is shown where there is room
    notify: bool = True  # the system tells when long work ends and the window is not in front
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
    """Preferences in a JSON file. A file that cannot be read counts as absent.

    Several may have one file open: the window, its services, a command beside them. Each sees what another
    kept, and changes only what it is asked to. Methods may be called from any thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen = _seen(path)
        self._preferences = _load(path)

    @property
    def preferences(self) -> Preferences:
        """Those that hold: what the organisation has set stands above them, and is not kept among them."""
        with self._lock:
            return _below_ceiling(self._now())

    def update(self, **changes: Any) -> Preferences:
        """Change and keep. A disk that is full loses the change, not the program."""
        with self._lock:
            self._preferences = replace(self._now(), **changes)
            draft = self._path.with_suffix(".part")
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                draft.write_text(json.dumps(asdict(self._preferences), indent=1), encoding="utf-8")
                draft.replace(self._path)
                self._seen = _seen(self._path)
            except OSError as error:
                _log.warning("settings not kept: %s", error.strerror)
            return self._preferences

    def _now(self) -> Preferences:
        """Read anew where the file is another since."""
        seen = _seen(self._path)
        if seen != self._seen:
            self._seen, self._preferences = seen, _load(self._path)
        return self._preferences


def _below_ceiling(kept: Preferences) -> Preferences:
    most = rules().lock_after_minutes
    if most is None or kept.lock_after in LockAfter.within(most):
        return kept
    return replace(kept, lock_after=LockAfter.within(most)[-1])


def _seen(path: Path) -> tuple[int, int, int] | None:
    """By what a file is known to be another; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


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
        elif field.name in ("sidebar", "notify"):
            known[field.name] = value is not False
        elif field.name in ("opens_outside", "saves_sound"):
            known[field.name] = value is True  # nobody has agreed to anything else
        elif field.name != "text_scale" and isinstance(value, str):
            known[field.name] = value
    return Preferences(**known)
