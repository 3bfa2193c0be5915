"""Which server of shared collections was allowed, and which of its collections are searched.

It stands in two places, as what was allowed of an engine does; see `app.elsewhere.allowed`.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.elsewhere.allowed import kept_place, note_place
from engine.errors import RemoteNotAllowed
from engine.remote.places import Place
from rag.storing.policies import PolicyStore

POLICY = "shared"  # its name in the vault
_LIBRARY = "shared-library"  # by what this library knows what it published


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """`key` is what the server knows us by; `collections` are those that are searched, by name."""

    place: Place
    key: str = ""
    collections: tuple[str, ...] = ()


class SharedPlaces:
    """The server of one library or matter. Methods raise `VaultError`s."""

    def __init__(self, policies: PolicyStore, file: Path) -> None:
        self._policies = policies
        self._file = file

    def allowed(self) -> SharedPlace | None:
        """What the vault says; None where no server is allowed."""
        try:
            fields = json.loads(self._policies.value(POLICY) or "null")
            if not fields:
                return None
            chosen = tuple(map(str, fields["collections"]))
            return SharedPlace(kept_place(fields["place"]), str(fields["key"]), chosen)
        except (ValueError, TypeError, KeyError, AttributeError, RemoteNotAllowed):
            return None

    def allow(self, server: SharedPlace) -> None:
        """From the next start on, this one and no other. Raises `OSError` too."""
        self._keep(server)
        note_place(self._file, server.place)

    def choose(self, collections: Sequence[str]) -> None:
        """Have these searched from now on, and no others."""
        allowed = self.allowed()
        if allowed is not None:
            self._keep(replace(allowed, collections=tuple(dict.fromkeys(collections))))

    def withdraw(self) -> None:
        """From the next start on, none; nothing is searched there from now on."""
        self._policies.choose(POLICY, "")
        with suppress(FileNotFoundError):
            self._file.unlink()

    def library(self) -> str:
        """By what the collections that this library published are known to be its own; it says nothing of
        it.
        """
        known = self._policies.value(_LIBRARY)
        if not known:
            known = secrets.token_hex(16)
            self._policies.choose(_LIBRARY, known)
        return known

    def _keep(self, server: SharedPlace) -> None:
        self._policies.choose(POLICY, json.dumps(asdict(server)))
