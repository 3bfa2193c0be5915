"""The keys of a policy, what each may be, and the rules that one makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.errors import PolicyUnfit

_HASH_LETTERS = 64  # of a SHA-256 in hexadecimal digits
_LEAST_MINUTES, _MOST_MINUTES = 5, 1440  # the shortest that can be chosen in the program, and a day


class Key(StrEnum):
    """What can be set. The names are the same in every system."""

    ALLOWED_MODELS = "allowed-models"
    FETCH_MODELS = "fetch-models"
    KEYRING_REQUIRED = "keyring-required"
    AUDIT = "audit"
    AUDIT_WORDS = "audit-words"
    LOCK_AFTER_MINUTES = "lock-after-minutes"
    RECORD_SOUND = "record-sound"


@dataclass(frozen=True, slots=True)
class Rules:
    """What was set; each as it is here where nothing was."""

    allowed_models: frozenset[str] | None = None  # ids of the list and SHA-256 of files; None: all
    fetch_models: bool = True
    keyring_required: bool = False
    audit: bool = False  # set to be on, which it is anyway: it has no switch
    audit_words: bool | None = None  # whether the log holds words; None: as the user chooses
    lock_after_minutes: int | None = None  # at most; None: as the user chooses
    record_sound: bool = True
    source: str = ""  # where they were read; empty where there is no policy
    keys: tuple[str, ...] = ()  # those that were set
    unknown: tuple[str, ...] = ()  # that this program does not know


def rules_of(found: Mapping[str, object], source: str) -> Rules:
    """The rules of a policy as it was read from `source`. Keys that are not known are kept to be told.

    Raises `PolicyUnfit` for a value that a key cannot have.
    """
    values: dict[str, object] = {}
    for key in Key:
        if key.value in found:
            kind = _KINDS[key]
            try:
                values[key.name.lower()] = kind.read(found[key.value])
            except (TypeError, ValueError):
                facts = {"key": key.value, "value": _shown(found[key.value]), "values": kind.values}
                raise PolicyUnfit(path=source, **facts) from None
    names = sorted(map(str, found))
    keys = tuple(name for name in names if name in set(Key))
    unknown = tuple(name for name in names if name not in set(Key))
    return Rules(**values, source=source, keys=keys, unknown=unknown)  # type: ignore[arg-type]  # by its own kinds


@dataclass(frozen=True, slots=True)
class _Kind:
    """`read` makes a value of what stands there; raises `TypeError`, `ValueError`. `values`: what may be."""

    read: Callable[[object], object]
    values: str


def _switch(value: object) -> bool:
    """The registry has numbers in place of true and false."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    raise TypeError


def _on(value: object) -> bool:
    """The log of what was done has no switch, so it cannot be set to be off either."""
    if not _switch(value):
        raise ValueError
    return True


def _minutes(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    if not _LEAST_MINUTES <= value <= _MOST_MINUTES:
        raise ValueError
    return value


def _models(value: object) -> frozenset[str]:
    """An empty list would leave a program that cannot answer, which nobody means who writes a policy."""
    if not isinstance(value, list | tuple) or not value:
        raise TypeError
    if not all(isinstance(one, str) and one.strip() for one in value):
        raise TypeError
    return frozenset(_named(one.strip()) for one in value)


def _named(model: str) -> str:
    """A hash in small letters, as the list of models has it; an id as it is."""
    digits = model.lower().removeprefix("sha256:")
    return digits if is_hash(digits) else model


def is_hash(text: str) -> bool:
    """Whether it is a SHA-256 in small hexadecimal digits."""
    return len(text) == _HASH_LETTERS and set(text) <= set("0123456789abcdef")


def _shown(value: object) -> str:
    return "true" if value is True else "false" if value is False else str(value)


_SWITCH = _Kind(_switch, "true, false")  # not for people: as they are written
_KINDS: dict[Key, _Kind] = {
    Key.ALLOWED_MODELS: _Kind(_models, '["id", "SHA-256", …]'),
    Key.FETCH_MODELS: _SWITCH,
    Key.KEYRING_REQUIRED: _SWITCH,
    Key.AUDIT: _Kind(_on, "true"),
    Key.AUDIT_WORDS: _SWITCH,
    Key.RECORD_SOUND: _SWITCH,
    Key.LOCK_AFTER_MINUTES: _Kind(_minutes, f"{_LEAST_MINUTES}–{_MOST_MINUTES}"),
}
