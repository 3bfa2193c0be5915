"""The columns that a wish for values means: those of the presets, by what people call them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rag.carrying.meant import kind_of
from rag.carrying.phrases import columns
from rag.extracting.fields.known import column_called
from rag.extracting.fields.schema import Column, Schema, preset
from rag.types import Document


def column_for(name: str, kind: str) -> Column | None:
    """The preset's column that a name means, of the preset `kind` before others; None where none has one."""
    canonical = next((key for key, pattern in columns() if pattern.fullmatch(name)), name)
    found = column_called(canonical, kind)
    return None if found is None else replace(found, name=name)


def schema_for(arguments: Mapping[str, Any], documents: Sequence[Document]) -> Schema:
    """What a call of the function "extract" looks for. Raises `SchemaInvalid` for a preset there is not."""
    if "columns" not in arguments:
        return preset(str(arguments["preset"]))
    kind = kind_of(documents)
    names: Sequence[str] = arguments["columns"]
    return Schema("", tuple(column_for(one, kind) or Column(one, one) for one in names))
