"""Allowing a server of the private network, whatever is asked of it: its place, its door, its certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.session import Session
from app.cli.unlock import ask_key
from app.words.catalogue import say
from engine.errors import RemoteNotAllowed, RemoteUntrusted

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services import Services
    from engine.remote.places import Place
    from engine.remote.standby import Door

    Allow = Callable[[Session, Services, Door, Place, str], bool]


def introduce(session: Session, purpose: str, allow: Allow) -> bool:
    """Find the server that is asked for by its address and have it allowed; where nobody said by which
    certificate it is known, say which it has and allow nothing. Raises `RemoteError`s and `VaultError`s.
    """
    from engine.remote.places import place_of

    asked = session.arguments
    place = _pinned(place_of(asked.url), asked.fingerprint)
    door = _door(place, purpose)
    found = _pinned(door.place(), asked.fingerprint)
    key = ask_key() if asked.key else ""
    with session.services() as services:
        if services.vault.read_only is not None:
            return False  # the session said why
        try:
            return allow(session, services, door, found, key)
        except RemoteUntrusted as fault:
            if asked.fingerprint:
                raise
            row = {"url": found.url, "fingerprint": fault.facts["actual"], "state": "unknown", "error": None}
            session.output.give(
                row, say("cli.engine.compare", url=found.url, fingerprint=fault.facts["actual"])
            )
            return False


def known_by(place: Place) -> str:
    """By what a server is known, in words."""
    return say("cli.engine.known-by", fingerprint=place.fingerprint) if place.tls else say("cli.engine.plain")


def _pinned(place: Place, fingerprint: str) -> Place:
    return place.known_by(fingerprint) if fingerprint else place


def _door(place: Place, purpose: str) -> Door:
    """The one that was started before the seal. Raises `RemoteNotAllowed`."""
    from engine.remote.standby import POSSIBLE, the_door

    door = the_door(purpose)
    if door is None:
        raise RemoteNotAllowed(host=place.host, detail="url" if POSSIBLE else "system")
    return door
