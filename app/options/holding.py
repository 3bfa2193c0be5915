"""What the organisation has set of settings: the values that it leaves, and what is told of that."""

from __future__ import annotations

from app.options.option import OFF, ON, Option
from app.organisation.held import refusal, rules
from app.organisation.rules import Key
from app.types import LockAfter
from app.words.catalogue import count, say
from engine.errors import Fault

_LOG_WORDS, _LOCK_AFTER = "log-words", "lock-after"  # not for people: ids of settings


def left(option: Option) -> tuple[str, ...] | None:
    """The values that may be chosen; None for all."""
    held = rules()
    if option.id == _LOG_WORDS and held.audit_words is not None:
        return (ON if held.audit_words else OFF,)
    if option.id == _LOCK_AFTER and held.lock_after_minutes is not None:
        return tuple(one.value for one in LockAfter.within(held.lock_after_minutes))
    return None


def is_left(option: Option, value: str) -> bool:
    """Whether a value may be chosen."""
    values = left(option)
    return values is None or value in values


def held_words(option: Option) -> str:
    """That the organisation has set something of it, and what; empty where it has not."""
    return " ".join([say("settings.organisation.set"), *_what(option)]) if _what(option) else ""


def held_fault(option: Option) -> Fault:
    """The fault of whoever chooses a value that is not left."""
    return refusal(Key.AUDIT_WORDS if option.id == _LOG_WORDS else Key.LOCK_AFTER_MINUTES)


def _what(option: Option) -> list[str]:
    held = rules()
    match option.id:
        case "lock-after" if held.lock_after_minutes is not None:
            return [count("settings.organisation.lock-after", held.lock_after_minutes)]
        case "log-words" if held.audit_words is not None:
            return [say(f"settings.organisation.log-words-{ON if held.audit_words else OFF}")]
        case "keys" if held.keyring_required:
            return [say("settings.organisation.keyring")]
        case "models":
            fetch = [] if held.fetch_models else [say("settings.organisation.fetch")]
            only = [] if held.allowed_models is None else [say("settings.organisation.models")]
            return [*fetch, *only]
    return []
