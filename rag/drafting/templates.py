"""Templates: small text files with a head between lines of dashes; those that come along, and people's own.

    ---
    name: Notice of termination
    language: en
    tone: formal
    length: normal
    slot contract date: date; dated, date of the contract; When was the contract concluded?
    ---
    {{sender}} …

The head may be left out, and so may each of its lines. What its body may hold, `syntax` says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from rag.drafting.slots import DRAFTS, SlotKind, declared, key, same
from rag.drafting.syntax import Length, Node, Slot, Tone, parsed, slots_in
from rag.errors import TemplateInvalid, TemplateUnknown
from rag.language.languages import language_of, languages

SUFFIXES = (".md", ".txt")
COMPUTED = frozenset({"today", "salutation", "closing", "documents"})
"""Slots that are made and not filled: the day, the greeting, the regards, the names of the documents."""

_HEAD = re.compile(
    r"\A\ufeff?\s*---[ \t]*\n(?P<head>.*?)(?:^|\n)---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_LINE = re.compile(r"(?P<key>[^:#][^:]*?)\s*:\s*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Template:
    """`id` is the stem of its file. `text` is all of it, as `parsed_template` reads it."""

    id: str
    text: str
    name: str
    language: str  # a code; "" where neither head nor body tells
    tone: Tone
    length: Length
    nodes: tuple[Node, ...]
    slots: Mapping[str, SlotKind] = field(default_factory=dict)  # its own, by key
    own: bool = False  # a person's

    @property
    def wanted(self) -> tuple[Slot, ...]:
        """The slots that are to be filled, in their order."""
        return tuple(one for one in asked_slots(self.nodes) if key(one.name) not in COMPUTED)


def asked_slots(nodes: Sequence[Node]) -> tuple[Slot, ...]:
    """The slots of some parts, and the recipient where there is a greeting: it is greeted by its name."""
    found = slots_in(tuple(nodes))
    greets = any(key(one.name) == "salutation" for one in found)
    if greets and not any(same(one.name, "recipient") for one in found):
        return (Slot("recipient"), *found)
    return found


class Templates:
    """Looks the files up each time, so that an edited template counts at once."""

    def __init__(self, own: Path | None = None) -> None:
        """`own` is the folder of the user's templates, whose names take the place of the program's."""
        self._own = own

    def all(self, language: str = "") -> tuple[Template, ...]:
        """Every template, or those of a language, by name; a file that says nonsense is left out."""
        found: dict[tuple[str, str], Template] = {}
        for path, own in self._files():
            try:
                one = load(path, own=own)
            except TemplateInvalid:
                continue
            found[one.id, one.language] = one
        kept = (one for one in found.values() if not language or one.language == language)
        return tuple(sorted(kept, key=lambda one: (not one.own, one.name.casefold())))

    def get(self, name: str, languages: Sequence[str] = ()) -> Template:
        """The template of a name ("reply", "reply-de", "Reply to a customer") or at a path, in the first of
        some languages that has it, else in any. Raises `TemplateUnknown`, `TemplateInvalid`.
        """
        path = Path(name).expanduser()
        if path.suffix.lower() in SUFFIXES or len(path.parts) > 1:
            if path.is_file():
                return load(path, own=True)
            if self._own is not None and (self._own / path.name).is_file():
                return load(self._own / path.name, own=True)
        wanted = key(name)
        found = [
            one
            for one in self.all()
            if wanted in (key(one.id), key(one.name), key(f"{one.id}-{one.language}"))
        ]
        if not found:
            there = sorted({one.id for one in self.all()})
            raise TemplateUnknown(template=name, known=", ".join(there))
        order = list(dict.fromkeys([*languages, "en"]))
        at = {code: place for place, code in enumerate(order)}
        return min(found, key=lambda one: (at.get(one.language, len(at)), not one.own))

    def _files(self) -> list[tuple[Path, bool]]:
        own = [] if self._own is None else [(path, True) for path in sorted(self._own.glob("*"))]
        builtin = [(path, False) for path in sorted(DRAFTS.glob("*/*"))]
        return [(path, is_own) for path, is_own in (*builtin, *own) if path.suffix.lower() in SUFFIXES]


def load(path: Path, *, own: bool = False) -> Template:
    """The template in a file. Raises `TemplateInvalid`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise TemplateInvalid(path=str(path), line=0, detail=detail) from error
    try:
        return parsed_template(text, path.stem, own=own)
    except TemplateInvalid as wrong:
        raise TemplateInvalid(**{**wrong.facts, "path": str(path)}) from None


def parsed_template(text: str, id_: str, *, own: bool = False) -> Template:
    """A template from its text. Raises `TemplateInvalid`, which names the line."""
    text = text.replace("\r\n", "\n")
    head = _HEAD.match(text)
    fields, slots = _fields(head["head"]) if head else ({}, {})
    body = text[head.end() :] if head else text
    if not body.strip():
        raise TemplateInvalid(line=text.count("\n") + 1, detail="")
    before = text.count("\n", 0, head.end()) if head else 0
    try:
        nodes = parsed(body.strip("\n"))
    except TemplateInvalid as wrong:
        skipped = len(body) - len(body.lstrip("\n"))
        line = int(str(wrong.facts["line"])) + before + skipped
        raise TemplateInvalid(line=line, detail=wrong.facts["detail"]) from None
    return Template(
        id=id_,
        text=text,
        name=fields.get("name", "") or id_,
        language=_language(fields.get("language", ""), body),
        tone=Tone(fields.get("tone", "") or Tone.FORMAL),
        length=Length(fields.get("length", "") or Length.NORMAL),
        nodes=nodes,
        slots=slots,
        own=own,
    )


def comes_along(template: Template) -> bool:
    """Whether it is one of the program's, unchanged."""
    return template.text in _texts()


@cache
def _texts() -> frozenset[str]:
    return frozenset(path.read_text("utf-8").replace("\r\n", "\n") for path in DRAFTS.glob("*/*.md"))


def without_id(template: Template, id_: str) -> Template:
    """The same under another id."""
    return replace(template, id=id_)


def _fields(head: str) -> tuple[dict[str, str], dict[str, SlotKind]]:
    fields: dict[str, str] = {}
    slots: dict[str, SlotKind] = {}
    for number, line in enumerate(head.splitlines(), 2):
        if not line.strip() or line.lstrip().startswith(("#", "- ")):
            continue  # a list of slots, as other tools have it, tells nothing that the body does not
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise TemplateInvalid(line=number, detail=line.strip())
        name, value = " ".join(found["key"].split()), found["value"].strip().strip("\"'")
        word, _, slot = name.partition(" ")
        if word.lower() == "slot" and slot:
            kind = declared(slot, value)
            if kind is None:
                raise TemplateInvalid(line=number, detail=value)
            slots[key(slot)] = kind
        else:
            fields[name.lower()] = value
            _check(name.lower(), value, number)
    return fields, slots


def _check(name: str, value: str, line: int) -> None:
    allowed = {"tone": set(map(str, Tone)), "length": set(map(str, Length))}.get(name)
    if allowed is not None and value and value.lower() not in allowed:
        raise TemplateInvalid(line=line, detail=value)


def _language(told: str, body: str) -> str:
    """The code of what the head names, or of what the body is written in."""
    lower = told.lower()
    for one in languages():
        if lower and (lower[:2] == one.code or lower in one.called or lower == one.name.lower()):
            return one.code
    return language_of(re.sub(r"\{\{[^{}]*\}\}", " ", body)).code
