"""The language of templates: text with slots and blocks between double braces, taken apart into parts.

{{recipient}}                       a slot; {{reference?}} vanishes with its line where nothing fills it
{{answer: how long is the notice?}} answered from the documents, with citations
{{points: which defects were found?}}, {{points}}   the same as a list; without a question what matters most
{{write: thank for the order | Thank you.}}   worded by the model, else what stands behind the bar
{{if reference: Our reference: {{reference}}}}, {{unless reference: …}}
{{formal: …}}, {{friendly, plain: …}}, {{long: …}}, {{polite: …}}   for that tone, length, form of address

One blank behind a colon is not part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.errors import TemplateInvalid

_OPEN, _CLOSE, _BAR = "{{", "}}", "|"
_HEAD = re.compile(r"\s*(?P<head>[^{}:|]*?)\s*(?P<end>\}\}|:)")
_LONGEST = 60  # characters of a slot's name


class Tone(StrEnum):
    FORMAL = "formal"
    FRIENDLY = "friendly"
    PLAIN = "plain"


class Length(StrEnum):
    SHORT = "short"
    NORMAL = "normal"
    LONG = "long"


class Address(StrEnum):
    """How the reader is addressed, where a language has two ways: Sie or du, vous or tu."""

    POLITE = "polite"
    FAMILIAR = "familiar"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands there as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    question: tuple[Node, ...]
    instead: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    question: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Write:
    wish: tuple[Node, ...]
    instead: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """Kept where a slot is filled, or, `turned`, where none is."""

    name: str
    inside: tuple[Node, ...]
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Kept for some tones, lengths or forms of address; of those that are named one each has to fit."""

    names: tuple[str, ...]
    inside: tuple[Node, ...]

    def fits(self, tone: Tone, length: Length, address: Address) -> bool:
        return all(
            value in self.names
            for kind, value in ((Tone, tone), (Length, length), (Address, address))
            if any(name in set(kind) for name in self.names)
        )


Node = Words | Slot | Answer | Points | Write | Given | Kept
_CHOICES = frozenset((*Tone, *Length, *Address))


def parsed(text: str) -> tuple[Node, ...]:
    """A template's parts. Raises `TemplateInvalid`, which names the line."""
    nodes, at, _ = _nodes(text, 0, inside=False)
    assert at == len(text)
    return nodes


def slots_in(nodes: tuple[Node, ...]) -> tuple[Slot, ...]:
    """Every slot once, in the order in which they come; optional only where it is everywhere."""
    found: dict[str, Slot] = {}
    for one in _slots(nodes):
        known = found.get(one.name)
        if known is None or (known.optional and not one.optional):
            found[one.name] = one
    return tuple(found.values())


def walked(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every part, those within others too."""
    for node in nodes:
        yield node
        match node:
            case Answer(question, instead):
                yield from walked((*question, *instead))
            case Points(question):
                yield from walked(question)
            case Write(wish, instead):
                yield from walked((*wish, *instead))
            case Given() | Kept():
                yield from walked(node.inside)


def _slots(nodes: tuple[Node, ...]) -> Iterator[Slot]:
    """A slot that decides whether it is spoken of is needed by nobody."""
    for node in nodes:
        match node:
            case Slot():
                yield node
            case Given(name, inside):
                yield Slot(name, optional=True)
                for one in _slots(inside):
                    yield Slot(one.name, optional=True) if one.name == name else one
            case Kept(_, inside):
                yield from _slots(inside)
            case Answer(question, instead):
                yield from _slots((*question, *instead))
            case Write(wish, instead):
                yield from _slots((*wish, *instead))
            case Points(question):
                yield from _slots(question)


def _nodes(text: str, at: int, *, inside: bool) -> tuple[tuple[Node, ...], int, str]:
    """The parts from a place on, where they end, and what ended them: "", a bar or the closing braces."""
    found: list[Node] = []
    begun = at
    while at < len(text):
        if text.startswith(_OPEN, at):
            _flush(found, text[begun:at])
            node, at = _block(text, at)
            found.append(node)
            begun = at
        elif inside and (text.startswith(_CLOSE, at) or text[at] == _BAR):
            _flush(found, text[begun:at])
            return tuple(found), at, _CLOSE if text[at] != _BAR else _BAR
        else:
            at += 1
    _flush(found, text[begun:at])
    return tuple(found), at, ""


def _flush(found: list[Node], text: str) -> None:
    if text:
        found.append(Words(text))


def _block(text: str, at: int) -> tuple[Node, int]:
    head = _HEAD.match(text, at + len(_OPEN))
    if head is None:
        raise _wrong(text, at, text[at : at + _LONGEST])
    name = " ".join(head["head"].split())
    if head["end"] == _CLOSE:
        return _bare(text, at, name), head.end()
    first, end, ended = _nodes(text, head.end(), inside=True)
    instead: tuple[Node, ...] = ()
    while ended == _BAR:  # a bar means something behind a wish alone
        rest, end, ended = _nodes(text, end + 1, inside=True)
        instead = (*instead, *rest)
    if ended != _CLOSE:
        raise _wrong(text, at, text[at : at + _LONGEST])
    return _made(text, at, name, _trimmed(first), _trimmed(instead)), end + len(_CLOSE)


def _bare(text: str, at: int, name: str) -> Node:
    if name.lower() == "points":
        return Points(())
    optional = name.endswith("?")
    name = name.rstrip("? ")
    if not name or len(name) > _LONGEST:
        raise _wrong(text, at, text[at : at + _LONGEST])
    return Slot(name, optional)


def _made(text: str, at: int, name: str, inside: tuple[Node, ...], instead: tuple[Node, ...]) -> Node:
    word, _, rest = name.partition(" ")
    match word.lower():
        case "answer" if not rest:
            return Answer(inside, instead)
        case "points" if not rest:
            return Points(inside)
        case "write" if not rest:
            return Write(inside, instead)
        case "if" | "unless" if rest:
            return Given(rest.rstrip("? "), inside, turned=word.lower() == "unless")
    names = tuple(one.strip().lower() for one in name.split(","))
    if all(one in _CHOICES for one in names):
        return Kept(names, inside)
    raise _wrong(text, at, name)


def _trimmed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Without the one blank behind the colon: a second one belongs to the text."""
    found = list(nodes)
    if found and isinstance(found[0], Words):
        found[0] = Words(found[0].text.removeprefix(" "))
    return tuple(one for one in found if not isinstance(one, Words) or one.text)


def _wrong(text: str, at: int, detail: str) -> TemplateInvalid:
    return TemplateInvalid(line=text.count("\n", 0, at) + 1, detail=" ".join(detail.split()))
