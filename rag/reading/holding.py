"""Files that hold documents which stand by themselves: the messages of a mailbox, each with its own pages.

What such a file holds is gone through in order and opened only where it is wanted, so that a mailbox to which
one message was added costs that message.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from rag.errors import FileCorrupt, FileMissing, FileTooLarge, ReadError
from rag.reading.detection import format_of
from rag.reading.formats import Holding
from rag.reading.paging import plain_page
from rag.reading.source import Source
from rag.types import DocumentInfo, Member, MemberFailed, Page, PageUnit

_MOST = 200_000  # documents in one file; each is a row of the library
_TOO_MANY = "the mailbox is too large"
_TWICE = "the same as another"

_log = logging.getLogger(__name__)

Events = Iterable[DocumentInfo | Page]
HeldEvent = DocumentInfo | Page | Member | MemberFailed


@dataclass(frozen=True, slots=True)
class Held:
    """A document in a file, unopened. `about` tells of it, `read` gives its events and may raise anything."""

    key: str
    share: float  # as in `Member`
    about: Callable[[], Member]
    read: Callable[[Source, str | None], Events]


@dataclass(frozen=True, slots=True)
class Skipped:
    """What of a file is passed over, and why."""

    name: str
    reason: str


def member_events(source: Source, password: str | None, known: Collection[str]) -> Iterator[HeldEvent]:
    """Each document of a file with its events, the `known` ones without; at last those of the file itself,
    whose pages are what was passed over. One that cannot be read costs the others nothing.

    Raises `ReadError`s of the file as a whole, `FileCorrupt` where it holds nothing.
    """
    skipped: list[Skipped] = []
    seen: set[str] = set()
    twice = 0
    for one in _reader(source).held(source):
        if isinstance(one, Skipped):
            skipped.append(one)
        elif one.key in seen:
            twice += 1
        elif len(seen) == _MOST:
            skipped.append(Skipped("further messages", _TOO_MANY))
            break
        else:
            seen.add(one.key)
            if one.key in known:
                yield Member(one.key, share=one.share, is_known=True)
            else:
                yield from _opened(one, source, password)
    if twice:
        skipped.append(Skipped(number_of(twice), _TWICE))
    if not seen and not skipped:
        raise FileCorrupt(path=str(source.path), detail="no message")
    yield DocumentInfo("", len(skipped), PageUnit.MESSAGE)
    for number, note in enumerate(skipped, 1):
        yield plain_page(number, "", label=f"{note.name}: not read, {note.reason}")


def number_of(messages: int) -> str:
    """So many messages, as what was passed over is called."""
    return "1 message" if messages == 1 else f"{messages} messages"


def one_member(source: Source, password: str | None, key: str) -> Iterator[DocumentInfo | Page]:
    """The events of one document of a file. Raises `FileMissing` where it is not there, and `ReadError`s."""
    for one in _reader(source).held(source):
        if isinstance(one, Held) and one.key == key:
            yield from one.read(source, password)
            return
    raise FileMissing(path=str(source.path))


def _reader(source: Source) -> Holding:
    return cast("Holding", format_of(source).value.reader())


def _opened(one: Held, source: Source, password: str | None) -> Iterator[HeldEvent]:
    said = [Member(one.key, share=one.share)]

    def events() -> Iterator[HeldEvent]:
        said[0] = replace(one.about(), key=one.key, share=one.share)
        yield said.pop()
        yield from one.read(source, password)

    try:
        yield from events()
    except ReadError as fault:
        failed = MemberFailed(fault.code, fault.facts)
    except MemoryError:
        failed = MemberFailed(FileTooLarge.code, {"path": str(source.path)})
    except Exception as failure:
        # A boundary like that of the process: whatever a library makes of this one, others follow.
        _log.exception("A document in a file cannot be read")
        failed = MemberFailed(FileCorrupt.code, {"path": str(source.path), "detail": type(failure).__name__})
    else:
        return
    yield from said  # where not even this could be told
    yield failed
