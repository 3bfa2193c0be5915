"""The command people: who and what is always redacted in the library or matter, or never."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.rows import Row
from app.cli.session import Session
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from app.redacting.listing import RedactionList
    from app.services import Services
    from rag.redacting.listed import Entry
    from rag.storing.listed import Met

_SORTS = ("person", "company", "number", "word")


def grammar(command: Grammar) -> None:
    action = command.actions()
    add = action("add", say("redacting.people.add"))
    add.add("texts", nargs="*", metavar="TEXT", help=say("redacting.people.text"))
    add.add("--as", dest="sort", choices=_SORTS, default="person", help=say("redacting.people.as"))
    add.add("--never", action="store_true", help=say("redacting.people.never"))
    add.add("--from", dest="file", type=Path, metavar="FILE", help=say("redacting.people.from"))
    add.add("--found", action="store_true", help=say("redacting.people.found"))
    action("list", say("redacting.people.list"))
    remove = action("remove", say("redacting.people.remove"))
    remove.add("texts", nargs="+", metavar="TEXT", help=say("redacting.people.listed"))
    passed = action("pass", say("redacting.people.pass"))
    passed.add("texts", nargs="+", metavar="NAME", help=say("redacting.people.offered"))


def run(session: Session) -> bool:
    """Change the list or show it. Raises `NotListed`, `ListUnreadable`, `VaultError`s."""
    actions: dict[str, Callable[[Session, RedactionList], None]] = {
        "add": _add,
        "list": _list,
        "remove": _remove,
        "pass": _pass,
    }
    with session.services() as services:
        actions[session.arguments.action](session, _people(services))
    return True


def _people(services: Services) -> RedactionList:
    from app.redacting.listing import list_of

    return services.redacting.people or list_of(services.vault)


def _add(session: Session, people: RedactionList) -> None:
    from app.errors import ListUnreadable
    from app.redacting.listing import lines_of, listable
    from rag.redacting.listed import Entry, Sort

    asked = session.arguments
    sort = Sort(asked.sort)
    entries = [Entry(sort, one, asked.never) for one in asked.texts]
    wrong = [one.text for one in entries if not listable(one)]
    if asked.file is not None:
        lines = lines_of(_text(asked.file), sort, never=asked.never)
        entries += [one.entry for one in lines if one.entry is not None]
        wrong += [one.text for one in lines if one.entry is None]
    if wrong:
        raise ListUnreadable(path=str(asked.file or ""), lines="; ".join(wrong[:5]))
    if asked.found:
        entries += [Entry(Sort.PERSON, one.name, asked.never) for one in people.offered()]
    people.add(entries)
    for one in entries:
        session.output.give(_row(one), _told(one))
    if not entries:
        session.output.tell(say("redacting.people.nothing"))


def _text(path: Path) -> str:
    from rag.reading.source import Source
    from rag.reading.text.encodings import decoded

    return decoded(Source(path.expanduser()).load(10_000_000))


def _list(session: Session, people: RedactionList) -> None:
    entries, offered = people.entries(), people.offered()
    for one in entries:
        session.output.give(_row(one), _told(one))
    for met in offered:
        told = count(
            "redacting.people.met", len(met.documents), name=met.name, documents=", ".join(met.documents)
        )
        session.output.give(_met_row(met), told)
    if not entries and not offered:
        session.output.tell(say("redacting.people.none"))
    elif offered:
        session.output.tell(say("redacting.people.offers"))


def _remove(session: Session, people: RedactionList) -> None:
    for text in session.arguments.texts:
        entry = people.remove(text)
        session.output.give(_row(entry, "removed"), say("redacting.people.removed", text=entry.text))


def _pass(session: Session, people: RedactionList) -> None:
    from app.errors import NotListed

    known = {one.name.casefold(): one for one in people.offered()}
    for text in session.arguments.texts:
        met = known.get(" ".join(text.split()).casefold())
        if met is None:
            raise NotListed(text=text)
        people.pass_over(met.name)
        session.output.give(_met_row(met, "passed"), say("redacting.people.passed", text=met.name))


def _told(entry: Entry) -> str:
    rule = say(f"redacting.rules.{'never' if entry.never else 'always'}")
    return f"{rule:<8} {say(f'redacting.sorts.{entry.sort.value}'):<9} {entry.text}"


def _row(entry: Entry, rule: str = "") -> Row:
    """Its shape is a contract (see README)."""
    return {
        "text": entry.text,
        "as": entry.sort.value,
        "rule": rule or ("never" if entry.never else "always"),
        "documents": [],
    }


def _met_row(met: Met, rule: str = "offered") -> Row:
    return {"text": met.name, "as": "person", "rule": rule, "documents": list(met.documents)}


COMMAND = Command("people", run, grammar)
