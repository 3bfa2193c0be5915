"""What must be known of a document's sections before its text is read, though it stands after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

_CHUNK = 1 << 20
_NAME = b"sectPr"
_SECTION = re.compile(rb"<(?:\w+:)?sectPr(?:\s[^>]*)?(?:/>|>.*?</(?:\w+:)?sectPr>)", re.DOTALL)
_FORMER = b"sectPrChange"  # as it was before a change that is tracked
_PREFIX = 12  # bytes before the name, at most
_LONGEST = 100_000  # bytes of one section's properties
_KIND = re.compile(rb"<\w+:type\s+\w+:val=[\"'](\w+)")
_RESTARTS = re.compile(rb"<\w+:pgNumType\b[^>]*:start=")
_NOTES = re.compile(rb"<\w+:(foot|end)notePr>(.{0,600}?)</\w+:\1notePr>", re.DOTALL)
_SETTING = re.compile(rb"<\w+:(numFmt|numStart|numRestart|pos)\s+\w+:val=[\"'](\w+)")


@dataclass(frozen=True, slots=True)
class SectionStart:
    """How a section begins: "nextPage", "continuous", "oddPage"…"""

    kind: str = "nextPage"
    renumbered: bool = False  # its pages are counted from a number of their own


@dataclass(slots=True)
class Survey:
    """The document's sections in order, and how its notes are numbered ("footnote" → setting → value)."""

    sections: list[SectionStart] = field(default_factory=list)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)

    def start_of(self, place: int) -> SectionStart:
        """How the section of that place begins, the first being 0."""
        return self.sections[place] if place < len(self.sections) else SectionStart()


def surveyed(stream: IO[bytes]) -> Survey:
    """Look through the main part of a document, without building its tree."""
    survey = Survey()
    for written in _sections(stream):
        section = written.partition(_FORMER)[0]
        kind = _KIND.search(section)
        name = kind[1].decode("ascii", "replace") if kind else "nextPage"
        survey.sections.append(SectionStart(name, _RESTARTS.search(section) is not None))
        for found in _NOTES.finditer(section):
            own = survey.notes.setdefault(f"{found[1].decode()}note", {})
            own |= {key.decode(): said.decode("ascii", "replace") for key, said in _SETTING.findall(found[2])}
    return survey


def _sections(stream: IO[bytes]) -> Iterator[bytes]:
    """The properties of each section as they are written."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        data = tail + chunk
        done, at = 0, data.find(_NAME)
        while at >= 0:
            opened = data.rfind(b"<", max(at - _PREFIX, done), at)
            found = _SECTION.match(data, opened, at + _LONGEST) if opened >= 0 else None
            if found is not None:
                yield found[0]
                done = found.end()
            elif opened >= 0 and at + _LONGEST > len(data) and data[opened + 1 : opened + 2] != b"/":
                break  # it may go on in the next piece
            at = data.find(_NAME, max(done, at + len(_NAME)))
        # Unread from here on: one that goes on, or the beginning of its name.
        tail = data[max(opened if at >= 0 else len(data) - _PREFIX, done) :]
