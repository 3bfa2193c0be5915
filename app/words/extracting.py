"""Columns of tables of values in words."""

from __future__ import annotations

from functools import cache

from app.words.catalogue import ENGLISH, names, spoken
from rag.extracting.fields.schema import Column, preset, preset_names


def column_words(column: Column) -> str:
    """What a column is called: of a preset that comes along, in the program's language; one of somebody's
    own, as they call it.
    """
    said = column.name.replace("_", " ")
    if column.question not in _questions().get(column.name, ()):
        return said
    return names("extractions.columns").get(column.name, said)


def head_words(column: Column) -> str:
    """What heads it in a file or a line that scripts may read: in English the name that JSON has."""
    return column.name if spoken() == ENGLISH else column_words(column)


@cache
def _questions() -> dict[str, frozenset[str]]:
    """What the columns of presets ask, by their names."""
    found: dict[str, set[str]] = {}
    for one in preset_names():
        for column in preset(one).columns:
            found.setdefault(column.name, set()).add(column.question)
    return {name: frozenset(asked) for name, asked in found.items()}
