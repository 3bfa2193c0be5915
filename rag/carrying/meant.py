"""Which documents the words of a wish mean: by file name, by their kind, all of them, those at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from rag.answering.quoting.naming import named_in, spaced, telling_parts
from rag.carrying.phrases import Phrases, kinds
from rag.language.words import letters, stems, words
from rag.types import Document

_CONTRACTS = ("nda", "lease", "contract")

Called = Callable[[str], Collection[int]]
"""The documents that call themselves so, by number."""


Headed = Callable[[Document], str]
"""The first line of a document, in which it may say what it is."""


@dataclass(frozen=True, slots=True)
class Meant:
    """`every`: all that there are; `kind`: of the documents, as it was said; `by_name`: by names of files."""

    documents: tuple[Document, ...] = ()
    every: bool = False
    kind: str = ""
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """Among which documents is looked; `at_hand`: those that lie open or are selected."""

    documents: Sequence[Document]
    at_hand: Collection[int] = ()
    called: Called = lambda _: ()
    headed: Headed = lambda _: ""

    @property
    def open(self) -> tuple[Document, ...]:
        return tuple(one for one in self.documents if one.id in self.at_hand)


def meant_by(said: str, phrases: Phrases, shelf: Shelf) -> Meant | None:
    """The documents that words mean; None where a part of them means none here."""
    if phrases.one("everything").fullmatch(said.strip()):
        return Meant(tuple(shelf.documents), every=True)
    found, rest = _by_name(said, shelf.documents)
    kind, every, by_name = "", False, bool(found)
    for part in re.split(rf",|(?<!\w)(?:{phrases.said['and']})(?!\w)", rest, flags=re.IGNORECASE):
        some = _part(part.strip(" \t.\"'“”„«»"), phrases, shelf)
        if some is None:
            return None
        by_name = by_name and not some.documents
        found += [one for one in some.documents if one not in found]
        kind, every = some.kind or kind, every or some.every
    return Meant(tuple(found), every, kind, by_name) if found else None


def kind_of(documents: Iterable[Document]) -> str:
    """The kind that the names of documents tell, where it is the same of all; else ""."""
    told = {next((name for name, _ in kinds() if _is_a(one, name)), "") for one in documents}
    return told.pop() if len(told) == 1 else ""


def _by_name(said: str, documents: Sequence[Document]) -> tuple[list[Document], str]:
    """The documents whose file names stand in a text, longest names first, and what is left of it."""
    low, found = said.lower(), list[Document]()
    for one in sorted(documents, key=lambda each: -len(each.name)):
        name = one.name.rpartition("/")[2]
        if name.lower() not in low:
            continue
        pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
        if pattern.search(said):
            found.append(one)
            said = pattern.sub(" , ", said)
            # Of two documents of one name both are meant.
            found += [other for other in documents if other.name == one.name and other not in found]
    order = {one.id: place for place, one in enumerate(documents)}
    return sorted(found, key=lambda one: order[one.id]), said


def _part(said: str, phrases: Phrases, shelf: Shelf) -> Meant | None:
    """What one of several parts means; nothing is meant by "the file" beside a file's name."""
    if not said:
        return Meant()
    this, said = _cut(said, phrases, "this")
    every, said = _cut(said, phrases, "all")
    _, said = _cut(said, phrases, "the")
    _, said = _cut(said, phrases, "sheet")
    if not said and not this and not every:
        return Meant()
    kind = next((name for name, pattern in kinds() if pattern.fullmatch(said)), "")
    plain = not said or bool(phrases.one("things").fullmatch(said))
    one = bool(phrases.one("thing").fullmatch(said)) and not every  # "the document"
    if this or one:
        if shelf.open and (plain or kind):
            return Meant(shelf.open, kind=kind)
        if plain:
            return None
    if plain:
        return Meant(tuple(shelf.documents), every=True)
    exact = () if every else tuple(one for one in shelf.documents if {*stems(said)} == telling_parts(one))
    if (
        kind and not exact
    ):  # "the lease" is lease.pdf where a file is called so, "all leases" are those of a kind
        documents = tuple(one for one in shelf.documents if _is_a(one, kind, shelf.headed))
        return Meant(documents, kind=kind) if documents else None
    return Meant(exact) if exact else _called(said, shelf)


def _called(said: str, shelf: Shelf) -> Meant | None:
    """Documents by words of their names, or by what they call themselves."""
    wanted = {*stems(said), *(word for word in words(said) if word.isdigit())}
    found = [one for one in shelf.documents if wanted and wanted <= telling_parts(one)]
    if not found:
        ids = shelf.called(letters(said))
        found = [one for one in shelf.documents if one.id in ids]
    found = found or named_in(said, shelf.documents)
    return Meant(tuple(found)) if found else None


def _is_a(document: Document, kind: str, headed: Headed = lambda _: "") -> bool:
    wanted = _CONTRACTS if kind == "contract" else (kind,)
    name = f"{spaced(document.name.rpartition('/')[2])} \n {document.title}"
    patterns = [pattern for one, pattern in kinds() if one in wanted]
    if any(pattern.search(name) for pattern in patterns):
        return True
    first = headed(document)
    return any(pattern.search(first) for pattern in patterns)


def _cut(said: str, phrases: Phrases, key: str) -> tuple[bool, str]:
    """Whether a text begins with such words, and what follows them."""
    begun = re.match(rf"(?:{phrases.said[key]})(?:\s+|$|(?<=['’]))", said, re.IGNORECASE)
    return (True, said[begun.end() :].strip()) if begun and begun.end() else (False, said)
