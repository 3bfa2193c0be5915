"""The list of a library or matter: who and what is always redacted in its documents, or never."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import NotListed
from rag.redacting.listed import Entry, Sort, person_of
from rag.redacting.name_words import Person
from rag.storing.listed import ListedStore, Met, Rule

if TYPE_CHECKING:
    from rag.storing.vault import Vault

_FEWEST = 2  # letters or digits of what can be listed


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read of a file, or None where nobody can tell what it is to be."""

    text: str
    entry: Entry | None


class RedactionList:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: ListedStore, *, writes: bool = True) -> None:
        """`writes`: whether who is found may be noted."""
        self._store = store
        self._writes = writes

    def entries(self) -> list[Entry]:
        """What is listed, by text."""
        return [Entry(Sort(one.sort), one.text, one.rule is Rule.NEVER) for one in self._store.rows()]

    def add(self, entries: Iterable[Entry]) -> None:
        """What is there already is so as it is said now."""
        self._store.put(
            (one.sort.value, " ".join(one.text.split()), Rule.NEVER if one.never else Rule.ALWAYS)
            for one in entries
        )

    def remove(self, text: str) -> Entry:
        """Take a text off the list; what it was. Raises `NotListed`."""
        row = self._store.take(text)
        if row is None or row.rule is Rule.PASSED:
            raise NotListed(text=text)
        return Entry(Sort(row.sort), row.text, row.rule is Rule.NEVER)

    def pass_over(self, name: str) -> None:
        """Offer somebody no more."""
        self._store.put([(Sort.PERSON.value, name, Rule.PASSED)])

    def offered(self, document_id: int | None = None) -> list[Met]:
        """People who were found in documents for certain and are not listed; in others than a document."""
        return self._store.elsewhere(document_id)

    def met(self, document_id: int, people: Iterable[Person]) -> None:
        """Note who was found in a document of the library."""
        if self._writes:
            self._store.met(document_id, (" ".join((*one.given, *one.family)) for one in people))


def list_of(vault: Vault) -> RedactionList:
    """That of a library or matter."""
    return RedactionList(ListedStore(vault), writes=vault.read_only is None)


def listable(entry: Entry) -> bool:
    """Whether something can be found by it: a single letter stands everywhere."""
    if sum(one.isalnum() for one in entry.text) < _FEWEST:
        return False
    return entry.sort is not Sort.PERSON or person_of(entry.text) is not None


def lines_of(text: str, sort: Sort, *, never: bool) -> list[Line]:
    """A list as people write one: a line each, "#" for remarks. Behind a tab or a semicolon may stand what
    it is ("company"), and "never".
    """
    found = []
    for line in text.splitlines():
        bare = line.partition("#")[0].strip()
        if bare:
            found.append(_line(bare, sort, never=never))
    return found


def _line(bare: str, sort: Sort, *, never: bool) -> Line:
    first, *more = (part.strip().strip('"') for part in bare.replace("\t", ";").split(";"))
    for word in filter(None, (one.lower() for one in more)):
        if word in (Rule.NEVER.value, Rule.ALWAYS.value):
            never = word == Rule.NEVER.value
        elif word in list(Sort):
            sort = Sort(word)
        else:
            return Line(bare, None)
    entry = Entry(sort, first, never)
    return Line(bare, entry if listable(entry) else None)
