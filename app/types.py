"""Values of the application that belong to no document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.provision.catalogue import CatalogueModel
    from rag.storing.folders import Folder


class Appearance(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Contrast(StrEnum):
    """How far colours stand apart: 4.5:1 at least, or 7:1."""

    SYSTEM = "system"  # more where the desktop asks for it
    NORMAL = "normal"
    MORE = "more"


class Motion(StrEnum):
    """Whether anything in the window moves by itself."""

    SYSTEM = "system"  # nothing where the desktop has animations off
    ALL = "all"
    NONE = "none"


class FirstStep(StrEnum):
    """Where the first run stands; `NONE` also for whoever came before there was one."""

    NONE = ""
    PROTECT = "protect"
    CODE = "code"  # a recovery code was made, and nobody has said that it is kept
    MODEL = "model"
    DOCUMENT = "document"
    DONE = "done"


class ModelState(StrEnum):
    ABSENT = "absent"  # no model is installed
    IDLE = "idle"  # installed, not in memory
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """What the status bar shows of the answering model."""

    state: ModelState
    name: str = ""
    backend: str = ""
    tokens_per_second: float = 0.0
    memory_bytes: int = 0
    error_code: str | None = None


class ModelUse(StrEnum):
    """What a model does now."""

    ANSWERS = "answers"
    SEES = "pictures"  # reads pictures
    READS_LINES = "lines"  # reads the lines of scans
    FINDS = "passages"  # finds passages
    RERANKS = "order"  # puts passages that were found in order
    HEARS = "speech"  # writes down what is said
    TELLS_APART = "voices"  # tells who says it
    FINDS_NEXT = "passages-next"  # does so from the next start
    SUMMARISES = "summaries"
    EXTRACTS = "tables"  # asks each document the same, finds values
    DRAFTS = "drafts"  # rewrites and translates what was answered
    CODES = "code"  # writes programs and formulas
    CALLS = "calls"  # turns requests into calls of functions
    MEDICINE = "medicine"  # answers in the collections that are given to it


class Speech(StrEnum):
    """Whether a file says how its model is spoken to."""

    OWN = "own"  # its own template
    FAMILY = "family"  # none; it is spoken to as others of its kind
    BASE = "base"  # none, and it was most likely never taught to answer


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model of the catalogue on this machine."""

    model: CatalogueModel
    purpose: ModelUse  # what it does once it is used
    installed: bool
    path: Path | None
    used_for: ModelUse | None  # None while it does nothing
    fits: bool
    needed_bytes: int
    speech: Speech | None = None  # of one's own models that answer; None for the others
    suits: bool = False  # it is not here, and is what to offer first on this machine
    also: tuple[ModelUse, ...] = ()  # roles that it serves while another model answers

    @property
    def active(self) -> bool:
        """Whether it is the one that answers."""
        return self.used_for is ModelUse.ANSWERS


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of models, and what serves it now."""

    name: str  # on the command line
    use: ModelUse
    asked: str  # id of the model that was asked for; empty: the best that fits
    model: str  # id of the one that serves it now; empty for none
    stands_in: bool  # that is the model that answers, as there is no better one for this
    specialist: bool  # whether the model that answers can stand in
    usable: tuple[str, ...]  # ids of those installed that could


@dataclass(frozen=True, slots=True)
class AdapterRow:
    """A LoRA adapter in the models folder."""

    name: str
    path: Path
    size: int
    architecture: str  # of the models that it was made for
    fits: bool  # whether it belongs to the one that answers
    scale: float | None  # at which it is asked for; None where it is not


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An embedder that serves `languages` (codes, most documents first), which that in use serves by words
    alone; `documents` of `among` are written in them.
    """

    model: CatalogueModel
    installed: bool
    languages: tuple[str, ...]
    documents: int
    among: int


class PauseReason(StrEnum):
    """Why background reading waits, and for a low battery also runs that a person asked for."""

    USER = "user"
    LOW_BATTERY = "low-battery"
    BATTERY = "battery"
    ANSWERING = "answering"


class BatteryUse(StrEnum):
    """What background reading does while the computer runs on its battery, and runs once that is low."""

    PAUSE = "pause"
    GO_ON = "go-on"


class BatteryThreads(StrEnum):
    """How many cores the model that answers computes on while the computer runs on its battery."""

    FEWER = "fewer"  # half of them
    ALL = "all"


class BatteryModel(StrEnum):
    """Which model answers while the computer runs on its battery."""

    SAME = "same"
    SMALLER = "smaller"  # the next smaller one that is installed


class LockAfter(StrEnum):
    """Minutes without a key or the mouse after which the window locks itself."""

    OFF = "off"
    FIVE = "5"
    FIFTEEN = "15"
    HOUR = "60"

    @property
    def seconds(self) -> float:
        """0.0 for never."""
        return 0.0 if self is LockAfter.OFF else 60.0 * int(self.value)

    @classmethod
    def within(cls, minutes: int) -> tuple[LockAfter, ...]:
        """Those that lock after so many minutes or fewer, the longest last."""
        return tuple(one for one in cls if 0 < one.seconds <= 60 * minutes)


class LockedWork(StrEnum):
    """What becomes of reading and of runs while the window is locked."""

    STOPS = "stops"  # at once, with the key; it goes on after unlocking
    GOES_ON = "goes-on"  # behind the lock; the key stays in memory until it is done


class FolderState(StrEnum):
    CURRENT = "current"
    READING = "reading"  # files of it are read, or wait for it
    UNREACHABLE = "unreachable"  # not there as a whole: its documents stay


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """A watched folder and how it stands."""

    folder: Folder
    state: FolderState
    documents: int  # of it that are ready
    waiting: int  # files that are being read, or wait for it


@dataclass(frozen=True, slots=True)
class Notice:
    """A fault in words: what happened, and what to do about it."""

    title: str
    sentence: str
    remedy: str
