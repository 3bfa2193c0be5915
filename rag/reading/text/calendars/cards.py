"""Address cards (VCF): each person or company with all ways to reach them.

Source: RFC 6350, and versions 2.1 and 3.0 before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line, tidy
from rag.reading.paging import FlowPages
from rag.reading.source import Source
from rag.reading.text.calendars.lines import ContentLine, content_lines, parts
from rag.reading.text.calendars.times import moment, spelled
from rag.types import DocumentInfo, Page

_MAX_BYTES = 100_000_000
_NAMES = {
    "ORG": "Organisation", "TITLE": "Position", "ROLE": "Role", "NICKNAME": "Called", "TEL": "Phone",
    "EMAIL": "Email", "IMPP": "Messages", "ADR": "Address", "URL": "Web", "BDAY": "Born",
    "ANNIVERSARY": "Anniversary", "RELATED": "Related", "CATEGORIES": "Categories", "MEMBER": "Member",
    "X-SOCIALPROFILE": "Profile", "NOTE": "Note",
}  # fmt: skip
_OF_TYPES = ("TYPE", "WORK", "HOME", "CELL", "FAX", "PAGER", "VOICE")
_UNSAID = ("PREF", "INTERNET", "VOICE", "TYPE")  # types that say nothing to people
_APPLE = (("_$!<", ""), (">!$_", ""))


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    flow = FlowPages()
    card: list[ContentLine] = []
    is_open = seen = False
    for line in content_lines(source.load(_MAX_BYTES)):
        is_mark = line.name in ("BEGIN", "END") and line.value.strip().upper() == "VCARD"
        if is_mark:
            _add(flow, card)
            card = []
            is_open = line.name == "BEGIN"
            seen = True
        elif is_open:
            card.append(line)
    _add(flow, card)
    if not seen:
        raise FileCorrupt(path=str(source.path), detail="no card")
    pages = flow.finish()
    yield DocumentInfo(title="", page_count=len(pages))
    yield from pages


def _add(flow: FlowPages, card: list[ContentLine]) -> None:
    if not card:
        return
    labels = {line.group: line.text for line in card if line.name == "X-ABLABEL"}
    flow.add(_called(card), 1)
    for line in card:
        name = _NAMES.get(line.name)
        if name is None:
            continue
        kind = one_line(_plain(labels.get(line.group, ""))) or _types(line)
        value = _value(line)
        if value:
            flow.add(f"{name}{f' ({kind})' if kind else ''}: {value}", tight=True)


def _called(card: list[ContentLine]) -> str:
    """The name on the card, else what it has of it."""
    said = {line.name: line for line in reversed(card)}
    if "FN" in said and said["FN"].text.strip():
        return one_line(said["FN"].text)
    if "N" in said:
        family, given, *_ = (*parts(said["N"].value, ";"), "", "")
        if name := one_line(f"{given} {family}"):
            return name
    named = next((said[name].text for name in ("ORG", "NICKNAME", "EMAIL", "TEL") if name in said), "")
    return one_line(named.replace(";", " ")) or "Card"


def _value(line: ContentLine) -> str:
    if line.name in ("ADR", "ORG"):
        return ", ".join(filter(None, map(one_line, parts(line.value, ";"))))
    if line.name in ("BDAY", "ANNIVERSARY"):
        plain = line.text.replace("-", "")
        return spelled(plain) if moment(plain) is not None else one_line(line.text)
    return tidy(line.text) if line.name == "NOTE" else one_line(line.text)


def _types(line: ContentLine) -> str:
    said = [line.parameters[name] for name in _OF_TYPES if name in line.parameters]
    types = dict.fromkeys(one.strip('" ').upper() for value in said for one in value.split(","))
    return ", ".join(one.lower() for one in types if one not in _UNSAID and not one.startswith("X-"))


def _plain(label: str) -> str:
    for mark, other in _APPLE:
        label = label.replace(mark, other)
    return label
