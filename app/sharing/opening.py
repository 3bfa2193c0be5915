"""The shared collections of a library in which a server of them was allowed."""

from __future__ import annotations

from pathlib import Path

from app.elsewhere.allowed import noted_place
from app.events import EventBus
from app.security.auditing import Audit
from app.sharing.allowed import SharedPlaces
from app.sharing.searching import Sharing
from engine.errors import RemoteNotAllowed
from engine.protocols import Embedder
from engine.remote.collections import SharedServer
from engine.remote.standby import POSSIBLE, SHARED, the_door
from rag.storing.policies import PolicyStore
from rag.storing.vault import Vault


def sharing_of(vault: Vault, file: Path, audit: Audit, embedder: Embedder, bus: EventBus) -> Sharing | None:
    """None where no server is allowed, or this process has no door to it. What the file beside the vault
    names must be what was allowed, else that is told and nobody is asked. A library that can only be read
    asks nobody: nothing could be logged.
    """
    if vault.read_only is not None:
        return None
    places = SharedPlaces(PolicyStore(vault), file)
    allowed = places.allowed()
    if allowed is None:
        return None
    place, door = allowed.place, the_door(SHARED)
    if not POSSIBLE or noted_place(file) != place or (door is not None and door.asked != place):
        fault = RemoteNotAllowed(host=place.host, detail="changed" if POSSIBLE else "system")
        return Sharing(place.host, places, embedder, bus, None, fault)
    if door is None:
        return None
    server = SharedServer(door, place, key=allowed.key, noted=audit.shared)
    return Sharing(place.host, places, embedder, bus, server)
