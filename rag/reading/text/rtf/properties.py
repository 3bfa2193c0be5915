"""What control words of RTF say of text, paragraphs and fields, for as long as their group lasts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from rag.language.withdrawn import Withdrawn
from rag.reading.inks import TINY
from rag.reading.runs import Runs
from rag.reading.text.rtf.blocks import Blocks, Paragraph, Style
from rag.reading.text.rtf.encodings import of_charset, of_code_page
from rag.reading.text.rtf.lists import Lists
from rag.reading.text.rtf.seeing import NOTHING, PATTERN, Inks, Sight
from rag.reading.text.rtf.state import Group
from rag.reading.text.rtf.words import BOXES, TABLES
from rag.reading.viewing.recording import recorder
from rag.types.views import Mark

_PLAIN = Paragraph()
_PICTURES = frozenset({"wingdings", "wingdings 2", "symbol"})


class Properties(ABC):
    """What holds where the parser stands, and what the tables at the beginning of the document define."""

    def __init__(self) -> None:
        self._group = Group(Runs())
        self._encoding = self._group.encoding  # of the document
        self._fonts: dict[int, str] = {}  # with an encoding of their own
        self._pictures: dict[int, str] = {}  # fonts that draw pictures for letters
        self._font = 0  # under definition
        self._style: Style | None = None  # under definition
        self._blocks = Blocks()
        self._lists = Lists()
        self._inks = Inks()
        self._painted = False  # every page, with what nobody knows

    @abstractmethod
    def _decode(self) -> None:
        """Turn the bytes so far into text. To be called before anything changes that decides how."""

    def _property_handlers(self) -> dict[str, Callable[[int | None], None]]:
        return {
            "uc": self._set_skip,
            "ansicpg": lambda number: self._set_encoding(of_code_page(number)),
            "mac": lambda _: self._set_encoding("mac_roman"),
            "pc": lambda _: self._set_encoding("cp437"),
            "pca": lambda _: self._set_encoding("cp850"),
            "f": self._set_font,
            "fcharset": self._define_font,
            "s": self._set_style,
            "cs": self._set_character_style,
            "sbasedon": self._set_parent,
            "outlinelevel": self._set_level,
            "ls": self._set_list,
            "ilvl": lambda number: self._set_paragraph(depth=number or 0),
            "pard": lambda _: self._reset(),
            "plain": lambda _: self._set_plain(),
            "v": lambda number: self._set_look(hidden=number != 0),
            "strike": lambda number: self._set_look(struck=number != 0),
            "super": lambda number: self._set_look(raised=number != 0),
            "nosupersub": lambda _: self._set_look(raised=False),
            "striked": lambda number: self._set_look(struck=number != 0),
            "deleted": lambda number: self._set_look(deleted=number != 0),
            "htmlrtf": lambda number: self._set_look(foreign=number != 0),
            "ffres": lambda number: self._set_field(result=number or 0),
            "ffdefres": lambda number: self._set_field(default=number or 0),
            "b": lambda number: self._set_mark(Mark.BOLD, on=number != 0),
            "i": lambda number: self._set_mark(Mark.ITALIC, on=number != 0),
            "ul": lambda number: self._set_mark(Mark.UNDERLINED, on=number != 0),
            "ulnone": lambda _: self._set_mark(Mark.UNDERLINED, on=False),
            "intbl": lambda _: self._set_paragraph(in_table=True),
        } | self._seeing_handlers()

    def _seeing_handlers(self) -> dict[str, Callable[[int | None], None]]:
        return {
            **{name: partial(self._mix, place) for place, name in enumerate(("red", "green", "blue"))},
            "cf": lambda number: self._set_sight(ink=number or 0),
            "fs": lambda number: self._set_sight(tiny=number is not None and 0 <= number < 2 * TINY),
            **dict.fromkeys(("cb", "chcbpat", "highlight"), self._set_ground),
            "chshdng": lambda number: self._set_ground(PATTERN) if number else None,
            "cbpat": lambda number: self._set_paragraph(ground=number or NOTHING),
            "shading": lambda number: self._set_paragraph(ground=PATTERN) if number else None,
            "itap": lambda number: self._set_paragraph(nested=(number or 0) > 1),
            "clcbpat": lambda number: self._blocks.paint(number or NOTHING),
            "clshdng": lambda number: self._blocks.paint(PATTERN) if number else None,
            "trcbpat": lambda number: self._blocks.paint(number or NOTHING, row=True),
            "trshdng": lambda number: self._blocks.paint(PATTERN, row=True) if number else None,
        }

    def _mix(self, part: int, number: int | None) -> None:
        """A part of the colour under definition."""
        if self._group.capture == "colortbl":
            self._inks.mix(part, number or 0)

    def _set_sight(self, **looks: Any) -> None:
        if self._group.capture != "stylesheet":
            self._decode()
            self._group.sight = self._group.sight._replace(**looks)

    def _set_ground(self, number: int | None) -> None:
        self._set_sight(ground=number or NOTHING)

    def _kind(self) -> Withdrawn | None:
        """What was done to the text under way."""
        group = self._group
        if group.sight.is_plain or group.hidden:
            return group.kind
        paragraph = group.paragraph
        if paragraph.nested or self._painted or group.capture in BOXES:
            ground = PATTERN
        else:
            ground = paragraph.ground
            if ground == NOTHING and paragraph.in_table:
                ground = self._blocks.ground
        return Withdrawn.HIDDEN if self._inks.hide(group.sight, ground) else group.kind

    def _set_skip(self, number: int | None) -> None:
        self._group.skip = min(max(number or 0, 0), 16)

    def _set_encoding(self, encoding: str) -> None:
        self._decode()
        self._encoding = self._group.encoding = encoding

    def _set_font(self, number: int | None) -> None:
        self._decode()
        self._font = number or 0
        if self._group.capture != "fonttbl":
            self._group.encoding = self._fonts.get(self._font, self._encoding)
            self._group.pictures = self._pictures.get(self._font, "")

    def _name_font(self, name: str) -> None:
        name = name.rstrip("; ").lower()
        if name in _PICTURES:
            self._pictures[self._font] = name

    def _define_font(self, number: int | None) -> None:
        encoding = of_charset(number or 0)
        if self._group.capture == "fonttbl" and encoding is not None:
            self._fonts[self._font] = encoding

    def _set_style(self, number: int | None) -> None:
        if self._group.capture == "stylesheet":
            self._style = Style(number or 0)
            return
        if number != self._group.paragraph.style:
            self._set_paragraph(style=number)
        self._look_like(number)

    def _set_character_style(self, number: int | None) -> None:
        if self._group.capture == "stylesheet":
            self._style = Style(number or 0)
        else:
            self._look_like(number)

    def _look_like(self, style: int | None) -> None:
        struck, hidden = self._blocks.looks(style)
        if struck or hidden:
            self._set_look(struck=struck or self._group.struck, hidden=hidden or self._group.hidden)

    def _set_parent(self, number: int | None) -> None:
        if self._group.capture == "stylesheet" and self._style is not None:
            self._style.parent = number

    def _set_level(self, number: int | None) -> None:
        if self._group.capture != "stylesheet":
            self._set_paragraph(level=number)
        elif self._style is not None:
            self._style.level = number

    def _set_list(self, number: int | None) -> None:
        if self._group.capture in TABLES:
            self._lists.define("ls", number or 0)
        elif self._group.capture != "stylesheet":
            self._set_paragraph(list=number)

    def _set_paragraph(self, **properties: object) -> None:
        self._group.paragraph = replace(self._group.paragraph, **properties)  # type: ignore[arg-type]

    def _set_field(self, **properties: int) -> None:
        field = self._group.field
        for name, value in properties.items() if field is not None else ():
            setattr(field, name, value)

    def _set_look(self, **looks: bool) -> None:
        """Say how text is written from here on, or how text of the style under definition is."""
        self._decode()
        in_style = self._group.capture == "stylesheet"
        for name, value in looks.items():
            if not in_style:
                setattr(self._group, name, value)
            elif self._style is not None and name in ("struck", "hidden"):
                setattr(self._style, name, value)

    def _set_mark(self, mark: Mark, *, on: bool) -> None:
        """Say how words are set from here on, where somebody takes note of it."""
        if recorder() is not None and self._group.capture != "stylesheet":
            self._decode()
            self._group.marks = self._group.marks | mark if on else self._group.marks & ~mark

    def _set_plain(self) -> None:
        group = self._group
        if group.marks:
            self._decode()
            group.marks = Mark(0)
        marked = group.kind is not None or group.deleted or group.raised or not group.sight.is_plain
        if group.capture != "stylesheet" and marked:
            self._decode()
            group.sight = Sight()
            group.hidden = group.struck = group.deleted = group.raised = False

    def _reset(self) -> None:
        self._group.paragraph = _PLAIN
