"""A message as it is read, whatever file it came in: page 1 is the message, then come its attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from rag.errors import ReadError
from rag.reading.cleaning import one_line, tidy
from rag.reading.containers.mail.wrapping import laid_lines
from rag.reading.containers.members import Events, MemberPages
from rag.reading.containers.resources import Resources
from rag.reading.paging import FlowPages
from rag.reading.pictures import Told, told_of
from rag.reading.source import Source
from rag.reading.text.html.reader import add_html
from rag.reading.viewing.recording import cells_in, recorder
from rag.types import DocumentInfo, Page
from rag.types.views import Kind

_SUBJECT = "Subject: "


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a message carries: bytes, or a message that is open already."""

    name: str
    load: Callable[[], bytes] = bytes
    is_drawn: bool = False  # a picture inside the text
    read: Callable[[Source, str | None], Events] | None = None  # of a message, instead of `load`
    unread: str = ""  # why it cannot be read
    places: tuple[str, ...] = ()  # addresses under which the text shows it


@dataclass(slots=True)
class Letter:
    """A message as it is read: what is shown of it, and what it carries."""

    subject: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    texts: list[tuple[bool, str]] = field(default_factory=list)  # whether it is HTML, and the text
    notes: list[str] = field(default_factory=list)  # what is to be known of the message
    unread: list[str] = field(default_factory=list)  # what of it could not be read, and why
    attachments: list[Attachment] = field(default_factory=list)
    resources: Resources = field(default_factory=Resources)

    @property
    def author(self) -> str:
        return next((value for name, value in self.headers if name == "From"), "")

    def held(self, address: str) -> bytes | None:
        """The picture that the text shows from an address; None where the message carries none."""
        found = next((one for one in self.attachments if address.strip() in one.places), None)
        try:
            return None if found is None else found.load()
        except ReadError:
            return b""

    def is_empty(self) -> bool:
        return not (self.texts or self.headers or self.attachments or self.unread)


def letter_events(letter: Letter, source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """The document, its message and its attachments, then the document again, counted."""
    yield DocumentInfo(title=letter.subject, page_count=0, author=letter.author)
    members = MemberPages(source, password)
    carried = [(one, told_of(one.load, source) if one.is_drawn else None) for one in _named_apart(letter)]
    yield from members.own(_pages(letter, carried, source))
    for attachment, told in carried:
        if told is not None:
            continue
        if attachment.unread:
            yield members.unreadable(attachment.name, attachment.unread)
        elif attachment.read is not None:
            yield from members.add_letter(attachment.name, attachment.read)
        else:
            yield from members.add(attachment.name, attachment.load)
    yield DocumentInfo(letter.subject, members.count, author=letter.author, outline=tuple(members.outline))


def _named_apart(letter: Letter) -> Iterator[Attachment]:
    """The attachments, no two under one name."""
    seen: dict[str, int] = {}
    for one in letter.attachments:
        name = one_line(one.name) or "attachment"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            stem, dot, suffix = name.rpartition(".")
            name = f"{stem or name} ({seen[name]}){dot}{suffix if stem else ''}"
        yield replace(one, name=name)


def _note_hidden(characters: int) -> None:
    """Note that a view need not show how the line begins that was written last."""
    noted = recorder()
    if noted is not None and noted.lines:
        noted.lines[-1].hidden.extend((0, characters))


def _note_names(names: list[str]) -> None:
    """Note where the names of what is attached stand in the line that was written last."""
    noted = recorder()
    if noted is not None and noted.lines:
        noted.lines[-1].cells = cells_in(noted.lines[-1].text, names, names, len("Attachments: "))


def _note_lines(text: str) -> None:
    """Note which lines of a plain text, which was written last, only its sender's program has parted."""
    noted = recorder()
    if noted is None or noted.is_full:
        return
    said = [line for line in text.split("\n") if line.strip()]
    lines = noted.lines[-len(said) :] if said else []
    if [line.text for line in lines] != said:
        return
    for line, laid in zip(lines, laid_lines(text), strict=True):
        line.joint = laid.joint
        if laid.indent:
            line.hidden.extend((0, laid.indent))


def _pages(letter: Letter, carried: list[tuple[Attachment, Told | None]], source: Source) -> list[Page]:
    """A message as pages; more than one only where it is very long."""
    flow = FlowPages()
    if letter.subject:
        flow.add(f"{_SUBJECT}{letter.subject}", 1, title=letter.subject)
        _note_hidden(len(_SUBJECT))
    for name, value in letter.headers:
        flow.add(f"{name}: {value}", tight=True, kind=Kind.FIELD)
    for is_html, text in letter.texts:
        if is_html and text.strip():
            add_html(flow, text, source, letter.resources.sheet, held=letter.held)
        else:
            said = tidy(text)
            for paragraph in said.split("\n\n"):
                flow.add(paragraph)
            _note_lines(said)
    for note in letter.notes:
        flow.add(note)
    attached = [one.name for one, told in carried if told is None]
    if attached:
        flow.add("Attachments: " + ", ".join(attached), kind=Kind.ATTACHED)
        _note_names(attached)
    for kind in Told:
        names = [one.name for one, told in carried if told is kind]
        if names:
            flow.add(f"{kind.value}: " + ", ".join(names), tight=bool(attached))
    pages = flow.finish()
    if letter.unread:
        pages[0] = replace(pages[0], unread=(*pages[0].unread, *letter.unread))
    if len(pages) == 1:
        return [replace(pages[0], label="message")]
    return [replace(page, label=f"message, page {page.number}") for page in pages]
