"""What stands in a paragraph: its text, and what is tied to a place in it (notes, comments, text boxes).

Deleted and moved-away text is left out, struck and hidden text is marked, alternatives are read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from rag.language.withdrawn import Withdrawn
from rag.reading.glyphs import RAISED, of_code, of_font
from rag.reading.office.drawn import CHART, DIAGRAM, OLD_PICTURE, PICTURE, picture_words
from rag.reading.office.word.controls import around, filled_in, properties_of
from rag.reading.office.word.fields import Field, shown
from rag.reading.office.word.formulas import linear
from rag.reading.office.word.names import (
    ALTERNATIVES,
    BOX,
    CHOICE,
    CONTROL,
    CONTROL_CONTENT,
    DELETED,
    FALLBACK,
    FORMULA,
    FORMULAS,
    MOVED_AWAY,
    W,
    says_on,
)
from rag.reading.office.word.pieces import Drawn, Pictured, Piece, not_drawn, not_pictured
from rag.reading.office.word.seeing import Seeing, is_hidden_box
from rag.reading.office.word.setting import marks_of
from rag.reading.office.word.styles import COLOUR, RAISING, SIZE, STRIKES, VANISH, Style, Styles
from rag.reading.runs import Runs
from rag.reading.viewing.recording import Drawing, Recorder, recorder

_BREAK, _DRAWN = "\f", "\v"  # a page's end: as written, as Word last drew it; no XML holds them
_ENDS = (_BREAK, _DRAWN)
_PAGE_END = re.compile(f"[{_BREAK}{_DRAWN}]")
_TEXT, _PROPERTIES = f"{W}t", f"{W}rPr"
DRAWN_END = f"{W}lastRenderedPageBreak"
_STYLE, _FONTS = f"{W}rStyle", f"{W}rFonts"
_LOOKS = (*STRIKES, VANISH, RAISING, _STYLE, _FONTS)
_DRAWN_WORDS = "{urn:schemas-microsoft-com:vml}textpath"
_PICTURED_BY = (CHART, DIAGRAM, PICTURE, OLD_PICTURE)
_PICTURED = ("wingdings", "wingdings 2", "symbol")

Part = str | tuple[Withdrawn, str]


class References(Protocol):
    """What a paragraph refers to."""

    def note(self, kind: str, name: str, *, own_mark: bool) -> tuple[str, str]:
        """The mark in the text (empty where it has one of its own) and what is said beside it."""

    def comment(self, name: str) -> str:
        """What a comment says; empty where it was said."""

    def end_page(self) -> None:
        """Take note that what follows stands on another page."""


class Inline:
    """Reads paragraphs of one story one after another."""

    def __init__(
        self,
        styles: Styles,
        references: References,
        drawn: Drawn = not_drawn,
        pictured: Pictured = not_pictured,
        *,
        in_margin: bool = False,
    ) -> None:
        """`drawn` gives what a chart, a diagram or a picture says, `pictured` how a view shows a picture."""
        self._styles = styles
        self._seeing = Seeing(styles)
        self._drawn = drawn
        self._pictured = pictured
        self._repeats = False  # pictures that were shown already stand there once more
        self._told: set[str] = set()  # what pictures were said to show
        self._references = references
        self._in_margin = in_margin
        self._parts: list[Part] = []
        self._pieces = [Piece()]
        self._fields: list[Field] = []
        self._style = Style()
        self._labelled = False
        self._noted: Recorder | None = None
        nothing, descend = self._nothing, self._walk
        self._handlers: dict[Any, Callable[[Any], None]] = {
            f"{W}r": self._run, _TEXT: self._text, f"{W}tab": self._tab, f"{W}ptab": self._tab,
            f"{W}br": self._break, f"{W}cr": self._line, DRAWN_END: self._drawn_break,
            f"{W}noBreakHyphen": self._hyphen, f"{W}sym": self._symbol, f"{W}fldChar": self._field,
            f"{W}instrText": self._code, f"{W}fldSimple": self._simple_field, f"{W}drawing": self._drawing,
            f"{W}pict": self._drawing, f"{W}object": self._drawing, ALTERNATIVES: self._alternatives,
            f"{W}footnoteReference": self._note, f"{W}endnoteReference": self._note,
            f"{W}commentReference": self._comment, CONTROL: self._control, FORMULA: self._formula,
            FORMULAS: self._formula, f"{W}ruby": self._ruby, CONTROL_CONTENT: descend,
        }  # fmt: skip
        for name in ("pPr", "rPr", "delText", "delInstrText", "sdtPr", "sdtEndPr", "softHyphen",
                     "annotationRef", "smartTagPr", "customXmlPr"):  # fmt: skip
            self._handlers[f"{W}{name}"] = nothing
        self._handlers |= {FALLBACK: nothing, DELETED: self._gone, MOVED_AWAY: self._gone}

    def read(
        self, paragraph: Any, style: Style, *, labelled: bool = False, new_page: bool = False
    ) -> list[Piece]:
        """A paragraph, parted where pages end; text is as it stands there.

        `labelled`: what it holds has its label beside it, as in a table; `new_page`: it begins a page.
        """
        if new_page:
            self._references.end_page()
        self._parts, self._pieces, self._fields = [], [Piece()], []
        box = next(paragraph.iterancestors(BOX), None)
        if box is not None and is_hidden_box(box):
            style = replace(style, hidden=True)
        self._style, self._labelled, self._noted = style, labelled, recorder()
        self._walk(paragraph)
        properties = around(paragraph)
        if properties is not None:
            self._fill_in(properties, 0)
        text = _joined(self._parts)
        if len(self._pieces) == 1:
            self._pieces[0].text = text
        else:
            for piece, own in zip(self._pieces, _PAGE_END.split(text), strict=True):
                piece.text = own
        return self._pieces

    def _walk(self, parent: Any) -> None:
        handlers, descend = self._handlers, self._walk
        for child in parent:
            handlers.get(child.tag, descend)(child)

    def _nothing(self, _node: Any) -> None:
        pass

    def _gone(self, node: Any) -> None:
        """Text that was deleted or moved away; Word draws pages with it."""
        for _ in node.iter(DRAWN_END):
            self._end_page(_DRAWN)

    def _run(self, run: Any) -> None:
        before = len(self._parts)
        kind = Withdrawn.HIDDEN if self._style.hidden else Withdrawn.STRUCK if self._style.struck else None
        font = ""
        properties: Any = None
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                text = child.text
                if text:
                    self._parts.append(of_font(font, text) if font else text)
                    if self._noted is not None:
                        self._noted.run(text, marks_of(properties))
            elif tag == _PROPERTIES:
                kind, font = self._look(child, kind)
                properties = child
            else:
                self._handlers.get(tag, self._walk)(child)
        if kind is not Withdrawn.HIDDEN and self._is_unseen(run, properties):
            kind = Withdrawn.HIDDEN
        if kind is not None:
            self._withdraw(kind, before)

    def _is_unseen(self, run: Any, properties: Any) -> bool:
        named = None
        inked = bool(self._style.ink) or self._style.size is not None
        for mark in () if properties is None else properties.iterchildren(COLOUR, SIZE, _STYLE):
            if mark.tag == _STYLE:
                named = self._styles.known.get(mark.get(f"{W}val", ""))
            inked = True
        return inked and self._seeing.unseen(run, properties, self._style, named)

    def _look(self, properties: Any, kind: Withdrawn | None) -> tuple[Withdrawn | None, str]:
        """How a run's properties say that it is withdrawn, and its font where that changes what it shows."""
        own: dict[str, bool] | None = None
        named = self._style
        font = ""
        for mark in properties.iterchildren(*_LOOKS):
            if mark.tag == _FONTS:
                name = mark.get(f"{W}ascii", "")
                font = name if name.lower() in _PICTURED else ""
            elif mark.tag == _STYLE:
                named = self._styles.known.get(mark.get(f"{W}val", ""), Style())
                font = RAISED if named.raised else ""
            elif mark.tag == RAISING:
                font = RAISED if mark.get(f"{W}val") == RAISED else font
            else:
                own = own or {}
                own[mark.tag] = says_on(mark)
        if own is None:
            if named is self._style:
                return kind, font
            own = {}
        styled = named if named is not self._style else Style()
        # What two styles both switch on is off: 17.7.3.
        hidden = own.get(VANISH, styled.hidden != self._style.hidden)
        switched = styled.struck != self._style.struck
        struck = any(own.get(strike, False) for strike in STRIKES) or (switched and own.get(STRIKES[0], True))
        return (Withdrawn.HIDDEN if hidden else Withdrawn.STRUCK if struck else None), font

    def _withdraw(self, kind: Withdrawn, before: int) -> None:
        for place in range(before, len(self._parts)):
            part = self._parts[place]
            if isinstance(part, str) and part not in _ENDS:
                self._parts[place] = (kind, part)

    def _text(self, node: Any) -> None:
        self._parts.append(node.text or "")

    def _tab(self, _node: Any) -> None:
        self._parts.append("\t")

    def _line(self, _node: Any) -> None:
        self._parts.append("\n")

    def _hyphen(self, _node: Any) -> None:
        self._parts.append("-")

    def _break(self, node: Any) -> None:
        if node.get(f"{W}type") == "page":
            self._end_page(_BREAK)
        else:
            self._parts.append("\n")

    def _drawn_break(self, _node: Any) -> None:
        self._end_page(_DRAWN)

    def _end_page(self, sign: str) -> None:
        self._references.end_page()
        self._parts.append(sign)
        self._pieces.append(Piece(drawn=sign == _DRAWN))

    def _symbol(self, node: Any) -> None:
        self._parts.append(of_code(node.get(f"{W}font", ""), node.get(f"{W}char", "")))

    def _code(self, node: Any) -> None:
        if self._fields and self._fields[-1].result < 0:
            self._fields[-1].code.append(node.text or "")

    def _field(self, node: Any) -> None:
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(Field(len(self._parts), node.find(f"{W}ffData")))
        elif kind == "separate" and self._fields:
            self._fields[-1].result = len(self._parts)
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if self._fields and self._fields[-1].result < 0:
                self._cut(ended.start)  # part of another's instruction
            else:
                self._show("".join(ended.code), ended.form, ended.start)

    def _simple_field(self, node: Any) -> None:
        before = len(self._parts)
        self._walk(node)
        self._show(node.get(f"{W}instr", ""), node.find(f"{W}ffData"), before)

    def _show(self, code: str, form: Any, start: int) -> None:
        instead = shown(code, form, self._since(start), in_margin=self._in_margin)
        if instead is not None:
            self._cut(start)
            self._parts.append(instead)

    def _since(self, start: int) -> str:
        """What was said since, but for the ends of pages."""
        texts = (part if isinstance(part, str) else part[1] for part in self._parts[start:])
        return "".join(text for text in texts if text not in _ENDS)

    def _cut(self, start: int) -> None:
        """Take that back."""
        self._parts[start:] = [part for part in self._parts[start:] if part in _ENDS]

    def _drawing(self, node: Any) -> None:
        for found in node.iter(BOX, _DRAWN_WORDS, *_PICTURED_BY):
            inner = False
            for ancestor in found.iterancestors():
                if ancestor is node:
                    break
                inner = inner or ancestor.tag in (BOX, FALLBACK)
            if inner:
                continue
            if found.tag in _PICTURED_BY:
                if found.tag in (PICTURE, OLD_PICTURE):
                    self._show_picture(found)
                self._pieces[-1].asides += self._drawn(found)
            else:
                self._pieces[-1].boxes.append(found)

    def _show_picture(self, node: Any) -> None:
        """Have a picture shown, and say what it shows: once, and of no cell, which is a value."""
        if self._repeats:
            return
        drawing = self._pictured(node)
        if drawing is not None:
            self._draw(drawing)
        said = "" if self._in_margin or self._labelled else picture_words(node)
        if said and said not in self._told:
            self._told.add(said)
            self._pieces[-1].asides.append(said)

    def _draw(self, drawing: Drawing) -> None:
        """Have a picture shown above the paragraph where nothing of it was said yet, else below."""
        first = len(self._pieces) == 1 and not self._labelled and not self._since(0).strip()
        if first and self._noted is not None and not self._pieces[0].drawings:
            self._noted.draw(drawing)
        else:
            self._pieces[-1].drawings.append(drawing)

    def _alternatives(self, node: Any) -> None:
        """The first alternative that says something: they all show the same."""
        said, boxes = len(self._parts), len(self._pieces[-1].boxes)
        for choice in node.iterchildren(CHOICE, FALLBACK):
            again = choice.tag == FALLBACK and next(node.iterfind(f"{CHOICE}//{PICTURE}"), None) is not None
            self._repeats, before = self._repeats or again, self._repeats
            self._walk(choice)
            self._repeats = before
            if len(self._parts) > said or len(self._pieces[-1].boxes) > boxes:
                return

    def _note(self, node: Any) -> None:
        kind = node.tag.removeprefix(W).removesuffix("Reference")
        own_mark = node.get(f"{W}customMarkFollows") in ("1", "true", "on")
        mark, aside = self._references.note(kind, node.get(f"{W}id", ""), own_mark=own_mark)
        if mark:
            # Not run into a figure, which it would change.
            self._parts.append(
                f" [{mark}]" if self._since(len(self._parts) - 1)[-1:].isdigit() else f"[{mark}]"
            )
        if aside:
            self._pieces[-1].asides.append(aside)

    def _comment(self, node: Any) -> None:
        said = self._references.comment(node.get(f"{W}id", ""))
        if said:
            self._pieces[-1].asides.append(said)

    def _control(self, node: Any) -> None:
        before = len(self._parts)
        self._walk(node)
        properties = properties_of(node)
        if properties is not None:
            self._fill_in(properties, before)

    def _fill_in(self, properties: Any, start: int) -> None:
        alone = not self._labelled and not _joined(self._parts[:start]).strip()
        said = self._since(start)
        held = filled_in(properties, said, alone=alone)
        if held != said:
            self._cut(start)
            self._parts.append(held)

    def _formula(self, node: Any) -> None:
        said = linear(node)
        # One that is set apart stands on a line of its own.
        self._parts.append(f"\n{said}\n" if node.tag == FORMULAS and self._parts else said)

    def _ruby(self, node: Any) -> None:
        """A word with how it is spoken."""
        for name, form in (("rubyBase", "{}"), ("rt", "({})")):
            before = len(self._parts)
            for child in node.iterfind(f"{W}{name}"):
                self._walk(child)
            said = self._since(before)
            self._cut(before)
            self._parts.append(form.format(said) if said.strip() else "")


def words_of(drawn: Any) -> str:
    """The words of a drawing that are no text box, such as a watermark; empty for others."""
    return str(drawn.get("string", "")) if drawn.tag == _DRAWN_WORDS else ""


def _joined(parts: list[Part]) -> str:
    """Parts as text, neighbours that were withdrawn alike between one pair of brackets."""
    try:
        return "".join(parts)  # type: ignore[arg-type]
    except TypeError:
        pass  # some are withdrawn
    found: list[str] = []
    runs = Runs()
    for part in parts:
        if isinstance(part, tuple):
            runs.add(part[1], part[0])
        elif part in _ENDS:
            found += (runs.take(), part)
        else:
            runs.add(part)
    return "".join((*found, runs.take()))
