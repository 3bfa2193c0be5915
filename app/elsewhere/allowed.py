"""Which engine was allowed, in two places: in the vault, which says so, and in a file, which is read before
the program is sealed, when no vault is open.

What the file says counts only where the vault says the same, so that who can write files, and cannot open the
library, sends nobody's questions anywhere. The file holds no key.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import RemoteNotAllowed
from engine.remote.places import Place

if TYPE_CHECKING:
    from rag.storing.policies import PolicyStore

POLICY = "engine"  # its name in the vault


@dataclass(frozen=True, slots=True)
class Allowed:
    """`context` in tokens, 0 where the server is to be asked; `key` is what it knows us by."""

    place: Place
    model: str
    context: int = 0
    key: str = ""


class Allowing:
    """The engine of one library or matter. Methods raise `VaultError`s."""

    def __init__(self, policies: PolicyStore, file: Path) -> None:
        self._policies = policies
        self._file = file

    def allowed(self) -> Allowed | None:
        """What the vault says; None where no engine is allowed."""
        try:
            fields = json.loads(self._policies.value(POLICY) or "null")
            return Allowed(kept_place(fields.pop("place")), **fields) if fields else None
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def allow(self, engine: Allowed) -> None:
        """From the next start on, this one and no other. Raises `OSError` too."""
        self._policies.choose(POLICY, json.dumps(asdict(engine)))
        note_place(self._file, engine.place)

    def withdraw(self) -> None:
        """From the next start on, none."""
        self._policies.choose(POLICY, "")
        with suppress(FileNotFoundError):
            self._file.unlink()


def note_place(file: Path, place: Place) -> None:
    """Write down where a server is, for the next start. Raises `OSError`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    draft.write_text(json.dumps(asdict(place), indent=1), encoding="utf-8")
    draft.replace(file)


def noted_place(file: Path) -> Place | None:
    """What the file says; None where there is none, or it names a place that no engine may be at."""
    try:
        return kept_place(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RemoteNotAllowed):
        return None


def kept_place(fields: Any) -> Place:
    """A place out of what was kept of it. Raises `TypeError` for anything else, and `RemoteNotAllowed`."""
    place = Place(**fields)
    kinds = (str, int, bool, str, str)
    if tuple(map(type, asdict(place).values())) != kinds or not place.address:
        raise TypeError
    return place.at(place.address)
