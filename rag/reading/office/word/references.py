"""Footnotes, endnotes and comments: what a document's text refers to, in the order in which it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.comments import comment
from rag.reading.office.word.names import W14, W, number
from rag.reading.office.word.number_forms import written

_COMMENTS_15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}

TextOf = Callable[[Any], str]  # what stands in a note, on one line


class References:
    """Numbers notes as they are printed, and hands out each text once."""

    def __init__(self, notes: Mapping[str, Any], comments: Any, more: Any, text_of: TextOf) -> None:
        """`notes`: the roots of the parts by kind; `more`: what later versions of Word say of comments."""
        self._notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind, root in notes.items()
            if root is not None
            for note in root.iterfind(f"{W}{kind}")
            if note.get(f"{W}type") in (None, "normal")
        }
        self._comments = {
            note.get(f"{W}id", ""): note
            for note in (() if comments is None else comments.iterfind(f"{W}comment"))
        }
        self._resolved = {
            node.get(f"{_COMMENTS_15}paraId")
            for node in (() if more is None else more.iter(f"{_COMMENTS_15}commentEx"))
            if node.get(f"{_COMMENTS_15}done") in ("1", "true")
        }
        self._text_of = text_of
        self._settings: Mapping[str, Mapping[str, str]] = {}
        self._counts: dict[str, int] = {}
        self._endnotes: list[str] = []

    def number_by(self, settings: Mapping[str, Mapping[str, str]]) -> None:
        """Number the notes as the document's properties say."""
        self._settings = settings

    def note(self, kind: str, name: str, *, own_mark: bool) -> tuple[str, str]:
        """The mark in the text (empty where it has one of its own) and what is said beside it.

        Endnotes are said where `endnotes` is asked for them.
        """
        node = self._notes.pop((kind, name), None)
        mark = "" if own_mark else self._next_mark(kind)
        text = "" if node is None else self._text_of(node)
        said = f"[{mark}] {text}" if mark and text else text
        if kind == "endnote":
            self._endnotes += [said] if said else []
            return mark, ""
        return mark, said

    def _next_mark(self, kind: str) -> str:
        settings = self._settings.get(kind, {})
        count = self._counts.get(kind, number(settings.get("numStart"), 1) - 1) + 1
        self._counts[kind] = count
        return written(count, settings.get("numFmt", _FORMS.get(kind, "decimal")))

    def end_page(self) -> None:
        """Begin again with the numbers of notes that are counted page by page."""
        self._restart("eachPage")

    def end_section(self) -> list[str]:
        """The endnotes that are printed where a section ends."""
        self._restart("eachSect")
        if self._settings.get("endnote", {}).get("pos") == "sectEnd":
            return self.endnotes()
        return []

    def _restart(self, when: str) -> None:
        for kind in _FORMS:
            if self._settings.get(kind, {}).get("numRestart") == when:
                self._counts.pop(kind, None)

    def endnotes(self) -> list[str]:
        """Those that the text has referred to since this was asked last."""
        found, self._endnotes = self._endnotes, []
        return found

    def comment(self, name: str) -> str:
        """What a comment says, with who said it and when; empty where there is none or it was said."""
        node = self._comments.pop(name, None)
        if node is None:
            return ""
        text = self._text_of(node)
        author = one_line(node.get(f"{W}author", ""))
        date = node.get(f"{W}date", "").partition("T")[0]
        paragraphs = {paragraph.get(f"{W14}paraId") for paragraph in node.iter(f"{W}p")} - {None}
        resolved = "resolved" if paragraphs & self._resolved else ""
        return comment(text, author, date, resolved)

    def left(self) -> Iterator[str]:
        """Comments that no text refers to, or only text that is deleted."""
        for name in list(self._comments):
            said = self.comment(name)
            if said:
                yield said
