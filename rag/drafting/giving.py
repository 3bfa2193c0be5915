"""What a person gives for a draft, "recipient: Ms Adler; subject: The lift; please thank her", and rows of
tables.

Only a name that means a slot, of the template or of all templates, makes what follows its value: "Please
note: we are closed" is a text. What belongs to no slot is kept as that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rag.drafting.slots import all_known, key, known, same

_LONGEST = 40  # characters of a slot's name
_ENTRY = re.compile(
    r"(?:^|(?<=[;\n])|(?<=, )|(?<=\. ))[ \t]*"
    rf"(?P<name>[^\W\d_][^:=;\n,.]{{0,{_LONGEST}}}?)[ \t]*(?P<mark>[:=])(?!//)"
)
LONG = ("message", "address", "sender address")  # values that semicolons may be in
_QUESTION = re.compile(r"[^.!?;\n]+\?")


@dataclass(frozen=True, slots=True)
class Asked:
    """Values by the names they were given under, in order; `rest` is what belongs to none of them."""

    values: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""

    def value(self, slot: str) -> str | None:
        """What was given for a slot, by whatever name; None where nothing was, "" where it was left empty."""
        exact = next((text for name, text in self.values.items() if key(name) == key(slot)), None)
        if exact is not None:
            return exact
        found = [text for name, text in self.values.items() if same(name, slot)]
        return next((text for text in found if text.strip()), found[0] if found else None)

    def over(self, other: Asked) -> Asked:
        """Both; where both give a slot, this one counts, if it is not empty."""
        kept = {name: text for name, text in other.values.items() if not (self.value(name) or "").strip()}
        mine = {name: text for name, text in self.values.items() if text.strip() or other.value(name) is None}
        return Asked({**kept, **mine}, "\n".join(filter(None, (self.rest, other.rest))))


def given(text: str, slots: Iterable[str] = ()) -> Asked:
    """What a person wrote, taken apart. `slots` are the names of the template's own."""
    names = {key(one) for one in slots}
    entries = [one for one in _ENTRY.finditer(text) if _means(one["name"], names)]
    values: dict[str, str] = {}
    rest = [text[: entries[0].start()] if entries else text]
    for place, one in enumerate(entries):
        end = entries[place + 1].start() if place + 1 < len(entries) else len(text)
        value, more = _value(one["name"], text[one.end() : end])
        values[_told(one["name"])] = value
        rest.append(more)
    return Asked(
        values, "\n".join(filter(None, (one.strip(" \t\n;,.") and one.strip(" \t\n;,") for one in rest)))
    )


def of_row(columns: Sequence[str], cells: Sequence[str]) -> Asked:
    """The row of a table: its heads are names. A column without a head, or twice, gives nothing more."""
    values: dict[str, str] = {}
    for place, name in enumerate(columns):
        cell = cells[place] if place < len(cells) else ""
        if name.strip() and name not in values:
            values[" ".join(name.split())] = cell.strip()
    return Asked(values)


def questions_in(text: str) -> str:
    """The first question of a text; "" where there is none."""
    found = _QUESTION.search(text)
    return " ".join(found[0].split()) if found else ""


def known_names() -> tuple[str, ...]:
    """The names of the slots that all templates know."""
    return tuple(one.name for one in all_known())


def _means(name: str, slots: set[str]) -> bool:
    return key(name) in slots or known(name) is not None


def _told(name: str) -> str:
    return " ".join(name.split())


def _value(name: str, text: str) -> tuple[str, str]:
    """A value, and what stands behind it and belongs to no slot."""
    text = text.strip(" \t\n;")
    kind = known(name)
    if kind is not None and kind.name in LONG:
        return text.rstrip(","), ""
    first, mark, more = text.partition(";")
    if not mark and "\n\n" in text:
        first, _, more = text.partition("\n\n")
    return first.strip().rstrip(","), more.strip()
