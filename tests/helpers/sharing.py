"""Two libraries on one real server of shared collections: one that publishes, one that asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fakes.generator import FakeGenerator
from house import House

from app.sharing.allowed import SharedPlace, SharedPlaces
from engine.cancel import CancelToken
from engine.remote import standby
from engine.remote.places import Place
from rag.storing.policies import PolicyStore
from rag.types import Answer, AnswerDone

NOW = CancelToken()


@contextmanager
def door_to(place: Place) -> Iterator[Place]:
    """The door of this process to shared collections; the place with its address."""
    before = standby.the_door(standby.SHARED)
    door = standby.open_door(place, standby.SHARED)
    try:
        yield door.place()
    finally:
        standby._doors.pop(standby.SHARED)
        door.close()
        if before is not None:
            standby._doors[standby.SHARED] = before


@contextmanager
def allowed_house(home: Path, place: Place, *searched: str, **options: Any) -> Iterator[House]:
    """A library in which the server is allowed, and some of its collections are searched."""
    house = House(home, **options)
    SharedPlaces(PolicyStore(house.vault), house.services.paths.shared).allow(
        SharedPlace(place, "", searched)
    )
    house.close()
    with reopened(home, **options) as again:
        yield again


@contextmanager
def reopened(home: Path, **options: Any) -> Iterator[House]:
    """The same library at its next start."""
    house = House(home, **({"generator": FakeGenerator("Nothing is known.")} | options))
    try:
        yield house
    finally:
        house.close()


def filled(house: House, folder: Path, collection: str, **texts: str) -> None:
    """Documents of a library, by their names without the ending."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    house.library.add(paths, collection)
    house.library.wait_idle()


def answered(house: House, question: str) -> Answer:
    """What is answered, and kept in a conversation of its own."""
    chat = house.chats.create()
    events = list(house.chats.ask(chat.id, question, NOW))
    assert isinstance(events[-1], AnswerDone)
    return events[-1].answer
