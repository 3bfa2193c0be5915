"""Rows of the library as the vault gives them, the values made of them, and what people call their places."""

from __future__ import annotations

import json
from typing import Any

from rag.storing.names import REMOVED, real_path
from rag.types import Coverage, Document, DocumentState, PageUnit, Tag

NOT_READ = ": not read, "
"""Between name and reason in the label of the page that stands for a part of a container not read."""

DOCUMENT_COLUMNS = (
    "id, name, path, title, collection, state, unit, pages, passages, size, added, seconds,"
    " error_code, error_facts, container,"
    " (SELECT c.path FROM documents c WHERE c.id = documents.container),"
    f" (SELECT count(*) FROM documents c WHERE c.container = documents.id AND c.state <> '{REMOVED}'),"
    " (SELECT json_group_array(json_array(t.id, t.name, t.tone) ORDER BY t.key) FROM document_tags o"
    " JOIN tags t ON t.id = o.tag_id WHERE o.document_id = documents.id)"
)


def is_printed(label: str) -> bool:
    """Whether the label of a page is one that is printed on it, and not what the page is of: a message, a
    file that a message or an archive holds.
    """
    return "," not in label and ":" not in label and not label.startswith("message")


def place_name(unit: PageUnit, page: int, label: str | None) -> str:
    """What a person calls the place a citation names: "page 3", "page 3 (iv)" where "iv" is printed on it,
    "slide 3", "Sales, rows 201–400", "contract.pdf, page 3". `label`: the page's own.
    """
    if label and (unit is not PageUnit.PAGE or not is_printed(label)):
        return label
    return f"{unit.value} {page}" + (f" ({label})" if label and unit is PageUnit.PAGE else "")


def document_of(row: tuple[Any, ...], coverage: Coverage, poor_pages: int) -> Document:
    """The document of a row with `DOCUMENT_COLUMNS`."""
    *told, container, container_path, held, tags = row
    id_, name, path, title, collection, state, unit, pages, passages, size, added, seconds, code, facts = told
    return Document(
        id=id_,
        name=name,
        path=real_path(path),
        title=title,
        collection=collection,
        state=DocumentState(state),
        unit=PageUnit(unit),
        pages=pages,
        passages=passages,
        size=size,
        added=added,
        seconds=seconds,
        coverage=coverage,
        error_code=code,
        error_facts=facts,
        poor_pages=poor_pages,
        container=container,
        container_path=real_path(container_path or ""),
        held=held,
        tags=tuple(Tag(*one) for one in json.loads(tags)),
    )
