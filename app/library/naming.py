"""What people call a document: its name, its path or the end of it, its number."""

from __future__ import annotations

from collections.abc import Iterable

from rag.language.file_names import is_called, same_name
from rag.types import Document


def documents_called(documents: Iterable[Document], name: str) -> list[Document]:
    """Those of the documents that are called so."""
    return [
        one
        for one in documents
        if name == str(one.id) or same_name(one.name, name) or is_called(one.path, name)
    ]
