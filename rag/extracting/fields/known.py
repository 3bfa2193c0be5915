"""Columns that a person typed, completed by what the presets know of such columns.

Who types "due date" gives no labels, and the document may say "zahlbar bis": where a preset has a column that
is called so, its labels in seven languages hold for the typed one, too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from rag.extracting.fields.labels import phrases, words_of
from rag.extracting.fields.schema import Column, ColumnType, Each, preset, preset_names

_FIGURES = (ColumnType.MONEY, ColumnType.NUMBER)


def known(column: Column, each: Each = Each.DOCUMENT) -> Column:
    """The column with the labels of a preset's column that is called as it is and has its type; the column
    itself where it has labels of its own or no preset has one. `each`: of what it is one, as the preset's.
    """
    if column.labels or column.finds or column.place:
        return column
    found = _like(column, each)
    if found is None:
        return column
    text = column.type is ColumnType.TEXT and found.type is ColumnType.TEXT
    return replace(
        column,
        labels=tuple(dict.fromkeys((*phrases(column), *found.labels))),
        others=found.others,
        checksum=column.checksum or (found.checksum if text else ""),
        place=found.place if text else "",
        typed=True,
    )


def name_of(column: Column, each: Each) -> str:
    """The name that the presets have for a column; "" where none has one that is called so."""
    found = column if column.called else _like(column, each)
    return found.name if found is not None else ""


def column_called(name: str, kind: str = "") -> Column | None:
    """The column that the presets have under a name, those of the preset `kind` first, also by their labels;
    None where none is called so.
    """
    asked = _bare(name)
    own = preset(kind).columns if kind in preset_names() else ()
    others = [
        column for one in map(preset, preset_names()) if one.each is Each.DOCUMENT for column in one.columns
    ]
    named = (one for one in (*own, *others) if asked in map(_bare, (one.name, *one.called)))
    labelled = (one for one in own if asked in map(_bare, one.labels))
    return next((one for some in (named, labelled) for one in some), None)


def _like(column: Column, each: Each) -> Column | None:
    names = _called(each)
    asked = (column.name.replace("_", " "), *phrases(column))
    found = next((names[one] for one in map(_bare, asked) if one in names), None)
    return found if found is not None and _alike(column, found) else None


def _alike(column: Column, found: Column) -> bool:
    figures = column.type in _FIGURES and found.type in _FIGURES
    return figures or column.type is found.type


@cache
def _called(each: Each) -> Mapping[str, Column]:
    schemas = [one for one in map(preset, preset_names()) if one.each is each]
    return {_bare(name): column for one in schemas for column in one.columns for name in column.called}


def _bare(name: str) -> str:
    """A name by its words, without capitals and accents."""
    flat = unicodedata.normalize("NFD", name.replace("_", " ").lower())
    return " ".join(words_of("".join(one for one in flat if not unicodedata.combining(one))))
