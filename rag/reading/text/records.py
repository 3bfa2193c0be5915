"""JSON and JSON Lines: every object is a record that can be cited by its own key.

The fields `key`, `label` and `text` are known; a record without a `text` is read as its fields,
"name: value", a line each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line, tidy
from rag.reading.paging import plain_page
from rag.reading.source import Source
from rag.reading.text.text import load
from rag.types import DocumentInfo, Page

_DEEPEST = 6


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then a page for each record. Raises `FileCorrupt` with the line."""
    text = load(source)
    whole = _whole(text) if source.suffix == ".json" else None
    if whole is not None:
        yield DocumentInfo(title="", page_count=len(whole))
        for page, record in enumerate(whole, 1):
            yield _page(page, record)
        return
    rows = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    yield DocumentInfo(title="", page_count=len(rows))
    for page, (number, line) in enumerate(rows, 1):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise FileCorrupt(path=str(source.path), detail=f"line {number}") from None
        yield _page(page, record)


def _whole(text: str) -> list[object] | None:
    """The records of a file that is one value: each of a list, else the value; None where it is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    listed = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return list(value) if listed and value else [value]


def _page(number: int, record: object) -> Page:
    if not isinstance(record, dict):
        return plain_page(number, tidy("\n".join(_lines("", record, 0))))
    key, label, text = record.get("key"), record.get("label"), record.get("text")
    body = tidy(text) if isinstance(text, str) else tidy("\n".join(_lines("", record, 0)))
    return plain_page(number, body, key=_name(key), label=_name(label))


def _name(value: object) -> str | None:
    return (one_line(str(value)) or None) if isinstance(value, str | int) else None


def _lines(name: str, value: object, depth: int) -> Iterator[str]:
    """A value as lines "name: value"; nested names are joined by dots."""
    if isinstance(value, dict) and depth < _DEEPEST:
        for inner, nested in value.items():
            yield from _lines(f"{name}.{inner}" if name else str(inner), nested, depth + 1)
    elif isinstance(value, list) and depth < _DEEPEST:
        if all(not isinstance(item, dict | list) for item in value):
            value = ", ".join(_plain(item) for item in value)
            yield f"{name}: {value}" if name else value
            return
        for place, nested in enumerate(value, 1):
            yield from _lines(f"{name}.{place}" if name else str(place), nested, depth + 1)
    elif value not in (None, ""):
        yield f"{name}: {_plain(value)}" if name else _plain(value)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
