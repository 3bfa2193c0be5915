"""The ways that open the library, changed from the window; Argon2id and the keyring work in their lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.security.key_file import SlotKind
from app.security.keys import KeySlots, Way
from app.words.messages import notice_of
from engine.wiping import wipe
from ui.parts.tasks import Lane, Tasks


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change: a new recovery code, which is told this once, is `code`."""

    kind: SlotKind
    added: bool
    code: str = ""


class KeysViewModel(QObject):
    """The home's lock is held by the open library, as whoever changes keys has to."""

    told = Signal(object)  # tuple[Way, ...]
    changed = Signal(object)  # Changed
    refused = Signal(object)  # Notice

    def __init__(
        self, slots: KeySlots, tasks: Tasks, noted: Callable[[Changed], None], parent: QObject | None = None
    ) -> None:
        """`noted` is told of each change where it was made, in the lane."""
        super().__init__(parent)
        self._noted = noted
        self._slots = slots
        self._tasks = tasks

    def load(self) -> None:
        """Look which ways there are."""
        self._tasks.run(Lane.LIBRARY, self._slots.ways, self.told.emit, self._refuse)

    def stays(self, kind: SlotKind) -> bool:
        """Whether the organisation wants that this way opens it."""
        return self._slots.stays(kind)

    def put_passphrase(self, proof: str, passphrase: str) -> None:
        """Let this passphrase open it from now on, in place of an earlier one. `proof`: the passphrase now,
        or the recovery code; "" where the keyring alone opens it.
        """

        def put(slots: KeySlots, key: bytes) -> Changed:
            slots.add_passphrase(key, passphrase)
            return Changed(SlotKind.PASSPHRASE, added=True)

        self._do(proof, put)

    def put_keyring(self, proof: str) -> None:
        """Let the system's keyring open it too."""

        def put(slots: KeySlots, key: bytes) -> Changed:
            slots.add_keyring(key)
            return Changed(SlotKind.KEYRING, added=True)

        self._do(proof, put)

    def put_recovery(self, proof: str) -> None:
        """Make a new recovery code; an earlier one is void."""
        self._do(proof, lambda slots, key: Changed(SlotKind.RECOVERY, True, slots.add_recovery(key)))

    def remove(self, proof: str, kind: SlotKind) -> None:
        """Let a way open it no more."""

        def gone(slots: KeySlots, _: bytes) -> Changed:
            slots.remove(kind)
            return Changed(kind, added=False)

        self._do(proof, gone)

    # --- inside --------------------------------------------------------------------------------------------

    def _do(self, proof: str, change: Callable[[KeySlots, bytes], Changed]) -> None:
        """Only for whoever can open it: that a window stands open is no proof of that."""

        def work() -> Changed:
            key = self._slots.unlock(proof or None, use_keyring=not proof)
            try:
                done = change(self._slots, key)
            finally:
                wipe(key)
            self._noted(done)
            return done

        def done(found: Changed) -> None:
            self.changed.emit(found)
            self.load()

        self._tasks.run(Lane.LIBRARY, work, done, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(notice_of(error))


def kinds_of(ways: tuple[Way, ...]) -> frozenset[SlotKind]:
    """Which kinds there are."""
    return frozenset(way.kind for way in ways)
