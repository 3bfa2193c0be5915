"""Where a person read a document last, so that it is opened there again. It goes with the document."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from rag.errors import VaultError
from rag.storing.vault import Vault

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    page: int
    down: float  # the share of the page that is above the view
    zoom: float  # 1.0: as wide as the view, or the usual size of letters


class ReadingPlaces:
    """Methods may be called from any thread."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def keep(self, document_id: int, place: ReadingPlace) -> None:
        """Keep it in place of the one before; nothing where the document is gone, and where the vault takes
        nothing in: it is then opened at its first page.
        """
        try:
            with self._vault.write() as db:
                db.execute(
                    "INSERT OR REPLACE INTO reading_places (document_id, page, down, zoom)"
                    " SELECT id, ?, ?, ? FROM documents WHERE id = ?",
                    (place.page, place.down, place.zoom, document_id),
                )
        except VaultError as error:
            _log.info("where document %d is read was not kept: %s", document_id, error.code)

    def of(self, document_id: int) -> ReadingPlace | None:
        """Where it was read last; None for what nobody has read yet. Raises `VaultError`s."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT page, down, zoom FROM reading_places WHERE document_id = ?", (document_id,)
            ).fetchone()
        return None if row is None else ReadingPlace(*row)
