"""Web pages that Outlook has wrapped into RTF. Source: MS-OXRTFEX, 2.1 and 3.1."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.reading.text.rtf.encodings import USUAL, decoded, of_charset, of_code_page, paired
from rag.reading.text.rtf.tokens import Kind, tokens
from rag.reading.text.rtf.words import LEFT_OUT, SIGNS

_MARK = b"\\fromhtml"
_MARKED_WITHIN = 1_000  # bytes
_DEEPEST = 5_000  # groups
_SIGNS = SIGNS | {"par": "\r\n", "line": "\r\n"}
_MARKS = {b"~": "&nbsp;", b"_": "-", b"-": "&shy;"}
_SILENT = LEFT_OUT | {"fonttbl", "stylesheet", "title", "author"}


@dataclass(slots=True)
class _Group:
    """What holds until a closing brace."""

    encoding: str
    skip: int = 1  # characters that stand for one in Unicode, for older programs
    silent: bool = False  # a destination that is no part of the page
    for_rtf: bool = False  # what only programs see that show RTF
    fresh: bool = True
    starred: bool = False
    fonts: bool = False  # the table of fonts


def html_of(rtf: bytes) -> str:
    """The web page inside; nothing where this is an RTF of its own."""
    if _MARK not in rtf[:_MARKED_WITHIN]:
        return ""
    return _Unwrapping().page(rtf)


class _Unwrapping:
    """One pass over the tokens."""

    def __init__(self) -> None:
        self._group = _Group(USUAL)
        self._stack: list[_Group] = []
        self._said: list[str] = []
        self._bytes = bytearray()  # not yet decoded
        self._left = 0  # characters to pass over after one in Unicode
        self._usual = USUAL
        self._fonts: dict[int, str] = {}
        self._font = 0

    def page(self, rtf: bytes) -> str:
        for kind, said, number in tokens(rtf):
            if kind is Kind.TEXT:
                self._text(said)
            elif kind is Kind.WORD:
                self._word(said.decode(), number)
            elif kind is Kind.OPEN:
                self._decode()
                self._stack.append(self._group)
                self._group = replace(self._group, fresh=True, starred=False)
                if len(self._stack) > _DEEPEST:
                    break
            elif kind is Kind.CLOSE:
                self._decode()
                if self._stack:
                    self._group = self._stack.pop()
            elif said == b"*":
                self._group.starred = True
            else:
                self._sign(said)
        self._decode()
        return paired("".join(self._said))

    def _text(self, said: bytes) -> None:
        self._group.fresh = False
        passed = min(self._left, len(said))
        self._left -= passed
        if not self._group.silent and not self._group.for_rtf:
            self._bytes += said[passed:]

    def _sign(self, sign: bytes) -> None:
        if sign in _MARKS:
            self._add(_MARKS[sign])
        elif sign in b"\r\n":
            self._add("\r\n")
        elif sign in b"\\{}":
            self._text(sign)

    def _word(self, word: str, number: int | None) -> None:
        group = self._group
        first, group.fresh = group.fresh, False
        if first and (group.starred or word in _SILENT):
            if word != "htmltag":
                group.silent = True
                group.fonts = word == "fonttbl"
            return
        if word == "htmlrtf":
            self._decode()
            group.for_rtf = number != 0
        elif word == "u":
            self._add(chr((number or 0) & 0xFFFF))
            self._left = group.skip
        elif word == "uc":
            group.skip = min(max(number or 0, 0), 16)
        elif word == "ansicpg":
            self._usual = group.encoding = of_code_page(number)
        elif word == "f":
            self._decode()
            self._font = number or 0
            group.encoding = self._fonts.get(self._font, self._usual)
        elif word == "fcharset" and group.fonts:
            self._fonts[self._font] = of_charset(number or 0) or self._usual
        elif word in _SIGNS:
            self._add(_SIGNS[word])

    def _add(self, text: str) -> None:
        self._decode()
        if not self._group.silent and not self._group.for_rtf:
            self._said.append(text)

    def _decode(self) -> None:
        """Turn the bytes so far into text. To be called before anything changes that decides how."""
        self._left = 0 if not self._bytes else self._left
        if self._bytes:
            self._said.append(decoded(bytes(self._bytes), self._group.encoding))
            self._bytes.clear()
