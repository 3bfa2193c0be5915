"""Server-sent events (WHATWG HTML, "Parsing an event stream"), as far as engines use them: their data."""

from __future__ import annotations

import codecs

_MOST_CHARACTERS = 1 << 20  # of an event


class EventTooLong(ValueError):
    """An event has more than any that an engine sends."""


class Events:
    """Takes the data of events out of bytes that come in pieces, wherever they are cut."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._held = ""
        self._data: list[str] = []

    def feed(self, piece: bytes) -> list[str]:
        """The data of every event that is whole now. Raises `EventTooLong`."""
        self._held += self._decoder.decode(piece)
        found: list[str] = []
        while (line := self._line()) is not None:
            if line:
                self._take(line)
            elif self._data:
                found.append("\n".join(self._data))
                self._data = []
        if len(self._held) + sum(map(len, self._data)) > _MOST_CHARACTERS:
            raise EventTooLong
        return found

    def finish(self) -> list[str]:
        """The last event, of a stream that ends without the empty line behind it."""
        return self.feed(b"\n\n")

    def _line(self) -> str | None:
        """The next whole line; None while its end has not come. It ends with LF, CR or both."""
        ends = [at for at in (self._held.find("\n"), self._held.find("\r")) if at >= 0]
        if not ends:
            return None
        end = min(ends)
        if self._held[end] == "\r" and end + 1 == len(self._held):
            return None  # the LF that may belong to it has not come
        width = 2 if self._held[end : end + 2] == "\r\n" else 1
        line, self._held = self._held[:end], self._held[end + width :]
        return line

    def _take(self, line: str) -> None:
        name, _, value = line.partition(":")
        if name == "data":
            self._data.append(value.removeprefix(" "))
