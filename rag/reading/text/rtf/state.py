"""What holds at one place of an RTF: the group it stands in, and what is known of a comment or style so "
"far."""

from __future__ import annotations

from dataclasses import dataclass

from rag.language.withdrawn import Withdrawn
from rag.reading.runs import Runs
from rag.reading.text.rtf.blocks import Paragraph
from rag.reading.text.rtf.encodings import USUAL
from rag.reading.text.rtf.fields import Field
from rag.reading.text.rtf.seeing import Sight
from rag.types.views import Mark


@dataclass(slots=True)
class Group:
    """What holds until a closing brace."""

    runs: Runs  # where its text goes
    encoding: str = USUAL
    pictures: str = ""  # the font, where it draws pictures for letters
    skip: int = 1  # characters that stand for one in Unicode, for older programs
    silent: bool = False  # its text is left out
    foreign: bool = False  # it is for other programs
    deleted: bool = False
    hidden: bool = False
    struck: bool = False
    raised: bool = False
    capture: str = ""  # the destination its text goes to
    begins: str = ""  # the destination that begins with it
    fresh: bool = True  # nothing but the brace was seen
    starred: bool = False
    sight: Sight = Sight()  # noqa: RUF009 — it never changes
    paragraph: Paragraph = Paragraph()  # noqa: RUF009 — it never changes
    field: Field | None = None
    marks: Mark = Mark(0)  # noqa: RUF009 — it never changes

    def inner(self) -> Group:
        """A group that begins inside of this one; written out, since there are millions."""
        return Group(
            self.runs, self.encoding, self.pictures, self.skip, self.silent, self.foreign, self.deleted,
            self.hidden, self.struck, self.raised, self.capture, "", True, False, self.sight,
            self.paragraph, self.field, self.marks,
        )  # fmt: skip

    @property
    def is_left_out(self) -> bool:
        return self.silent or self.foreign or self.deleted

    @property
    def kind(self) -> Withdrawn | None:
        """What was done to its text."""
        if self.hidden:
            return Withdrawn.HIDDEN
        return Withdrawn.STRUCK if self.struck else None


@dataclass(slots=True)
class Remark:
    """What is known of a comment before its text."""

    author: str = ""
    initials: str = ""
    date: str = ""

    def date_of(self, text: str) -> None:
        """Take its date from the number that the file writes: minutes, hours, days, months, years in bits."""
        if not text.lstrip("-").isdecimal() or len(text) > 11:
            return
        number = int(text) & 0xFFFFFFFF
        day, month, year = number >> 11 & 31, number >> 16 & 15, (number >> 20 & 511) + 1900
        self.date = f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and day else ""
