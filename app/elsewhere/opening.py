"""What answers over a library in which an engine was allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from app.elsewhere.allowed import Allowing, noted_place
from app.elsewhere.answering import Elsewhere, Note, StandingIn
from app.events import EventBus
from engine.errors import RemoteNotAllowed
from engine.protocols import TextGenerator
from engine.remote.generator import RemoteEngine
from engine.remote.standby import POSSIBLE, the_door
from engine.types import Task
from rag.storing.policies import PolicyStore
from rag.storing.vault import Vault


class Writer(TextGenerator, Protocol):
    """A model of this machine."""

    @property
    def name(self) -> str:
        """Its id; empty where there is none."""
        ...


def elsewhere_of(vault: Vault, file: Path, here: TextGenerator, bus: EventBus) -> Elsewhere | None:
    """None where no engine is allowed, or this process has no door to it; `here` is the model of this
    machine. What the file beside the vault names must be what was allowed, else that is told and nobody is
    asked. A library that can only be read asks nobody: nothing could be logged.
    """
    if vault.read_only is not None:
        return None
    allowed = Allowing(PolicyStore(vault), file).allowed()
    if allowed is None:
        return None
    place, door = allowed.place, the_door()
    if not POSSIBLE or noted_place(file) != place or (door is not None and door.asked != place):
        fault = RemoteNotAllowed(host=place.host, detail="changed" if POSSIBLE else "system")
        return Elsewhere(place.host, None, here, bus, fault)
    if door is None:
        return None

    def make(note: Note) -> RemoteEngine:
        return RemoteEngine(door, place, allowed.model, context=allowed.context, key=allowed.key, noted=note)

    return Elsewhere(place.host, make, here, bus)


def standing_in(
    specialists: Mapping[Task, Writer], general: Writer, answers: TextGenerator
) -> dict[Task, TextGenerator]:
    """Who writes for each task: its own model, or, where that is the one of this machine that answers in
    general or there is none, what `answers` in its place.
    """

    def special(one: Writer) -> Callable[[], bool]:
        return lambda: one.name not in ("", general.name)

    return {task: StandingIn(one, special(one), answers) for task, one in specialists.items()}
