"""Columns as the JSON that a schema is read from, with what was found for each in sample documents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.errors import FileUnwritable
from rag.extracting.fields.suggesting import Suggestion, schema_of


def suggestion_rows(found: Sequence[Suggestion], name: str = "") -> dict[str, Any]:
    """A schema of all that fits one; `found_in` (documents) and `examples` tell why each column is in it."""
    schema = schema_of(name, found)
    columns = [
        {
            "name": one.column.name,
            "question": one.column.question,
            "type": one.column.type.value,
            **({"many": True} if one.column.many else {}),
            **({"required": True} if one.column.required else {}),
            **({"labels": list(one.column.labels)} if one.column.labels else {}),
            "found_in": one.documents,
            "examples": list(one.examples),
        }
        for one in found
        if one.each is schema.each
    ]
    return {"name": schema.name, "each": schema.each.value, "columns": columns}


def save(path: Path, row: Mapping[str, Any]) -> None:
    """Write a schema to a file. Raises `FileUnwritable`."""
    try:
        path.expanduser().write_text(json.dumps(row, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error
