"""What slots are called and hold: those that all templates know, and those of a template itself.

`assets/drafts/slots.toml` has the names that a slot goes by in five languages (in a table's head, in what a
person gives), the kind of value, the labels before it in documents, and a question where labels fail.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from engine.assets import ASSETS
from rag.extracting.fields.schema import Column, ColumnType, preset

DRAFTS = ASSETS / "drafts"
PRESET = "preset"
OWN = "own"  # the kind of what only the person knows; documents are not asked for it

_FOLDED = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"})
_KINDS = {one.value: one for one in ColumnType}
# What the name of a slot tells of its kind, where nobody says it.
_BY_NAME = (
    (re.compile(r"date|datum|frist$|fecha|data\b|échéance"), ColumnType.DATE),
    (
        re.compile(r"amount|betrag|summe|total|price|preis|rent|miete|montant|importe|importo"),
        ColumnType.MONEY,
    ),
    (re.compile(r"period|laufzeit|dauer|durée|plazo|durata"), ColumnType.PERIOD),
)


@dataclass(frozen=True, slots=True)
class SlotKind:
    """`type` is None for what only the person knows. `names` are keys that mean it, as `key` writes them."""

    name: str
    type: ColumnType | None = ColumnType.TEXT
    names: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()
    question: str = ""
    preset: str = ""  # "invoice.amount": found as this column of the presets is
    many: bool = False
    called: Mapping[str, str] = field(default_factory=dict)  # in letters, by the code of a language

    def column(self) -> Column | None:
        """What is looked for in documents; None where nothing is."""
        if self.preset:
            name, _, wanted = self.preset.partition(".")
            found = next(one for one in preset(name).columns if one.name == wanted)
            labels = (*found.labels, *self.labels) if found.labels else ()
            return replace(found, name=self.name, labels=labels, question=self.question or found.question)
        if self.type is None:
            return None
        asked = self.question or self.name
        return Column(self.name, asked, self.type, labels=self.labels, many=self.many)


def key(name: str) -> str:
    """A name as it is compared: "Due date", "due_date" and "DUE-DATE" are one."""
    lower = name.strip().lower().translate(_FOLDED)
    bare = "".join(one for one in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", "", bare)


def known(name: str) -> SlotKind | None:
    """The slot that a name means in any of the languages; None where it is one of somebody's own."""
    return _by_key().get(key(name))


def kind_of(name: str, own: dict[str, SlotKind] | None = None) -> SlotKind:
    """What a slot of a template holds: as the template says, as all templates know it, as its name tells."""
    if own and key(name) in own:
        return own[key(name)]
    found = known(name)
    if found is not None:
        return found
    lower = name.lower()
    kind = next((one for pattern, one in _BY_NAME if pattern.search(lower)), ColumnType.TEXT)
    return SlotKind(name, kind, frozenset({key(name)}))


def is_amount(kind: SlotKind) -> bool:
    """Whether a slot holds an amount of money."""
    column = kind.column()
    return column is not None and column.type is ColumnType.MONEY


def same(name: str, other: str) -> bool:
    """Whether two names mean one slot."""
    if key(name) == key(other):
        return True
    one, two = known(name), known(other)
    return one is not None and one is two


def declared(name: str, told: str) -> SlotKind | None:
    """A slot as a template's head declares it, "date; due date, payable by; When is it due?"; None for a
    kind that is none.
    """
    kind: ColumnType | None = ColumnType.TEXT
    labels: tuple[str, ...] = ()
    question = ""
    for place, part in enumerate(filter(None, (one.strip() for one in told.split(";")))):
        lower = part.lower().replace(" ", "_")
        if place == 0 and lower == OWN:
            kind = None
        elif place == 0 and (lower in _KINDS or lower == "amount"):
            kind = ColumnType.MONEY if lower == "amount" else _KINDS[lower]
        elif part.endswith("?"):
            question = part
        elif place == 0 and "," not in part and len(part.split()) == 1:
            return None
        else:
            labels = tuple(filter(None, (one.strip() for one in part.split(","))))
    return SlotKind(name, kind, frozenset({key(name)}), labels, question)


@cache
def _by_key() -> dict[str, SlotKind]:
    found: dict[str, SlotKind] = {}
    for one in all_known():
        for name in one.names:
            found.setdefault(name, one)
    return found


@cache
def all_known() -> tuple[SlotKind, ...]:
    """The slots that all templates know."""
    given: dict[str, dict[str, Any]] = tomllib.loads((DRAFTS / "slots.toml").read_text(encoding="utf-8"))
    return tuple(_loaded(name, fields) for name, fields in given.items())


def _loaded(name: str, fields: dict[str, Any]) -> SlotKind:
    kind = str(fields["kind"])
    names = frozenset(key(one) for one in (name, *str(fields.get("names", "")).split(",")) if one.strip())
    labels = tuple(one.strip() for one in str(fields.get("labels", "")).split(",") if one.strip())
    type_ = None if kind in (OWN, PRESET) else ColumnType(kind)
    asked, found, many = fields.get("question", ""), fields.get("preset", ""), fields.get("many", False)
    called = dict(fields.get("called", {}))
    return SlotKind(name, type_, names, labels, str(asked), str(found), bool(many), called)
