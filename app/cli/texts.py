"""Rows of a batch that hold a text or name a document; one that is wrong is told in its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import BatchInvalid
from app.words.catalogue import say
from engine.errors import Fault
from rag.errors import FileMissing, FileUnreadable

if TYPE_CHECKING:
    from app.services import Services


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text by its id, or the document that holds it; `wrong` says why there is neither."""

    id: Any
    text: str = ""
    document: str | None = None
    wrong: Fault | None = None


def whole_file(path: Path) -> str:
    """The text of a file. Raises `FileMissing`, `FileUnreadable`."""
    try:
        return path.expanduser().read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or say("cli.batch.not-text")
        raise FileUnreadable(path=str(path), detail=detail) from error


def text_rows(path: Path) -> list[TextRow]:
    """The rows of a batch file, blank lines left out. Raises `FileMissing`, `FileUnreadable`."""
    lines = enumerate(whole_file(path).split("\n"), 1)  # JSON may hold what splitlines() parts
    return [_row(path, number, line) for number, line in lines if line.strip()]


def filled(services: Services | None, rows: Sequence[TextRow]) -> list[TextRow]:
    """The rows with the texts of their documents, as far as those are known. Raises `VaultError`s."""
    return [row if row.document is None or row.wrong else _read(services, row) for row in rows]


def _row(path: Path, number: int, line: str) -> TextRow:
    from rag.reading.cleaning import whole_text

    def wrong(key: str, row_id: Any = None) -> TextRow:
        return TextRow(row_id, wrong=BatchInvalid(path=str(path), line=number, detail=say(key)))

    try:
        row = whole_text(json.loads(line))
    except (ValueError, RecursionError):
        return wrong("cli.batch.not-json")
    if not isinstance(row, dict):
        return wrong("cli.batch.needs-text")
    text, document = row.get("text"), row.get("document")
    if "id" not in row or not isinstance(text if document is None else document, str):
        return wrong("cli.batch.needs-text", row.get("id"))
    return TextRow(row["id"], str(text) if document is None else "", document)


def _read(services: Services | None, row: TextRow) -> TextRow:
    from app.cli.session import only

    if services is None or row.document is None:
        return row
    try:
        document = only(services, row.document)
        return TextRow(row.id, services.library.text(document.id), row.document)
    except Fault as fault:
        from app.cli.batches import fault_of_row

        return TextRow(row.id, document=row.document, wrong=fault_of_row(fault))
