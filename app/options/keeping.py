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
class Guard:
    """Whether a guard stands, for the library as a whole."""

    name: str
    usual: str
    in_library: bool = True

    def get(self, where: Where) -> str:
        return _switch(_library(where).guards.is_on(self.name))

    def put(self, where: Where, value: str) -> None:
        _library(where).guards.turn(self.name, value == ON)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Whether the model may answer general questions by itself, for the library as a whole."""

    in_library: bool = True
    usual: str = ON

    def get(self, where: Where) -> str:
        return _switch(_library(where).own_words.choice())

    def put(self, where: Where, value: str) -> None:
        _library(where).own_words.allow(value == ON)


@dataclass(frozen=True, slots=True)
class LogWords:
    """Whether the log holds questions, answers and names word for word."""

    in_library: bool = True
    usual: str = OFF

    def get(self, where: Where) -> str:
        return _switch(_library(where).audit.keeps_content())

    def put(self, where: Where, value: str) -> None:
        _library(where).audit.keep_content(value == ON)


@dataclass(frozen=True, slots=True)
class OtherPrograms:
    """Whether other programs of this computer may ask the library."""

    in_library: bool = True
    usual: str = OFF

    def get(self, where: Where) -> str:
        return _switch(Outward(PolicyStore(_library(where).vault)).allowed)

    def put(self, where: Where, value: str) -> None:
        services = _library(where)
        services.audit.chose(POLICY, Outward(PolicyStore(services.vault)).allow(value == ON))


def _switch(on: bool) -> str:
    return ON if on else OFF


def _library(where: Where) -> Services:
    """Raises `RuntimeError` where none is open: whoever asks for these opens it first."""
    if where.services is None:
        raise RuntimeError
    return where.services
