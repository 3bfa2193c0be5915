"""What people corrected of labels: the document is an example of the right one from then on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from rag.storing.names import REMOVED
from rag.storing.vault import Vault


@dataclass(frozen=True, slots=True)
class LabelExample:
    """A document that belongs under a label of a preset's question (`axis`), and the beginning of its text.

    `label` is "" where none of them fits.
    """

    id: int
    preset: str
    axis: str
    label: str
    document_id: int
    document: str
    text: str


class LabelExamples:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def of(self, preset: str | None = None) -> list[LabelExample]:
        """All that was corrected, of one preset where it is named; what is in the bin does not count."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT e.id, e.preset, e.axis, e.label, e.document_id, d.name, e.text FROM label_examples e"
                " JOIN documents d ON d.id = e.document_id WHERE d.state <> ?1"
                " AND (?2 IS NULL OR e.preset = ?2) ORDER BY e.id",
                (REMOVED, preset),
            ).fetchall()
        return [LabelExample(*row) for row in rows]

    def keep(self, preset: str, axis: str, label: str, document_id: int, text: str) -> int:
        """Keep a correction in place of an earlier one of the same document; its number."""
        with self._vault.write() as db:
            db.execute(
                "DELETE FROM label_examples WHERE preset = ? AND axis = ? AND document_id = ?",
                (preset, axis, document_id),
            )
            added = db.execute(
                "INSERT INTO label_examples (preset, axis, label, document_id, text, created)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (preset, axis, label, document_id, text, self._clock()),
            )
        return int(added.lastrowid or 0)

    def forget(self, example_id: int) -> bool:
        """Learn from it no longer; False where there is none."""
        with self._vault.write() as db:
            gone = db.execute("DELETE FROM label_examples WHERE id = ?", (example_id,)).rowcount
        self._vault.forget_deleted()
        return bool(gone)
