"""Content lines, of which calendars and address cards are made: a name, parameters, a value.

Source: RFC 5545, 3.1; RFC 6350, 3.3; vCalendar 1.0 and vCard 2.1 for what is packed as quoted-printable.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rag.reading.text.encodings import codec_of
from rag.reading.text.encodings import decoded as guessed

_FOLD = re.compile(rb"(?:\r\n?|\n)[ \t]")
_WIDE_FOLD = re.compile(r"(?:\r\n?|\n)[ \t]")
_BREAKS = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"(?:([\w-]+)\.)?([\w-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";([\w-]+)(?:=((?:\"[^\"]*\"|[^;\"])*))?")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PACKED = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE[;:]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A property: `name` and the names of its parameters are in upper case."""

    name: str
    value: str  # with its escapes
    parameters: dict[str, str] = field(default_factory=dict)
    group: str = ""

    @property
    def text(self) -> str:
        """The value as text, its escapes opened."""
        return unescaped(self.value)


def content_lines(data: bytes) -> Iterator[ContentLine]:
    """The lines of a file, put together where they were folded; what is none is passed over."""
    # Folds stand between bytes, perhaps inside a letter; but in text of two bytes a character.
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = _WIDE_FOLD.sub("", guessed(data)) if wide else guessed(_FOLD.sub(b"", data))
    lines = iter(_BREAKS.split(text))
    for raw in lines:
        packed = _PACKED.search(raw.partition(":")[0] + ":") is not None
        held = [raw]
        while packed and held[-1].endswith("="):
            held[-1] = held[-1][:-1]
            held.append(next(lines, ""))
        found = _LINE.fullmatch("".join(held))
        if found is None:
            continue
        parameters: dict[str, str] = {}
        for name, value in _PARAMETER.findall(found[3]):
            said, key = value.strip('"') or name, name.upper()
            parameters[key] = f"{parameters[key]},{said}" if key in parameters else said
        value = _unpacked(found[4], parameters.get("CHARSET", "")) if packed else found[4]
        yield ContentLine(found[2].upper(), value, parameters, (found[1] or "").upper())


def unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def parts(value: str, mark: str) -> list[str]:
    """The parts of a value between marks that are not escaped, each with its escapes opened."""
    return [unescaped(part) for part in re.split(rf"(?<!\\){mark}", value)]


def _unpacked(value: str, charset: str) -> str:
    data = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    try:
        text = data.decode(codec_of(charset) or "utf-8")
    except UnicodeDecodeError:
        text = guessed(data)
    return text.replace("\r\n", "\n")
