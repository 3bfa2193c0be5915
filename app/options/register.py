"""Every setting. A new one is a row here, its words in `settings.toml`, and what keeps it in `keeping`."""

from __future__ import annotations

from enum import StrEnum

from app.models.roles import ROLES
from app.models.sparing import MemoryUse
from app.options.keeping import (
    AUTO,
    LOG_WORDS,
    OTHER_PROGRAMS,
    OWN_WORDS,
    SYSTEM,
    Card,
    Letters,
    Memory,
    OfPreferences,
    Spoken,
    Switched,
    guard,
)
from app.options.option import OFF, ON, Group, Holds, Kind, Option
from app.security.guards import AT_FIRST
from app.settings import LARGEST, SMALLEST
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
from app.words.languages import languages

# Fields of `Preferences` that nobody sets: what was there last, and what was said once.
REMEMBERED = ("geometry", "splitter", "summary_kind", "summary_length", "embedder_offered", "first_step")

_SWITCH = (OFF, ON)


def _values(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(one.value for one in kind)


def _guard(name: str) -> Option:
    usual = ON if AT_FIRST[name] else OFF
    return Option(f"guard-{name}", Group.ANSWERS, Kind.SWITCH, guard(name, usual), _SWITCH)


OPTIONS: tuple[Option, ...] = (
    Option(
        "appearance",
        Group.LOOK,
        Kind.CHOICE,
        OfPreferences("appearance", Appearance),
        _values(Appearance),
    ),
    Option("contrast", Group.LOOK, Kind.CHOICE, OfPreferences("contrast", Contrast), _values(Contrast)),
    Option(
        "text-size",
        Group.LOOK,
        Kind.PERCENT,
        Letters(),
        (str(round(100 * SMALLEST)), str(round(100 * LARGEST))),
    ),
    Option("language", Group.LOOK, Kind.CHOICE, Spoken(), (SYSTEM, *languages()), Holds.START),
    Option("motion", Group.LOOK, Kind.CHOICE, OfPreferences("motion", Motion), _values(Motion)),
    Option("sidebar", Group.LOOK, Kind.SWITCH, Switched("sidebar", True, False), _SWITCH),
    Option("notify", Group.LOOK, Kind.SWITCH, Switched("notify", True, False), _SWITCH),
    Option("models", Group.MODELS, Kind.OPENS, fields=("adapters",)),
    Option("roles", Group.MODELS, Kind.OPENS, fields=tuple(role.setting for role in ROLES if role.setting)),
    Option("graphics", Group.MODELS, Kind.CHOICE, Card(), (AUTO, OFF), Holds.ANSWER),
    Option("memory", Group.MODELS, Kind.CHOICE, Memory(), _values(MemoryUse), Holds.START),
    Option("engine", Group.MODELS, Kind.COMMAND, holds=Holds.START),
    Option("own-words", Group.ANSWERS, Kind.SWITCH, OWN_WORDS, _SWITCH),
    *map(_guard, AT_FIRST),
    Option("shared", Group.ANSWERS, Kind.OPENS),
    Option("watched", Group.READING, Kind.OPENS),
    Option("recognition", Group.READING, Kind.OPENS, opens="roles"),
    Option("tags", Group.READING, Kind.OPENS),
    Option("dictation-words", Group.READING, Kind.OPENS),
    Option("removed", Group.READING, Kind.OPENS),
    Option(
        "lock-after", Group.PRIVACY, Kind.CHOICE, OfPreferences("lock_after", LockAfter), _values(LockAfter)
    ),
    Option(
        "locked-work",
        Group.PRIVACY,
        Kind.SWITCH,
        Switched("locked_work", LockedWork.GOES_ON, LockedWork.STOPS),
        _SWITCH,
    ),
    Option("keys", Group.PRIVACY, Kind.OPENS),
    Option("matters", Group.PRIVACY, Kind.OPENS),
    Option("log-words", Group.PRIVACY, Kind.SWITCH, LOG_WORDS, _SWITCH),
    Option("opens-outside", Group.PRIVACY, Kind.SWITCH, Switched("opens_outside", True, False), _SWITCH),
    Option("saves-sound", Group.PRIVACY, Kind.SWITCH, Switched("saves_sound", True, False), _SWITCH),
    Option("other-programs", Group.PRIVACY, Kind.SWITCH, OTHER_PROGRAMS, _SWITCH),
    Option(
        "battery-work",
        Group.BATTERY,
        Kind.SWITCH,
        Switched("battery", BatteryUse.GO_ON, BatteryUse.PAUSE, lambda services: services.power.check()),
        _SWITCH,
    ),
    Option(
        "battery-cores",
        Group.BATTERY,
        Kind.SWITCH,
        Switched("battery_threads", BatteryThreads.FEWER, BatteryThreads.ALL),
        _SWITCH,
        Holds.ANSWER,
    ),
    Option(
        "battery-model",
        Group.BATTERY,
        Kind.SWITCH,
        Switched("battery_model", BatteryModel.SMALLER, BatteryModel.SAME),
        _SWITCH,
        Holds.ANSWER,
    ),
)


def option(name: str) -> Option:
    """The setting of this id. Raises `KeyError`."""
    return {one.id: one for one in OPTIONS}[name]
