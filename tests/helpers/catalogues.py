"""The catalogues of words as tests look at them: entries by their keys, and the facts that stand in each."""

from __future__ import annotations

import string
from collections.abc import Iterator
from functools import cache

from app.words import catalogue
from app.words.plurals import FORMS

ROOMS = sorted(file.stem for file in (catalogue.FOLDER / catalogue.ENGLISH).glob("*.toml"))


def entries(table: object, path: str) -> Iterator[tuple[str, object]]:
    """Keys with their sentence, or with the forms of what is counted."""
    assert isinstance(table, dict), path
    if table and set(table) <= set(FORMS):
        yield path, table
        return
    for name, value in table.items():
        key = f"{path}.{name}"
        yield from entries(value, key) if isinstance(value, dict) else ((key, value),)


@cache
def all_entries(language: str) -> dict[str, object]:
    """Every entry of a language, whatever files it has."""
    rooms = sorted(file.stem for file in (catalogue.FOLDER / language).glob("*.toml"))
    return {key: value for room in rooms for key, value in entries(catalogue.read(language, room), room)}


def texts_of(value: object) -> tuple[str, ...]:
    """The sentence of an entry, or its forms."""
    return tuple(map(str, value.values())) if isinstance(value, dict) else (str(value),)


def facts_in(text: str) -> set[str]:
    """Names that stand in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def facts_of(value: object) -> set[str]:
    """Names that stand in a sentence, or in any form of it; that of the number itself is no fact."""
    found = {name for text in texts_of(value) for name in facts_in(text)}
    return found - {"n"} if isinstance(value, dict) else found
