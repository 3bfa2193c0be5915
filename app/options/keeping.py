"""Where settings are kept: among the preferences, beside the models, or in the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.models.graphics import graphics_in
from app.models.sparing import MemoryUse, Sparing
from app.options.option import OFF, ON, Where
from app.outward.allowed import POLICY, Outward
from app.services import Services
from app.settings import Preferences
from app.words.languages import languages
from rag.storing.policies import PolicyStore

AUTO, SYSTEM = "auto", "system"


def _nothing(_: Services) -> None:
    pass


@dataclass(frozen=True, slots=True)
class OfPreferences:
    """A field with an enumeration; `after` is what the services do about a change."""

    field: str
    kind: type[StrEnum]
    after: Callable[[Services], object] = _nothing
    in_library: bool = False

    @property
    def usual(self) -> str:
        return self._of(Preferences())

    def get(self, where: Where) -> str:
        return self._of(where.settings.preferences)

    def put(self, where: Where, value: str) -> None:
        where.settings.update(**{self.field: self.kind(value)})
        if where.services is not None:
            self.after(where.services)

    def _of(self, preferences: Preferences) -> str:
        return str(getattr(preferences, self.field).value)


@dataclass(frozen=True, slots=True)
class Switched:
    """A field that has two values, as a switch: `on` where it is the one."""

    field: str
    on: StrEnum | bool
    off: StrEnum | bool
    after: Callable[[Services], object] = _nothing
    in_library: bool = False

    @property
    def usual(self) -> str:
        return self._of(Preferences())

    def get(self, where: Where) -> str:
        return self._of(where.settings.preferences)

    def put(self, where: Where, value: str) -> None:
        where.settings.update(**{self.field: self.on if value == ON else self.off})
        if where.services is not None:
            self.after(where.services)

    def _of(self, preferences: Preferences) -> str:
        return ON if getattr(preferences, self.field) == self.on else OFF


@dataclass(frozen=True, slots=True)
class Letters:
    """How large letters are, in percent of the desktop's."""

    in_library: bool = False
    usual: str = "100"

    def get(self, where: Where) -> str:
        return str(round(100 * where.settings.preferences.text_scale))

    def put(self, where: Where, value: str) -> None:
        where.settings.update(text_scale=int(value) / 100)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language of the program by its code, or the system's."""

    in_library: bool = False
    usual: str = SYSTEM

    def get(self, where: Where) -> str:
        kept = where.settings.preferences.language
        return kept if kept in languages() else SYSTEM

    def put(self, where: Where, value: str) -> None:
        where.settings.update(language="" if value == SYSTEM else value)


@dataclass(frozen=True, slots=True)
class Memory:
    """How much memory models may take on this computer."""

    in_library: bool = False
    usual: str = AUTO

    def get(self, where: Where) -> str:
        return Sparing(where.models).use.value

    def put(self, where: Where, value: str) -> None:
        Sparing(where.models).switch(MemoryUse(value))


@dataclass(frozen=True, slots=True)
class Card:
    """Whether models may use the graphics card."""

    in_library: bool = False
    usual: str = AUTO

    def get(self, where: Where) -> str:
        return OFF if graphics_in(where.models).is_off else AUTO

    def put(self, where: Where, value: str) -> None:
        graphics_in(where.models).switch(off=value == OFF)
        if where.services is not None:
            where.services.models.generator.unload()


@dataclass(frozen=True, slots=True)
class OfLibrary:
    """A switch that stands in the library: whether it `is_on`, and what has it `turn` on or off."""

    usual: str
    is_on: Callable[[Services], bool]
    turn: Callable[[Services, bool], object]
    in_library: bool = True

    def get(self, where: Where) -> str:
        return ON if self.is_on(_library(where)) else OFF

    def put(self, where: Where, value: str) -> None:
        self.turn(_library(where), value == ON)


def guard(name: str, usual: str) -> OfLibrary:
    """Whether a guard stands, for the library as a whole."""
    return OfLibrary(usual, lambda it: it.guards.is_on(name), lambda it, on: it.guards.turn(name, on))


def _may_others(services: Services) -> bool:
    """Whether other programs of this computer may ask the library."""
    return Outward(PolicyStore(services.vault)).allowed


def _let_others(services: Services, allowed: bool) -> None:
    """Let them, or no longer; the log notes it."""
    services.audit.chose(POLICY, Outward(PolicyStore(services.vault)).allow(allowed))


# Whether the model may answer general questions by itself, for the library as a whole.
OWN_WORDS = OfLibrary(ON, lambda it: it.own_words.choice(), lambda it, on: it.own_words.allow(on))
# Whether the log holds questions, answers and names word for word.
LOG_WORDS = OfLibrary(OFF, lambda it: it.audit.keeps_content(), lambda it, on: it.audit.keep_content(on))
OTHER_PROGRAMS = OfLibrary(OFF, _may_others, _let_others)


def _library(where: Where) -> Services:
    """Raises `RuntimeError` where none is open: whoever asks for these opens it first."""
    if where.services is None:
        raise RuntimeError
    return where.services
