"""Values of the application that belong to no document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.catalogue import CatalogueModel


class Appearance(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


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


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model of the catalogue on this machine."""

    model: CatalogueModel
    installed: bool
    path: Path | None
    active: bool
    fits: bool
    needed_bytes: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A fault in words: what happened, and what to do about it."""

    title: str
    sentence: str
    remedy: str
