"""Calendars (ICS): each appointment, task and journal entry with what, when, where, who and how often.

Source: RFC 5545 (iCalendar), RFC 5546 (invitations).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line, tidy
from rag.reading.paging import FlowPages
from rag.reading.source import Source
from rag.reading.text.calendars.lines import ContentLine, content_lines
from rag.reading.text.calendars.recurrence import repeats
from rag.reading.text.calendars.times import spelled, when
from rag.types import DocumentInfo, Page

_MAX_BYTES = 100_000_000
_KINDS = {"VEVENT": "Appointment", "VTODO": "Task", "VJOURNAL": "Journal entry", "VFREEBUSY": "Availability"}
_METHODS = {
    "REQUEST": "invitation", "CANCEL": "cancellation", "REPLY": "reply to an invitation",
    "COUNTER": "proposal of another time", "DECLINECOUNTER": "refusal of another time",
}  # fmt: skip
_ANSWERS = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "DELEGATED": "delegated",
}
_ROLES = {"OPT-PARTICIPANT": "optional", "CHAIR": "chair", "NON-PARTICIPANT": "for information"}

Entry = dict[str, list[ContentLine]]


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    flow = FlowPages()
    title = ""
    open_: list[str] = []  # components inside each other
    head: Entry = defaultdict(list)
    entry: Entry = defaultdict(list)
    seen = False
    for line in content_lines(source.load(_MAX_BYTES)):
        if line.name == "BEGIN":
            open_.append(line.value.strip().upper())
            seen = seen or open_[-1] == "VCALENDAR"
            if open_[-1] in _KINDS:
                entry = defaultdict(list)
        elif line.name == "END":
            closed = open_.pop() if open_ else ""
            if closed in _KINDS:
                _add(flow, closed, entry, head)
                entry = defaultdict(list)
        elif open_ and open_[-1] in _KINDS:
            entry[line.name].append(line)
        elif open_ and open_[-1] == "VCALENDAR":
            head[line.name].append(line)
            title = title or (one_line(line.text) if line.name in ("X-WR-CALNAME", "NAME") else "")
    if entry and open_:  # cut short
        _add(flow, next((name for name in open_ if name in _KINDS), "VEVENT"), entry, head)
    if not seen:
        raise FileCorrupt(path=str(source.path), detail="no calendar")
    pages = flow.finish()
    yield DocumentInfo(title=title, page_count=len(pages))
    yield from pages


def _add(flow: FlowPages, kind: str, entry: Entry, head: Entry) -> None:
    flow.add(_text(entry, "SUMMARY") or _KINDS[kind], 1)
    for name, value in _facts(entry, head):
        if value:
            flow.add(f"{name}: {one_line(value)}", tight=True)
    for name in ("DESCRIPTION", "COMMENT"):
        for line in entry[name]:
            for paragraph in tidy(line.text).split("\n\n"):
                flow.add(paragraph)


def _facts(entry: Entry, head: Entry) -> Iterator[tuple[str, str]]:
    """What is known of an entry, by name and in the order in which people ask."""
    yield "Kind", _METHODS.get(_text(head, "METHOD").upper(), "")
    yield "Status", _text(entry, "STATUS").lower().replace("-", " ")
    yield "When", _when(entry)
    yield "Due", "; ".join(when(line, None, "") for line in entry["DUE"])
    yield "Done", "; ".join(spelled(line.value) for line in entry["COMPLETED"])
    yield "Repeats", "; ".join(repeats(line.value) for line in entry["RRULE"])
    yield "Also on", _dates(entry["RDATE"])
    yield "Not on", _dates(entry["EXDATE"])
    yield "Instead of", _dates(entry["RECURRENCE-ID"])
    yield "Busy", _dates(entry["FREEBUSY"])
    yield "Where", _text(entry, "LOCATION")
    yield "Organiser", "; ".join(map(_person, entry["ORGANIZER"]))
    yield "Attendees", "; ".join(map(_person, entry["ATTENDEE"]))
    yield "Contact", _text(entry, "CONTACT")
    yield "Resources", _text(entry, "RESOURCES")
    yield "Categories", _text(entry, "CATEGORIES")
    yield "Link", "; ".join(line.text for line in (*entry["URL"], *entry["CONFERENCE"]))
    yield "Attached", "; ".join(_attached(line) for line in entry["ATTACH"])


def _text(entry: Entry, name: str) -> str:
    return ", ".join(filter(None, (one_line(line.text) for line in entry[name])))


def _when(entry: Entry) -> str:
    if not entry["DTSTART"]:
        return ""
    end = next(iter(entry["DTEND"]), None)
    return when(entry["DTSTART"][0], end, _text(entry, "DURATION"))


def _dates(lines: list[ContentLine]) -> str:
    said = (" to ".join(map(spelled, one.split("/"))) for line in lines for one in line.value.split(","))
    return "; ".join(said)


def _person(line: ContentLine) -> str:
    address = line.text.strip()
    if address.lower().startswith("mailto:"):
        address = address[len("mailto:") :]
    name = one_line(line.parameters.get("CN", "")).strip("'\"")
    who = f"{name} <{address}>" if name and name != address and "@" in address else name or address
    notes = (
        _ROLES.get(line.parameters.get("ROLE", "").upper(), ""),
        _ANSWERS.get(line.parameters.get("PARTSTAT", "").upper(), ""),
    )
    said = ", ".join(filter(None, notes))
    return f"{who} ({said})" if said else who


def _attached(line: ContentLine) -> str:
    name = line.parameters.get("FILENAME") or line.parameters.get("X-FILENAME", "")
    inside = line.parameters.get("ENCODING", "").upper() == "BASE64"
    return f"{name or 'a file'} (not read)" if inside else f"{name} {line.text}".strip()
