"""What is told beside settings on this computer and of this library, and why some cannot be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.models.graphics import graphics_in, trial_words
from app.models.sparing import Sparing
from app.options.holding import held_words, left
from app.options.option import Option, Where
from app.organisation.held import rules
from app.security.keys import is_typed
from app.services import Services
from app.words.catalogue import say
from app.words.moderating import house_words
from engine.errors import ModelError


@dataclass(frozen=True, slots=True)
class State:
    """How a setting stands: its value, "" where a dialog keeps it; whether it can be changed now, and what
    there is to tell.
    """

    value: str
    possible: bool = True
    note: str = ""
    values: tuple[str, ...] | None = None  # those that the organisation leaves; None for all


def state_of(option: Option, where: Where) -> State:
    """How it stands. Looks into files and the library; raises `VaultError`s."""
    state, values, words = _state(option, where), left(option), held_words(option)
    if not words:
        return state
    possible = state.possible and (values is None or len(values) > 1)
    return State(state.value, possible, " ".join(filter(None, (words, state.note))), values)


def _state(option: Option, where: Where) -> State:
    if option.in_library and where.services is None:
        return State("", False, say("settings.locked"))
    value = option.kept.get(where) if option.kept is not None else ""
    tell = _NOTES.get(option.id)
    if where.services is None or tell is None:
        state = State(value)
    else:
        possible, note = tell(where.services, value)
        state = State(value, possible, note)
    if option.in_library and where.services is not None and where.services.vault.read_only is not None:
        return State(value, option.kept is None, say("settings.read-only") if option.kept else state.note)
    return state


def _locking(services: Services, _: str) -> tuple[bool, str]:
    typed = is_typed(services.paths.library or services.paths.home)
    if not typed and rules().keyring_required:
        return typed, say("settings.locking.required")
    return typed, say(f"settings.locking.{'typed' if typed else 'keyring'}")


def _card(services: Services, value: str) -> tuple[bool, str]:
    graphics = graphics_in(services.paths.models)
    if not graphics.is_there:
        return False, say("board.graphics.none")
    if value == "off":
        return True, say("board.graphics.off")
    try:
        choice = services.models.generator.choice()
    except ModelError:
        return True, ""
    trial = graphics.known(choice)
    if trial is None:
        return True, say("models.computer.not-tried")
    return True, trial_words(trial, services.models.title(choice.id))


def _memory(services: Services, _: str) -> tuple[bool, str]:
    return True, say(f"board.memory.{'little' if Sparing(services.paths.models).is_on else 'much'}")


def _moderation(services: Services, _: str) -> tuple[bool, str]:
    """Whose policy it is: an organisation puts a file of its own beside the library."""
    house = services.guards.house
    return True, house_words(house) or say("guards.policy.none", path=str(house.path))


def _battery(services: Services, _: str) -> tuple[bool, str]:
    return True, "" if services.power.has_battery else say("settings.note.no-battery")


def _engine(services: Services, _: str) -> tuple[bool, str]:
    elsewhere = services.engines.elsewhere
    if elsewhere is None:
        return True, say("settings.note.no-engine")
    return True, say("settings.note.engine", host=elsewhere.host)


_NOTES: dict[str, Callable[[Services, str], tuple[bool, str]]] = {
    "lock-after": _locking,
    "graphics": _card,
    "memory": _memory,
    "guard-moderation": _moderation,
    "battery-work": _battery,
    "engine": _engine,
}
