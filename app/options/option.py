"""One setting: where it stands, what it may be, and where it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.settings import Settings

if TYPE_CHECKING:
    from app.services import Services

ON, OFF = "on", "off"


class Group(StrEnum):
    """The groups, in their order."""

    LOOK = "look"
    MODELS = "models"
    ANSWERS = "answers"
    READING = "reading"
    PRIVACY = "privacy"
    BATTERY = "battery"


class Kind(StrEnum):
    SWITCH = "switch"  # on or off
    CHOICE = "choice"  # one of its values
    PERCENT = "percent"  # a whole number between the first of its values and the last
    OPENS = "opens"  # a dialog of its own, which a line of the menus opens
    COMMAND = "command"  # of the command line alone


class Holds(StrEnum):
    """From when on a change holds."""

    NOW = "now"
    ANSWER = "answer"  # from the next answer
    START = "start"  # from the next start of the program


@dataclass(frozen=True, slots=True)
class Where:
    """What settings are kept in. `services` are those of the library that is open, None where none is."""

    settings: Settings
    models: Path
    services: Services | None = None


class Kept(Protocol):
    """Where a setting is kept. Methods raise `VaultError`s of what stands in the library."""

    @property
    def in_library(self) -> bool:
        """Whether it stands in the library, which has to be open."""
        ...

    @property
    def usual(self) -> str:
        """The value where nobody chose one."""
        ...

    def get(self, where: Where) -> str:
        """The value that holds."""
        ...

    def put(self, where: Where, value: str) -> None:
        """Have this value from now on."""
        ...


@dataclass(frozen=True, slots=True)
class Option:
    """A setting. Its name, its sentence and the words that it is found by stand in `settings.toml` below
    `about` and its `id`, what its values are called below `values`.
    """

    id: str
    group: Group
    kind: Kind
    kept: Kept | None = None  # None for what a dialog or a command keeps
    values: Sequence[str] = ()
    holds: Holds = Holds.NOW
    opens: str = ""  # whose dialog it opens, by its id; "" for its own
    fields: tuple[str, ...] = ()  # of `Preferences` that the dialog keeps

    @property
    def in_library(self) -> bool:
        """Whether the library has to be open to tell it, or to change it."""
        return self.kept is None or self.kept.in_library

    def fits(self, value: str) -> bool:
        """Whether it may have this value."""
        if self.kind is Kind.PERCENT:
            low, high = int(self.values[0]), int(self.values[-1])
            return value.isascii() and value.isdigit() and low <= int(value) <= high
        return value in self.values
