"""Where a quote stands in a Word file, and its runs cut at the quote's bounds so that formatting stays.

Letters and digits alone are compared: spaces, line ends and hyphens differ between a file and what was read
of it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SOLID = re.compile(r"[^\W_]|[%€$£]")


@dataclass(frozen=True, slots=True)
class _Letter:
    run: Any  # w:r with one w:t
    at: int  # in the text of the run


class WordText:
    """The text of a Word file, letter by letter, without what is deleted in it already."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self._letters: list[_Letter] = []
        self._solid = ""
        self.renew()

    def renew(self) -> None:
        """Look again, after something was changed."""
        self._letters = list(_letters(self._body))
        self._solid = "".join(_fold(_text(one.run)[one.at]) for one in self._letters)

    def find(self, quote: str, begin: int = 0) -> tuple[int, int] | None:
        """The letters of a quote, from and up to; the first ones from `begin` on, else from the beginning."""
        wanted = solid(quote)
        if not wanted:
            return None
        at = self._solid.find(wanted, begin)
        if at < 0:
            at = self._solid.find(wanted)
        return None if at < 0 else (at, at + len(wanted))

    def runs(self, start: int, end: int) -> list[Any]:
        """The runs of letters `start` to `end` and what stands between them, cut at both bounds. The places
        of letters behind `end` no longer hold: `renew`.
        """
        found: list[Any] = []
        last = self._letters[end - 1]
        behind = _after_mark(_text(last.run), last.at + 1)
        stops = {id(one.run): one for one in (last,)}
        for run in dict.fromkeys(one.run for one in self._letters[start:end]):
            piece = run
            if run is last.run or id(run) in stops:
                _split(piece, behind)
            if run is self._letters[start].run and self._letters[start].at:
                piece = _split(piece, self._letters[start].at)
            found.append(piece)
        return _with_between(found)

    def anchor(self, letter: int) -> tuple[Any, Any]:
        """The run of a letter, cut behind it and the mark that follows it, and its paragraph."""
        one = self._letters[letter]
        _split(one.run, _after_mark(_text(one.run), one.at + 1))
        return one.run, paragraph_of(one.run)

    def text(self, start: int, end: int) -> str:
        """What stands from a letter up to another, spaces and marks between them included."""
        told = []
        for place in range(start, end):
            one = self._letters[place]
            following = self._letters[place + 1] if place + 1 < end else None
            same = following is not None and following.run is one.run
            until = following.at if same and following is not None else len(_text(one.run))
            told.append(_text(one.run)[one.at : until] if place + 1 < end else _text(one.run)[one.at])
        return "".join(told)

    @property
    def length(self) -> int:
        return len(self._letters)


def solid(text: str) -> str:
    """Letters and digits alone, small."""
    return "".join(_fold(one) for one in text if _SOLID.match(one))


def paragraph_of(run: Any) -> Any:
    """The paragraph that a run stands in."""
    found = run
    while found.tag != qn("w:p"):
        found = found.getparent()
    return found


def _fold(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter  # "İ" becomes two


def _letters(body: Any) -> Iterator[_Letter]:
    for run in list(body.iter(qn("w:r"))):
        if any(one.tag in (qn("w:del"), qn("w:moveFrom")) for one in run.iterancestors()):
            continue
        for single in _single(run):
            for at, letter in enumerate(_text(single)):
                if _SOLID.match(letter):
                    yield _Letter(single, at)


def _single(run: Any) -> list[Any]:
    """Runs with one text each, in place of one that has several: a tab or a line break parts them."""
    texts = run.findall(qn("w:t"))
    kept = [one for one in run if one.tag != qn("w:rPr")]
    if not texts:
        return []
    if len(kept) == 1:
        return [run]
    made = []
    for one in kept:
        alone = _like(run)
        alone.append(one)
        run.addprevious(alone)
        made.append(alone)
    run.getparent().remove(run)
    return [one for one in made if one.find(qn("w:t")) is not None]


def _like(run: Any) -> Any:
    """An empty run of the same look."""
    made = run.makeelement(run.tag, dict(run.attrib))
    look = run.find(qn("w:rPr"))
    if look is not None:
        made.append(copy.deepcopy(look))
    return made


def _split(run: Any, at: int) -> Any:
    """The run behind a place of its text, cut off from it; the run itself where it begins there."""
    text = _text(run)
    if at <= 0 or at >= len(text):
        return run
    behind = copy.deepcopy(run)
    set_text(run, text[:at])
    set_text(behind, text[at:])
    run.addnext(behind)
    return behind


def set_text(run: Any, text: str) -> None:
    """The text of a run with one, its spaces kept."""
    found = run.find(qn("w:t"))
    found.text = text
    found.set(_XML_SPACE, "preserve")


def _text(run: Any) -> str:
    found = run.find(qn("w:t"))
    return "" if found is None else (found.text or "")


def _after_mark(text: str, at: int) -> int:
    """Behind the full stop and the quotation mark that end a sentence."""
    while at < len(text) and text[at] in ".;:!?)]”\"’'»":
        at += 1
    return at


def _with_between(runs: Sequence[Any]) -> list[Any]:
    """With runs of the same paragraph that stand between them: tabs, breaks, notes."""
    found: list[Any] = []
    for run in runs:
        if found and found[-1].getparent() is run.getparent():
            between = found[-1].getnext()
            while between is not None and between is not run:
                if between.tag == qn("w:r"):
                    found.append(between)
                between = between.getnext()
        found.append(run)
    return found
