"""Kinds of summaries: what is wanted of a document, as templates that people can edit and add to.

A kind is a TOML file; those that come with the program are in `assets/summaries`, people's own in a folder of
theirs, where one of the same name takes the place of the program's.

    title = "Obligations"
    about = "Who must do what, by when, and under which clause."
    order = 40   # among the kinds, lowest first
    columns = ["Who", "What", …]   # a table; without it the summary is sentences
    find = "obligations"   # rules that find its rows (rag.extracting.rules); without it the model is asked
    instruction = "…"   # what the model is to write of each part; {words} is how many words
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.assets import ASSETS
from rag.errors import KindUnknown

KINDS = ASSETS / "summaries"
COMPARISON = "comparison"  # the kind of a summary with two documents

_FIELDS: dict[str, type] = {
    "title": str,
    "about": str,
    "order": int,
    "columns": list,
    "find": str,
    "instruction": str,
}


@dataclass(frozen=True, slots=True)
class Kind:
    id: str  # the file's stem
    title: str
    about: str
    order: int
    columns: tuple[str, ...]  # () for sentences
    find: str  # "" where the model is asked
    instruction: str
    own: bool  # made by the user


class Kinds:
    """Looks the kinds up each time, so that an edited template counts at once."""

    def __init__(self, own: Path | None = None, finders: Sequence[str] = ()) -> None:
        """`own` is the folder of the user's kinds; `finders` the names that `find` may give."""
        self._own = own
        self._finders = frozenset(finders)

    def all(self) -> tuple[Kind, ...]:
        """All kinds but the comparison, in their order. A file that says nonsense is left out."""
        found = {kind.id: kind for kind in self._in(KINDS, own=False) if kind.id != COMPARISON}
        if self._own is not None:
            found |= {kind.id: kind for kind in self._in(self._own, own=True)}
        return tuple(sorted(found.values(), key=lambda kind: (kind.order, kind.title)))

    def get(self, kind_id: str) -> Kind:
        """Raises `KindUnknown`, also for a file that says nonsense."""
        for folder, own in ((self._own, True), (KINDS, False)):
            path = None if folder is None else folder / f"{kind_id}.toml"
            if path is not None and path.parent == folder and path.is_file():
                return self._read(path, own)
        raise KindUnknown(kind=kind_id)

    def _in(self, folder: Path, *, own: bool) -> list[Kind]:
        kinds = []
        for path in sorted(folder.glob("*.toml")):
            try:
                kinds.append(self._read(path, own))
            except KindUnknown:
                continue
        return kinds

    def _read(self, path: Path, own: bool) -> Kind:
        try:
            fields: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise KindUnknown(kind=path.stem, path=str(path), detail=str(error)) from error
        _check(fields, path)
        kind = Kind(
            path.stem,
            fields["title"],
            fields.get("about", ""),
            fields.get("order", 1000),
            tuple(fields.get("columns", ())),
            fields.get("find", ""),
            fields.get("instruction", "").strip(),
            own,
        )
        if kind.find and kind.find not in self._finders:
            raise KindUnknown(kind=kind.id, path=str(path), detail=f"find: {kind.find}")
        if not kind.find and not kind.instruction and kind.id != COMPARISON:
            raise KindUnknown(kind=kind.id, path=str(path), detail="instruction")
        return kind


def _check(fields: dict[str, Any], path: Path) -> None:
    def wrong(what: str) -> KindUnknown:
        return KindUnknown(kind=path.stem, path=str(path), detail=what)

    if not str(fields.get("title", "")).strip():
        raise wrong("title")
    for name, value in fields.items():
        if name not in _FIELDS or not isinstance(value, _FIELDS[name]):
            raise wrong(name)
    if not all(isinstance(column, str) for column in fields.get("columns", ())):
        raise wrong("columns")
