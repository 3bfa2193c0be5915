"""Redacting over a library or matter: with its list and its pseudonyms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.redacting.listing import list_of
from app.redacting.redacting import Redacting
from rag.storing.pseudonyms import PseudonymStore

if TYPE_CHECKING:
    from rag.reading.reader import DocumentReader
    from rag.storing.vault import Vault


def redacting_of(vault: Vault, reader: DocumentReader) -> Redacting:
    """A vault that is only read keeps no pseudonyms."""
    numbers = PseudonymStore(vault).of if vault.read_only is None else None
    return Redacting(reader, numbers, people=list_of(vault))
